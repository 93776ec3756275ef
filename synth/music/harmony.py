"""The chords of a section: a progression for every theme, cadences where phrases end, and the way into the next key."""

from __future__ import annotations

import itertools
import random
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from synth.music.manner import LATER, Manner, manner
from synth.music.roman import SHAPE, spell
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
    follower_of = {here.bar: after for here, after in itertools.pairwise(section.phrases)}
    for phrase in section.phrases:
        fresh_one = phrase.turn and phrase.close != "final" and way.chance(way.anew, "anew", phrase.letter, phrase.turn)
        if phrase.letter not in themes or fresh_one:
            kind = "contrast" if phrase.letter in CONTRASTS else "theme"
            fresh = [each for each in grammar[kind] if each not in themes.values()] or grammar[kind]
            themes[phrase.letter] = _choose(fresh, section, dice, () if themes else prime, way.taste)
            if way.chance(way.rock, "rock", phrase.letter, phrase.turn):
                themes[phrase.letter] = themes[phrase.letter][:2] * 2
        place = (phrase.letter, phrase.close)
        if place not in closes and phrase.close != "open":
            before = themes[phrase.letter][min(max(phrase.bars - 3, 0), 3)][-1]
            options = [each for each in grammar[phrase.close] if each[0][0] != before]  # a chord that moves on
            closes[place] = dice.choice(options or grammar[phrase.close])
        theme, close = themes[phrase.letter], closes.get(place)
        if phrase.close == "half" and phrase.bars == 4 and way.chance(way.flow, "flow", phrase.letter, phrase.turn):
            close = None
        if shift := _shift(phrase, follower_of.get(phrase.bar), way):
            theme, close = _elsewhere(theme, close, shift, phrase, follower_of.get(phrase.bar), grammar, way)
        own = _phrase(phrase, theme, close, grammar, dice)
        bars += _lingering(own, phrase, way)
    bars = _dwelling(_coloured(bars, section, way, 3 if prime else 0), section, way, 5 if prime else 0)
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


def _choose(
    fresh: list[list[Bar]], section: Section, dice: random.Random, prime: Sequence[int], taste: float
) -> list[Bar]:
    """By lot, and by taste: with or without moves by fifth. With given notes, the one whose chords most belong to."""
    order = dice.sample(fresh, len(fresh))
    if not prime:
        return max(order, key=lambda theme: taste * _by_fifth(theme) + dice.random())

    def fit(theme: list[Bar]) -> int:
        chords = [spell(bar[0], section.key.tonic)[0] for bar in theme[:2]]
        half = (len(prime) + 1) // 2
        return sum(
            (pitch % 12 in chords[number >= half]) * (3 if number in (0, half) else 1)
            for number, pitch in enumerate(prime)
        )

    return max(order, key=fit)


def _by_fifth(theme: list[Bar]) -> float:
    """Share of the moves of the root by a fourth or a fifth."""
    roots = [spell(roman, 0)[0][0] for bar in theme for roman in bar]
    moves = [(after - here) % 12 for here, after in itertools.pairwise(roots) if after != here]
    return sum(move in (5, 7) for move in moves) / max(len(moves), 1)


def _shift(phrase: Phrase | None, after: Phrase | None, way: Manner) -> int:
    """Semitones to the key of a phrase: the later themes have one of their own, others may; ends are at home."""
    if phrase is None or after is None or phrase.kind != "theme" or phrase.close == "final":
        return 0
    if phrase.letter in LATER:
        return way.away
    strays = phrase.letter in CONTRASTS and way.chance(way.astray, "astray", phrase.letter)
    return (way.away or 7) if strays else 0


def _elsewhere(theme, close, shift: int, phrase: Phrase, after: Phrase | None, grammar, way: Manner):
    """A theme in another key. It closes there when that is the dominant's or the next one stays, else it leads home."""
    stays = after is not None and after.letter in LATER and phrase.letter in LATER
    if close and stays:
        close = _moved(close, shift)
    elif close and shift == 7 and phrase.close == "half":
        goal = random.Random(f"{way.seed} elsewhere {phrase.letter}").choice(grammar["full"])
        close = [*_moved(goal[:-1], shift), (NAMES[7],)]
    return _moved(theme, shift), close


def _moved(bars: Sequence[Bar], shift: int) -> list[Bar]:
    """Progressions so many semitones higher; a bass that is the tonic's goes up with them."""
    return [tuple(_raised(roman, shift) for roman in bar) for bar in bars]


def _raised(roman: str, shift: int) -> str:
    found = SHAPE.fullmatch(roman.replace("/T", ""))
    assert found  # the grammar holds nothing else
    accidental, numeral, suffix, slash = found.groups()
    root = spell((accidental or "") + numeral, 0)[0][0]
    name = NAMES[(root + shift) % 12]
    return (_minor(name) if numeral.islower() else name) + (suffix or "") + (f"/{slash}" if slash else "")


def _phrase(phrase: Phrase, theme: list[Bar], close: list[Bar] | None, grammar, dice: random.Random) -> list[Bar]:
    if phrase.kind == "intro":
        vamps = grammar["intro"]
        vamp = dice.choice([each for each in vamps if len(set(each)) > 1] if phrase.bars > 2 else vamps)
        return [vamp[bar % len(vamp)] for bar in range(phrase.bars)]
    if close is None:
        return [theme[bar % len(theme)] for bar in range(phrase.bars)]
    if phrase.bars == 1:
        return [(close[-2][-1], close[-1][0])]
    lead = _lead(phrase)
    return [theme[bar % len(theme)] for bar in range(lead)] + close + [close[-1]] * (phrase.bars - lead - 2)


def _lead(phrase: Phrase) -> int:
    """Bars before the close; the goal of five (and of the last three) lasts a bar longer."""
    return phrase.bars - 2 - (phrase.bars == 5 or (phrase.close == "final" and phrase.bars == 3))


def _lingering(bars: list[Bar], phrase: Phrase, way: Manner) -> list[Bar]:
    """Here and there a chord lasts another bar; the first bar and the way to the close stay as they are."""
    found = list(bars)
    for number in range(1, _lead(phrase)):
        if way.chance(way.own(way.linger, "linger", phrase.letter), "linger", phrase.letter, number):
            found[number] = (found[number - 1][-1],)
    return found


def _dwelling(bars: list[Bar], section: Section, way: Manner, plain: int) -> list[Bar]:
    """Here and there a whole bar comes twice; first bars and closes stay as they are."""
    found = list(bars)
    for phrase in section.phrases:
        for number in range(max(1, plain - phrase.bar), _lead(phrase)):
            if way.chance(way.own(way.dwell, "dwell", phrase.letter), "dwell", phrase.letter, number):
                found[phrase.bar + number] = found[phrase.bar + number - 1]
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
            turn = 0 if way.chance(way.alike, "fresh", phrase.letter, phrase.turn) else phrase.turn
            if len(bars[number]) == 1 and phrase.kind != "intro":
                found[number] = (_richer(bars[number][0], section.key, way, phrase.letter, number - phrase.bar),)
            spot = ("colour", phrase.letter, turn, number - phrase.bar)
            share = way.own(way.colour, "colour", phrase.letter)
            if len(bars[number]) == 1 and phrase.kind != "intro" and way.chance(share, *spot):
                foreign = way.chance(way.foreign, *spot, 1)
                options = _between(bars[number][0], bars[number + 1][0], section.key, foreign, way.fifths)
                if options:
                    between = random.Random(f"{way.seed} {spot}").choice(options)
                    pair = _between(found[number][0], between, section.key, not foreign, way.fifths)
                    both = pair and section.metre.name != "6/8" and way.chance(way.dense, *spot, 2)
                    found[number] = (found[number][0], *pair[:1], between) if both else (found[number][0], between)
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
        fifth, leading = NAMES[(goal + 7) % 12], _minor(NAMES[(goal + 11) % 12])
        found = [fifth + "7", fifth + "7", fifth + "7", fifth, fifth, leading + "o7", leading + "o"]
        return [roman for roman in found if spell(roman, 0)[0][0] != root]
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
    """How long each chord of a bar lasts: half and half, or two and one in three; of three, the first the longest."""
    if count == 1:
        return [metre.beats]
    if count == 3:
        return [metre.beats - 2.0, 1.0, 1.0]
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
