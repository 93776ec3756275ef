"""Fetching a model from the hub: the one place that uses the network, and only when somebody says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from synth.hub.asked import Asked
from synth.hub.card import languages_of, licence_of, megabytes, terms
from synth.hub.folder import is_hub_name, located, weights_of
from synth.hub.loading import companions
from synth.speech import SpeechError

WANTED = ["*.json", "*.txt", "*.jinja", "*.model", "README.md", "model*.safetensors"]  # no pickle, no code, no ONNX


def download(asked: Asked, tell: Callable[[str], None], endpoint: str | None = None) -> None:
    """Brings what was asked for into the hub's cache, and its codec or vocoder with it, unless all is there.

    tell: is given a sentence with the size and the licence before each download. endpoint: another hub. SpeechError
    with one sentence.
    """
    _fetch(asked.model, tell, endpoint, asked.speaker)
    for other in companions(located(asked.model), asked):
        _fetch(other, tell, endpoint)


def _fetch(name: str, tell: Callable[[str], None], endpoint: str | None, speaker: str = "") -> None:
    try:
        weights_of(located(name), name)
        return
    except SpeechError:
        if not is_hub_name(name):
            raise
    from huggingface_hub import HfApi, errors, snapshot_download
    from huggingface_hub.utils import filter_repo_objects

    wanted = WANTED + [f"*{speaker}*.npy", f"voices/*{speaker}.safetensors"] * bool(speaker)
    try:
        about: Any = HfApi(endpoint=endpoint).model_info(name, files_metadata=True)
        files = list(filter_repo_objects(about.siblings, allow_patterns=wanted, key=lambda file: file.rfilename))
        if not any(file.rfilename.endswith(".safetensors") for file in files):
            raise SpeechError(f"{name} has no weights as safetensors on the hub, and others are not opened.")
        told = about.card_data.to_dict() if about.card_data else {}
        speaks = ", ".join(languages_of(told.get("language"))[:6]) or "languages unknown"
        size = megabytes(sum(file.size or 0 for file in files))
        tell(f"{name}: {size} to download; {speaks}; {terms(licence_of(told))}.")
        snapshot_download(name, allow_patterns=wanted, endpoint=endpoint)
    except errors.GatedRepoError:
        raise SpeechError(f"{name} asks for your agreement first: give it on its page, then `hf auth login`.") from None
    except errors.RepositoryNotFoundError:
        raise SpeechError(f"There is no model {name} on the hub, or it is private: check the name.") from None
    except (errors.HTTPError, errors.XetDownloadError, OSError) as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise SpeechError(f"{name} cannot be downloaded: {why}. Try again, or give a folder.") from None
