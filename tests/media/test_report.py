"""What a person and a program are told about every cue."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from media.mix import MixReport
from media.probe import Film
from media.report import ADVICE, Line, Report, advice, clock, table
from media.subtitles import Cue, Import
from media.timeline import Placement, plan

CUES = (Cue(1, 0.0, 2.0, "The sea was quiet."), Cue(2, 2.0, 4.0, "Somebody had to go down and look at it.", "ANNA"))


def report(natural: list[float], film_end: float = 6.0, **more: object) -> Report:
    placed = plan(CUES, natural, film_end)
    lines = tuple(Line(cue, p, f"take{cue.number}") for cue, p in zip(CUES, placed, strict=True))
    found = Import(Path("film.srt"), "srt", "utf-8", "valid UTF-8", CUES, (), 2)
    return Report(Film(Path("film.mp4"), "mp4", film_end, ()), found, lines, **more)


def written(made: Report, path: Path) -> dict:
    def no_such_number(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    made.write(path)
    return json.loads(path.read_text(encoding="utf-8"), parse_constant=no_such_number)


def test_a_line_holds_the_cue_its_place_and_its_take(tmp_path):
    told = written(report([1.0, 1.5]), tmp_path / "r.json")
    assert told["cues"][1] == {
        "cue": 2, "text": CUES[1].text, "speaker": "ANNA", "slot_start": 2.0, "slot_end": 6.0, "natural": 1.5,
        "start": 2.0, "length": 1.5, "rate": 1.0, "late": 0.0, "overflow": 0.0, "status": "fits", "take": "take2",
        "voice": "",
    }  # fmt: skip
    assert told["subtitles"]["cues"] == 2 and told["film"]["path"] == "film.mp4" and told["mix"] is None
    assert [path.name for path in tmp_path.iterdir()] == ["r.json"]


def test_a_silent_mix_is_still_json(tmp_path):
    silent = MixReport(288_000, float("-inf"), float("-inf"), 0.0, 0.0, 0.0)
    told = written(report([1.0, 1.0], mix=silent), tmp_path / "r.json")
    assert told["mix"]["loudness"] is None and told["mix"]["frames"] == 288_000


def test_what_fits_needs_no_advice():
    assert report([1.0, 1.0]).sentences() == ["2 of 2 cues fit at an easy pace."]


@pytest.mark.parametrize(
    ("natural", "words"),
    [
        ([1.0, 5.5], "Somebody had to go down and look at it.”) had to be spoken 1.38x as fast: 2 words less"),
        ([3.6, 1.0], "Cue 2 at 0:02.0 (“Somebody had to go down and look at it.”) sounds 0.4 s late"),
        ([1.0, 9.0], "is 2.0 s too long even at 1.50x: 5 words less would fit, or give it more time."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_with_what_to_do(natural, words):
    assert any(words in sentence for sentence in report(natural).sentences())


def test_a_cue_that_waits_for_one_it_overlaps_is_late_for_its_viewers():
    cues = (Cue(1, 0.0, 4.0, "The sea was quiet."), Cue(2, 0.5, 4.0, "Too quiet."))
    first, second = (Line(cue, placed) for cue, placed in zip(cues, plan(cues, [2.0, 1.0], 6.0), strict=True))
    assert second.placed.late == 0 and second.late == pytest.approx(first.placed.end - 0.5)
    assert second.pressed and not first.pressed
    assert second.told()["late"] == round(second.late, 3)
    assert "Cue 2 at 0:00.5 (“Too quiet.”) sounds" in advice(second) and "overlaps" in advice(second)


def test_only_the_worst_cues_are_spelled_out():
    bad = Line(Cue(1, 0.0, 1.0, "Too much to say."), Placement(1, 0.0, 1.0, 3.0, 0.0, 2.0, 1.5, 0.0, "overflow", 1.0))
    said = Report(Film(Path("f"), "mp4", 9.0, ()), report([1, 1]).subtitles, (bad,) * (ADVICE + 3)).sentences()
    assert len(said) == ADVICE + 2 and said[1] == advice(bad) and said[-1].startswith("… and 3 more")


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00.0"), (75.2, "1:15.2"), (59.96, "1:00.0"), (3725.04, "1:02:05.0")]
)
def test_a_clock_has_hours_only_where_there_are_any(seconds, shown):
    assert clock(seconds) == shown


def test_what_could_not_be_done_comes_first(tmp_path):
    made = report([1.0, 1.0], warnings=("No cue is labelled BEN.",))
    assert made.sentences()[0] == "No cue is labelled BEN."
    assert written(made, tmp_path / "r.json")["warnings"] == ["No cue is labelled BEN."]


def test_the_table_names_the_voices_where_there_are_several():
    lines = report([1.0, 1.0]).lines
    assert "voice" not in table(lines)[0]
    rows = table((lines[0], replace(lines[1], voice="mina")))
    assert rows[0].endswith("status, voice") and rows[2].endswith("fits, mina")


def test_the_table_has_a_row_per_cue():
    rows = table(report([3.6, 1.0]).lines)
    assert len(rows) == 3 and "late +0.4 s" in rows[2]
