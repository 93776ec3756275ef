"""The score on paper: who plays which notes in which phrase. Under speech a low line does duty for the lead."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from dataclasses import dataclass

from synth.music import grooves, lines, textures
from synth.music.casting import Player, cast
from synth.music.instruments import BASS, COUNTER, DRUM, FIGURE, KIT, LEAD, PAD, Instrument
from synth.music.manner import Manner, manner
from synth.music.melody import Melodist, Motif, Request, Told, window
from synth.music.score import Chord, Phrase, Plan, Section, Written
from synth.music.setting import Setting
from synth.music.under import UNDER, apart_from, clear_of_speech, singer, undertone

TEXTURES = {
    "pad": textures.pad,
    "figure": textures.figure,
    "bass": lines.bass,
    "counter": lines.counter,
    "ostinato": textures.ostinato,
    "bell": textures.bell,
    "kit": grooves.kit,
    "drum": grooves.drum,
}


@dataclass(frozen=True)
class Passage:
    """A player's notes in one phrase, counted from the start of the section."""

    section: int
    phrase: Phrase
    instrument: Instrument
    role: str
    notes: tuple[Written, ...]


def arrange(
    plan: Plan,
    chords: Sequence[tuple[Chord, ...]],
    genre: str,
    instruments: Sequence[str],
    motif: Motif,
    seed: int,
    speech: Sequence[tuple[float, float]],
    melodist: Melodist,
) -> list[Passage]:
    """Every passage of the piece, in order. instruments: exactly these (none: the genre's own). speech: in seconds."""
    casts = cast([section.scene for section in plan.sections], genre, instruments)
    if instruments:
        casts = [_all_reached(players, plan) for players in casts]
    found: list[Passage] = []
    bars_left = sum(section.bars for section in plan.sections)
    opening = True
    for number, (section, own, players) in enumerate(zip(plan.sections, chords, casts, strict=True)):
        earlier: dict[str, list[Written]] = {}
        before: list[Told] = []
        way = None if instruments else manner(str(seed), section.scene.mood)
        for phrase in section.phrases:
            start = phrase.bar * section.metre.beats
            local = _within(own, start, phrase.bars * section.metre.beats)
            sings = opening and phrase.kind != "intro"
            request = Request(
                phrase, local, section.key, section.metre, bars_left - phrase.bar, section.scene.mood,
                section.scene.energy, motif, str(seed), _window(players, phrase, section.scene.mood), earlier, sings,
                tuple(before),
            )  # fmt: skip
            melody = melodist(request)
            opening = opening and not sings
            if melody:
                earlier.setdefault(phrase.letter, melody)
                before.append((phrase, local, melody))
            there = _spared(_present(players, phrase), phrase, way) if way else _present(players, phrase)
            line = _under(players, section, number, phrase, local, melody, speech)
            for player in there:
                found += _play(player, players, section, number, phrase, local, melody, genre, seed, speech, line)
            found += [line] if line else []
        bars_left -= section.bars
    return found + _missing(found, casts, plan, chords, genre, seed) if instruments else found


def _window(players: list[Player], phrase: Phrase, mood: str) -> tuple[int, int]:
    """Where the melody of a phrase may lie: in the range of whoever leads it."""
    leads = [player.instrument for player in _present(players, phrase) if LEAD in player.roles]
    return window(mood, leads[0].low, leads[0].high) if leads else window(mood, 0, 127)


def _all_reached(players: list[Player], plan: Plan) -> list[Player]:
    """Entrances lowered as far as the strongest phrase needs, so that everybody asked for is heard."""
    top = max(phrase.intensity for section in plan.sections for phrase in section.phrases)
    latest = max(player.entrance for player in players)
    share = min(1.0, 0.98 * top / latest) if latest else 1.0
    return [dataclasses.replace(player, entrance=player.entrance * share) for player in players]


def _within(chords: Sequence[Chord], start: float, length: float) -> tuple[Chord, ...]:
    return tuple(
        dataclasses.replace(chord, beat=chord.beat - start)
        for chord in chords
        if start - 1e-6 <= chord.beat < start + length - 1e-6
    )


def _present(players: list[Player], phrase: Phrase) -> list[Player]:
    """Who plays; in the second group of themes the lead and the counter-line change places."""
    there = [player for player in players if player.entrance <= phrase.intensity]
    there = there or [min(players, key=lambda player: player.entrance)]
    if phrase.letter in "CDE" and phrase.kind == "theme":
        lead = next((player for player in there if player.roles[0] == LEAD), None)
        other = next((p for p in there if COUNTER in p.roles and LEAD in p.instrument.roles), None)
        if lead and other:
            rest = tuple(role for role in lead.roles if role != LEAD) or (COUNTER,)
            swapped = {lead: rest, other: (LEAD,)}
            there = [dataclasses.replace(player, roles=swapped.get(player, player.roles)) for player in there]
    return there


def _spared(players: list[Player], phrase: Phrase, way: Manner) -> list[Player]:
    """Themes differ in who plays: some of those who only fill rest. Lead, bass, drums and one with the chords stay."""
    found = list(players)
    for player in reversed(players):
        fills = not {LEAD, BASS, KIT, DRUM} & set(player.roles)
        chords = [other for other in found if {FIGURE, PAD} & set(other.roles) and other is not player]
        inside = phrase.kind == "theme" and phrase.close != "final"
        if fills and chords and inside and way.chance(way.thin, "thin", phrase.letter, player.instrument.name):
            found.remove(player)
    return found


def _under(players, section: Section, number: int, phrase: Phrase, chords, melody, speech) -> Passage | None:
    """The line that goes on while somebody speaks, where there is somebody to sing it."""
    player = singer(players) if speech else None
    if player is None:
        return None
    start = phrase.bar * section.metre.beats
    lead = next((other.instrument for other in _present(players, phrase) if LEAD in other.roles), None)
    heard = clear_of_speech(_fitted(melody, lead), section, start, speech) if lead else ()
    notes = undertone(melody, heard, section, start, chords, player.instrument, speech)
    moved = tuple(dataclasses.replace(note, beat=note.beat + start) for note in notes)
    return Passage(number, phrase, player.instrument, UNDER, moved) if notes else None


def _play(player, players, section: Section, number: int, phrase: Phrase, chords, melody, genre, seed, speech, line):
    """The passages of one player in one phrase. line: what sounds under speech; whoever has it rests otherwise."""
    start = phrase.bar * section.metre.beats
    name = player.instrument.name
    leads = tuple(melody)
    for role in player.roles:
        if role == LEAD:
            notes = _fitted(melody, player.instrument)
            notes = clear_of_speech(notes, section, start, speech)
        else:
            grounded = any(BASS in other.roles for other in players if other.entrance <= phrase.intensity)
            dice = random.Random(f"{role} {name} {seed} {number} {phrase.letter} {phrase.kind}")
            setting = Setting(
                phrase,
                chords,
                section.key,
                section.metre,
                section.scene.mood,
                genre,
                player.instrument,
                leads,
                grounded,
                dice,
                manner(str(seed), section.scene.mood).within(phrase.letter),
            )
            notes = [note for note in TEXTURES[role](setting) if note.beat < setting.length - 1e-6]
            notes = notes if role in (KIT, DRUM) else _fitted(notes, player.instrument)
        if notes:
            moved = [dataclasses.replace(note, beat=note.beat + start) for note in notes]
            if line and line.instrument is player.instrument and role in (LEAD, COUNTER):
                moved = apart_from(moved, line.notes)
            if moved:
                yield Passage(number, phrase, player.instrument, role, tuple(moved))


def _fitted(notes: Sequence[Written], instrument: Instrument) -> list[Written]:
    """The notes in the octave that suits the instrument; what still lies outside moves by itself."""
    if not notes:
        return []

    def outside(shift: int) -> float:
        return (
            sum(max(instrument.low - n.pitch - shift, n.pitch + shift - instrument.high, 0) for n in notes)
            + abs(shift) / 50
        )

    shift = min((-36, -24, -12, 0, 12, 24, 36), key=outside)
    found = []
    for note in notes:
        pitch = note.pitch + shift
        while pitch < instrument.low:
            pitch += 12
        while pitch > instrument.high:
            pitch -= 12
        found.append(dataclasses.replace(note, pitch=pitch))
    return found


def _missing(found: list[Passage], casts, plan: Plan, chords, genre: str, seed: int) -> list[Passage]:
    """Whoever has had nothing to play (a lead in a film full of speech) gets a quiet line in the strongest phrase."""
    heard = {passage.instrument.name for passage in found}
    absent = [player for player in casts[0] if player.instrument.name not in heard]
    spots = [(phrase.intensity, -number, phrase) for number, s in enumerate(plan.sections) for phrase in s.phrases]
    _, back, phrase = max(spots, key=lambda spot: spot[:2])
    section = plan.sections[-back]
    local = _within(chords[-back], phrase.bar * section.metre.beats, phrase.bars * section.metre.beats)
    extra: list[Passage] = []
    for player in absent:
        quiet = dataclasses.replace(player, roles=(COUNTER,) if LEAD in player.roles else player.roles)
        extra += _play(quiet, casts[-back], section, -back, phrase, local, [], genre, seed, (), None)
    return extra
