"""Drums: grooves of a bar by genre, fuller as the music grows, with a fill where a phrase ends; and the big drums."""

from __future__ import annotations

from synth.music.score import Written
from synth.music.setting import Setting, near

KICK, SIDE, SNARE, CLAP, HAT, PEDAL, OPEN, CRASH, RIDE, SHAKER = 36, 37, 38, 39, 42, 44, 46, 49, 51, 70
Hit = tuple[float, int, float]  # beat, drum, force


def _hats(step: float, beats: float, force: float, drum: int = HAT) -> list[Hit]:
    count = round(beats / step)
    return [(number * step, drum, force * (1.0 if number % 2 == 0 else 0.72)) for number in range(count)]


def _four(genre: str, level: int) -> list[Hit]:
    """A bar of four."""
    if genre == "electronic":
        beat: list[Hit] = [(place, KICK, 0.8) for place in range(4)]
        claps: list[Hit] = [(1, CLAP, 0.55), (3, CLAP, 0.55)]
        offbeats: list[Hit] = [(place + 0.5, OPEN, 0.3) for place in range(4)]
        return (
            [(0, KICK, 0.7), (2, KICK, 0.6), *offbeats]
            if level == 0
            else (
                [*beat, *claps, *_hats(0.5, 4, 0.35)]
                if level == 1
                else [*beat, *claps, *_hats(0.25, 4, 0.34), *offbeats]
            )
        )
    if genre == "lo-fi":
        backbeat: list[Hit] = [(0, KICK, 0.62), (2.5, KICK, 0.5), (1, SNARE, 0.42), (3, SNARE, 0.45)]
        return (
            [(0, KICK, 0.5), (1, SIDE, 0.3), (3, SIDE, 0.3)]
            if level == 0
            else (
                [*backbeat, *_hats(0.5, 4, 0.3)]
                if level == 1
                else [*backbeat, (1.75, KICK, 0.35), *_hats(0.5, 4, 0.36)]
            )
        )
    soft: list[Hit] = [(0, KICK, 0.5), (2, KICK, 0.42), (1, SIDE, 0.3), (3, SIDE, 0.34)]
    full: list[Hit] = [(0, KICK, 0.62), (2, KICK, 0.5), (2.5, KICK, 0.4), (1, SNARE, 0.5), (3, SNARE, 0.52)]
    return soft if level == 0 else [*(soft if level == 1 else full), *_hats(0.5, 4, 0.3)]


def _three(genre: str, level: int) -> list[Hit]:
    beat: list[Hit] = [(0, KICK, 0.52), (1, SIDE, 0.26), (2, SIDE, 0.3)]
    return beat if level == 0 else [*beat, *_hats(0.5 if level == 2 else 1.0, 3, 0.26)]


def _orchestral(mood: str, beats: float, level: int) -> list[Hit]:
    """Concert percussion: a bass drum on one; a side drum when it marches."""
    found: list[Hit] = [(0, KICK, 0.5 + 0.12 * level)]
    if level == 2 and mood in ("epic", "tense"):
        found += [(place, SNARE, 0.34) for place in ((1, 1.5, 3, 3.5, 3.75) if beats == 4 else (1, 2, 2.5))]
    return found


def kit(at: Setting) -> list[Written]:
    """A groove for every bar; the last bar of a phrase is filled, the very last one is one stroke."""
    level = 0 if at.phrase.intensity < 0.42 else 1 if at.phrase.intensity < 0.72 else 2
    beats = at.metre.beats
    concert = at.instrument.name == "orchestra kit"
    bar = _orchestral(at.mood, beats, level) if concert else (_four if beats == 4 else _three)(at.genre, level)
    kept = set(at.instrument.keys)
    found: list[Written] = []
    for number in range(at.phrase.bars):
        start = number * beats
        if start >= at.last_bar:
            hits: list[Hit] = [(0, KICK, 0.6), (0, CRASH, 0.25 + 0.3 * at.phrase.intensity)]
        else:
            hits = list(bar)
            if number == 0 and at.phrase.intensity > 0.68:
                hits.append((0, CRASH, 0.3 + 0.3 * at.phrase.intensity))
            if number == at.phrase.bars - 1 and at.phrase.bars >= 4 and level and not concert:
                hits = [hit for hit in hits if hit[0] < beats - 1]
                hits += [
                    (beats - 1 + step / 4, SNARE, 0.34 + 0.06 * step) for step in ((0, 2, 3) if level == 2 else (0, 2))
                ]
        found += [Written(start + beat, 0.25, drum, force) for beat, drum, force in hits if drum in kept]
    return found


def drum(at: Setting) -> list[Written]:
    """Timpani and taiko: the first beat of every other bar, a march when it is strong, a roll into the end."""
    tuned = at.instrument.name == "timpani"
    beats, level = at.metre.beats, at.phrase.intensity
    found: list[Written] = []
    for number in range(at.phrase.bars):
        start = number * beats
        chord = next((chord for chord in reversed(at.chords) if chord.beat <= start + 1e-6), at.chords[0])
        pitch = near(chord.tones[0], at.instrument.low, at.instrument.high) if tuned else 50
        if start >= at.last_bar:
            found.append(Written(start, beats, pitch, 0.55 + 0.3 * level))
        elif level > 0.6:
            places = (0, 1.5, 3) if beats == 4 and not tuned else (0, beats - 1, beats - 0.5) if number % 2 else (0,)
            found += [Written(start + place, 0.5, pitch, 0.45 + 0.35 * level - 0.12 * (place > 0)) for place in places]
        elif number % 2 == 0:
            found.append(Written(start, beats, pitch, 0.38 + 0.3 * level))
        roll = number == at.phrase.bars - 1 and level > 0.55 and at.phrase.close in ("half", "final") and tuned
        if roll and start < at.last_bar:
            steps = int(beats * 2)
            found = [note for note in found if note.beat < start + beats / 2]
            for step in range(steps):
                rise = step / steps
                found.append(Written(start + beats / 2 + step / 4, 0.25, pitch, 0.25 + (0.2 + 0.35 * level) * rise))
    return found
