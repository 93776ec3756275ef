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
ADVICE = 5  # sentences about single cues before the rest is only counted


@dataclass(frozen=True)
class Line:
    """One cue: where it was to sound and where it does, in seconds of film time; `take` names the stored take."""

    cue: int
    text: str
    speaker: str | None
    slot_start: float
    slot_end: float
    natural: float
    start: float
    length: float
    rate: float
    late: float
    overflow: float
    status: str
    take: str = ""
    voice: str = ""  # the name of who speaks it


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

    def write(self, path: Path) -> None:
        """As JSON, whole or not at all; a loudness of silence, which JSON has no number for, is null."""
        sections = {
            "film": {"path": str(self.film.path), "format": self.film.format, "duration": self.film.duration},
            "subtitles": asdict(self.subtitles) | {"cues": len(self.subtitles.cues)},
            "cues": [asdict(line) for line in self.lines],
            "mix": _finite(asdict(self.mix)) if self.mix else None,
            "output": asdict(self.mux) if self.mux else None,
            "takes_spoken": self.spoken,
            "warnings": list(self.warnings),
            "seconds": {stage: round(value, 2) for stage, value in self.seconds.items()},
        }
        text = json.dumps(sections, ensure_ascii=False, indent=1, default=str, allow_nan=False)
        with whole(path) as partial:
            partial.write_text(text, encoding="utf-8")

    def sentences(self) -> list[str]:
        """The fit in words: how many cues sit well, and what to do about those that do not."""
        marked = [line for line in self.lines if line.status in ("marked", "late", "overflow")]
        said = [*self.warnings, f"{len(self.lines) - len(marked)} of {len(self.lines)} cues fit at an easy pace."]
        worst = sorted(marked, key=lambda line: (-line.overflow, -line.late, -line.rate))
        said += [advice(line) for line in worst[:ADVICE]]
        if len(worst) > ADVICE:
            said.append(f"… and {len(worst) - ADVICE} more.")
        if self.mix and self.mix.beyond_end:
            cut = ", ".join(str(number) for number in self.mix.beyond_end)
            said.append(f"The end of the film cuts off the words of cue {cut}: shorten it, or start it sooner.")
        if self.mix and abs(self.mix.original_gain_db) > 1:
            said.append(
                f"The film's own sound was set {self.mix.original_gain_db:+.1f} dB to reach the loudness asked for."
            )
        return said

    def outcome(self) -> str:
        """One line about the finished film."""
        assert self.mix and self.mux
        took = sum(self.seconds.values())
        sound = f"{self.mix.loudness:.1f} LUFS, peak {self.mix.true_peak:.1f} dBTP"
        takes = f"{self.spoken} takes spoken, {len(self.lines) - self.spoken} found"
        return f"{self.mux.output}: {clock(self.mux.duration)}, {sound}; {takes}; {took:.1f} s of work."


_TIMES = ("slot_start", "slot_end", "natural", "start", "length", "rate", "late", "overflow")


def line(cue: Cue, placed: Placement, take: str = "", voice: str = "") -> Line:
    """The report line of a cue: times rounded to milliseconds."""
    rounded = {name: round(getattr(placed, name), 3) for name in _TIMES}
    return Line(cue.number, cue.text, cue.speaker, status=placed.status, take=take, voice=voice, **rounded)


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    return {name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in values.items()}


def advice(line: Line) -> str:
    """One sentence about a cue that was pressed for time."""
    where = f"Cue {line.cue} at {clock(line.slot_start)} ({_short(line.text)})"
    count = len(line.text.split())
    less = count - int(count * EASY * (line.slot_end - line.slot_start) / max(line.natural, 0.01))
    fewer = f"{less} word{'s' if less > 1 else ''} less would fit"
    helped = 0 < less < count  # else no shorter text would do
    if line.status == "overflow":
        remedy = f"{fewer}, or give it more time" if helped else "give it more time"
        return f"{where} is {line.overflow:.1f} s too long even at {line.rate:.2f}x: {remedy}."
    if line.status == "late":
        return f"{where} sounds {line.late:.1f} s late, at {line.rate:.2f}x: shorten it or the cue before it."
    remedy = f"{fewer} at an easy pace" if helped else "give it more time"
    return f"{where} had to be spoken {line.rate:.2f}x as fast: {remedy}."


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
        late = f" +{row.late:.1f} s" if row.late > 0.05 else ""
        slot = row.slot_end - row.slot_start
        where = f"{row.cue:4}  {clock(row.slot_start):>9} {slot:5.1f}s {row.length:5.1f}s"
        rows.append(f"{where}  {row.rate:.2f}x  {row.status}{late}" + f", {row.voice}" * several)
    return rows
