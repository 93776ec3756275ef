"""One sentence by espeak-ng, in English or Korean, with our tokens and the sample at which each begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from synth.speech.mel import SAMPLE_RATE
from synth.speech.phones import Phone, _atoms, _clauses
from synth.speech.symbols import END, SPLIT, START
from training.korean_sounds import Sounds, parts, symbols, toned
from training.synthesiser import Sound, read, speak

VOICES = {"en": "en-us", "ko": "ko"}
CLOSURE = 2e-3  # of the clip's peak: below, the mouth is shut
STOPS = "pbtdkɡʔ"  # what stops and affricates are written with first
FADE = 64  # samples in which the two sides of a cut are faded into each other


@dataclass(frozen=True)
class Spoken:
    """Audio float32 (n,) at 22,050 Hz, its tokens from START to END, and the first sample of each, int (tokens,)."""

    audio: np.ndarray
    tokens: list[Phone]
    starts: np.ndarray


@dataclass(frozen=True)
class _Unit:
    """What some of espeak-ng's phonemes in a row stand for.

    sounds: their names, and the milliseconds of each that are kept (None: all). atoms: our symbols and their stress.
    """

    sounds: Sounds
    atoms: tuple[tuple[str, int], ...]


Clause = tuple[list[list[_Unit]], str]  # its words, its mark
Cut = tuple[int, int, int]  # first sample, end, milliseconds to keep


def say(text: str, language: str, variant: str, rate: int = 160, height: int = 50, swing: int = 50) -> Spoken:
    """Says `text` as one of espeak-ng's voice variants; the last three as in `training.synthesiser.speak`.

    Tokens are those of `synth.speech.phones`, with what is heard in the place of what should be. ValueError for text
    without a letter, or where espeak-ng does not say what it announced.
    """
    clauses = [(units, mark) for words, mark in _clauses(text) if (units := _words(words, language))]
    if not clauses:
        raise ValueError(f"Nothing to say in {text!r}.")
    if language == "ko":
        text = " ".join(f"[[{_mnemonics(words)}]]{mark}" for words, mark in clauses)
    voice = f"{VOICES[language]}+{variant}"
    pcm, heard = speak(text, voice, rate, height, swing, ipa=language == "en")
    audio = pcm.astype(np.float32) / 32768
    heard = [s for s in heard if s.name != ";"]  # an "i" before another vowel ends in it
    found = _find([unit for words, _ in clauses for word in words for unit in word], heard)
    starts, cuts = _times(np.abs(audio) < CLOSURE * np.abs(audio).max(), heard, found, clauses)
    return _cut(audio, _tokens(clauses, language), starts, cuts)


def _words(words: str, language: str) -> list[list[_Unit]]:
    """The words of one clause."""
    if language == "en":
        spoken = read(words, VOICES["en"])
        return [[_Unit(((p.strip("ˈˌ-"), None),), tuple(_atoms(p, SPLIT))) for p in word] for word in spoken]
    korean = [[s for part in read(word, VOICES["ko"], ipa=False) for s in symbols(part)] for word in words.split()]
    return [[_Unit(made, ((s, 0),)) for s, made in zip(word, parts(word), strict=True)] for word in korean if word]


def _mnemonics(words: list[list[_Unit]]) -> str:
    """A Korean clause as espeak-ng takes it between double brackets."""
    names = []
    for word in words:
        high = toned([unit.atoms[0][0] for unit in word], word is words[-1])
        names.append("|".join("'" * (n == high) + name for n, unit in enumerate(word) for name, _ in unit.sounds))
    return " ".join(names)


def _find(units: list[_Unit], sounds: list[Sound]) -> list[int]:
    """The index of the first sound of every unit, and of what follows the last; between units there may be pauses."""
    found, i = [], 0
    for unit in units:
        while sounds[i].name == "" and i < len(sounds) - 1:
            i += 1
        heard, meant = [s.name for s in sounds[i : i + len(unit.sounds)]], [name for name, _ in unit.sounds]
        if heard != meant:
            raise ValueError(f"espeak-ng says {heard} instead of {meant}.")
        found.append(i)
        i += len(meant)
    if i >= len(sounds) or sounds[i].name:
        raise ValueError("espeak-ng says more than it announced.")
    return [*found, i]


def _tokens(clauses: list[Clause], language: str) -> list[Phone]:
    tokens = [Phone(START, language=language)]
    for i, (words, mark) in enumerate(clauses):
        spoken: list[Phone] = []
        for word in words:
            atoms = [atom for unit in word for atom in unit.atoms]
            for n, (symbol, stress) in enumerate(atoms):
                spoken.append(Phone(symbol, stress, n == 0, n == len(atoms) - 1, mark, language=language))
        count = len(spoken)
        tokens += [replace(p, place=(n + 0.5) / count, clause_phones=count) for n, p in enumerate(spoken)]
        if i < len(clauses) - 1:
            tokens.append(Phone(mark, clause=mark, place=1.0, clause_phones=count, language=language))
    return [*tokens, Phone(END, clause=clauses[-1][1], place=1.0, language=language)]


def _times(
    shut: np.ndarray, sounds: list[Sound], found: list[int], clauses: list[Clause]
) -> tuple[list[int], list[Cut]]:
    """The first sample of every token, a stop's at its closure, and what is to be cut.

    shut (n,): where the audio is silent. The time of a unit of several atoms is shared out evenly.
    """
    starts, cuts, unfound, end = [0], [], iter(found), 0
    for c, (words, _) in enumerate(clauses):
        if c:
            starts.append(sounds[end].start)
        for i, unit in enumerate(unit for word in words for unit in word):
            first = next(unfound)
            end = first + len(unit.sounds)
            heard = sounds[first : end + 1]
            begin = heard[0].start
            if i and unit.atoms and unit.atoms[0][0][0] in STOPS:
                begin = _closing(shut, sounds[first - 1].start, begin)
            for (_, keep), (sound, following) in zip(unit.sounds, pairwise(heard), strict=True):
                if keep is not None:
                    cuts.append((sound.start, _closing(shut, sound.start, following.start), keep))
            starts += np.linspace(begin, heard[-1].start, len(unit.atoms), endpoint=False).astype(int).tolist()
    return [*starts, sounds[end].start], cuts


def _closing(shut: np.ndarray, begin: int, end: int) -> int:
    """Where the silence begins that lasts until sample `end`, not before `begin`."""
    loud = np.flatnonzero(~shut[begin:end])
    return begin + int(loud[-1]) + 1 if len(loud) else begin


def _cut(audio: np.ndarray, tokens: list[Phone], starts: list[int], cuts: list[Cut]) -> Spoken:
    """Shortens stretches in their middles."""
    kept = np.ones(len(audio), dtype=bool)
    for first, end, keep in cuts:
        half = keep * SAMPLE_RATE // 2000
        left, right = first + half, end - half
        if left >= right:
            continue
        kept[left:right] = False
        if half > FADE:
            fade = np.linspace(0, 1, FADE, dtype=np.float32)
            audio[right : right + FADE] = audio[right : right + FADE] * fade + audio[left : left + FADE] * (1 - fade)
    moved = np.concatenate([[0], np.cumsum(kept)])
    return Spoken(audio[kept], tokens, moved[starts])
