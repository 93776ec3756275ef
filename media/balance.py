"""How loud speech and original sound together, so that the programme lands on its target. Pure arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from media.loudness import integrated

QUIETEST, LOUDEST = -1.0, 3.0  # LU around the target between which speech may lie while the original keeps its level
FAINTEST = -60.0  # dB: an original turned down this far is gone
MOST_RAISE = 20.0  # dB: noise is not turned into a programme when nobody speaks
STEPS = 40  # halvings; 60 dB / 2**40 is far below any meter


def balance(speech: np.ndarray, original: np.ndarray, target: float) -> tuple[float, float]:
    """(speech gain, original gain) in dB that make the sum `target` LUFS.

    `speech` and `original` are the K-weighted powers of every 100 ms (LoudnessMeter.hops) with speech already brought
    to the target cue by cue, and the original already ducked; both are taken as uncorrelated. In this order:

    1. The original keeps its level (0 dB) and speech moves within QUIETEST..LOUDEST. This holds for most films.
    2. The original is too loud for that: speech stays at QUIETEST, the original alone is turned down.
    3. Both are too quiet (sparse speech over a faint film) or nobody speaks: one gain raises everything.
    """

    def heard(speech_db: float, original_db: float) -> float:
        return integrated(speech * 10 ** (speech_db / 10) + original * 10 ** (original_db / 10))

    if not math.isfinite(heard(LOUDEST, 0.0)):
        return 0.0, 0.0
    if not math.isfinite(integrated(speech)):
        overall = min(MOST_RAISE, target - heard(0.0, 0.0))
        return overall, overall
    if heard(QUIETEST, 0.0) > target:
        speech_db, original_db = QUIETEST, _solve(lambda db: heard(QUIETEST, db), target, FAINTEST, 0.0)
    else:
        speech_db, original_db = _solve(lambda db: heard(db, 0.0), target, QUIETEST, LOUDEST), 0.0
    rest = target - heard(speech_db, original_db)  # non-zero where no solution lies in reach, or a gate jumps over it
    return speech_db + rest, original_db + rest


def _solve(loudness: Callable[[float], float], target: float, low: float, high: float) -> float:
    """The gain between `low` and `high` at which the loudness crosses the target, else the nearer end."""
    if loudness(high) <= target:
        return high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if loudness(middle) < target else (low, middle)
    return high
