"""A recording of a text that is known, cut into one reading a sentence: what a voice can be tuned on.

Our own voice says the sentences one after the other, and the recording is warped onto that (alignment.py), coarsely:
where one sentence ends and the next begins. Each cut then moves to the quietest moment nearby.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE
from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice import VoiceError
from synth.voice.alignment import aligned
from synth.voice.clone import log_mel_of
from synth.voice.example import Reading
from synth.voice.voice import Voice

COARSE = 6  # frames taken together, 70 ms: two minutes are then compared in a second
NEARBY = 0.5  # s to either side in which a cut may move
BREATH = 9  # frames (0.1 s) over which it is quiet in between
SHORT = 12  # characters; shorter sentences stay with the next one of their line
FASTEST, SLOWEST = 0.4, 2.5  # length of a recording, as a factor on ours, that can still be a reading of the text


def sentences(script: str) -> list[str]:
    """One a line, as scripts are written; lines of several are parted where sentences end."""
    found: list[str] = []
    for line in script.splitlines():
        parts = [part for part in re.split(r"(?<=[.!?…])\s+", line.strip()) if re.search(r"\w", part)]
        while any(len(part) < SHORT for part in parts) and len(parts) > 1:
            at = min(range(len(parts)), key=lambda i: len(parts[i]))
            first = min(at, len(parts) - 2)
            parts[first : first + 2] = [f"{parts[first]} {parts[first + 1]}"]
        found += parts
    return found


def readings(audio: np.ndarray, script: Sequence[tuple[str, str]], voice: Voice, networks: Networks) -> list[Reading]:
    """The parts of (n,) samples at 22,050 Hz, cleaned, in which the sentences (text, language) are read, in order.

    voice: like that of the recording. VoiceError if it can be no reading of them. A sentence that was left out or read
    wrongly gets a part too: whoever uses it finds that it does not fit (adapt.py).
    """
    if not script:
        raise VoiceError("The script has no sentence in it: write down what is read, one sentence a line.")
    speech = Speech(voice, networks)
    ours = [speech.mel(speech.draft(text, language))[0][0] for text, language in script]
    theirs = log_mel_of(audio)
    frames = [mel.shape[1] for mel in ours]
    if not FASTEST < theirs.shape[1] / sum(frames) < SLOWEST:
        raise VoiceError(
            f"{len(audio) / SAMPLE_RATE:.0f} s of speech cannot be a reading of the script, which takes about "
            f"{sum(frames) * HOP / SAMPLE_RATE:.0f} s: give the text that is read in the recording, and no other."
        )
    index = np.repeat(np.arange(len(ours)), frames)[::COARSE]
    counts = aligned(_coarse(np.concatenate(ours, 1)), index, _coarse(theirs))
    level = np.convolve(theirs.mean(0), np.ones(BREATH) / BREATH, "same")
    cuts = [_quietest(level, end * COARSE) for end in np.cumsum(counts)[:-1]]
    return [
        Reading(text, language, audio[start * HOP : end * HOP])
        for (text, language), (start, end) in zip(script, pairwise([0, *cuts, len(level)]), strict=True)
    ]


def _coarse(mel: np.ndarray) -> np.ndarray:
    """(80, t) to (80, ceil(t / COARSE)), means."""
    padded = np.pad(mel, ((0, 0), (0, -mel.shape[1] % COARSE)), mode="edge")
    return padded.reshape(len(mel), -1, COARSE).mean(2)


def _quietest(level: np.ndarray, near: int) -> int:
    """The frame of the quietest moment around one."""
    reach = round(NEARBY * SAMPLE_RATE / HOP)
    start = max(0, near - reach)
    return start + int(level[start : near + reach + 1].argmin()) if start < len(level) else len(level)
