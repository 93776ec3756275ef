"""The chords of a section: a progression for every theme, cadences where phrases end, and the way into the next key."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from synth.music.manner import Manner, manner
from synth.music.roman import spell
from synth.music.score import Chord, Key, Metre, Phrase, Section

DATA = Path(__file__).parent / "data" / "progressions.toml"
CONTRASTS = "BDE"  # letters whose themes begin away from the tonic
NAMES = ("I", "bII", "II", "bIII", "III", "IV", "#IV", "V", "bVI", "VI", "bVII", "VII")
TRIADS = ("I", "i", "ii", "bII", "bIII", "iii", "IV", "iv", "V", "v", "bVI", "vi", "bVII")
Bar = tuple[str, ...]  # the numerals of one bar


def harmonise(section: Section, follower: Section | None, seed: int, prime: Sequence[int] = ()) -> tuple[Chord, ...]:
    """Every chord of a section, in order and without a gap. prime: pitches that the first theme must carry."""
    dice = random.Random(f"harmony {seed} {section.scene.start:.3f}")
    grammar = _grammar()[section.scene.mood]
    way = manner(str(seed), section.scene.mood)
    themes: dict[str, list[Bar]] = {}
    closes: dict[tuple[str, str], list[Bar]] = {}
    bars: list[Bar] = []
    for phrase in section.phrases:
        fresh_one = phrase.turn and phrase.close != "final" and way.chance(way.anew, "anew", phrase.letter, phrase.turn)
        if phrase.letter not in themes or fresh_one:
            kind = "contrast" if phrase.letter in CONTRASTS else "theme"
            fresh = [each for each in grammar[kind] if each not in themes.values()] or grammar[kind]
            themes[phrase.letter] = _choose(fresh, section, dice, () if themes else prime)
        place = (phrase.letter, phrase.close)
        if place not in closes and phrase.close != "open":
            before = themes[phrase.letter][min(max(phrase.bars - 3, 0), 3)][-1]
            options = [each for each in grammar[phrase.close] if each[0][0] != before]  # a chord that moves on
            closes[place] = dice.choice(options or grammar[phrase.close])
        own = _phrase(phrase, themes[phrase.letter], closes.get(place), grammar, dice)
        bars += _lingering(own, phrase, way)
    bars = _coloured(bars, section, way, 3 if prime else 0)
    if follower is not None and section.leave in ("pivot", "dominant", "breath"):
        bars[-1] = _way(section.key, follower.key, bars[-1], len(bars))
    return tuple(_sounding(bars, section))


@cache
def _grammar() -> dict[str, dict[str, list[list[Bar]]]]:
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {
        mood: {
            kind: [[tuple(bar.split()) for bar in line.split("|")] for line in lines] for kind, lines in kinds.items()
        }
        for mood, kinds in data.items()
    }


def _choose(fresh: list[list[Bar]], section: Section, dice: random.Random, prime: Sequence[int]) -> list[Bar]:
    """By lot; with given notes, the progression in which most of them belong to the chord they fall on."""
    order = dice.sample(fresh, len(fresh))
    if not prime:
        return order[0]

    def fit(theme: list[Bar]) -> int:
        chords = [spell(bar[0], section.key.tonic)[0] for bar in theme[:2]]
        half = (len(prime) + 1) // 2
        return sum(
            (pitch % 12 in chords[number >= half]) * (3 if number in (0, half) else 1)
            for number, pitch in enumerate(prime)
        )

    return max(order, key=fit)


def _phrase(phrase: Phrase, theme: list[Bar], close: list[Bar] | None, grammar, dice: random.Random) -> list[Bar]:
    if phrase.kind == "intro":
        vamps = grammar["intro"]
        vamp = dice.choice([each for each in vamps if len(set(each)) > 1] if phrase.bars > 2 else vamps)
        return [vamp[bar % len(vamp)] for bar in range(phrase.bars)]
    if close is None:
        return [theme[bar % len(theme)] for bar in range(phrase.bars)]
    if phrase.bars == 1:
        return [(close[-2][-1], close[-1][0])]
    held = 1 if phrase.bars == 5 or (phrase.close == "final" and phrase.bars == 3) else 0  # the goal lasts a bar longer
    lead = phrase.bars - 2 - held
    return [theme[bar % len(theme)] for bar in range(lead)] + close + [close[-1]] * held


def _lingering(bars: list[Bar], phrase: Phrase, way: Manner) -> list[Bar]:
    """Here and there a chord lasts another bar; the first bar and the way to the close stay as they are."""
    found = list(bars)
    for number in range(1, len(bars) - 3):
        if way.chance(way.linger, "linger", phrase.letter, number):
            found[number] = (found[number - 1][-1],)
    return found


def _coloured(bars: list[Bar], section: Section, way: Manner, plain: int) -> list[Bar]:
    """Chords between chords: a bar's second half leads on to the next bar, out of the key or within it.

    plain: bars of the first theme that stay as they are, for the sake of given notes.
    """
    found = list(bars)
    plain += next((phrase.bar for phrase in section.phrases if phrase.kind == "theme"), 0) if plain else 0
    for phrase in section.phrases:
        rest = {"final": 2 + (phrase.bars in (3, 5)), "full": 1}.get(phrase.close, 0)
        for number in range(max(phrase.bar, plain), min(phrase.bar + phrase.bars - rest, len(bars) - 1)):
            turn = phrase.turn if way.chance(0.8, "fresh", phrase.letter, phrase.turn) else 0
            if len(bars[number]) == 1 and phrase.kind != "intro":
                found[number] = (_richer(bars[number][0], section.key, way, phrase.letter, number - phrase.bar),)
            spot = ("colour", phrase.letter, turn, number - phrase.bar)
            if len(bars[number]) == 1 and phrase.kind != "intro" and way.chance(way.colour, *spot):
                options = _between(
                    bars[number][0], bars[number + 1][0], section.key, way.chance(way.foreign, *spot, 1), way.fifths
                )
                if options:
                    found[number] = (found[number][0], random.Random(f"{way.seed} {spot}").choice(options))
    return found


def _richer(roman: str, key: Key, way: Manner, *spot: object) -> str:
    """A plain triad with its seventh, here and there: that of the key."""
    if not roman.strip("b#").isalpha() or not way.chance(way.sevenths, "seventh", roman, *spot):
        return roman
    options = [roman + seventh for seventh in ("7", "maj7")]
    scale = {(tone - key.tonic) % 12 for tone in key.scale}
    return next((option for option in options if set(spell(option, 0)[0]) <= scale), roman)


def _between(here: str, after: str, key: Key, foreign: bool, fifths: int) -> list[str]:
    """Chords that lead from one to another: the other's own dominant or leading-tone chord; or the key's, by fifth."""
    root, goal = (spell(roman, 0)[0][0] for roman in (here, after))
    if foreign and goal != root:
        found = [NAMES[(goal + 7) % 12] + "7", _minor(NAMES[(goal + 11) % 12]) + "o7"]
        return [roman for roman in found[:1] * 3 + found[1:] if spell(roman, 0)[0][0] != root]
    scale = {(tone - key.tonic) % 12 for tone in key.scale}
    own = [roman for roman in TRIADS if set(spell(roman, 0)[0]) <= scale and spell(roman, 0)[0][0] not in (root, goal)]
    falling = [roman for roman in own if (spell(roman, 0)[0][0] - goal) % 12 in (7, 5)]
    return falling * fifths + own


def _way(key: Key, after: Key, last: Bar, bars: int) -> Bar:
    """The last bar before a new key: a chord that both keys own, then the new key's dominant."""
    shift = (after.tonic - key.tonic) % 12
    dominant = NAMES[(shift + 7) % 12] + "7"
    subdominant = NAMES[(shift + 5) % 12] if after.bright else _minor(NAMES[(shift + 5) % 12])
    pivot = last[0] if set(spell(last[0], key.tonic)[0]) <= set(after.scale) else subdominant
    return (pivot, dominant) if bars > 1 else (last[0], dominant)


def _minor(roman: str) -> str:
    return roman[0] + roman[1:].lower() if roman[0] in "b#" else roman.lower()


def _sounding(bars: list[Bar], section: Section):
    """Numerals as chords in time; the same chord twice is one that lasts."""
    for number, bar in enumerate(bars):
        share = _shares(len(bar), section.metre)
        beat = number * section.metre.beats
        for roman, beats in zip(bar, share, strict=True):
            tones, bass = spell(roman, section.key.tonic)
            yield Chord(roman, tones, bass, beat, beats)
            beat += beats


def _shares(count: int, metre: Metre) -> list[float]:
    """How long each chord of a bar lasts: half and half, or two and one in three."""
    if count == 1:
        return [metre.beats]
    return [2.0, 1.0] if metre.name == "3/4" else [metre.beats / count] * count


def chord_at(chords: Sequence[Chord], beat: float) -> Chord:
    return next((chord for chord in reversed(chords) if chord.beat <= beat + 1e-6), chords[0])


def scale_at(key: Key, chord: Chord) -> tuple[int, ...]:
    """The seven notes a melody may use over a chord: the key's, with those the chord alters altered."""
    scale = list(key.scale)
    for tone in chord.tones:
        if tone not in scale:
            near = min(
                range(7), key=lambda degree: (min((tone - scale[degree]) % 12, (scale[degree] - tone) % 12), degree)
            )
            scale[near] = tone
    return tuple(scale)
