"""Films: from an upload to a ready film, the sample, parts of files, deletion, and nobody else's films."""

import shutil

import pytest
from sqlalchemy import delete, insert, select, update

from media.probe import probe
from server.db.tables import film, job, new_id, project, upload
from server.peaks import write_peaks, write_poster
from tests.media.films import draw
from tests.server.routes.test_uploads import upload as bring


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("films") / "film.mp4").read_bytes()


@pytest.fixture
def studio(app):
    return app.extensions["studio"]


@pytest.fixture
def mine(client, drawn):
    """The id of a film that waits for its check."""
    made = client.post("/api/films", json={"upload": bring(client, drawn, filename="여름.mp4")})
    assert made.status_code == 201
    return made.json["film"]["id"]


@pytest.fixture
def ready(studio, mine):
    """The same, checked."""
    found = probe(studio.store.source(mine, ".mp4"))
    write_peaks(found, studio.store.film(mine))
    write_poster(found, studio.store.film(mine))
    with studio.db.write() as connection:
        about = {"duration": found.duration, "has_sound": True}
        connection.execute(update(film).where(film.c.id == mine).values(state="ready", about=about))
    return mine


def get(client, path, **headers):
    """What is answered, its file closed."""
    with client.get(path, headers=headers) as response:
        response.data  # noqa: B018 (read before it is closed)
    return response


def rows(studio, table):
    with studio.db.read() as connection:
        return list(connection.execute(select(table)))


def test_a_complete_upload_becomes_a_film_that_is_checked(client, studio, drawn):
    one = bring(client, drawn, filename="여름.mp4")
    made = client.post("/api/films", json={"upload": one})
    told = made.json["film"]
    assert (made.status_code, made.location) == (201, f"/api/films/{told['id']}")
    assert (told["name"], told["state"], told["size"]) == ("여름.mp4", "checking", len(drawn))
    check = rows(studio, job)[0]
    assert (check.kind, check.asked, told["job"]) == ("check", {"film": told["id"]}, check.id)
    assert studio.store.source(told["id"], ".mp4").read_bytes() == drawn
    assert not studio.store.upload(one).exists() and rows(studio, upload) == []


def test_asked_twice_it_is_the_same_film(client, studio, drawn):
    one = bring(client, drawn)
    first, second = (client.post("/api/films", json={"upload": one}).json["film"] for _ in range(2))
    assert first["id"] == second["id"] and len(rows(studio, film)) == len(rows(studio, job)) == 1


def test_a_kill_between_rename_and_row_loses_nothing(client, studio, drawn, monkeypatch):
    one = bring(client, drawn)
    with monkeypatch.context() as patch:
        patch.setattr("server.films._add", lambda *_: 1 / 0)
        assert client.post("/api/films", json={"upload": one}).status_code == 500
    assert rows(studio, film) == []
    made = client.post("/api/films", json={"upload": one})
    assert made.status_code == 201
    assert studio.store.source(made.json["film"]["id"], ".mp4").read_bytes() == drawn


@pytest.mark.parametrize(("name", "suffix"), [("film.mkv", ".mkv"), ("film.mov", ".mov")])
def test_the_content_decides_what_a_film_is_not_its_name(client, studio, tmp_path, name, suffix):
    data = draw(tmp_path / name, audio=()).read_bytes()
    made = client.post("/api/films", json={"upload": bring(client, data, filename="x.avi")}).json["film"]
    assert studio.store.source(made["id"], suffix).exists()


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7 ...", "a PDF"), (b"#EXTM3U\n", "a playlist"), (b"ffconcat version 1.0\nfile /etc/passwd\n", "list")],
)
def test_what_is_no_film_is_refused_with_a_sentence(client, studio, data, what):
    refused = client.post("/api/films", json={"upload": bring(client, data, filename="film.mp4")})
    assert (refused.status_code, refused.json["error"]["code"]) == (422, "not-a-film")
    assert (
        refused.json["error"]["message"].startswith("film.mp4 is not a film")
        and what in refused.json["error"]["message"]
    )
    assert rows(studio, film) == []


def test_an_unfinished_upload_is_no_film(client, drawn):
    from tests.server.routes.test_uploads import create

    refused = client.post("/api/films", json={"upload": create(client, 10).json["upload"]["id"]})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "incomplete")


def test_a_recording_is_no_film(client, drawn):
    assert client.post("/api/films", json={"upload": bring(client, drawn, kind="recording")}).status_code == 404


@pytest.mark.parametrize("id", ["0" * 32, "x", "../../etc/passwd", "", "%2e%2e"])
def test_there_is_no_film_of_an_upload_that_is_not_there(client, id):
    assert client.post("/api/films", json={"upload": id}).status_code == 404


def test_the_list_shows_the_newest_first(client, drawn):
    ids = [client.post("/api/films", json={"upload": bring(client, drawn)}).json["film"]["id"] for _ in range(2)]
    assert [one["id"] for one in client.get("/api/films").json["films"]] == ids[::-1]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_sample_is_a_film_and_a_project_with_cues(client, studio, language):
    made = client.post("/api/films/sample", json={"language": language})
    assert made.status_code == 201 and made.json["film"]["state"] == "checking"
    cues = client.get(f"/api/projects/{made.json['project']['id']}/cues").json["cues"]
    assert len(cues) > 8 and ("종이배" in cues[0]["text"]) == (language == "ko")
    assert probe(studio.store.source(made.json["film"]["id"], ".mp4")).duration > 30


def test_the_sample_is_there_once_with_what_was_made_of_it(client, studio):
    first = client.post("/api/films/sample", json={"language": "en"}).json
    client.post("/api/films/sample", json={"language": "ko"})
    assert client.post("/api/films/sample", json={"language": "en"}).json["project"] == first["project"]
    assert len(rows(studio, film)) == 1 and len(rows(studio, project)) == 2


def test_everybody_has_a_sample_of_their_own(client, stranger):
    ids = {one.post("/api/films/sample", json={}).json["film"]["id"] for one in (client, stranger)}
    assert len(ids) == 2


def test_a_ready_film_tells_what_it_is(client, ready):
    told = client.get(f"/api/films/{ready}").json["film"]
    assert told["state"] == "ready" and told["duration"] == pytest.approx(2, abs=0.1) and told["projects"] == 0


def test_a_refused_film_tells_why(client, studio, mine):
    with studio.db.write() as connection:
        connection.execute(update(film).where(film.c.id == mine).values(state="refused", verdict="It is empty."))
    assert client.get(f"/api/films/{mine}").json["film"]["verdict"] == "It is empty."


def test_the_video_is_given_whole_and_in_parts(client, mine, drawn):
    whole = get(client, f"/api/films/{mine}/video")
    assert whole.data == drawn and whole.mimetype == "video/mp4" and whole.headers["Accept-Ranges"] == "bytes"
    part = get(client, f"/api/films/{mine}/video", **{"Range": "bytes=10-19"})
    assert (part.status_code, part.data) == (206, drawn[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(drawn)}"
    assert get(client, f"/api/films/{mine}/video", **{"Range": f"bytes={len(drawn)}-"}).status_code == 416
    again = get(client, f"/api/films/{mine}/video", **{"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_a_film_opened_by_itself_may_do_nothing(client, mine):
    response = get(client, f"/api/films/{mine}/video")
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_peaks_are_given_in_parts(client, studio, ready):
    data = (studio.store.film(ready) / "peaks-256.bin").read_bytes()
    assert get(client, f"/api/films/{ready}/peaks/256").data == data
    assert get(client, f"/api/films/{ready}/peaks/256", **{"Range": "bytes=0-3"}).data == data[:4]
    assert len(get(client, f"/api/films/{ready}/peaks/1024").data) < len(data)
    assert get(client, f"/api/films/{ready}/peaks/512").status_code == 404


def test_what_is_being_made_is_not_there_yet(client, mine):
    for part in ("peaks/256", "poster"):
        assert get(client, f"/api/films/{mine}/{part}").status_code == 204


def test_the_poster_is_a_picture(client, ready):
    assert get(client, f"/api/films/{ready}/poster").data.startswith(b"\xff\xd8")


def test_a_deleted_film_takes_everything_with_it(client, studio, ready):
    made = client.post("/api/projects", json={"film": ready}).json["project"]
    with studio.db.write() as connection:
        narration = {"id": new_id(), "owner": rows(studio, film)[0].owner, "project": made["id"], "kind": "narration"}
        connection.execute(insert(job).values(**narration, state="done", asked={}, created=0))
    result = studio.store.result(narration["id"])
    result.mkdir(parents=True)
    (result / "film.mp4").write_bytes(b"x")
    assert client.delete(f"/api/films/{ready}").status_code == 204
    assert not result.exists() and not studio.store.film(ready).exists()
    assert rows(studio, film) == rows(studio, project) == rows(studio, job) == []
    assert client.get(f"/api/films/{ready}").status_code == 404


def test_a_film_that_is_being_narrated_is_not_deleted(client, studio, ready):
    with studio.db.write() as connection:
        making = {"owner": rows(studio, film)[0].owner, "film": ready, "kind": "narration", "asked": {}, "created": 0}
        connection.execute(insert(job).values(**making, state="running"))
    refused = client.delete(f"/api/films/{ready}")
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "film-busy")
    assert client.get(f"/api/films/{ready}").status_code == 200


def test_a_deleted_film_gives_its_room_back(client, ready, drawn):
    assert client.get("/api/uploads").json["limits"]["used"] == len(drawn)
    client.delete(f"/api/films/{ready}")
    assert client.get("/api/uploads").json["limits"]["used"] == 0


PARTS = ("", "/video", "/peaks/256", "/poster")


def test_others_see_no_film(stranger, ready):
    for part in PARTS:
        assert stranger.get(f"/api/films/{ready}{part}").status_code == 404
    assert stranger.delete(f"/api/films/{ready}").status_code == 404
    assert stranger.get("/api/films").json["films"] == []


def test_others_cannot_make_a_film_of_my_upload(client, stranger, drawn):
    one = bring(client, drawn)
    assert stranger.post("/api/films", json={"upload": one}).status_code == 404
    assert client.post("/api/films", json={"upload": one}).status_code == 201
    assert stranger.post("/api/films", json={"upload": one}).status_code == 404


def test_nobody_sees_nothing(anonymous, ready):
    for part in PARTS:
        assert anonymous.get(f"/api/films/{ready}{part}").status_code == 401
    for path in ("/api/films", "/api/films/sample"):
        assert anonymous.post(path, json={}).status_code == 401
    assert anonymous.delete(f"/api/films/{ready}").status_code == 401


def test_a_folder_that_is_gone_is_404_and_not_an_error(client, studio, ready):
    shutil.rmtree(studio.store.film(ready))
    for part in PARTS[1:]:
        assert client.get(f"/api/films/{ready}{part}").status_code == 404
    with studio.db.write() as connection:
        connection.execute(delete(film))
