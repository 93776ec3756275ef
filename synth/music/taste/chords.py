"""The chords of a stretch of music, from its notes alone: templates, and the best path through them in time."""

from __future__ import annotations

import numpy as np

Row = list[float]  # onset, length, pitch
QUALITIES = {  # intervals above the root, and what a kind of chord costs for being rare
    "": ((0, 4, 7), 0.0),
    "m": ((0, 3, 7), 0.0),
    "7": ((0, 4, 7, 10), 0.06),
    "m7": ((0, 3, 7, 10), 0.1),
    "maj7": ((0, 4, 7, 11), 0.12),
    "o": ((0, 3, 6), 0.08),
    "o7": ((0, 3, 6, 9), 0.1),
    "h7": ((0, 3, 6, 10), 0.12),
    "+": ((0, 4, 8), 0.15),
    "sus": ((0, 5, 7), 0.18),
}
TEMPLATES = [(root, tones, cost) for root in range(12) for tones, cost in QUALITIES.values()]
CHANGE_BAR, CHANGE_HALF, CHANGE_BEAT = 0.1, 0.25, 0.45  # what a new chord costs, by where it comes


def chords_of(notes: list[Row], bars: int, metre: tuple[int, int]) -> list[list]:
    """[[onset, length, [pitch classes, root first], bass pitch class]], without a gap, by Viterbi over the beats."""
    full = metre[0] * 4 / metre[1]
    beat = 1.5 if metre == (6, 8) else 1.0
    count = round(bars * full / beat)
    heard, bass = _heard(notes, count, beat)
    own = np.stack([_fit(heard, root, tones, bass) - cost for root, tones, cost in TEMPLATES], axis=1)
    path = _viterbi(own, [_change(step * beat % full, full) for step in range(count)])
    found: list[list] = []
    for step, label in enumerate(path):
        root, tones, _ = TEMPLATES[label]
        classes = [(root + tone) % 12 for tone in tones]
        if found and found[-1][2] == classes:
            found[-1][1] = round(found[-1][1] + beat, 4)
            continue
        low = int(bass[step])
        found.append([round(step * beat, 4), beat, classes, low if low >= 0 else classes[0]])
    return found


def _heard(notes: list[Row], count: int, beat: float) -> tuple[np.ndarray, np.ndarray]:
    """(count, 12) how long each pitch class sounds in each beat (more at its start), and (count,) the lowest note's."""
    heard, low = np.zeros((count, 12)), np.full(count, 999)
    for onset, length, pitch in notes:
        first, last = int(onset / beat + 1e-6), min(int((onset + length) / beat - 1e-6), count - 1)
        for step in range(max(first, 0), last + 1):
            share = (min(onset + length, (step + 1) * beat) - max(onset, step * beat)) / beat
            accent = 1.5 if onset <= step * beat + 1e-6 else 1.0
            heard[step, int(pitch) % 12] += max(share, 0.0) * accent
            low[step] = min(low[step], int(pitch))
    bass = np.where(low < 999, low % 12, -1)
    sounding = np.flatnonzero(bass >= 0)
    heard[sounding, bass[sounding]] += 0.5
    return heard, bass


def _fit(heard: np.ndarray, root: int, tones: tuple[int, ...], bass: np.ndarray) -> np.ndarray:
    """(count,) what of the sound belongs to the chord, less what does not and what of the chord is missing."""
    classes = [(root + tone) % 12 for tone in tones]
    total = heard.sum(axis=1) + 1e-9
    inside = heard[:, classes].sum(axis=1) / total
    missing = (heard[:, classes[:2]] < 0.02).mean(axis=1) * (total > 0.01)
    silent = heard.sum(axis=1) < 0.01
    fit = inside - 0.35 * missing + 0.12 * (bass == root) - 0.15 * ((bass >= 0) & ~np.isin(bass, classes))
    return np.where(silent, 0.0, fit)


def _change(place: float, full: float) -> float:
    if place < 1e-6:
        return CHANGE_BAR
    return CHANGE_HALF if abs(place - full / 2) < 1e-6 else CHANGE_BEAT


def _viterbi(own: np.ndarray, change: list[float]) -> list[int]:
    """(steps, labels) of how well each label fits: the best path, where every change of label has its price."""
    best, back = own[0].copy(), []
    for row, price in zip(own[1:], change[1:], strict=True):
        top = int(best.argmax())
        moved = best[top] - price > best
        back.append(np.where(moved, top, np.arange(len(best))))
        best = np.where(moved, best[top] - price, best) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]
