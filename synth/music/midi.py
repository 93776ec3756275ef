"""A score as a Standard MIDI File: one track a part, bar lines and tempi where the plan has them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

import mido

from synth.music.instruments import BAND
from synth.music.score import Part, Plan, Score, Section

TICKS = 480  # per quarter note
DRUMS = 9
KEY_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
MINOR_NAMES = ("Cm", "C#m", "Dm", "Ebm", "Em", "Fm", "F#m", "Gm", "G#m", "Am", "Bbm", "Bm")


@dataclass(frozen=True)
class Stretch:
    """Quarter notes and when they are struck: the music of a section, or the silence before it."""

    times: tuple[float, ...]
    section: Section | None
    metre: tuple[int, int]


def write(score: Score, path: Path) -> None:
    """A type 1 file. OSError if it cannot be written."""
    try:
        to_midi(score).save(str(path))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OSError(f"{path} cannot be written: {reason}. Choose another place.") from None


def to_midi(score: Score) -> mido.MidiFile:
    """The conductor's track and one per part; times are exact to about a millisecond."""
    file = mido.MidiFile(type=1, ticks_per_beat=TICKS)
    stretches = _stretches(score.plan)
    track, marks = _conductor(stretches)
    file.tracks.append(track)
    channels = iter([channel for channel in range(16) if channel != DRUMS] * 2)
    for part in score.parts:
        channel = DRUMS if BAND[part.instrument].keys else next(channels)
        file.tracks.append(_track(part, channel, marks))
    return file


def _stretches(plan: Plan) -> list[Stretch]:
    found: list[Stretch] = []
    before = 0.0
    for section in plan.sections:
        start = section.beats[0]
        if start - before > 1e-4:  # silence: one bar of as many quarters as fit at the tempo to come
            count = max(1, min(round((start - before) * section.tempo / 60), 240))
            times = tuple(before + (start - before) * beat / count for beat in range(count + 1))
            found.append(Stretch(times, None, (count, 4)))
        top, bottom = section.metre.name.split("/")
        found.append(Stretch(section.beats, section, (int(top), int(bottom))))
        before = section.beats[-1]
    return found


def _conductor(stretches: list[Stretch]) -> tuple[mido.MidiTrack, list[tuple[float, int]]]:
    """The track with tempi, metres, keys and moods; and (seconds, tick) of every quarter, by the file's own clock."""
    track = mido.MidiTrack([mido.MetaMessage("track_name", name="Narrascore")])
    marks: list[tuple[float, int]] = []
    clock, tick, waited, tempo = 0.0, 0, 0, -1
    for stretch in stretches:
        track.append(
            mido.MetaMessage("time_signature", numerator=stretch.metre[0], denominator=stretch.metre[1], time=waited)
        )
        waited = 0
        if stretch.section:
            key = stretch.section.key
            names = KEY_NAMES if key.bright else MINOR_NAMES
            track.append(mido.MetaMessage("key_signature", key=names[key.tonic]))
            track.append(
                mido.MetaMessage("marker", text=f"{stretch.section.scene.mood} {stretch.section.scene.energy}")
            )
        for after in stretch.times[1:]:
            wanted = max(round((after - clock) * 1e6), 1)  # from where the file's clock is, so that nothing adds up
            marks.append((clock, tick))
            if abs(wanted - tempo) > 40 or abs(clock + tempo / 1e6 - after) > 5e-4:
                tempo = wanted
                track.append(mido.MetaMessage("set_tempo", tempo=tempo, time=waited))
                waited = 0
            clock, tick, waited = clock + tempo / 1e6, tick + TICKS, waited + TICKS
    marks.append((clock, tick))
    track.append(mido.MetaMessage("end_of_track", time=waited))
    return track, marks


def _track(part: Part, channel: int, marks: list[tuple[float, int]]) -> mido.MidiTrack:
    times = [time for time, _ in marks]

    def tick(seconds: float) -> int:
        place = min(max(bisect_right(times, seconds) - 1, 0), len(marks) - 2)
        (here, first), (after, last) = marks[place], marks[place + 1]
        return max(round(first + (seconds - here) / (after - here) * (last - first)), 0)

    events: list[tuple[int, int, mido.Message]] = []  # tick, order at one tick, message
    for note in part.notes:
        begin, end = tick(note.start), max(tick(note.end), tick(note.start) + 1)
        events.append((begin, 2, mido.Message("note_on", note=note.pitch, velocity=note.velocity, channel=channel)))
        events.append((end, 0, mido.Message("note_off", note=note.pitch, velocity=0, channel=channel)))
    for down, up in part.pedals:
        events.append((tick(down), 3, mido.Message("control_change", control=64, value=127, channel=channel)))
        events.append((tick(up), 1, mido.Message("control_change", control=64, value=0, channel=channel)))
    for time, gain in part.swells:
        value = min(max(round(gain * 127), 0), 127)
        events.append((tick(time), 1, mido.Message("control_change", control=11, value=value, channel=channel)))
    player = BAND[part.instrument]
    track = mido.MidiTrack([mido.MetaMessage("track_name", name=part.instrument)])
    track.append(mido.Message("program_change", program=player.program, channel=channel))
    pan = min(max(round(64 + 63 * player.pan), 0), 127)
    track.append(mido.Message("control_change", control=10, value=pan, channel=channel))
    before = 0
    for at, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=at - before))
        before = at
    return track
