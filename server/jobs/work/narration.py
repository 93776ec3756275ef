"""A whole film: the director's work, with progress cue by cue; its result is a folder of files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.jobs.task import Task
from server.jobs.work.asked import film_of, options, typed
from server.settings import Settings
from server.titling import titling

if TYPE_CHECKING:
    from media.report import Report
    from narrate import Prepared

STEMS = ("speech", "original", "music")  # the programme is the film's own sound
SCORE = 0.14  # s for a second of music
POSTER = "poster.jpg"
TITLE, TITLED = 3.0, 5.0  # s for a title, and for the pictures beneath it to be encoded
PLAN = 0.02  # s for each cue whose length is not yet known, and as much for those that are found


def work(task: Task) -> dict[str, Any]:
    """asked: a project (asked.py). Result: its files, and what the report says in short."""
    from dataclasses import replace

    from narrate import narrate

    film, cues, how = film_of(task), typed(task.asked), replace(options(task), stems=task.folder, stem_names=STEMS)
    if title := titling(Settings.of(task.asked["settings"]), task.store, task.asked.get("id", "")):
        how = replace(how, title=title, poster=task.folder / POSTER)
    pace = _Speaking(task, film.duration, len(cues.cues))
    output = task.folder / f"film{task.asked['film']['suffix']}"
    report = narrate(film.path, cues, output, how, pace.tell, task.cancelled, task.networks, pace.planned)
    return _written(task, report, output.name)


class _Speaking:
    """Progress of a narration. By the length of its cues, whichever were spoken by an earlier run, so that it does not
    go back when the work goes on; the time left by those that are still to be spoken.
    """

    def __init__(self, task: Task, duration: float, cues: int):
        self.task, self.duration, self.cues = task, duration, cues
        settings = Settings.of(task.asked["settings"])
        self.music = SCORE * duration if settings.music != "off" else 0.0
        self.title, self.titled = (TITLE, TITLED) if settings.title_mode != "off" and settings.title else (0.0, 0.0)
        self.lengths: list[float] = []
        self.missing: list[float] = []
        spoken = sum(row["end"] - row["start"] for row in task.asked["cues"])
        self._expect(min(spoken, duration), min(spoken, duration))

    def planned(self, ready: Prepared) -> None:
        """What is to be spoken is known."""
        from media.artefacts import Takes

        takes = Takes(self.task.store.home / "takes")
        self.lengths = [placed.length for _, placed, _ in ready]
        self.missing = [0.0 if name in takes else placed.length for _, placed, name in ready]
        self._expect(sum(self.lengths), sum(self.missing))

    def tell(self, stage: str, done: float, detail: str) -> None:
        if stage != "speak" or not self.lengths:
            return self.task.tell(stage, done, "" if stage == "read" else detail)
        at = round(done * len(self.lengths))
        share = sum(self.lengths[:at]) / (sum(self.lengths) or 1)
        worked = sum(self.missing[:at]) / (sum(self.missing) or 1)
        return self.task.tell(stage, share, detail, worked)

    def _expect(self, speech: float, missing: float) -> None:
        from narrate import estimate

        rest, plan = estimate(0, self.duration), PLAN * self.cues
        stages = {"read": 0.5, "plan": plan, "title": self.title, "speak": estimate(speech, 0) - estimate(0, 0),
                  "score": self.music, "mix": rest * 0.6, "write": rest * 0.4 + self.titled}  # fmt: skip
        self.task.pace.expect(stages, stages | {"speak": estimate(missing, 0) - estimate(0, 0)})


def _written(task: Task, report: Report, film: str) -> dict[str, Any]:
    """The report and the subtitles, beside the film; what of it the job tells."""
    from media.subtitles import write_srt, write_vtt

    told = report.told()
    told["film"]["path"] = task.asked["film"]["name"]  # where things lie here is nobody's business
    told["output"]["output"] = film
    told["subtitles"]["path"] = task.asked["name"]
    for row in told["cues"]:
        row["id"] = task.asked["cues"][row["cue"] - 1]["id"]
    text = json.dumps(told, ensure_ascii=False, default=str, allow_nan=False)
    (task.folder / "report.json").write_text(text, encoding="utf-8")
    titled = report.mux.titled if report.mux else None
    card = titled.seconds if titled and titled.mode == "card" else 0.0
    shown = _shown(task.asked["cues"], card)
    (task.folder / "film.srt").write_text(write_srt(shown), encoding="utf-8")
    (task.folder / "film.vtt").write_text(write_vtt(shown), encoding="utf-8")
    files = {"film": film, "speech": "speech.flac", "original": "original.flac", "srt": "film.srt",
             "vtt": "film.vtt", "report": "report.json"} | _music(task.folder) | _poster(task.folder)  # fmt: skip
    pressed = sum(line.pressed for line in report.lines)
    warnings = told["warnings"] + ([titled.sentence()] if titled and titled.way != "spliced" else [])
    return {"files": files, "takes_spoken": report.spoken, "cues": len(report.lines), "pressed": pressed, "card": card,
            "duration": report.film.duration, "seconds": told["seconds"], "warnings": warnings}  # fmt: skip


def _music(folder: Path) -> dict[str, str]:
    """The music's files by what they are; of a long film, which has several scores, with their numbers."""
    kinds = {".flac": "music", ".mid": "midi", ".png": "plan"}
    found = sorted(folder.glob("music.*"))
    return {path.stem.replace("music", kinds[path.suffix]).replace(".", ""): path.name for path in found}


def _poster(folder: Path) -> dict[str, str]:
    """The title as a picture, where there is one."""
    return {"poster": POSTER} if (folder / POSTER).is_file() else {}


def _shown(rows: list[dict[str, Any]], card: float) -> list:
    """The cues as they were typed, later by a card's seconds."""
    from media.subtitles import Cue

    return [Cue(number, row["start"] + card, row["end"] + card, row["text"], row["speaker"] or None)
            for number, row in enumerate(rows, 1)]  # fmt: skip
