"""Voices over the API: a gallery of one's own, recordings checked, consent, cloning, deletion."""

import io
import time
from types import SimpleNamespace
from urllib.parse import quote

import numpy as np
import pytest
import soundfile
from sqlalchemy import insert, select

from server.db.tables import film, job, new_id, project, step, upload
from server.jobs.pace import Pace
from server.jobs.run import run_step
from server.uploads import Uploads
from synth.speech.mel import SAMPLE_RATE
from synth.voice.samples import NAMES
from synth.voice.scripts import SCRIPTS
from tests.server.spoken import read_aloud, write

AGREED = {"statement": "This is my own voice and I agree that it is used to narrate my videos."}


@pytest.fixture(autouse=True)
def home(app, monkeypatch):
    """Workers, and what forgets, find the folder by the environment."""
    monkeypatch.setenv("NARRASCORE_HOME", str(app.extensions["studio"].config.home))


@pytest.fixture
def bring(app, me, tmp_path):
    """Uploads a recording as somebody; its id."""

    def bring(audio, owner=me, name="mine.wav", kind="recording"):
        studio = app.extensions["studio"]
        content = write(tmp_path / name, audio).read_bytes()
        uploads = Uploads(studio.db, studio.store)
        made = uploads.create(owner, kind, name, len(content))
        uploads.append(owner, made.id, 0, io.BytesIO(content))
        return made.id

    return bring


@pytest.fixture
def sentences(bring):
    return [bring(read_aloud(text), name=f"{n}.wav") for n, text in enumerate(SCRIPTS["en"][:3], 1)]


def post(client, path, **json):
    return client.post(path, json=json)


def fetch(client, path, **headers):
    """A file: its response, read and closed."""
    with client.get(path, headers=headers) as response:
        response.get_data()
        return response


def error(response):
    return response.status_code, response.json["error"]["code"]


def work(app):
    """What a worker does: all steps that wait."""
    studio = app.extensions["studio"]
    with studio.db.read() as connection:
        ids = list(connection.execute(select(step.c.id).where(step.c.state == "ready")).scalars())
    return [run_step(studio.db, studio.store, id) for id in ids]


def make(app, client, recordings, name="mina", **more):
    response = post(client, "/api/voices", name=name, recordings=recordings, consent=AGREED, **more)
    assert response.status_code == 202, response.json
    assert work(app) == ["done"]
    return client.get(response.headers["Location"]).json["job"] if "jobs" in app.blueprints else response.json["job"]


def test_the_samples_are_there_and_can_be_heard(client):
    voices = client.get("/api/voices").json["voices"]
    assert [voice["name"] for voice in voices] == list(NAMES) and not any(voice["own"] for voice in voices)
    for voice in voices:
        assert set(voice["previews"]) == {"en", "ko"} and voice["origin"]
        for language, address in voice["previews"].items():
            heard = fetch(client, address)
            assert heard.status_code == 200 and heard.mimetype == "audio/flac", (voice, language)
            assert soundfile.info(io.BytesIO(heard.data)).duration > 1


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_pages_show_every_sample(client, language):
    page = client.get("/voices", headers={"Accept-Language": language}).text
    assert all(f'data-voice="{name}"' in page for name in NAMES) and "data-delete" not in page
    assert ("a calm woman" in page) == (language == "en") and ("차분한 여자 목소리" in page) == (language == "ko")
    assert client.get("/voices/new", headers={"Accept-Language": language}).status_code == 200


def test_a_preview_is_sent_in_parts_and_only_when_it_changed(client):
    address = client.get("/api/voices").json["voices"][0]["previews"]["en"]
    part = fetch(client, address, Range="bytes=0-3")
    assert part.status_code == 206 and part.data == b"fLaC"
    assert fetch(client, address, **{"If-None-Match": part.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/api/voices/nobody/preview/en", "/api/voices/nari/preview/fr",
                                  "/api/voices/..%2Fnari/preview/en", "/api/voices/nari/consent",
                                  "/api/voices/nobody/used"])  # fmt: skip
def test_what_is_not_there_is_missing(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_script_comes_with_a_statement(client, language):
    told = client.get(f"/api/voices/script?language={language}").json
    assert told["sentences"] == list(SCRIPTS[language]) and set(told["consent"]) == {"statement", "number", "token"}
    assert client.get("/api/voices/script?language=fr").status_code == 400


def test_a_recording_is_checked(client, bring, sentences):
    told = post(client, "/api/voices/check", recordings=sentences).json
    assert told["verdict"] in ("ok", "warn") and told["levels"]["speech"] > 8
    silent = post(client, "/api/voices/check", recording=bring(np.zeros(SAMPLE_RATE * 8))).json
    assert silent["verdict"] == "refuse" and silent["findings"][0]["code"] == "silent"


def test_what_is_no_recording_is_refused_by_its_own_name(client, app, me):
    studio = app.extensions["studio"]
    uploads = Uploads(studio.db, studio.store)
    made = uploads.create(me, "recording", "letter.doc", 4000)
    uploads.append(me, made.id, 0, io.BytesIO(b"word" * 1000))
    response = post(client, "/api/voices/check", recording=made.id)
    assert error(response) == (422, "recording-error")
    assert response.json["error"]["message"].startswith("letter.doc") and made.id not in response.text


def test_only_ones_own_complete_recordings_count(client, stranger, bring, app, me):
    mine = bring(np.zeros(SAMPLE_RATE))
    assert error(post(stranger, "/api/voices/check", recording=mine)) == (404, "upload-missing")
    assert error(post(client, "/api/voices/check", recording="0" * 32)) == (404, "upload-missing")
    assert error(post(client, "/api/voices/check", recording="../../etc/passwd")) == (404, "upload-missing")
    assert error(post(client, "/api/voices/check", recording=bring(np.zeros(9), kind="film"))) == (
        404,
        "upload-missing",
    )
    studio = app.extensions["studio"]
    half = Uploads(studio.db, studio.store).create(me, "recording", "half.wav", 100)
    assert error(post(client, "/api/voices/check", recording=half.id)) == (409, "incomplete")


@pytest.mark.parametrize("given", [[], [3], ["0" * 32] * 41])
def test_recordings_are_a_short_list_of_ids(client, given):
    response = post(client, "/api/voices", name="mina", recordings=given, consent=AGREED)
    assert error(response) == (400, "bad-request")


def test_who_is_not_signed_in_hears_nothing(anonymous):
    for path in ("/api/voices", "/api/voices/script", "/api/voices/nari/preview/en"):
        assert anonymous.get(path).status_code == 401
    assert post(anonymous, "/api/voices", name="mina").status_code == 401
    assert anonymous.delete("/api/voices/mina").status_code == 401
    assert anonymous.get("/voices").status_code == 302


def test_a_voice_is_made_heard_and_deleted_with_all_it_has_said(app, client, sentences):
    make(app, client, sentences)
    voice = client.get("/api/voices").json["voices"][0]
    assert (voice["name"], voice["kind"], voice["own"], voice["damage"]) == ("mina", "instant", True, False)
    assert set(voice["previews"]) == {"en", "ko"} and 0 < voice["figures"]["likeness"] <= 1
    assert voice["consent"]["statement"] == AGREED["statement"] and voice["consent"]["spoken"] is None
    assert fetch(client, voice["previews"]["ko"]).status_code == 200
    take = app.extensions["studio"].config.home / "takes" / voice["id"] / "ab" / "take.flac"
    take.parent.mkdir(parents=True)
    take.write_bytes(b"1234")
    assert client.get("/api/voices/mina/used").json == {"projects": [], "takes": 1, "bytes": 4}
    assert client.delete("/api/voices/mina").json == {"takes": 1, "bytes": 4}
    assert not take.exists() and fetch(client, voice["previews"]["ko"]).status_code == 404
    assert "mina" not in [each["name"] for each in client.get("/api/voices").json["voices"]]


def test_recordings_go_once_the_voice_is_made(app, client, sentences):
    make(app, client, sentences)
    studio = app.extensions["studio"]
    with studio.db.read() as connection:
        assert connection.execute(select(upload.c.id)).all() == []
    assert not any(studio.store.upload(id).exists() for id in sentences)


def test_a_worker_that_died_after_its_work_does_not_make_the_voice_again(app, client, sentences):
    from server.cloning import clone

    make(app, client, sentences)
    studio = app.extensions["studio"]
    with studio.db.read() as connection:
        asked = connection.execute(select(job.c.asked)).scalar_one()

    again = SimpleNamespace(asked=asked, voices=studio.store.voices("", local=True), also=[], pace=Pace({}))
    assert clone(again)["voice"] == "mina"


def test_a_voice_is_its_owners_alone(app, client, stranger, sentences, monkeypatch):
    monkeypatch.setattr(type(app.extensions["studio"].config), "local", False)
    monkeypatch.setenv("NARRASCORE_ACCESS", "accounts")
    make(app, client, sentences)
    assert client.get("/api/voices").json["voices"][0]["name"] == "mina"
    assert "mina" not in [voice["name"] for voice in stranger.get("/api/voices").json["voices"]]
    assert stranger.get("/api/voices/mina/preview/en").status_code == 404
    assert error(stranger.delete("/api/voices/mina")) == (404, "voice-missing")
    assert fetch(client, "/api/voices/mina/preview/en").status_code == 200


def test_a_consent_that_is_read_aloud_is_kept_to_be_heard(app, client, bring, sentences):
    given = client.get("/api/voices/script?language=en").json["consent"]
    spoken = bring(read_aloud(given["statement"]), name="consent.wav")
    consent = {"statement": given["statement"], "token": given["token"], "recording": spoken}
    checked = post(client, "/api/voices/consent", recordings=sentences, **consent)
    assert checked.json["likeness"] > 0.6
    response = post(client, "/api/voices", name="미나", recordings=sentences, consent=consent)
    assert response.status_code == 202 and work(app) == ["done"]
    voice = client.get("/api/voices").json["voices"][0]
    assert voice["name"] == "미나" and given["number"][0] in voice["consent"]["statement"]
    heard = soundfile.SoundFile(io.BytesIO(fetch(client, f"/api/voices/{quote('미나')}/consent").data))
    assert heard.frames / heard.samplerate > 3 and given["statement"] in heard.comment


def test_somebody_else_cannot_agree(client, bring, sentences):
    given = client.get("/api/voices/script?language=en").json["consent"]
    other = bring(read_aloud(given["statement"], "sora"), name="consent.wav")
    consent = {"statement": given["statement"], "token": given["token"], "recording": other}
    response = post(client, "/api/voices", name="mina", recordings=sentences, consent=consent)
    assert error(response) == (422, "consent-other-voice")


@pytest.mark.parametrize(
    "consent, expected",
    [({}, (422, "consent-missing")), ({"statement": "yes"}, (422, "voice-error")),
     ({"statement": 3}, (400, "bad-request")), ({"statement": "a b c", "more": ""}, (400, "bad-request"))],
)  # fmt: skip
def test_there_is_no_voice_without_consent(client, sentences, consent, expected):
    response = post(client, "/api/voices", name="mina", recordings=sentences, consent=consent)
    assert error(response) == expected


def test_a_statement_that_was_not_given_out_is_refused(client, sentences):
    consent = {**AGREED, "token": "made up", "recording": sentences[0]}
    response = post(client, "/api/voices", name="mina", recordings=sentences, consent=consent)
    assert error(response) == (422, "consent-unknown")


@pytest.mark.parametrize("name", ["", "nari", "a/b", "x" * 41])
def test_names_that_cannot_be_are_refused_before_anything_is_made(client, sentences, name):
    response = post(client, "/api/voices", name=name, recordings=sentences, consent=AGREED)
    assert error(response) == (422, "voice-error")


def test_a_recording_that_will_not_do_makes_no_job(client, bring):
    response = post(client, "/api/voices", name="mina", recordings=[bring(np.zeros(SAMPLE_RATE * 9))], consent=AGREED)
    assert error(response) == (422, "recording-refused")
    assert response.json["error"]["findings"][0]["code"] == "silent"


def test_a_sample_voice_stays(client):
    assert error(client.delete("/api/voices/nari")) == (422, "voice-error")
    assert error(client.delete("/api/voices/nobody")) == (404, "voice-missing")


def test_who_uses_a_voice_is_told(app, client, me, sentences):
    make(app, client, sentences)
    film_id, now = new_id(), time.time()
    with app.extensions["studio"].db.write() as connection:
        connection.execute(insert(film).values(id=film_id, owner=me, name="sea.mp4", suffix=".mp4", size=1,
                                               state="ready", created=now))  # fmt: skip
        for name, settings in (("sea", {"voice": "Mina"}), ("part", {"parts": {"ANNA": "mina"}}), ("other", {})):
            connection.execute(insert(project).values(id=new_id(), owner=me, film=film_id, name=name,
                                                      settings=settings, created=now, changed=now))  # fmt: skip
    assert {each["name"] for each in client.get("/api/voices/mina/used").json["projects"]} == {"sea", "part"}


def test_checks_are_not_endless(app, client, bring, monkeypatch):
    from server.limits import LIMITS, Limit

    monkeypatch.setattr(type(app.extensions["studio"].config), "local", False)
    monkeypatch.setitem(LIMITS, "check", Limit(1, 3600))
    id = bring(np.zeros(SAMPLE_RATE * 4))
    assert post(client, "/api/voices/check", recording=id).status_code == 200
    assert error(post(client, "/api/voices/check", recording=id)) == (429, "too-often")
