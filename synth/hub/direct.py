"""Models that say a text in one go: VITS, FastSpeech2Conformer, SpeechT5, SeamlessM4T.

Each opener takes a folder and what was asked for, and returns a function of (text, language, longest) that gives the
waveform and its rate; `longest` in seconds is what no reading of the text can need.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from synth.hub.arpabet import arpabet
from synth.hub.asked import Asked
from synth.hub.folder import config_of, located
from synth.hub.letters import Characters, phonetic, romanised
from synth.hub.loading import VOCODERS, opened, processor_of, telling
from synth.runtime import device
from synth.speech import SpeechError

Say = Callable[[str, str, float], tuple[Any, int]]
ESPNET_RATE = 22_050  # Hz of FastSpeech2Conformer: its config does not say, and ESPnet's recipe for LJSpeech has this
CODES = {"en": "eng", "ko": "kor"}  # as SeamlessM4T writes them


def number(asked: Asked, count: int) -> int | None:
    """The speaker asked for, of `count`; None if there is but one. SpeechError for a number that is none of them."""
    if count <= 1:
        if asked.speaker:
            raise SpeechError(f"{asked.model} has one voice: leave speaker={asked.speaker} out.")
        return None
    if not (asked.speaker or "0").isdecimal() or int(asked.speaker or 0) >= count:
        raise SpeechError(f"{asked.model} has no speaker {asked.speaker}: give a number from 0 to {count - 1}.")
    return int(asked.speaker or 0)


def vits(folder: Path, asked: Asked) -> Say:
    tokenizer = processor_of("AutoTokenizer", folder, asked.model)
    net = opened("VitsModel", folder, asked.model)
    speaker = number(asked, net.config.num_speakers)
    phonemes = tokenizer.phonemize
    if phonemes:  # done here, so that phonemizer need not be; what remains is to drop signs that it does not know
        tokenizer.phonemize, tokenizer.normalize = False, True

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        text = phonetic(text) if phonemes else _latin(text, asked.model) if tokenizer.is_uroman else text
        inputs = tokenizer(text, return_tensors="pt")
        if not (inputs["input_ids"] != tokenizer.pad_token_id).any():
            raise SpeechError(f"{asked.model} knows none of the letters in {text!r}: it speaks another language.")
        return net(**inputs.to(device()), speaker_id=speaker).waveform, net.config.sampling_rate

    return say


def _latin(text: str, name: str) -> str:
    """For models that read uroman's letters: ours for Hangul; uroman itself, where it is, for other scripts."""
    from transformers.utils import is_uroman_available

    text = romanised(text)
    if any(char.isalpha() and ord(char) > 0x24F for char in text) and not is_uroman_available():
        raise SpeechError(f"{name} reads the letters of {text!r} as uroman writes them: `pip install uroman`.")
    return text


def fastspeech2_with_vocoder(folder: Path, asked: Asked) -> Say:
    net = opened("FastSpeech2ConformerWithHifiGan", folder, asked.model)
    spell = _espnet_speller(folder, asked.model)
    speaker = _espnet_speaker(net.config.model_config, asked)
    return lambda text, language, longest: (net(spell(text, language), speaker_ids=speaker).waveform, ESPNET_RATE)


def fastspeech2(folder: Path, asked: Asked) -> Say:
    net = opened("FastSpeech2ConformerModel", folder, asked.model)
    vocoder = _vocoder("fastspeech2_conformer", folder, asked)
    spell = _espnet_speller(folder, asked.model)
    speaker = _espnet_speaker(net.config, asked)
    return lambda text, language, longest: (
        vocoder(net(spell(text, language), speaker_ids=speaker).spectrogram), ESPNET_RATE)  # fmt: skip


def _espnet_speaker(config: Any, asked: Asked) -> Any:
    import torch

    speaker = number(asked, config.num_speakers or 1)
    return None if speaker is None else torch.tensor([[speaker]], device=device())


def _espnet_speller(folder: Path, name: str) -> Callable[[str, str], Any]:
    """Text to ids (1, n): g2p_en, which its tokenizer wants, downloads its dictionary when it first runs."""
    import torch

    with telling(name, "has no vocab.json that can be read"):
        vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        unknown, end = vocabulary["<unk>"], vocabulary["<sos/eos>"]

    def spell(text: str, language: str) -> Any:
        if language != "en":
            raise SpeechError(f"{name} reads English phones, and {text!r} is not English.")
        ids = [vocabulary.get(phone, unknown) for phone in arpabet(text)]
        if sum(id == unknown for id in ids) > len(ids) / 2:
            raise SpeechError(f"{name} is spelt in another alphabet than ARPAbet, which nothing here can write.")
        return torch.tensor([[*ids, end]], device=device())

    return spell


def speecht5(folder: Path, asked: Asked) -> Say:
    import torch

    kinds = config_of(folder, asked.model).get("architectures") or ["SpeechT5ForTextToSpeech"]
    if "SpeechT5ForTextToSpeech" not in kinds:
        raise SpeechError(f"{asked.model} is a {kinds[0]}, which does not turn text into speech.")
    net = opened("SpeechT5ForTextToSpeech", folder, asked.model)
    vocoder = _vocoder("speecht5", folder, asked)
    with telling(asked.model, "has no spm_char.model that can be read"):
        characters = Characters(folder / "spm_char.model")
    person = torch.from_numpy(_xvector(asked, net.config.speaker_embedding_dim)).to(device())

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        ids = torch.tensor([characters.encode(text)], device=device())
        return net.generate_speech(ids, person, vocoder=vocoder), vocoder.config.sampling_rate

    return say


def _xvector(asked: Asked, width: int) -> np.ndarray:
    """float32 (1, width), unit length, as speechbrain's spkrec-xvect-voxceleb makes them."""
    if not asked.speaker:
        raise SpeechError(
            f"{asked.model} speaks as whom an x-vector describes: add speaker=FILE.npy with one of {width} numbers."
        )
    try:
        vector = np.load(asked.speaker, allow_pickle=False).astype(np.float32).reshape(-1)
    except (OSError, ValueError, EOFError, AttributeError):
        vector = np.zeros(0, np.float32)
    if len(vector) != width or not np.isfinite(vector).all() or not vector.any():
        raise SpeechError(f"{asked.speaker} is no x-vector: {asked.model} needs a .npy file of {width} numbers.")
    return vector[None] / np.linalg.norm(vector)


def _vocoder(kind: str, folder: Path, asked: Asked) -> Any:
    class_name, usual = VOCODERS[kind]
    inside = folder / "vocoder"
    name = asked.vocoder or (str(inside) if inside.is_dir() else usual)
    try:
        where = located(name)
    except SpeechError:
        raise SpeechError(
            f"{asked.model} ends at a spectrogram and its vocoder {name} is not here: add --download, or "
            "vocoder=FOLDER."
        ) from None
    if (found := config_of(where, name)["model_type"]) != (wanted := f"{kind}_hifigan"):
        raise SpeechError(f"{name} is no vocoder for {asked.model}: it is a {found}, and a {wanted} is needed.")
    return opened(class_name, where, name)


def seamless(folder: Path, asked: Asked, version: str = "") -> Say:
    tokenizer = processor_of("AutoTokenizer", folder, asked.model)
    net = opened(f"SeamlessM4T{version}ForTextToSpeech", folder, asked.model)
    speaker = number(asked, net.config.vocoder_num_spkrs)
    argument = "speaker_id" if version else "spkr_id"

    def say(text: str, language: str, longest: float) -> tuple[Any, int]:
        code = CODES.get(language, language)
        spoken = getattr(net.generation_config, "vocoder_lang_code_to_id", None) or {}
        if code not in spoken:
            raise SpeechError(f"{asked.model} does not speak {code!r}: it speaks {', '.join(spoken) or 'nothing'}.")
        inputs = tokenizer(text, src_lang=code, return_tensors="pt").to(device())
        waveform, lengths = net.generate(**inputs, tgt_lang=code, **{argument: speaker or 0})
        return waveform[0, : int(lengths.reshape(-1)[0])], net.config.sampling_rate

    return say


def seamless_v2(folder: Path, asked: Asked) -> Say:
    return seamless(folder, asked, "v2")
