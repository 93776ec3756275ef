"""From the name of a model to a folder of diffusers that can be opened without harm."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synth.hub.card import licence_of, megabytes, terms
from synth.hub.folder import PICKLED, header, is_hub_name
from synth.image.errors import ImageError
from synth.speech import SpeechError
from synth.torchaudio_cpu import torchaudio

PREFIX, INDEX = "hf:", "model_index.json"
LIBRARIES = ("diffusers", "transformers")
WITHOUT_WEIGHTS = ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "Extractor", "ProcessorFast")


@dataclass(frozen=True)
class Model:
    """networks: folder name to the library and class that opens it. variant: "fp16", or ""."""

    name: str
    folder: Path
    kind: str
    networks: dict[str, tuple[str, str]]
    variant: str
    size: int
    weights: int
    licence: str

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.kind.removesuffix('Pipeline')}; {megabytes(self.size)}, "
            f"{self.weights / 1e6:.3g} million weights; {terms(self.licence)}."
        )


def model_of(name: str) -> Model:
    """name: a folder or a name of the hub, with or without hf:. ImageError with one sentence if it cannot be opened."""
    name = name.removeprefix(PREFIX).strip()
    folder = located(name)
    index = _index(folder, name)
    networks, files = {}, []
    for part, made in index.items():
        if part.startswith("_") or not isinstance(made, list) or len(made) != 2 or None in made:
            continue
        library, kind = str(made[0]), str(made[1])
        if library not in LIBRARIES:
            raise ImageError(f"{name} brings code of its own for its {part}, which is never run: choose another model.")
        if not (folder / part).is_dir():
            raise ImageError(f"{name} is not all here: its folder {part} is missing. Download or copy it again.")
        if not kind.endswith(WITHOUT_WEIGHTS):
            networks[part] = (library, kind)
            files += _weights(folder / part, f"{name}/{part}")
    tensors = [tensor for file in files for tensor in _header(file, name).values()]
    variant = "fp16" if files and all(".fp16." in file.name for file in files) else ""
    return Model(
        name if is_hub_name(name) else folder.name, folder, str(index["_class_name"]), networks, variant,
        sum(file.stat().st_size for file in files), sum(math.prod(tensor["shape"]) for tensor in tensors),
        licence_of(_front_matter(folder / "README.md")),
    )  # fmt: skip


def located(name: str) -> Path:
    """The folder of that path, or what the hub's cache holds under that name."""
    folder = Path(name).expanduser()
    if name and folder.is_dir():
        return folder
    if name and folder.exists():
        raise ImageError(f"{name} is a file: give the folder that holds the pipeline and its {INDEX}.")
    if not is_hub_name(name):
        raise ImageError(f"There is no folder {name or 'without a name'}: write hf:FOLDER or hf:OWNER/NAME.")
    from huggingface_hub import try_to_load_from_cache

    if isinstance(cached := try_to_load_from_cache(name, INDEX), str):
        return Path(cached).parent
    raise ImageError(
        f"{name} is neither a folder here nor a model that was downloaded before: check the name, or fetch it with "
        f"`hf download {name}`."
    )


def _index(folder: Path, name: str) -> dict[str, Any]:
    """What model_index.json says, found to be of a pipeline that turns words into pictures."""
    try:
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ImageError(_what_else(folder, name)) from None
    except (OSError, ValueError):
        raise ImageError(f"{name} cannot be read: {INDEX} is damaged. Download or copy it again.") from None
    kind = index.get("_class_name") if isinstance(index, dict) else None
    if isinstance(kind, list):
        raise ImageError(f"{name} brings code of its own, which is never run: choose another model.")
    if not isinstance(kind, str):
        raise ImageError(f"{name} cannot be read: {INDEX} names no pipeline.")
    torchaudio()  # before transformers asks for it
    import transformers

    transformers.logging.set_verbosity_error()  # what is not installed is told where it is missed
    from diffusers.pipelines.auto_pipeline import AUTO_TEXT2IMAGE_PIPELINES_MAPPING

    if kind not in {each.__name__ for each in AUTO_TEXT2IMAGE_PIPELINES_MAPPING.values()}:
        raise ImageError(f"{name} is a {kind}, which does not turn words into pictures: choose a text-to-image model.")
    return index


def _what_else(folder: Path, name: str) -> str:
    if (folder / "config.json").exists():
        try:
            kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type") or "single"
        except (OSError, ValueError, AttributeError):
            kind = "damaged"
        return f"{name} is a {kind} model, which does not make pictures: choose a text-to-image pipeline of diffusers."
    if pickled := sorted(path.name for pattern in PICKLED for path in folder.glob(pattern)):
        return _pickle(name, pickled[0])
    if any(folder.glob("*.safetensors")):
        return f"{name} holds a checkpoint in one file: have it converted to a diffusers folder with its {INDEX}."
    return f"{name} holds no pipeline of diffusers: there is no {INDEX}."


def _pickle(name: str, file: str) -> str:
    return (
        f"{name} holds its weights in {file}, a pickle, which can run any program when it is opened: look for a copy "
        "with safetensors, or have it converted."
    )


def _weights(folder: Path, name: str) -> list[Path]:
    """The safetensors files of one network, each found whole: the plain ones, or those of a variant."""
    every = sorted(folder.glob("*.safetensors"))
    plain = [file for file in every if ".fp16" not in file.name and ".non_ema" not in file.name]
    files = plain or [file for file in every if ".non_ema" not in file.name]
    if not files:
        if pickled := sorted(path.name for pattern in PICKLED for path in folder.glob(pattern)):
            raise ImageError(_pickle(name, pickled[0]))
        raise ImageError(f"{name} holds no weights: there is no safetensors file. Download or copy it again.")
    for index in folder.glob("*.safetensors.index.json"):
        _all_there(index, folder, name)
    for file in files:
        _header(file, name)
    return files


def _all_there(index: Path, folder: Path, name: str) -> None:
    try:
        shards = {str(each) for each in json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ImageError(f"{name} cannot be read: {index.name} is damaged. Download or copy it again.") from None
    for shard in sorted(shards):
        if Path(shard).name != shard:
            raise ImageError(f"{name} cannot be read: {index.name} points out of its folder, to {shard}.")
        if not (folder / shard).exists() and ".fp16" not in index.name:
            raise ImageError(f"{name} is not all here: {shard} is missing. Download or copy it again.")


def _header(file: Path, name: str) -> dict[str, Any]:
    try:
        return header(file, name)
    except SpeechError as error:  # the same check and the same sentence, about a picture's model
        raise ImageError(str(error)) from None


def _front_matter(readme: Path) -> dict:
    from synth.hub.card import _front_matter as told

    return told(readme)
