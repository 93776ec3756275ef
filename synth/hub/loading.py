"""Opening what others made: safetensors only, none of their code, nothing from the network, and every fault a
sentence.
"""

from __future__ import annotations

import contextlib
import json
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from synth.hub.asked import Asked
from synth.hub.folder import config_of, located, weights_of
from synth.runtime import device
from synth.speech import SpeechError
from synth.torchaudio_cpu import torchaudio

PROCESSOR, CODEC = "processor_config.json", "audio_tokenizer_config.json"
VOCODERS = {  # of spectrogram models, in "vocoder" inside their folder or under these names
    "speecht5": ("SpeechT5HifiGan", "microsoft/speecht5_hifigan"),
    "fastspeech2_conformer": ("FastSpeech2ConformerHifiGan", "espnet/fastspeech2_conformer_hifigan"),
}
SPELLERS = ("tokenizer.json", "vocab.json", "vocab.txt", "tokenizer.model", "sentencepiece.bpe.model")
SPELLS_BYTES = "DiaProcessor"  # and so needs none of them
SAFELY = {"local_files_only": True, "trust_remote_code": False}
LONGEST = 240  # characters of somebody else's message


def opened(kind: str, folder: Path, name: str) -> Any:
    """A model of the transformers class `kind`, ready to run. SpeechError if it lacks weights."""
    weights_of(folder, name)
    with telling(name):
        net, about = _class(kind).from_pretrained(
            str(folder),
            use_safetensors=True,
            dtype="float32",
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **SAFELY,
        )
    if lacking := sorted(about["missing_keys"]) + [each[0] for each in about["mismatched_keys"]]:
        raise SpeechError(  # transformers would have put random ones in their place
            f"{name} cannot speak: {len(lacking)} of its weights are missing or of another shape, such as {lacking[0]}."
        )
    return net.eval().to(device())


def processor_of(kind: str, folder: Path, name: str) -> Any:
    """What turns text into what the model reads, and what it writes into sound; its codec is checked as a model is."""
    if kind != SPELLS_BYTES and not any((folder / file).exists() for file in SPELLERS):
        raise SpeechError(  # transformers would make up an empty one
            f"{name} has no tokenizer: there is none of {', '.join(SPELLERS)}."
        )
    if codec := codec_of(folder):
        try:
            weights_of(located(codec), codec)
        except SpeechError as error:
            raise SpeechError(f"{name} needs a codec: {error}") from None
    with telling(name, "has no tokenizer or processor that can be read"):
        return _class(kind).from_pretrained(str(folder), **SAFELY)


def companions(folder: Path, asked: Asked) -> list[str]:
    """The other models that this one needs, outside its folder: a codec, a vocoder."""
    kind = config_of(folder, asked.model)["model_type"]
    usual = VOCODERS[kind][1] if kind in VOCODERS and not (folder / "vocoder").is_dir() else ""
    return [name for name in (codec_of(folder), asked.vocoder or usual) if name]


def codec_of(folder: Path) -> str:
    """The codec that a processor names, which is a model of its own: a folder, or a name on the hub; "" if none."""
    for file in (PROCESSOR, CODEC):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            told = json.loads((folder / file).read_text(encoding="utf-8"))
            told = told if file == CODEC else told.get("audio_tokenizer") or {}
            if codec := told.get("audio_tokenizer_name_or_path"):
                return str(codec)
    return ""


def _class(kind: str) -> Any:
    torchaudio()  # before transformers asks for it
    import transformers

    return getattr(transformers, kind)


@contextmanager
def telling(name: str, what: str = "does not work") -> Iterator[None]:
    """Whatever goes wrong inside, in one sentence: transformers and its models raise everything there is."""
    import transformers

    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are for whoever wrote the model
            yield
    except SpeechError:
        raise
    except ImportError as error:
        packages = re.findall(r"pip install ([\w.-]+)", str(error)) or [error.name]
        if not packages[0]:
            raise SpeechError(f"{name} {what}: {_why(error)}.") from None
        raise SpeechError(f"{name} needs a package that is not here: `pip install {packages[0]}`.") from None
    except Exception as error:
        raise SpeechError(f"{name} {what}: {_why(error)}.") from None


def _why(error: Exception) -> str:
    """The first line of somebody else's message, without its path."""
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{Path(error.filename).name}: {error.strerror}"
    first = (str(error).strip().splitlines() or [""])[0].strip().rstrip(".")
    return f"{type(error).__name__}: {first[:LONGEST]}" if first else type(error).__name__
