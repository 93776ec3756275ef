"""A music model of someone else's, `hf:NAME_OR_DIR`: it plays what our planner lays out, piece by piece.

Such models know half a minute at most, and no bar lines. So the film is cut at bar lines of our plan, every piece is
asked for with the mood, genre, tempo and key that stand there, and the pieces are crossfaded over the bar line. The
folder is found, checked and opened as a voice's is (synth/hub): safetensors only, none of its code, no network.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from synth.hub.asked import PREFIX, Asked
from synth.hub.card import Card, card_of
from synth.hub.fingerprint import fingerprint
from synth.hub.folder import config_of, is_hub_name, located, weights_of
from synth.hub.loading import opened, processor_of, telling
from synth.music.errors import MusicError
from synth.music.plan_picture import key_name
from synth.music.score import RATE, Score, Section
from synth.runtime import device
from synth.speech import SpeechError

FAMILIES = {"musicgen": ("MusicGen", "MusicgenForConditionalGeneration")}
LONGEST = 26.0  # seconds between two crossfades; MusicGen was taught pieces of thirty
CROSS = 1.0  # seconds of a crossfade, from the bar line on
ENDING = 3.0  # seconds over which the last piece is faded
FEEL = {
    "happy": ("light and playful", "happy and bright", "joyful and energetic"),
    "tense": ("uneasy and suspenseful", "tense and dark", "driving, tense and dramatic"),
    "sad": ("still and sorrowful", "sad and tender", "deeply sad and moving"),
    "calm": ("very calm and quiet", "calm and warm", "gently flowing"),
    "epic": ("solemn and wide", "epic and inspiring", "epic, heroic and powerful"),
}


@dataclass(frozen=True)
class Piece:
    """What is asked of the model. start, length: samples at 48 kHz, the crossfade at its end among them."""

    text: str
    start: int
    length: int
    seed: int
    last: bool

    def faded(self, sound: np.ndarray) -> np.ndarray:
        """(n, 2) with its part of the crossfades; the first begins at once, the last one dies away."""
        sound, cross = sound.copy(), round(CROSS * RATE)
        if self.start:
            count = min(cross, len(sound))
            sound[:count] *= np.sin(np.arange(count) / cross * np.pi / 2, dtype=np.float32)[:, None]
        count = min(round(ENDING * RATE) if self.last else cross, len(sound))
        sound[len(sound) - count :] *= np.cos(np.arange(count) / count * np.pi / 2, dtype=np.float32)[:, None]
        return sound


class HubMusic:
    """One model, which loads when it first plays. Not thread-safe. Raises MusicError with one sentence."""

    def __init__(self, name: str):
        self.model = name.removeprefix(PREFIX).strip()
        shown = self.model if is_hub_name(self.model) else Path(self.model).name or self.model
        self.name = f"{PREFIX}{shown}"
        if not self.model:
            raise MusicError(f"{name} names no model: write a folder or a name of the hub, such as hf:OWNER/NAME.")

    @cached_property
    def folder(self) -> Path:
        with _as_music():
            return located(self.model)

    @cached_property
    def kind(self) -> str:
        with _as_music():
            kind = config_of(self.folder, self.model)["model_type"]
        if kind not in FAMILIES:
            known = ", ".join(FAMILIES)
            raise MusicError(
                f"{self.model} is a {kind} model, and no music model that is known here: those are {known}."
            )
        return kind

    @cached_property
    def card(self) -> Card:
        """What to show before it first plays: the licence above all."""
        title = FAMILIES[self.kind][0]
        with _as_music():
            return card_of(self.folder, weights_of(self.folder, self.model), self.name, title)

    @cached_property
    def version(self) -> str:
        """Hash of the model and of what runs it, for the keys of what it has played."""
        _ = self.card
        made = fingerprint(Asked(self.model), self.folder)
        return hashlib.sha256(made.encode() + Path(__file__).read_bytes()).hexdigest()[:16]

    def pieces(self, score: Score) -> list[Piece]:
        """The plan of a score from 0 to its end, cut at bar lines."""
        spans = [span for section in score.plan.sections for span in _spans(section)]
        found = []
        for number, (section, start, end) in enumerate(spans):
            last = number + 1 == len(spans)
            until = end if last else end + CROSS
            length = round(until * RATE) - round(start * RATE)
            text = describe(section, score.genre)
            found.append(Piece(text, round(start * RATE), length, score.seed * 1000 + number, last))
        return found

    def play(self, piece: Piece) -> np.ndarray:
        """(n, 2) float32 at 48 kHz, exactly as long as was asked. The same piece gives the same samples."""
        import torch

        with _as_music(), telling(self.name), torch.inference_mode(), torch.random.fork_rng():
            net, tokenizer = self._net
            torch.manual_seed(piece.seed)
            inputs = tokenizer([piece.text], return_tensors="pt", padding=True).to(device())
            codec = net.config.audio_encoder
            most = math.ceil(piece.length / RATE * codec.frame_rate) + net.config.decoder.num_codebooks
            sound = net.generate(**inputs, do_sample=True, guidance_scale=3.0, max_new_tokens=most)
            sound = sound[0].float().cpu().numpy()  # (channels, n)
            return self._stereo(sound, codec.sampling_rate, piece.length)

    def _stereo(self, sound: np.ndarray, rate: int, length: int) -> np.ndarray:
        import torch

        from synth.torchaudio_cpu import torchaudio

        if sound.size == 0 or not np.isfinite(sound).all():
            raise MusicError(f"{self.name} gives no sound: try another seed, or another model.")
        both = torch.from_numpy(np.ascontiguousarray(np.repeat(sound, 2, axis=0)[:2] if len(sound) == 1 else sound[:2]))
        wave = torchaudio().functional.resample(both, rate, RATE, lowpass_filter_width=32).numpy().T
        wave = np.pad(wave, ((0, max(0, length - len(wave))), (0, 0)))[:length]
        return np.ascontiguousarray(wave / max(1.0, float(np.abs(wave).max(initial=0))), np.float32)

    @cached_property
    def _net(self) -> tuple[Any, Any]:
        tokenizer = processor_of("AutoTokenizer", self.folder, self.model)
        return opened(FAMILIES[self.kind][1], self.folder, self.model), tokenizer


def describe(section: Section, genre: str) -> str:
    """A section of the plan in the words that such models were taught with."""
    feel = FEEL[section.scene.mood][section.scene.energy - 1]
    return (f"instrumental {genre} film score, {feel}, {section.tempo:.0f} bpm, in {key_name(section.key)}, "
            "no vocals")  # fmt: skip


def _spans(section: Section) -> Iterator[tuple[Section, float, float]]:
    """Equal runs of bars of at most LONGEST seconds; a bar longer than that stays whole."""
    times = section.bar_times()
    count = min(section.bars, max(1, math.ceil((times[-1] - times[0]) / LONGEST)))
    edges = [round(section.bars * part / count) for part in range(count + 1)]
    for first, last in pairwise(edges):
        yield section, times[first], times[last]


@contextmanager
def _as_music() -> Iterator[None]:
    """What is wrong with a model is told in the same words whether it speaks or plays."""
    try:
        yield
    except SpeechError as error:
        raise MusicError(str(error)) from None
