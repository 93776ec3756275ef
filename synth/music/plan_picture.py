"""The plan of a score on one page: scenes with mood, key and tempo, bars and themes, words, and who plays when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from synth.music.score import Key, Part, Score, Section

WIDTH, LEFT, RIGHT, TOP = 2000, 230, 60, 190
HEAD, ROW = TOP + 400, 56  # where the parts begin, and the height of each
INK, SOFT, LINE, PAPER = "#1d1f24", "#6b7078", "#d5d8de", "#fbfaf7"
COLOURS = {"happy": "#f2b134", "tense": "#c8553d", "sad": "#4f6d9e", "calm": "#6ba292", "epic": "#8a5a9e"}
FONTS = Path(__file__).parents[1] / "image" / "fonts"
BOLD, MEDIUM = "Pretendard-Bold.otf", "Pretendard-Medium.otf"
TONICS = ("C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
MODES = {"ionian": "major", "aeolian": "minor"}
LEAVES = {"breath": "breath", "dominant": "by its dominant", "pivot": "by a pivot chord", "silence": "silence"}
STEP = 0.5  # seconds in which notes are counted


def key_name(key: Key) -> str:
    """ "A minor", "D dorian"."""
    return f"{TONICS[key.tonic]} {MODES.get(key.mode, key.mode)}"


def draw(score: Score, words: Sequence[tuple[float, float]] = (), title: str = "") -> Image.Image:
    """words: (start, end) in seconds of what is spoken."""
    height = HEAD + ROW * len(score.parts) + 40
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    page = _Page(ImageDraw.Draw(picture), score.plan.end)
    page.text(LEFT, 40, title or "Score plan", BOLD, 46)
    band = ", ".join(part.instrument for part in score.parts)
    told = f"{score.genre}, seed {score.seed}, {_clock(score.plan.end)}, {len(score.plan.sections)} scenes: {band}"
    page.text(LEFT, 104, _cut(told, page.width(MEDIUM, 24)), MEDIUM, 24, SOFT)
    page.axis(TOP, height - 40)
    row = TOP + 46
    for section in score.plan.sections:
        _scene(page, section, row)
    row += 190
    for section in score.plan.sections:
        _bars(page, section, row)
    row += 90
    page.label(row + 20, "words")
    for start, end in words:
        page.box(start, end, row, row + 40, INK)
    for number, part in enumerate(score.parts):
        row = HEAD + ROW * number
        page.label(row + ROW // 2 - 4, part.instrument)
        _part(page, part, row, ROW - 10)
    return picture


class _Page:
    def __init__(self, canvas: ImageDraw.ImageDraw, seconds: float) -> None:
        self.canvas, self.seconds = canvas, seconds

    def x(self, second: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * min(max(second / self.seconds, 0.0), 1.0)

    def text(self, x: float, y: float, words: str, face: str, size: int, colour: str = INK, anchor: str = "la") -> None:
        self.canvas.text((x, y), words, colour, _font(face, size), anchor=anchor)

    def width(self, face: str, size: int, room: float = WIDTH - LEFT - RIGHT) -> int:
        """How many letters of usual width have room."""
        return int(room / _font(face, size).getlength("n"))

    def label(self, middle: float, words: str) -> None:
        self.text(LEFT - 24, middle, words, MEDIUM, 24, SOFT, "rm")

    def box(self, start: float, end: float, top: float, bottom: float, colour: str) -> None:
        self.canvas.rectangle((self.x(start), top, max(self.x(end) - 1, self.x(start)), bottom), colour)

    def axis(self, top: float, bottom: float) -> None:
        """Times, at steps that a clock has, not more than a dozen."""
        step = next((s for s in (5, 10, 15, 30, 60, 120, 300, 600) if self.seconds / s <= 12), 1200)
        for second in range(0, int(self.seconds) + 1, step):
            self.canvas.line((self.x(second), top + 30, self.x(second), bottom), LINE, 1)
            self.text(self.x(second), top, _clock(second), MEDIUM, 22, SOFT, "ma")


def _scene(page: _Page, section: Section, top: float) -> None:
    scene = section.scene
    page.box(scene.start, scene.end, top, top + 150, COLOURS[scene.mood])
    x, room = page.x(scene.start) + 14, page.x(scene.end) - page.x(scene.start) - 22
    leave = LEAVES.get(section.leave, "")
    lines = ((scene.mood + " " + "•" * scene.energy, BOLD, 30), (key_name(section.key), MEDIUM, 24),
             (f"{section.tempo:.0f} bpm, {section.metre.name}, {section.bars} bars", MEDIUM, 22),
             (f"→ {leave}" if leave else "", MEDIUM, 22))  # fmt: skip
    y = top + 10
    for words, face, size in lines:
        page.text(x, y, _cut(words, page.width(face, size, room)), face, size, "#ffffff")
        y += size + 9


def _bars(page: _Page, section: Section, top: float) -> None:
    """A tick for each bar, and every phrase as a box with the letter of its theme, the stronger the darker."""
    page.label(top + 26, "bars, themes")
    times = section.bar_times()
    for phrase in section.phrases:
        start, end = times[phrase.bar], times[min(phrase.bar + phrase.bars, section.bars)]
        page.box(start, end, top + 10, top + 44, _shade(COLOURS[section.scene.mood], 0.25 + 0.6 * phrase.intensity))
        letter = "" if phrase.kind == "intro" else phrase.letter + "′" * phrase.turn
        if page.x(end) - page.x(start) > 34:
            page.text((page.x(start) + page.x(end)) / 2, top + 27, letter, BOLD, 22, INK, "mm")
    for time in times:
        page.canvas.line((page.x(time), top, page.x(time), top + 54), SOFT, 1)


def _part(page: _Page, part: Part, top: float, height: float) -> None:
    """How much it plays in every half second: notes sounding, each by how hard it is struck."""
    count = int(page.seconds / STEP) + 1
    busy = [0.0] * count
    for note in part.notes:
        for step in range(int(note.start / STEP), min(int(note.end / STEP), count - 1) + 1):
            busy[step] += note.velocity / 127
    most = max(busy) or 1.0
    for step, much in enumerate(busy):
        if much:
            tall = height * (0.15 + 0.85 * much / most)
            page.box(step * STEP, (step + 1) * STEP, top + (height - tall) / 2, top + (height + tall) / 2, "#49505c")


def _shade(colour: str, strength: float) -> str:
    """Between the paper and a colour."""
    pairs = [(int(PAPER[at : at + 2], 16), int(colour[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(light + (full - light) * strength):02x}" for light, full in pairs)


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: max(room - 1, 0)] + ("…" if room > 1 else "")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


@lru_cache(16)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / face), size)
