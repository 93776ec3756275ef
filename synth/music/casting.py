"""Who plays and what: a genre's own band, or exactly the instruments asked for, each with a part it can play."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from synth.music.errors import MusicError
from synth.music.instruments import BASS, COUNTER, DRUM, FIGURE, KIT, LEAD, PAD, Instrument, instrument
from synth.music.score import Scene

DATA = Path(__file__).parent / "data" / "palettes.toml"
MOST = 10
# From what share of full strength a role plays. The lead and what carries the harmony are never away.
ENTRANCES = {
    LEAD: 0.0,
    FIGURE: 0.0,
    PAD: 0.12,
    BASS: 0.2,
    "ostinato": 0.3,
    COUNTER: 0.4,
    "bell": 0.45,
    KIT: 0.4,
    DRUM: 0.55,
}


@dataclass(frozen=True)
class Player:
    """An instrument in one section: its roles, and the intensity from which it joins in."""

    instrument: Instrument
    roles: tuple[str, ...]
    entrance: float


@cache
def palettes() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def genres() -> tuple[str, ...]:
    return tuple(palettes())


def cast(scenes: Sequence[Scene], genre: str, instruments: Sequence[str] = ()) -> list[list[Player]]:
    """The players of every scene. MusicError for a genre or an instrument there is not, or for more than ten."""
    if genre not in palettes():
        raise MusicError(f'There is no genre "{genre}": choose among {", ".join(genres())}.')
    if instruments:
        asked = list(dict.fromkeys(instrument(name) for name in instruments))
        if len(asked) > MOST:
            raise MusicError(f"{len(asked)} instruments were asked for: ten can play together.")
        roles = assign(asked)
        return [_players(roles) for _ in scenes]
    return [_players(roles) for roles in _own_band(scenes, genre)]


def _players(roles: dict[Instrument, tuple[str, ...]]) -> list[Player]:
    """Of two with one role, the second comes in a little later."""
    found, seen = [], dict.fromkeys(ENTRANCES, 0)
    for each, own in roles.items():
        entrance = min(ENTRANCES[role] + 0.18 * seen[role] for role in own)
        found.append(Player(each, own, min(entrance, 0.9)))
        for role in own:
            seen[role] += 1
    if found and not any(player.entrance == 0 for player in found):
        found[0] = Player(found[0].instrument, found[0].roles, 0.0)
    return found


def _own_band(scenes: Sequence[Scene], genre: str) -> list[dict[Instrument, tuple[str, ...]]]:
    """Each mood's own players; when that makes more than ten, the moods that last longest choose first, in turn."""
    moods = sorted(
        dict.fromkeys(scene.mood for scene in scenes),
        key=lambda mood: -sum(scene.end - scene.start for scene in scenes if scene.mood == mood),
    )
    lists = {mood: [line.partition(": ") for line in palettes()[genre][mood]] for mood in moods}
    band: list[str] = []
    for place in range(MOST):
        for mood in moods:
            if place < len(lists[mood]) and (name := lists[mood][place][0]) not in band and len(band) < MOST:
                band.append(name)
    found = []
    for scene in scenes:
        own = {instrument(name): tuple(roles.split()) for name, _, roles in lists[scene.mood] if name in band}
        if not any(LEAD in roles for roles in own.values()):
            own |= {each: roles for each, roles in assign([instrument(name) for name in band]).items() if LEAD in roles}
        found.append(own)
    return found


def assign(asked: Sequence[Instrument]) -> dict[Instrument, tuple[str, ...]]:
    """A role for each of some instruments: what the piece needs most is filled by whoever does it best."""
    roles: dict[Instrument, tuple[str, ...]] = {}
    free = list(asked)
    for role in (LEAD, FIGURE, BASS, PAD, COUNTER):
        able = [each for each in free if role in each.roles]
        if role == LEAD and any(not each.chords for each in able):  # whoever plays one note at a time sings
            able = [each for each in able if not each.chords]
        if able:
            best = min(able, key=lambda each: (each.roles.index(role), asked.index(each)))
            roles[best] = (role,)
            free.remove(best)
    taken = {role for own in roles.values() for role in own}
    for each in list(free):
        roles[each] = (next((role for role in each.roles if role not in taken), each.roles[0]),)
        taken |= set(roles[each])
    for each, own in roles.items():  # nobody else to accompany: who leads and can play chords does both
        if own == (LEAD,) and each.chords and FIGURE in each.roles and not taken & {FIGURE, PAD}:
            roles[each] = (LEAD, FIGURE)
    if not any(LEAD in own for own in roles.values()):
        able = [each for each in asked if LEAD in each.roles]
        if able:
            roles[able[0]] = (LEAD, *roles[able[0]])
    return {each: roles[each] for each in asked}
