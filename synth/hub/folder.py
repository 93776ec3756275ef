"""From the name of a model to a folder that can be opened without harm: no network, no pickle, no code of its own."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from synth.speech import SpeechError

CONFIG, WEIGHTS, INDEX = "config.json", "model.safetensors", "model.safetensors.index.json"
PICKLED = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")
HUB_NAME = re.compile(r"[\w-][\w.-]*(/[\w-][\w.-]*)?")
LARGEST_HEADER = 100 << 20  # bytes, as the format allows


def located(name: str) -> Path:
    """The folder of that path, or what the hub's cache holds under that name. SpeechError if there is neither."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if folder.exists():
        raise SpeechError(f"{name} is a file: give the folder that holds the model and its {CONFIG}.")
    if not is_hub_name(name):
        raise SpeechError(f"There is no folder {name}.")
    from huggingface_hub import try_to_load_from_cache

    if isinstance(cached := try_to_load_from_cache(name, CONFIG), str):
        return Path(cached).parent
    raise SpeechError(
        f"{name} is neither a folder here nor a model that was downloaded before: check the name, or add --download "
        "to fetch it."
    )


def is_hub_name(name: str) -> bool:
    return bool(HUB_NAME.fullmatch(name)) and ".." not in name


def config_of(folder: Path, name: str) -> dict[str, Any]:
    """What config.json says. SpeechError if it says nothing, or wants code of its own to be run."""
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SpeechError(f"{name} holds no model of transformers: there is no {CONFIG}.") from None
    except (OSError, ValueError) as error:
        raise SpeechError(f"{name} cannot be read: {CONFIG}: {error}.") from None
    if not isinstance(config, dict) or not isinstance(config.get("model_type"), str):
        raise SpeechError(f"{name} holds no model of transformers: {CONFIG} names no model_type.")
    return config


def weights_of(folder: Path, name: str) -> list[Path]:
    """Its safetensors files, each found whole. SpeechError for pickled, missing and damaged ones."""
    files = _named(folder, name)
    if not files:
        pickled = sorted(path.name for pattern in PICKLED for path in folder.glob(pattern))
        if pickled:
            raise SpeechError(
                f"{name} holds its weights in {pickled[0]}, a pickle, which can run any program when it is opened: "
                f"look for a copy with {WEIGHTS}, or have it converted."
            )
        raise SpeechError(f"{name} holds no weights: there is no {WEIGHTS}.")
    for file in files:
        header(file, name)
    return files


def _named(folder: Path, name: str) -> list[Path]:
    if (folder / WEIGHTS).exists():
        return [folder / WEIGHTS]
    try:
        shards = set(json.loads((folder / INDEX).read_text(encoding="utf-8"))["weight_map"].values())
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SpeechError(f"{name} cannot be read: {INDEX} is damaged.") from None
    astray = [shard for shard in shards if not isinstance(shard, str) or os.path.basename(shard) != shard]
    if astray:
        raise SpeechError(f"{name} cannot be read: {INDEX} points out of its folder, to {astray[0]}.")
    return [folder / shard for shard in sorted(shards)]


def header(file: Path, name: str) -> dict[str, Any]:
    """What a safetensors file says of its tensors. SpeechError if it is something else, or not all there."""
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            first = opened.read(8)
            length = int.from_bytes(first, "little")
            told = opened.read(length) if length <= min(size, LARGEST_HEADER) else b""
    except OSError as error:
        raise SpeechError(f"{name} cannot be read: {file.name}: {error.strerror}.") from None
    if first == b"version ":
        raise SpeechError(f"{name} is not all here: {file.name} only says where the weights are (`git lfs pull`).")
    try:
        tensors = {key: value for key, value in json.loads(told).items() if key != "__metadata__"}
        whole = 8 + length + max((value["data_offsets"][1] for value in tensors.values()), default=0)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        raise SpeechError(f"{name} cannot be read: {file.name} is damaged, or no safetensors file.") from None
    if size != whole:
        raise SpeechError(
            f"{name} is not all here: {file.name} has {size:,} of {whole:,} bytes. Download or copy it again."
        )
    return tensors
