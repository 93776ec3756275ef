"""What became of every cue, as a file for programs and as sentences that a person can act on."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from media.mix import MixReport
from media.mux import MuxReport
from media.probe import Film
from media.subtitles import Cue, Import
from media.timeline import Placement, Policy
from media.whole import whole

EASY = Policy().unmarked  # a pace that nobody notices
PATIENCE = Policy().max_late  # s: words that come later than that after their subtitle are worth a sentence
TIMES = ("slot_start", "slot_end", "natural", "start", "length", "rate", "overflow")
ADVICE = 5  # sentences about single cues before the rest is only counted


@dataclass(frozen=True)
class Line:
    """One cue and where it sounds; `take` names the stored take, `voice` who speaks it."""

    cue: Cue
    placed: Placement
    take: str = ""
    voice: str = ""

    @property
    def late(self) -> float:
        """Seconds from the subtitle to its words: what the plan held it back, and what a queue of cues made it wait."""
        return max(0.0, self.placed.start - self.appears)

    @property
    def appears(self) -> float:
        """When its subtitle does."""
        return max(0.0, self.cue.start)

    @property
    def pressed(self) -> bool:
        """Is this a cue that a person should look at?"""
        return self.placed.status in ("marked", "late", "overflow") or self.late > PATIENCE

    def told(self) -> dict[str, Any]:
        """For programs: times in seconds of film time, to the millisecond."""
        times = {name: round(getattr(self.placed, name), 3) for name in TIMES} | {"late": round(self.late, 3)}
        said = {"cue": self.cue.number, "text": self.cue.text, "speaker": self.cue.speaker}
        return {**said, **times, "status": self.placed.status, "take": self.take, "voice": self.voice}


@dataclass(frozen=True)
class Report:
    film: Film
    subtitles: Import
    lines: tuple[Line, ...]
    mix: MixReport | None = None
    mux: MuxReport | None = None
    spoken: int = 0  # takes made in this run; the others were there already
    seconds: dict[str, float] = field(default_factory=dict)  # wall time per stage
    warnings: tuple[str, ...] = ()  # sentences about what was asked for and not done
    music: dict[str, Any] | None = None  # where it comes from, and its scenes with mood, key and tempo

    def told(self) -> dict[str, Any]:
        """For programs; a loudness of silence, which JSON has no number for, is null."""
        return {
            "film": {"path": str(self.film.path), "format": self.film.format, "duration": self.film.duration},
            "subtitles": asdict(self.subtitles) | {"cues": len(self.subtitles.cues)},
            "cues": [line.told() for line in self.lines],
            "mix": _finite(asdict(self.mix)) if self.mix else None,
            "output": asdict(self.mux) if self.mux else None,
            "music": self.music,
            "takes_spoken": self.spoken,
            "warnings": list(self.warnings),
            "seconds": {stage: round(value, 2) for stage, value in self.seconds.items()},
        }

    def write(self, path: Path) -> None:
        """As JSON, whole or not at all."""
        text = json.dumps(self.told(), ensure_ascii=False, indent=1, default=str, allow_nan=False)
        with whole(path) as partial:
            partial.write_text(text, encoding="utf-8")

    def sentences(self) -> list[str]:
        """The fit in words: how many cues sit well, and what to do about those that do not."""
        pressed = [line for line in self.lines if line.pressed]
        said = [*self.warnings, f"{len(self.lines) - len(pressed)} of {len(self.lines)} cues fit at an easy pace."]
        worst = sorted(pressed, key=lambda line: (-line.placed.overflow, -line.late, -line.placed.rate))
        if self.mux and self.mux.titled:
            said.insert(0, self.mux.titled.sentence())
        if self.mux and self.mux.chaptered:
            said += self.mux.chaptered.sentences()
        said += [advice(line) for line in worst[:ADVICE]]
        if len(worst) > ADVICE:
            said.append(f"… and {len(worst) - ADVICE} more.")
        if self.mix and self.mix.beyond_end:
            cut = ", ".join(str(number) for number in self.mix.beyond_end)
            said.append(f"The end of the film cuts off the words of cue {cut}: shorten it, or start it sooner.")
        said += self._music()
        if self.mix and abs(self.mix.original_gain_db) > 1:
            said.append(
                f"The film's own sound was set {self.mix.original_gain_db:+.1f} dB to reach the loudness asked for."
            )
        return said

    def _music(self) -> list[str]:
        """What is played when, and how it lies under the words."""
        if not self.music or not self.mix:
            return []
        scenes = [f"{row['mood']} ({row['key']}, {row['tempo']:.0f} bpm) to {clock(row['end'])}"
                  for row in self.music["scenes"]]  # fmt: skip
        said = [f"Music: {', '.join(scenes) or self.music['source']}."]
        if heard := self.mix.music_under:
            said.append(f"It lies {heard.median:.1f} LU under the words ({heard.least:.1f} to {heard.most:.1f}).")
        return said

    def outcome(self) -> str:
        """One line about the finished film."""
        assert self.mix and self.mux
        took = sum(self.seconds.values())
        sound = f"{self.mix.loudness:.1f} LUFS, peak {self.mix.true_peak:.1f} dBTP"
        takes = f"{self.spoken} takes spoken, {len(self.lines) - self.spoken} found"
        return f"{self.mux.output}: {clock(self.mux.duration)}, {sound}; {takes}; {took:.1f} s of work."


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in values.items()}


def advice(line: Line) -> str:
    """One sentence about a cue that was pressed for time."""
    cue, placed = line.cue, line.placed
    where = f"Cue {cue.number} at {clock(line.appears)} ({_short(cue.text)})"
    count = len(cue.text.split())
    less = count - int(count * EASY * (placed.slot_end - placed.slot_start) / max(placed.natural, 0.01))
    fewer = f"{less} word{'s' if less > 1 else ''} less would fit"
    helped = 0 < less < count  # else no shorter text would do
    if placed.status == "overflow":
        remedy = f"{fewer}, or give it more time" if helped else "give it more time"
        return f"{where} is {placed.overflow:.1f} s too long even at {placed.rate:.2f}x: {remedy}."
    if placed.status == "late":
        return f"{where} sounds {line.late:.1f} s late, at {placed.rate:.2f}x: shorten it or the cue before it."
    if line.late > PATIENCE:
        return f"{where} sounds {line.late:.1f} s late, after a cue that overlaps it: set them apart, or shorten both."
    remedy = f"{fewer} at an easy pace" if helped else "give it more time"
    return f"{where} had to be spoken {placed.rate:.2f}x as fast: {remedy}."


def clock(seconds: float) -> str:
    """75.2 -> "1:15.2"; hours only where there are any."""
    minutes, rest = divmod(round(seconds, 1), 60)
    hours, minutes = divmod(int(minutes), 60)
    return f"{hours}:{minutes:02d}:{rest:04.1f}" if hours else f"{minutes}:{rest:04.1f}"


def _short(text: str) -> str:
    one = " ".join(text.split())
    return f"“{one if len(one) <= 40 else one[:38].rstrip() + '…'}”"


def table(lines: tuple[Line, ...]) -> list[str]:
    """The fit of every cue, a row each; and who speaks it, where there are several."""
    several = len({row.voice for row in lines}) > 1
    rows = [" cue      start   slot   said   rate  status" + ", voice" * several]
    for row in lines:
        placed = row.placed
        late = f" +{row.late:.1f} s" if row.late > 0.05 else ""
        slot = placed.slot_end - placed.slot_start
        where = f"{row.cue.number:4}  {clock(row.appears):>9} {slot:5.1f}s {placed.length:5.1f}s"
        rows.append(f"{where}  {placed.rate:.2f}x  {placed.status}{late}" + f", {row.voice}" * several)
    return rows
