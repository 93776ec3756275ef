"""Opening a pipeline part by part: safetensors only, nothing from the network, every weight in its place."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from synth.image.diffusion.folder import Model
from synth.image.errors import ImageError
from synth.runtime import device
from synth.torchaudio_cpu import torchaudio

LONGEST = 240  # characters of somebody else's message


def opened(model: Model) -> Any:
    """The pipeline, on the device that runs networks here. ImageError if any of its weights is missing."""
    torchaudio()  # before transformers asks for it
    import torch

    where = device()
    kind = torch.float16 if where == "mps" else torch.bfloat16
    with telling(model.name, "cannot be opened"):
        from diffusers import AutoPipelineForText2Image

        parts = {part: _network(model, part, kind) for part in model.networks}
        pipeline = AutoPipelineForText2Image.from_pretrained(
            str(model.folder), **parts, torch_dtype=kind, local_files_only=True, use_safetensors=True
        )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline.to(where)


def _network(model: Model, part: str, kind: Any) -> Any:
    """One of its networks. Where weights are missing the libraries would put random ones and say little."""
    import diffusers
    import transformers

    library, name = model.networks[part]
    opener = getattr(diffusers if library == "diffusers" else transformers, name, None)
    if opener is None:
        raise ImageError(f"{model.name} needs {name}, which the {library} here does not have: choose another model.")
    options = {"dtype": kind} if library == "transformers" else {"torch_dtype": kind}
    net, about = opener.from_pretrained(
        str(model.folder / part), use_safetensors=True, local_files_only=True, output_loading_info=True,
        **options, **({"variant": model.variant} if model.variant else {}),
    )  # fmt: skip
    lacking = sorted(about["missing_keys"]) + [str(each[0]) for each in about.get("mismatched_keys", ())]
    if lacking:
        raise ImageError(
            f"{model.name} cannot paint: {len(lacking)} weights of its {part} are missing or of another shape, such as "
            f"{lacking[0]}."
        )
    return net.eval()


@contextmanager
def telling(name: str, what: str) -> Iterator[None]:
    """Whatever goes wrong inside, in one sentence: diffusers, transformers and torch raise everything there is."""
    import diffusers
    import transformers

    diffusers.utils.logging.set_verbosity(50)
    diffusers.utils.logging.disable_progress_bar()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are for whoever wrote the model
            yield
    except ImageError:
        raise
    except MemoryError:
        raise ImageError(f"{name} {what}: there is not enough memory. Choose a smaller model.") from None
    except ImportError as error:
        packages = re.findall(r"pip install ([\w.-]+)", str(error)) or [error.name]
        raise ImageError(f"{name} needs a package that is not here: `pip install {packages[0]}`.") from None
    except Exception as error:
        if "out of memory" in str(error).lower() or "can't allocate" in str(error).lower():
            raise ImageError(f"{name} {what}: there is not enough memory. Choose a smaller model.") from None
        raise ImageError(f"{name} {what}: {_why(error)}.") from None


def _why(error: Exception) -> str:
    """The first line of somebody else's message, without its path."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{Path(error.filename).name}: {error.strerror}"
    first = (str(error).strip().splitlines() or [""])[0].strip().rstrip(".")
    return f"{type(error).__name__}: {first[:LONGEST]}" if first else type(error).__name__
