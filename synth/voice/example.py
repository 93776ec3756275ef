"""A reading of a known sentence, with the time of every phone in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synth.speech.networks import Networks
from synth.speech.pacing import frame_index
from synth.speech.phones import Phone
from synth.speech.speech import Speech
from synth.voice.alignment import aligned
from synth.voice.clone import LOUD, log_mel_of
from synth.voice.pitch import f0
from synth.voice.voice import Voice

BREAK = 13  # frames: 0.15 s, longer than the closure of a plosive
LEAST_VOICED = 20  # frames
LOST, LONGEST = 0.1, 90  # share of phones without a frame, frames of one phone: beyond, the text was not what was read


@dataclass(frozen=True)
class Reading:
    """What was read and how it sounds: audio float32 (n,) at 22,050 Hz, cleaned."""

    text: str
    language: str
    audio: np.ndarray


@dataclass(frozen=True)
class Example:
    """A reading as the acoustic model sees one."""

    tokens: tuple[Phone, ...]
    durations: np.ndarray  # (n,) frames
    sounding: np.ndarray  # (n,) of those, without the breaks that a reader makes where no text asks for one
    mel: np.ndarray  # (80, t)
    octaves: np.ndarray  # (t,) from the voice's mean F0, interpolated where unvoiced
    voiced: np.ndarray  # (t,)


def example(voice: Voice, reading: Reading, networks: Networks) -> Example | None:
    """The reading beside what an instant clone of the person says; None where it does not fit its text."""
    speech = Speech(voice, networks)
    draft = speech.draft(reading.text, reading.language)
    ours, _ = speech.mel(draft)
    theirs, track = log_mel_of(reading.audio), f0(reading.audio)
    index, _ = frame_index(speech.durations(draft))
    durations = aligned(ours[0], index, theirs)
    known = np.flatnonzero(track > 0)
    phones = np.array([not t.is_pause for t in draft.tokens])
    if len(known) < LEAST_VOICED or (durations[phones] == 0).mean() > LOST or durations[phones].max() > LONGEST:
        return None
    octaves = np.interp(np.arange(len(track)), known, np.log2(track[known] / voice.mean_hz)).astype(np.float32)
    sounding = np.bincount(frame_index(durations)[0], ~breaks(theirs), minlength=len(durations))
    return Example(draft.tokens, durations, np.where(phones, sounding, durations), theirs, octaves,
                   (track > 0).astype(np.float32))  # fmt: skip


def breaks(mel: np.ndarray) -> np.ndarray:
    """Which frames of a log-mel (80, t) belong to a silence of 0.15 s or more, (t,) bool."""
    level = np.log(np.exp(2 * mel).sum(0)) / 2
    quiet = level < np.quantile(level, 0.95) - LOUD
    edges = np.flatnonzero(np.diff(np.concatenate([[0], quiet, [0]])))
    for start, end in edges.reshape(-1, 2):
        quiet[start:end] = end - start >= BREAK
    return quiet
