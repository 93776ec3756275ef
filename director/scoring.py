"""The director's musician: what music a film gets, and its sound, which is made once and kept.

what is asked       what it is
auto                composed for the moods of the words (synth/mood, synth/music)
sad                 composed in one mood
song.mp3            somebody's own music, fitted to the film (media/musicfile.py)
hf:OWNER/NAME       composed as with auto, but played by a model of someone else's (synth/music/hub.py)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from media.cancelled import Progress
    from media.probe import Film
    from media.subtitles import Import
    from synth.music.score import Scene, Score

OFF, AUTO, HUB = "off", "auto", "hf:"
KEPT = 2_000_000_000  # bytes of composed music before the longest unused goes; an hour is about 500 MB
HEADROOM = 0.25  # the band plays over full scale now and then; the mix sets the level anyway
BLOCK = 48_000
SHORTEST = 4.0  # seconds of film under which no music is composed

Blocks = Callable[
    [Path], Iterator["np.ndarray"]
]  # of sound, (n, 2) at 48 kHz; the folder is for what it needs meanwhile


@dataclass(frozen=True)
class Music:
    """What was asked for: `ask` as above, the genre, how far under speech (media.bed.UNDER), and the seed."""

    ask: str = OFF
    genre: str = "orchestral"
    level: str = "balanced"
    seed: int = 0

    @property
    def asked(self) -> bool:
        return self.ask != OFF


@dataclass(frozen=True)
class Scored:
    """The music of one film. scores: with the second of the film at which each begins; none where it is a file."""

    source: str
    blocks: Blocks
    scenes: tuple[Scene, ...] = ()
    scores: tuple[tuple[float, Score], ...] = ()
    words: tuple[tuple[float, float], ...] = field(default=(), repr=False)
    made: bool = True  # in this run, not found

    def told(self) -> dict[str, Any]:
        """For programs; times in seconds of the film."""
        from synth.music.plan_picture import key_name

        rows = [
            {"start": round(at + part.scene.start, 3), "end": round(at + part.scene.end, 3), "mood": part.scene.mood,
             "energy": part.scene.energy, "key": key_name(part.key), "tempo": round(part.tempo, 1),
             "metre": part.metre.name, "bars": part.bars}
            for at, score in self.scores for part in score.plan.sections]  # fmt: skip
        return {"source": self.source, "genre": self.scores[0][1].genre if self.scores else None, "scenes": rows}

    def write(self, folder: Path, title: str) -> None:
        """The score as MIDI and as a picture of its plan, into a folder that exists."""
        from media.whole import whole
        from synth.music import midi
        from synth.music.plan_picture import draw

        for number, (at, score) in enumerate(self.scores, 1):
            more = f".{number}" if len(self.scores) > 1 else ""
            with whole(folder / f"music{more}.mid") as partial:
                midi.write(score, partial)
            words = [(start - at, end - at) for start, end in self.words]
            with whole(folder / f"music{more}.png") as partial:
                draw(score, words, title).save(partial)


def check(music: Music) -> None:
    """Whether that can be had at all: ask before long work. MusicError, MusicFileError or MixError if not."""
    from media.bed import UNDER
    from media.mix import MixError
    from synth.music.casting import genres
    from synth.music.errors import MusicError
    from synth.music.names import is_mood

    if not music.asked:
        return
    if music.level not in UNDER:
        raise MixError(f"unknown level {music.level!r} for the music: use one of {', '.join(UNDER)}.")
    if music.genre not in genres():
        raise MusicError(f'There is no genre "{music.genre}": choose among {", ".join(genres())}.')
    if music.ask == AUTO or is_mood(music.ask):
        return
    if music.ask.startswith(HUB):
        from synth.music.hub import HubMusic

        _ = HubMusic(music.ask).card
        return
    _file(music.ask)


def score_film(
    subtitles: Import,
    words: Sequence[tuple[float, float]],
    seconds: float,
    card: float,
    music: Music,
    tell: Progress,
) -> Scored | None:
    """The music for a film of so many seconds after a card of so many; None if none was asked for, or it is too short.

    words: from when to when somebody speaks, in seconds of the film without the card. Composed and played here unless
    it was before: stored under the hash of all that made it. Raises as `check` does, and whatever `tell` raises.
    """
    if not music.asked:
        return None
    from synth.music.names import is_mood

    whole = seconds + card
    by_model = music.ask.startswith(HUB)
    if music.ask != AUTO and not by_model and not is_mood(music.ask):
        found = _file(music.ask)
        return Scored(Path(music.ask).name, lambda folder: _fitted(found, whole, folder))
    if seconds < SHORTEST:
        return None
    scenes = scenes_of(subtitles, seconds, "" if by_model or music.ask == AUTO else music.ask)
    later = [replace(scene, start=scene.start + card * (place > 0), end=scene.end + card)
             for place, scene in enumerate(scenes)]  # fmt: skip
    spoken = [(start + card, end + card) for start, end in words]
    compose = _played_by_model if by_model else _composed
    return compose(later, spoken, whole, music, tell)


def scenes_of(subtitles: Import, seconds: float, mood: str = "") -> tuple[Scene, ...]:
    """Where the music changes: one mood throughout, or those of the words, and what the subtitle file asks for."""
    from synth.mood import moods, scenes
    from synth.music.names import mood_named
    from synth.music.score import Scene
    from synth.speech.reading import language_of

    heard = moods(subtitles.cues, language_of(subtitles.cues[0].text))
    if mood:
        energy = round(sum(each.energy for each in heard) / len(heard))
        return (Scene(mood_named(mood), energy, 0.0, seconds),)
    return scenes(subtitles.cues, heard, seconds, _given(subtitles))


def _given(subtitles: Import) -> dict[int, str]:
    """The mood that the file asks for, by the number of every cue for which that holds."""
    from synth.music.errors import MusicError
    from synth.music.names import mood_named

    found, marks, mood = {}, list(subtitles.moods), ""
    for cue in sorted(subtitles.cues, key=lambda cue: cue.start):
        while marks and (marks[0].start, marks[0].cue) <= (cue.start, cue.number):
            mark = marks.pop(0)
            try:
                mood = "" if mark.mood.casefold() == AUTO else mood_named(mark.mood)
            except MusicError as error:
                raise MusicError(f"{subtitles.path.name}, cue {mark.cue}: {error}") from None
        if mood:
            found[cue.number] = mood
    return found


def _composed(
    scenes: Sequence[Scene], words: Sequence[tuple[float, float]], seconds: float, music: Music, tell: Progress
) -> Scored:
    """Every reel composed, and played unless its sound is there already."""
    from media.artefacts import Takes, home, key
    from media.sweep import sweep
    from synth.music.engine import TAIL, compose, played
    from synth.music.reels import reels
    from synth.music.version import version

    takes, made = Takes(home() / "music"), False
    rows, scores = reels(scenes), []
    names: list[tuple[int, str]] = []
    for number, reel in enumerate(rows):
        spoken = [(max(0.0, a - reel.start), b - reel.start) for a, b in words
                  if b > reel.start and a < reel.start + reel.seconds]  # fmt: skip
        score = compose(reel.scenes, music.genre, seed=music.seed, speech=spoken)
        scores.append((reel.start, score))
        tail = TAIL if number + 1 < len(rows) else 0.0
        told = json.dumps([[s.mood, s.energy, s.start, s.end] for s in reel.scenes])
        name = "composed/" + key(scenes=told, words=json.dumps(spoken), genre=music.genre, seed=music.seed,
                                 tail=tail, made_by=version())  # fmt: skip
        names.append((round(reel.start * BLOCK), name))
        if name in takes:
            continue
        made, length = True, round((reel.seconds + tail) * BLOCK)
        with takes.putting(name, BLOCK, 2) as put:
            place = 0
            tell("score", reel.start / seconds, f"{reel.scenes[0].mood}, {music.genre}")
            for block in played(score, length):
                put((block * HEADROOM).clip(-1, 1))
                place += len(block)
                tell("score", (reel.start + reel.seconds * place / length) / seconds, music.genre)
    tell("score", 1, "")
    sweep(takes.folder.rglob("[!.]*.flac"), KEPT)
    frames = round(seconds * BLOCK)
    return Scored(music.ask, lambda _: _laid([(at, takes.blocks(name, BLOCK)) for at, name in names], frames),
                  tuple(scenes), tuple(scores), tuple(words), made)  # fmt: skip


def _laid(pieces: Sequence[tuple[int, Iterator[np.ndarray]]], frames: int) -> Iterator[np.ndarray]:
    """Pieces one after the other, each from its sample on; what still rings of one sounds into the next."""
    import numpy as np

    ringing = np.zeros((0, 2), np.float32)
    for number, (at, blocks) in enumerate(pieces):
        until = pieces[number + 1][0] if number + 1 < len(pieces) else frames
        over: list[np.ndarray] = []
        for block in blocks:
            count = min(len(ringing), len(block))
            block[:count] += ringing[:count]
            ringing = ringing[count:]
            room = max(0, until - at)
            at += len(block)
            if room:
                yield block[:room]
            over.append(block[room:])
        ringing = np.concatenate([np.zeros((0, 2), np.float32), *over])


def _played_by_model(
    scenes: Sequence[Scene], words: Sequence[tuple[float, float]], seconds: float, music: Music, tell: Progress
) -> Scored:
    """Our plan in pieces between bar lines, each played by the model and kept."""
    from media.artefacts import Takes, home, key
    from synth.music.engine import compose
    from synth.music.hub import HubMusic

    model, takes = HubMusic(music.ask), Takes(home() / "music")
    score = compose(scenes, music.genre, seed=music.seed)
    pieces = model.pieces(score)
    named, made = [], False
    for number, piece in enumerate(pieces):
        name = f"played/{key(text=piece.text, length=piece.length, seed=piece.seed, model=model.version)}"
        tell("score", number / len(pieces), f"piece {number + 1} of {len(pieces)}")
        if name not in takes:
            made = True
            takes.put(name, model.play(piece) * HEADROOM, BLOCK)
        named.append((piece, name))
    tell("score", 1, "")

    def blocks(folder: Path) -> Iterator[np.ndarray]:
        each = [(piece.start, iter([piece.faded(next(takes.blocks(name, piece.length)))])) for piece, name in named]
        return _laid(each, round(seconds * BLOCK))

    return Scored(model.name, blocks, tuple(scenes), ((0.0, score),), tuple(words), made)


def _file(name: str) -> Film:
    from media.musicfile import look_at
    from synth.music.errors import MusicError
    from synth.music.score import MOODS

    path = Path(name)
    if not path.exists():
        raise MusicError(f'There is no music file "{name}", and no mood of that name: name a file, {", ".join(MOODS)}.')
    return look_at(path)


def _fitted(found: Film, seconds: float, folder: Path) -> Iterator[np.ndarray]:
    from media.musicfile import fitted_music

    return fitted_music(found, round(seconds * BLOCK), folder / "music.raw")
