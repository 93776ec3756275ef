"""Whatever the engine can say to somebody who reads Korean is said in Korean, with all that it tells."""

from __future__ import annotations

import errno
import os
import re
import string
import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from console.errors import STATUS
from media import report
from media.mux import _sentence as refusal_to_write
from media.signature import OTHERS
from media.subtitles import Cue
from media.timeline import Placement
from server.db.tables import job
from server.jobs import run, sweep
from server.jobs.queue import enqueue, job_json
from server.told import FOLDER, told, translated
from synth.voice.casting import Casting
from tests.server.korean import HANGUL, in_korean
from tests.server.sentences import ROOT, Sentence, sentences

ERRORS = {name.rpartition(".")[2]: 0 for name in STATUS if name.startswith(("media.", "synth."))}
SAID = ERRORS | {"TooLong": 0, "JobError": 0, "CueError": 1, "SettingsError": 1, "Note": 2}
UNSEEN = {  # what cannot reach a page
    "synth/hub/": "models by name are for the command line: server/settings.py refuses hf:",
    "synth/image/diffusion/": "so are those that paint",
    "synth/music/hub.py": "so are those that play",
    "synth/speech/pretrained.py": "so is somebody else's vocoder",
    "synth/speech/networks.py: There is no vocoder": "so is somebody else's vocoder",
    "synth/voice/casting.py": "reads what is written on the command line; the studio makes a Casting itself",
}
ROWS = [
    tuple(line.split("\t"))
    for line in (FOLDER / "ko" / "engine.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@cache
def spoken_by_errors() -> list[tuple[str, Sentence]]:
    files = [*ROOT.glob("media/**/*.py"), *ROOT.glob("synth/**/*.py"), ROOT / "narrate.py",
             *ROOT.glob("server/jobs/**/*.py"), ROOT / "server/cues.py", ROOT / "server/settings.py"]  # fmt: skip
    paths = sorted(path.relative_to(ROOT) for path in files if not path.name.endswith("_child.py"))
    every = [(path.as_posix(), said) for path in paths for said in sentences(path, SAID)]
    every = [(path, said) for path, said in every if re.search(r"[A-Za-z]", said.words)]  # the others pass one on
    return [(path, said) for path, said in every if not f"{path}: {said.words}".startswith(tuple(UNSEEN))]


@cache
def spoken_of_recordings() -> list[tuple[str, Sentence]]:
    path = Path("synth/voice/findings.py")
    return [(path.as_posix(), said) for place in (2, 3) for said in sentences(path, {"Finding": place})]


def as_told(path: str, said: Sentence) -> str:
    """What is the end of a sentence, with its beginning."""
    if path == "media/signature.py" or (path == "media/probe.py" and not said.text.endswith(".")):
        return f"film.mp4 {said.text}."
    if path == "media/verify.py" and not said.text.endswith("."):
        return f"The narrated film was not kept: {said.text}; try .mkv as the output's ending."
    return said.text


@pytest.mark.parametrize("path, said", [*spoken_by_errors(), *spoken_of_recordings()])
def test_what_can_be_said_is_said_in_korean_with_all_its_values(path, said):
    korean = in_korean(as_told(path, said))
    assert all(value in korean for value in said.values), korean


def test_there_is_much_to_say():
    assert len(spoken_by_errors()) > 120 and len(spoken_of_recordings()) > 25
    assert {"NotAFilm", "MuxError", "SpeechError", "VoiceError"} <= set(ERRORS)


@pytest.mark.parametrize("sentence", [run.FULL, run.UNFORESEEN, sweep.DIED])
def test_what_jobs_end_with(sentence):
    in_korean(sentence)


def test_a_sentence_and_advice_are_translated_together():
    for path, said in spoken_of_recordings():
        korean = in_korean(f"{said.text} Nothing to do: it is removed.")
        assert korean.endswith("그대로 두어도 돼요."), path


def test_what_lies_inside_is_translated_too():
    inner = "There is nothing to say in '…': it holds no letter or number that can be read aloud."
    assert in_korean(f"바다, cue 12: {inner}") == "바다, 자막 12번: '…'에는 소리 내어 읽을 글자나 숫자가 없어요."


OTHER = {what for _, what in OTHERS} | {"a text file", "data of a kind it does not know"}


@pytest.mark.parametrize("what", sorted(OTHER))
def test_what_a_file_is_instead_of_a_film(what):
    korean = in_korean(f"a.mp4 is not a film but {what}: Narrascore reads mp4, mov, mkv and webm.")
    assert what not in korean


@pytest.mark.parametrize("number", ["ENOSPC", "EDQUOT", "EFBIG", "EACCES", "EPERM", "EROFS", "EIO", "EMFILE", "ESTALE"])
def test_why_a_file_cannot_be_written(number):
    code = getattr(errno, number)
    korean = in_korean(refusal_to_write(OSError(code, os.strerror(code)), Path("/films/sea.mp4")))
    assert "sea.mp4" in korean and os.strerror(code) not in korean
    assert os.strerror(code) not in in_korean(f"sea.mp4 cannot be read: {os.strerror(code)}.")


def test_what_libraries_say_of_damage():
    from av.error import FFmpegError, InvalidDataError

    assert issubclass(InvalidDataError, FFmpegError)
    korean = in_korean("a.mp4 is damaged (Invalid data found when processing input): copy or export it again.")
    assert "Invalid" not in korean
    assert "(1094)" in in_korean("a.mp4 is damaged (1094): copy or export it again.")  # a reason without a row stays


def line(**changed) -> report.Line:
    values = {"cue": 3, "slot_start": 12.0, "slot_end": 14.0, "natural": 4.0, "start": 12.0, "length": 2.5, "rate": 1.5,
              "late": 0.0, "status": "overflow", "overflow": 0.5}  # fmt: skip
    return report.Line(Cue(3, 12.0, 14.0, "Six words (or so), and more: these."), Placement(**values | changed))


@pytest.mark.parametrize(
    "changed",
    [{}, {"natural": 2.2, "slot_end": 14.1}, {"slot_end": 12.0}, {"status": "late", "start": 12.4},
     {"status": "fits", "start": 14.0}, {"status": "marked"}, {"status": "marked", "slot_end": 12.0}],
)  # fmt: skip
def test_how_a_cue_fits(changed):
    english = report.advice(line(**changed))
    korean = in_korean(english)
    assert "“Six words" in korean and "0:12.0" in korean and "3번" in korean


def test_who_has_nothing_to_say():
    for speakers in ([], ["BEN", "MR. TOM"]):
        (english,) = Casting("", {"ANNA": "mina"}).unheard(speakers)
        assert all(name in in_korean(english) for name in ["ANNA", "mina", *speakers])


@pytest.mark.parametrize(
    "sentence",
    ["3 of 5 cues fit at an easy pace.", "… and 7 more.",
     "The end of the film cuts off the words of cue 3, 4: shorten it, or start it sooner.",
     "The film's own sound was set -3.2 dB to reach the loudness asked for.",
     "sea.mp4: 0:40.0, -16.0 LUFS, peak -1.0 dBTP; 6 takes spoken, 2 found; 9.5 s of work."],
)  # fmt: skip
def test_what_a_report_says(sentence):
    korean = in_korean(sentence)
    assert sorted(re.findall(r"\d+", sentence)) == sorted(re.findall(r"\d+", korean))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:50])
def test_a_row_is_whole(row):
    english, korean = row
    names = set(re.findall(r"\{(\w+)\}", english))
    assert {name for _, name, _, _ in string.Formatter().parse(korean) if name} == names
    left = re.sub(r"\{\w+(?::told)?\}", "", korean)
    assert HANGUL.search(left) or not re.search(r"\w", left)
    assert not english.endswith(".") or korean.endswith((".", "?", "}"))


@pytest.mark.parametrize("row", [row for row in ROWS if row[0][0] != "~"], ids=lambda row: row[0][:50])
def test_no_row_takes_what_is_another_s(row):
    english, korean = row
    values = {name: f"«{name}»" for name in re.findall(r"\{(\w+)\}", english)}
    said = translated(english.format(**values), "ko")
    assert said == re.sub(r"\{(\w+)(?::told)?\}", lambda found: values[found[1]], korean)


def test_rows_are_there_once():
    every = [re.sub(r"\{\w+\}", "{}", english) for english, _ in ROWS]
    assert sorted({row for row in every if every.count(row) > 1}) == []


@settings(deadline=None)
@given(st.text(alphabet=string.ascii_letters + " .,:;()'\"“”{}\n%가나", min_size=1, max_size=60))
def test_what_is_put_in_is_kept(name):
    korean = translated(f"{name} has no sound: record or export it again, with sound.", "ko")
    assert korean == f"{name} 파일에 소리가 없어요. 소리를 넣어 다시 녹음하거나 내보내 주세요."


@settings(deadline=None)
@given(st.text())
def test_what_nobody_knows_stays_as_it_is(text):
    assert translated(f"§{text}", "ko") == f"§{text}"


@pytest.mark.parametrize(
    "sentence",
    ["", "This is this or that.", "Nobody said so; so be it, and so on.", "film", "3 copied", "아직 없어요.",
     "The recording is silent. Nobody knows why."],
)  # fmt: skip
def test_an_unknown_sentence_is_given_back(sentence):
    assert translated(sentence, "ko") == sentence


def test_other_languages_are_given_the_english():
    assert translated("The recording is silent.", "en") == "The recording is silent."


def test_outside_of_a_request_it_is_english():
    assert told("The recording is silent.") == "The recording is silent."


def test_a_request_in_korean_is_answered_in_korean(app):
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        assert told("The recording is silent.") == "녹음에 소리가 없어요."


def test_what_a_job_made_is_told_in_korean(app, me):
    with app.extensions["studio"].db.write() as connection:
        id = enqueue(connection, owner=me, kind="narration", asked={})
        result = {
            "warnings": Casting("", {"ANNA": "mina"}).unheard([]),
            "verdict": "The recording is silent.",
            "cues": 3,
        }
        connection.execute(update(job).where(job.c.id == id).values(result=result, error=run.FULL))
        row = connection.execute(select(job).where(job.c.id == id)).one()
        with app.test_request_context(headers={"Accept-Language": "ko"}):
            made = job_json(connection, row)
    assert (
        made["result"]["warnings"][0].startswith("ANNA 화자") and made["result"]["verdict"] == "녹음에 소리가 없어요."
    )
    assert made["result"]["cues"] == 3 and made["error"].startswith("스튜디오의 저장 공간")


def test_it_is_fast():
    translated("", "ko")
    began = time.process_time()
    for i in range(500):
        translated(f"film{i}.mp4 is cut short: {i} of 4,000 bytes are there; copy it again.", "ko")
        translated(f"Nothing knows this sentence, which has the number {i}; it is asked for. So it goes.", "ko")
    assert time.process_time() - began < 0.3
