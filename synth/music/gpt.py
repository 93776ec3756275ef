"""The trained melody: a small GPT writes a phrase a dozen times under the rules of grammar, a critic keeps the best.

A melodist like the rule melody, which takes its place where the weights are missing. What a theme was at its first
statement it stays when it returns, but for its ending. Same request, same notes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from synth.music import critic, rhythm, tokens
from synth.music.grammar import Free, Grammar, State, unresolved
from synth.music.harmony import chord_at, scale_at
from synth.music.manner import manner
from synth.music.melody import Request, placed, rule_melody, timing
from synth.music.network import Network
from synth.music.score import Written
from synth.music.tokens import BARS, HIGHEST, LOWEST, TICK, Line, Tone, Tune, chord_id, encode, slots

WEIGHTS = Path(__file__).parents[1] / "weights" / "melody.safetensors"
CANDIDATES = 12
LIKELY, HUMAN = 0.0, 1.0  # what the critic weighs: the model's own opinion, human figures
NEW, CLUMSY = 4.0, 9.0  # what a run of notes costs that is known, and a leap that hangs in the air
HEAT = {"length": 1.1, "pitch": 1.3}
NUCLEUS = 0.985  # of the probability: what lies beyond is never said
REMEMBERED = 330  # tokens of what came before
# A piece more so keeps the first bar of a theme that returns; and of its main theme all but two. Else only the rhythm
FAITHFUL = (0.85, 1.15)
SHIFTS = (-5, -3, 3, 5)  # semitones by which such a theme comes back higher or lower
LIVELY = (0.2, 0.6)  # a piece more so is busier than its mood asks for


def gpt_melody(request: Request) -> list[Written]:
    """The notes of a phrase, in order; none for an introduction."""
    if request.phrase.kind == "intro":
        return []
    primed = request.opening and request.motif.pitches and not request.phrase.turn
    if not available() or (primed and request.phrase.bars < 3):
        return rule_melody(request)
    home = round(request.centre) - (round(request.centre) - request.key.tonic) % 12
    given, pattern = (_prime(request, home), []) if primed else _returning(request, home)
    lines = write(request, home, given, CANDIDATES, pattern=pattern)
    best = max(lines, key=lambda line: line[0])[1]
    return [_written(tone, home, request) for tone in best]


def free_melody(request: Request) -> list[Written]:
    """What the model writes by itself, once and without rules: for comparison only."""
    if request.phrase.kind == "intro" or not available():
        return []
    home = round(request.centre) - (round(request.centre) - request.key.tonic) % 12
    ((_, tones),) = write(request, home, [], 1, Free)
    return [_written(tone, home, request) for tone in tones]


def available() -> bool:
    return WEIGHTS.is_file()


@lru_cache(maxsize=1)
def _weights() -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    kept = load_file(WEIGHTS).items()
    return {name: array if array.dtype == np.uint8 else array.astype(np.float32) for name, array in kept}


def write(
    request: Request,
    home: int,
    given: list[Tone],
    count: int,
    rules: type[Grammar] = Grammar,
    pattern: Sequence[Tone] = (),
) -> list[tuple[float, list[Tone]]]:
    """Phrases that begin with the given notes, each with what the critic gives it (more is better).

    pattern: notes whose rhythm the phrase has, beyond those given, and whose pitches it has in mind.
    """
    tune, start = _before(request, home)
    phrase = len(tune.lines) - 1
    busy = tune.lines[-1].busy
    dice = np.random.default_rng(random.Random(_name(request)).getrandbits(64))
    grammar = rules(request, home, busy, pattern)
    end = request.phrase.bars * BARS[request.metre.name]
    begun = State(given[-1].onset + given[-1].length if given else 0, tones=list(given), end=end)
    told = replace(tune, tones=(*tune.tones, *(_moved(tone, start, phrase) for tone in given)))
    line, beside = encode(told, until=start + begun.at)
    beside.append(tune.beside(start + begun.at, phrase))
    weights = _weights()
    network = Network({name: array for name, array in weights.items() if not name.startswith("critic.")})
    logits = network.begin(np.array(line), np.array(beside), count)
    states = [replace(begun, tones=list(given)) for _ in range(count)]
    likely: list[list[float]] = [[] for _ in range(count)]
    while True:
        said = np.zeros(count, int)
        around = np.zeros((count, tokens.BESIDE), int)
        for number, state in enumerate(states):
            if not state.closed:
                said[number], sure = _sample(grammar.judge(state, logits[number], dice), bool(state.length), dice)
                likely[number].append(sure)
                state.say(int(said[number]))
            around[number] = tune.beside(start + state.at, phrase)
        if all(state.closed for state in states) or network.read_so_far == network.longest:
            break
        logits = network.step(said, around)
    done = [(state.tones, sure) for state, sure in zip(states, likely, strict=True) if state.closed]
    if count == 1:
        return [(0.0, tones) for tones, _ in done]
    own = np.random.default_rng(random.Random(f"aim {request.seed} {request.mood}").getrandbits(64))
    wanted = critic.aim(weights["critic.mean"], weights["critic.spread"], own)
    return [(_worth(tones, sure, tune, start, phrase, wanted, weights), tones) for tones, sure in done]


def _worth(
    tones: list[Tone], sure: list[float], tune: Tune, start: int, phrase: int, wanted: np.ndarray, weights
) -> float:
    whole = replace(tune, tones=(*tune.tones, *(_moved(tone, start, phrase) for tone in tones)))
    human = critic.cost(critic.features(whole, phrase), wanted, weights["critic.spread"])
    known = critic.Seen(weights["critic.seen"]).count(whole.tones[-len(tones) - critic.RUN + 1 :])
    return LIKELY * float(np.mean(sure)) - HUMAN * human - NEW * known - CLUMSY * unresolved(tones)


def _sample(logits: np.ndarray, pitch: bool, dice: np.random.Generator) -> tuple[int, float]:
    """A token from the nucleus, and its log-probability among those allowed."""
    logits = logits - logits.max()
    chances = np.exp(logits)
    chances /= chances.sum()
    heated = np.exp(logits / HEAT["pitch" if pitch else "length"])
    heated /= heated.sum()
    order = np.argsort(-heated, kind="stable")
    kept = order[: 1 + int(np.searchsorted(np.cumsum(heated[order]), NUCLEUS))]
    share = np.cumsum(heated[kept])
    token = int(kept[min(int(np.searchsorted(share, dice.random() * share[-1])), len(kept) - 1)])
    return token, float(np.log(chances[token] + 1e-12))


def _before(request: Request, home: int) -> tuple[Tune, int]:
    """What came before in this scene and then this phrase without notes, as a tune; and the tick this phrase begins."""
    way = manner(request.seed, request.mood)
    busy = min(rhythm.busyness(request.mood, request.energy) + (way.lively > LIVELY[0]) + (way.lively > LIVELY[1]), 2)
    faithful = way.faithful > FAITHFUL[0]
    full = BARS[request.metre.name]
    told = [*request.before, (request.phrase, request.chords, [])]
    while True:
        bar, chords, lines, tones = 0, list[int](), list[Line](), list[Tone]()
        for number, (phrase, over, notes) in enumerate(told):
            own = [(chord.beat, chord_id(chord.tones, request.key.tonic)) for chord in over]
            chords += slots(own, request.metre.name, phrase.bars)
            lines.append(Line(bar + phrase.bars - 1, phrase.close, phrase.turn > 0 and faithful, busy))
            moved = [_moved(_tone(note, home), bar * full, number) for note in notes]
            tones += [replace(tone, closes=tone is moved[-1]) for tone in moved]
            bar += phrase.bars
        last = told[-1][0].bars
        tune = Tune(
            request.metre.name, request.key.bright, request.mood, True, tuple(chords), tuple(lines), tuple(tones)
        )
        if len(told) == 1 or len(encode(tune)[0]) <= REMEMBERED:
            return tune, (bar - last) * full
        told = told[1:]


def _returning(request: Request, home: int) -> tuple[list[Tone], list[Tone]]:
    """What a theme keeps of its first statement, as far as the chords still allow it, and what it only has in mind."""
    first = request.earlier.get(request.phrase.letter, [])
    if not request.phrase.turn or not first:
        return [], []
    faithful, beats = manner(request.seed, request.mood).faithful, request.metre.beats
    body = (request.phrase.bars - 2) * beats
    main = request.phrase.letter == "A" and faithful > FAITHFUL[1]
    until = body if main else beats if faithful > FAITHFUL[0] else 0
    low, high = request.window
    kept: list[Tone] = []
    for note in first:
        chord = chord_at(request.chords, note.beat)
        fits = note.pitch % 12 in scale_at(request.key, chord) and low <= note.pitch <= high
        if not fits or note.beat + note.beats > min(until, body) + 1e-6:
            break
        kept.append(_tone(note, home))
    if kept:
        return kept, []
    shift = random.Random(f"shift {_name(request)}").choice(SHIFTS)
    known = [_tone(note, home) for note in first if note.beat + note.beats <= body + 1e-6]
    return [], [replace(tone, pitch=tone.pitch + shift) for tone in known]


def _prime(request: Request, home: int) -> list[Tone]:
    """The given notes in the rhythm of the rule melody, as many as come before the last bar."""
    until = (request.phrase.bars - 1) * request.metre.beats
    pitches = placed(request.motif.pitches, *request.window)
    rows = zip(*timing(request), pitches, strict=False)
    return [
        _tone(Written(time, length, pitch, 0.6), home) for time, length, pitch in rows if time + length <= until + 1e-6
    ]


def _tone(note: Written, home: int) -> Tone:
    onset = round(note.beat * TICK)
    pitch = note.pitch - home
    while pitch > HIGHEST:
        pitch -= 12
    while pitch < LOWEST:
        pitch += 12
    return Tone(onset, max(round((note.beat + note.beats) * TICK) - onset, 1), pitch, 0)


def _moved(tone: Tone, ticks: int, phrase: int) -> Tone:
    return replace(tone, onset=tone.onset + ticks, phrase=phrase)


def _written(tone: Tone, home: int, request: Request) -> Written:
    beat, beats = tone.onset / TICK, tone.length / TICK
    accent = any(abs(beat % request.metre.beats - place) < 1e-6 for place in request.metre.strong)
    return Written(beat, beats, tone.pitch + home, 0.62 + 0.1 * accent + 0.05 * (beats >= 2))


def _name(request: Request) -> str:
    phrase = request.phrase
    return f"gpt {request.seed} {request.mood} {request.key} {phrase.letter} {phrase.turn} {phrase.bar} {phrase.bars}"
