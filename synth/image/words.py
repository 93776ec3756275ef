"""From words to what a scene is made of: place, time of day, weather, season and mood, in English or Korean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

GLOSSARY = Path(__file__).parent / "data" / "glossary.tsv"
PLACES = ("mountains", "sea", "beach", "city", "forest", "desert", "snow", "sky", "road", "room", "village", "river",
          "lake", "station", "school", "space", "garden", "abstract")  # fmt: skip
TIMES = ("dawn", "day", "sunset", "night")
WEATHERS = ("clear", "cloudy", "rain", "snow", "fog", "storm", "wind")
SEASONS = ("spring", "summer", "autumn", "winter")
MOODS = ("happy", "tense", "sad", "calm", "epic")
KINDS = {"place": PLACES, "time": TIMES, "weather": WEATHERS, "season": SEASONS, "mood": MOODS}
PARTICLES = (
    "이|가|은|는|을|를|의|에|에서|엔|에는|으로|로|와|과|도|만|까지|부터|속|속에|위|위에|위의|처럼|보다|마다|이다|이며"
)
PARTICLES += "|들|들이|들의|들은"
HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True)
class SceneWords:
    """What the words ask for. place is never "" (abstract where no word names one); the others are "" where no word
    says so. also: the other places that are named, in the order of their weight.
    """

    place: str
    time: str = ""
    weather: str = ""
    season: str = ""
    mood: str = ""
    also: tuple[str, ...] = ()

    def english(self) -> str:
        """As a prompt for models that read English only."""
        when = {"dawn": "at dawn", "day": "in daylight", "sunset": "at sunset", "night": "at night"}.get(self.time, "")
        sky = {"clear": "clear sky", "cloudy": "cloudy sky", "rain": "rain", "snow": "falling snow", "fog": "fog",
               "storm": "storm", "wind": "wind"}.get(self.weather, "")  # fmt: skip
        names = {"snow": "snow field", "room": "room with a window", "station": "train station", "school": "classroom",
                 "space": "outer space, stars", "abstract": "abstract shapes of light"}  # fmt: skip
        parts = [f"{names.get(self.place, self.place)} {when}".strip(), *(names.get(each, each) for each in self.also)]
        return ", ".join([*parts, *(word for word in (sky, self.season, self.mood and f"{self.mood} mood") if word)])


def read_scene(prompt: str, mood: str | None = None, subtitles: str = "") -> SceneWords:
    """The prompt decides; what it leaves open is read from the subtitles, where the most frequent wins.

    mood: one of MOODS, stronger than the words; None or another word: read from them.
    """
    asked, told = _found(prompt), _found(subtitles)
    chosen = {}
    for kind in KINDS:
        weights = asked[kind] or ({word: w for word, w in told[kind].items() if w > 1.5} if kind != "mood" else {})
        ranked = sorted(weights, key=lambda word: -weights[word])
        chosen[kind] = ranked
    if mood in MOODS:
        chosen["mood"] = [str(mood)]
    first = {kind: (ranked[0] if ranked else "") for kind, ranked in chosen.items()}
    first["place"] = first["place"] or _place_without_name(first)
    return SceneWords(**first, also=tuple(chosen["place"][1:3]))


def _place_without_name(first: dict[str, str]) -> str:
    """Weather or a time of day without a place is a sky; a season is a landscape."""
    if first["weather"] == "snow" or first["season"] == "winter":
        return "snow"
    if first["season"]:
        return {"spring": "garden", "summer": "sea", "autumn": "forest"}[first["season"]]
    return "sky" if first["weather"] or first["time"] else "abstract"


@lru_cache(maxsize=8)
def _found(text: str) -> dict[str, dict[str, float]]:
    """Weight of every word of every kind; to be read only. Longer entries take their letters: snowfield, no weather."""
    found: dict[str, dict[str, float]] = {kind: {} for kind in KINDS}
    text = text.lower().replace("’", "'")
    for pattern, means in _entries():
        matches = list(pattern.finditer(text))
        for match in matches:
            for position, (kind, word, weight) in enumerate(means):
                early = 1e-3 * (1 - match.start() / (len(text) + 1)) - 1e-4 * position
                found[kind][word] = found[kind].get(word, 0.0) + weight + early
        if matches:
            text = pattern.sub(lambda match: " " * len(match[0]), text)
    return found


@lru_cache(maxsize=1)
def _entries() -> list[tuple[re.Pattern[str], list[tuple[str, str, float]]]]:
    """Rows of the glossary, longest first: a pattern, and the kinds, words and weights that it stands for."""
    rows = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        means, words = line.split("\t")
        meant = []
        for each in means.split():
            kind, _, rest = each.partition("=")
            word, _, weight = rest.partition("*")
            meant.append((kind, word, float(weight or 1)))
        rows += [(word.strip(), meant) for word in words.split(",")]
    rows.sort(key=lambda row: -len(row[0]))
    return [(_pattern(word), meant) for word, meant in rows]


def _pattern(word: str) -> re.Pattern[str]:
    """English: the whole word and its plural. Korean: where a word begins (its endings follow), with ~ anywhere, with !
    only where nothing but a particle follows: 밤의, not 밤나무.
    """
    if HANGUL.search(word):
        start = "" if word.startswith("~") else "(?<![가-힣])"
        end = rf"(?=(?:{PARTICLES})?(?![가-힣]))" if word.endswith("!") else ""
        return re.compile(start + re.escape(word.strip("~!")) + end)
    return re.compile(rf"(?<![a-z]){re.escape(word)}(?:s|es|'s)?(?![a-z])")
