"""The band: what each instrument is called, where its sound is, where it lies well and what it can do in a piece."""

from __future__ import annotations

from dataclasses import dataclass

from synth.music.errors import MusicError

# What an instrument may do, in the words of an arranger.
LEAD, COUNTER, PAD, FIGURE, BASS, OSTINATO, BELL, KIT, DRUM = (
    "lead",
    "counter",
    "pad",
    "figure",
    "bass",
    "ostinato",
    "bell",
    "kit",
    "drum",
)


@dataclass(frozen=True)
class Instrument:
    """low and high are MIDI pitches of the comfortable range; gain in dB evens the presets out; pan from -1 to 1."""

    name: str
    program: int
    low: int
    high: int
    roles: tuple[str, ...]  # what it does best comes first
    bank: int = 0
    gain: float = 0.0
    pan: float = 0.0
    chords: bool = False  # plays more than one note at a time
    decays: bool = False  # dies away by itself: may be pedalled, rolled, repeated
    section: bool = False  # many players: wide, slow to speak
    width: float = 0.0  # how far low notes sit left and high ones right
    keys: tuple[int, ...] = ()  # the drums of a kit that are kept


SOLO = (LEAD, COUNTER)
STANDARD_KEYS = (36, 37, 38, 42, 44, 46, 49, 51, 54, 70)
BRUSH_KEYS = (36, 37, 38, 39, 40, 42, 44, 46, 51)
ELECTRIC_KEYS = (36, 37, 38, 39, 42, 44, 46, 49, 70)
ORCHESTRA_KEYS = (36, 38, 49, 57)

BAND = {
    each.name: each
    for each in (
        Instrument("piano", 0, 28, 96, (LEAD, FIGURE, BASS, PAD), chords=True, decays=True, width=0.35, gain=3.6),
        Instrument("rhodes", 4, 36, 88, (FIGURE, PAD, LEAD), chords=True, decays=True, pan=-0.15, width=0.2, gain=-2.3),
        Instrument("celesta", 8, 60, 100, (BELL, LEAD, FIGURE), chords=True, decays=True, pan=0.3, gain=1.3),
        Instrument("glockenspiel", 9, 72, 103, (BELL, LEAD), decays=True, pan=0.35, gain=0.1),
        Instrument("vibraphone", 11, 53, 89, (BELL, LEAD, FIGURE, PAD), chords=True, decays=True, pan=0.3, gain=2.0),
        Instrument("marimba", 12, 48, 91, (FIGURE, OSTINATO, LEAD), chords=True, decays=True, pan=0.25, gain=0.2),
        Instrument("guitar", 24, 40, 81, (FIGURE, LEAD, PAD), chords=True, decays=True, pan=-0.2, width=0.1, gain=1.1),
        Instrument(
            "steel guitar", 25, 40, 81, (FIGURE, LEAD, PAD), chords=True, decays=True, pan=0.25, width=0.1, gain=4.4
        ),
        Instrument("double bass", 32, 28, 55, (BASS,), decays=True, gain=-0.6),
        Instrument("electric bass", 33, 28, 55, (BASS,), decays=True, gain=-3),
        Instrument("synth bass", 38, 28, 55, (BASS,), gain=2.5),
        Instrument("violin", 40, 55, 91, SOLO, pan=-0.3, gain=-3.7),
        Instrument("cello", 42, 36, 69, (*SOLO, BASS, PAD), pan=0.25, gain=-1.7),
        Instrument("low strings", 43, 28, 55, (BASS, PAD), pan=0.2, chords=True, gain=-0.6),
        Instrument("tremolo", 44, 43, 84, (PAD, OSTINATO), pan=-0.1, chords=True, section=True, gain=-1.1),
        Instrument("pizzicato", 45, 40, 84, (OSTINATO, FIGURE, BASS), pan=-0.15, chords=True, decays=True, gain=-0.4),
        Instrument("harp", 46, 36, 91, (FIGURE, BELL, LEAD), pan=-0.35, chords=True, decays=True, width=0.2, gain=1.6),
        Instrument("timpani", 47, 38, 53, (DRUM,), pan=0.15, decays=True, gain=3.4),
        Instrument("strings", 48, 43, 88, (PAD, OSTINATO, LEAD, COUNTER), chords=True, section=True, gain=-2),
        Instrument("choir", 52, 48, 79, (PAD, COUNTER), chords=True, section=True, gain=-1.5),
        Instrument("trumpet", 56, 55, 82, SOLO, pan=0.2, gain=-5.4),
        Instrument("trombones", 57, 40, 69, (PAD, COUNTER, BASS), pan=0.3, chords=True, gain=-9.9),
        Instrument("horn", 60, 43, 74, (COUNTER, PAD, LEAD), pan=-0.25, chords=True, gain=-3.6),
        Instrument("oboe", 68, 60, 88, SOLO, pan=0.1, gain=-6.9),
        Instrument("clarinet", 71, 52, 86, SOLO, pan=0.2, gain=-4.7),
        Instrument("flute", 73, 60, 93, SOLO, pan=-0.1, gain=-6.5),
        Instrument("synth lead", 80, 52, 88, (LEAD, OSTINATO, COUNTER), gain=-7.8),
        Instrument("saw", 81, 48, 84, (OSTINATO, FIGURE, LEAD), chords=True, pan=-0.2, gain=-8.6),
        Instrument("fantasia", 88, 48, 84, (FIGURE, BELL, PAD), chords=True, decays=True, pan=0.15, gain=13.4),
        Instrument("warm pad", 89, 43, 84, (PAD,), chords=True, section=True, gain=3.5),
        Instrument("sweep pad", 95, 43, 79, (PAD,), chords=True, section=True, gain=-11.7),
        Instrument("taiko", 116, 45, 57, (DRUM,), decays=True, gain=2.8),
        Instrument("drums", 0, 35, 81, (KIT,), bank=128, chords=True, decays=True, keys=STANDARD_KEYS, gain=1.7),
        Instrument("brushes", 40, 35, 81, (KIT,), bank=128, chords=True, decays=True, keys=BRUSH_KEYS, gain=-2.8),
        Instrument(
            "drum machine", 25, 35, 81, (KIT,), bank=128, chords=True, decays=True, keys=ELECTRIC_KEYS, gain=-3.4
        ),
        Instrument(
            "orchestra kit", 48, 35, 81, (KIT,), bank=128, chords=True, decays=True, keys=ORCHESTRA_KEYS, gain=-1.5
        ),
    )
}
ALSO = {  # what people type
    "grand": "piano",
    "grand piano": "piano",
    "keys": "rhodes",
    "electric piano": "rhodes",
    "bells": "glockenspiel",
    "vibes": "vibraphone",
    "nylon guitar": "guitar",
    "acoustic guitar": "guitar",
    "bass": "double bass",
    "acoustic bass": "double bass",
    "contrabass": "low strings",
    "basses": "low strings",
    "bass guitar": "electric bass",
    "fiddle": "violin",
    "string": "strings",
    "violins": "strings",
    "voices": "choir",
    "trombone": "trombones",
    "horns": "horn",
    "french horn": "horn",
    "brass": "trombones",
    "synth": "synth lead",
    "pad": "warm pad",
    "synth pad": "warm pad",
    "kit": "drums",
    "drum kit": "drums",
    "808": "drum machine",
    "percussion": "orchestra kit",
}


def instrument(name: str) -> Instrument:
    """By its name or what people call it; MusicError otherwise."""
    word = " ".join(name.lower().replace("-", " ").replace("_", " ").split())
    word = ALSO.get(word, word)
    if word not in BAND:
        raise MusicError(f'There is no instrument "{name}" here: choose among {", ".join(BAND)}.')
    return BAND[word]
