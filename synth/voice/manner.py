"""How a person speaks, beside the timbre: pace, pauses, the level and the range of F0, the long-term spectrum.

Each is set by what the voice itself says of the person's sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from synth.speech.networks import Networks
from synth.speech.speech import Speech
from synth.voice.clone import coloured, log_mel_of, range_of
from synth.voice.example import Example, Reading
from synth.voice.pitch import f0
from synth.voice.voice import Voice

PACE, PAUSES, SPREAD = (0.6, 1.6), (0.5, 2.5), (0.5, 2.5)  # bounds


def mannered(voice: Voice, readings: Sequence[Reading], examples: Sequence[Example], networks: Networks) -> Voice:
    """The voice with the manner of whoever read. examples: of those readings that fit their text."""
    voice = replace(voice, pace=1.0, pauses=1.0, spread=1.0)
    voice = _ranged(_paced(voice, examples, readings, networks), readings, networks)
    speech = Speech(voice, networks)
    said = [speech.mel(speech.draft(r.text, r.language))[0][0] for r in readings]
    real = [log_mel_of(r.audio) for r in readings]
    return coloured(voice, np.concatenate(said, 1), np.concatenate(real, 1))


def _paced(voice: Voice, examples: Sequence[Example], readings: Sequence[Reading], networks: Networks) -> Voice:
    speech = Speech(voice, networks)
    drafts = {draft.tokens: draft for draft in (speech.draft(r.text, r.language) for r in readings)}
    ours = np.concatenate([drafts[e.tokens].durations[1:-1] for e in examples])
    theirs = np.concatenate([e.sounding[1:-1] for e in examples])
    pause = np.concatenate([drafts[e.tokens].pauses for e in examples])

    def ratio(which: np.ndarray, bounds: tuple[float, float]) -> float:
        return float(np.clip(theirs[which].sum() / ours[which].sum(), *bounds)) if which.any() else 1.0

    return replace(voice, pace=ratio(~pause, PACE), pauses=ratio(pause, PAUSES))


def _ranged(voice: Voice, readings: Sequence[Reading], networks: Networks) -> Voice:
    """The voice with the person's mean and range of F0 where it speaks freely: there it moves less than it does at the
    person's own durations.
    """
    speech = Speech(voice, networks)
    said = (speech.mel(speech.draft(r.text, r.language))[1] for r in readings)
    ours = np.concatenate([np.log2(track[track > 0]) for track in said])
    theirs = np.concatenate([np.log2(track[track > 0]) for track in (f0(r.audio) for r in readings)])
    spread = float(np.clip(range_of(theirs) / range_of(ours), *SPREAD))
    base = np.log2(voice.mean_hz)
    return replace(voice, spread=spread, mean_hz=float(2.0 ** (theirs.mean() - spread * (ours.mean() - base))))
