import io
import time
from pathlib import Path

import pytest
from sqlalchemy import insert

from server.db.tables import film, new_id

DEMO = Path(__file__).parents[3] / "demo"


@pytest.fixture
def here(app, client, me):
    """The address of a project."""
    id = new_id()
    row = {
        "id": id,
        "owner": me,
        "name": "f.mp4",
        "suffix": ".mp4",
        "size": 3,
        "state": "ready",
        "created": time.time(),
    }
    with app.extensions["studio"].db.write() as connection:
        connection.execute(insert(film).values(**row, about={"duration": 54.0}))
    return "/api/projects/" + client.post("/api/projects", json={"film": id, "name": "바다"}).json["project"]["id"]


def a_cue(id="c1", start=1.0, end=2.0, text="Hello.", **more):
    return {"id": id, "start": start, "end": end, "text": text, **more}


def changed(client, here, base, *changes):
    return client.patch(f"{here}/cues", json={"base": base, "changes": list(changes)})


def brought(client, here, data, name="film.srt", **fields):
    return client.post(f"{here}/import", data={"file": (io.BytesIO(data), name), **fields})


def test_changes_are_answered_with_all_that_is_new_to_the_client(client, here):
    changed(client, here, 0, a_cue("c1"), a_cue("c2", 3.0, 4.0))
    changed(client, here, 1, a_cue("c1", text="Theirs."))
    answer = changed(client, here, 1, a_cue("c2", 3.0, 4.0, "Mine."))
    assert answer.json["version"] == 3
    assert {cue["id"]: cue["text"] for cue in answer.json["cues"]} == {"c1": "Theirs.", "c2": "Mine."}


def test_a_conflict_shows_the_cues_as_they_are(client, here):
    changed(client, here, 0, a_cue())
    changed(client, here, 1, a_cue(text="Theirs."))
    answer = changed(client, here, 1, a_cue(text="Mine."))
    assert answer.status_code == 409 and answer.json["error"]["code"] == "conflict"
    assert [cue["text"] for cue in answer.json["error"]["conflicts"]] == ["Theirs."]
    assert answer.json["error"]["version"] == 2


def test_a_cue_that_cannot_be_is_named(client, here):
    answer = changed(client, here, 0, a_cue(end=0.5))
    assert answer.status_code == 400
    assert answer.json["error"]["cue"] == "c1" and "end after it begins" in answer.json["error"]["message"]


@pytest.mark.parametrize("body", [{}, {"base": 0}, {"base": "0", "changes": []}, {"base": 0, "changes": {}}])
def test_a_body_that_is_none_is_refused(client, here, body):
    assert client.patch(f"{here}/cues", json=body).status_code == 400


def test_three_thousand_long_cues_are_taken(client, here):
    changes = [a_cue(f"c{n}", n, n + 0.9, "가" * 1000) for n in range(3000)]
    assert changed(client, here, 0, *changes).status_code == 200
    assert len(client.get(f"{here}/cues").json["cues"]) == 3000


def test_what_is_new_since_a_version(client, here):
    changed(client, here, 0, a_cue("c1"), a_cue("c2"))
    changed(client, here, 1, {"id": "c1", "gone": True})
    assert client.get(f"{here}/cues?since=1").json == {"version": 2, "cues": [{"id": "c1", "version": 2, "gone": True}]}
    assert client.get(f"{here}/cues?since=2").json == {"version": 2, "cues": []}
    assert client.get(f"{here}/cues?since=x").status_code == 400


def test_an_import_is_shown_before_it_is_taken(client, here):
    data = (DEMO / "film.ko.srt").read_text(encoding="utf-8").encode("cp949")
    found = brought(client, here, data, "../../영화.srt").json
    assert found["name"] == "영화.srt" and found["encoding"] == "cp949" and len(found["cues"]) == 5
    assert client.get(f"{here}/cues").json["cues"] == []
    taken = brought(client, here, data, apply="replace", encoding="cp949").json
    assert len(taken["cues"]) == taken["read"] == 15 and taken["version"] == 1


def test_why_a_file_is_read_in_its_encoding_is_said_in_korean(client, here):
    file = {"file": (io.BytesIO((DEMO / "film.ko.srt").read_text(encoding="utf-8").encode("cp949")), "film.srt")}
    found = client.post(f"{here}/import", data=file, headers={"Accept-Language": "ko"}).json
    assert found["reason"] == "자주 쓰는 한글로 읽혀요"


def test_an_import_replaces_or_adds(client, here):
    changed(client, here, 0, a_cue())
    data = (DEMO / "film.en.srt").read_bytes()
    assert len(brought(client, here, data, apply="add").json["cues"]) == 15
    assert len(client.get(f"{here}/cues").json["cues"]) == 16
    brought(client, here, data, apply="replace")
    assert len(client.get(f"{here}/cues").json["cues"]) == 15


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04....", b"no subtitles"], ids=["empty", "zip", "text"])
def test_what_are_no_subtitles_is_said_by_name(client, here, data):
    answer = brought(client, here, data, "my film.srt")
    assert answer.status_code == 422 and answer.json["error"]["message"].startswith("my film.srt: ")


def test_an_import_without_a_file_is_refused(client, here):
    assert client.post(f"{here}/import", data={}).status_code == 400
    assert brought(client, here, b"x", apply="perhaps").status_code == 400


def test_a_file_larger_than_any_subtitles_is_refused(client, here, monkeypatch):
    monkeypatch.setattr("server.subtitles.LARGEST", 1000)
    assert brought(client, here, b" " * 1001).status_code == 413
    assert brought(client, here, b" " * 102_000).status_code == 413


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_was_not_changed_is_exported_as_it_came(client, here, language):
    data = (DEMO / f"film.{language}.srt").read_bytes()
    brought(client, here, data, apply="replace")
    answer = client.get(f"{here}/export.srt")
    assert answer.text.strip() == data.decode().strip()
    assert "filename*=UTF-8''%EB%B0%94%EB%8B%A4.srt" in answer.headers["Content-Disposition"]


def test_webvtt_is_exported_too(client, here):
    changed(client, here, 0, a_cue(speaker="Anna"))
    answer = client.get(f"{here}/export.vtt")
    assert answer.content_type == "text/vtt; charset=utf-8"
    assert answer.text == "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Anna>Hello.\n"
    assert client.get(f"{here}/export.exe").status_code == 404


def test_how_the_cues_will_fit(client, here):
    long = "A sentence that is far too long for one second of film, by any voice."
    cues = (
        a_cue(text=long),
        a_cue("c2", 2.0, 3.0, "More."),
        a_cue("c3", 9.0, 12.0, "Fine."),
        a_cue("c4", 20, 21, "[sea]"),
    )
    changed(client, here, 0, *cues)
    told = {cue["id"]: cue for cue in client.get(f"{here}/fit").json["cues"]}
    assert told["c1"]["needed"] > 1.5 and not told["c1"]["known"]
    assert told["c3"]["status"] == "fits" and "c4" not in told


def test_known_lengths_are_used(app, client, here):
    from media.artefacts import Lengths, key
    from server.lengths import _networks
    from synth.speech.speech import Speech
    from synth.voice.samples import sample_voice

    home = app.extensions["studio"].config.home
    speech = Speech(sample_voice(), _networks(home / "cache"))
    with Lengths(home / "lengths.sqlite") as lengths:
        made_of = key(text="Hello.", language="en", voice=speech.version, rate=1.0)
        lengths.put(f"{speech.voice.id}/{made_of}", 1.25)
    changed(client, here, 0, a_cue())
    (told,) = client.get(f"{here}/fit").json["cues"]
    assert told["known"] and told["natural"] == 1.25


def test_a_project_without_cues_fits(client, here):
    assert client.get(f"{here}/fit").json == {"version": 0, "cues": []}
