"""The upload protocol as a client sees it: headers, refusals, and nobody else's uploads."""

import base64
import hashlib
import io

import pytest

from server import room
from server.uploads import PIECE

TUS = {"Tus-Resumable": "1.0.0"}
STREAM = "application/offset+octet-stream"


def metadata(**pairs):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def create(client, size=10, **pairs):
    told = metadata(**({"filename": "film.mp4", "kind": "film"} | pairs))
    return client.post("/api/uploads", headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": told})


def append(client, where, offset, data, **headers):
    return client.patch(where, data=data, content_type=STREAM, headers={**TUS, "Upload-Offset": str(offset), **headers})


def upload(client, data, **pairs):
    """The id of an upload that is all there."""
    made = create(client, len(data), **pairs)
    assert append(client, made.location, 0, data).status_code == 204
    return made.json["upload"]["id"]


@pytest.fixture
def where(client):
    return create(client).location


def test_an_upload_is_made_filled_and_found_where_it_stopped(client):
    made = create(client, 10)
    assert made.status_code == 201
    assert made.headers["Tus-Resumable"] == "1.0.0" and made.headers["Upload-Expires"].endswith("GMT")
    assert made.location.startswith("/api/uploads/")
    sent = append(client, made.location, 0, b"01234")
    assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, "5")
    asked = client.head(made.location, headers=TUS)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("5", "10")
    assert asked.headers["Cache-Control"] == "no-store"
    assert append(client, made.location, 5, b"56789").headers["Upload-Offset"] == "10"


def test_options_tell_what_is_spoken(client):
    told = client.options("/api/uploads")
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == "1.0.0"
    assert set(told.headers["Tus-Extension"].split(",")) == {"creation", "checksum", "expiration", "termination"}
    assert told.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(told.headers["Tus-Max-Size"]) > 10**9


def test_a_wrong_offset_is_told_where_to_go_on(client, where):
    refused = append(client, where, 3, b"xx")
    assert refused.status_code == 409
    assert refused.json["error"]["code"] == "offset" and refused.json["error"]["offset"] == 0


def test_a_wrong_checksum_is_460(client, where):
    digest = base64.b64encode(hashlib.sha1(b"else").digest()).decode()
    refused = append(client, where, 0, b"01234", **{"Upload-Checksum": f"sha1 {digest}"})
    assert (refused.status_code, refused.json["error"]["code"]) == (460, "checksum")
    assert client.head(where, headers=TUS).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("checksum", ["md5 AAAA", "sha1", "sha1 AAAA", "sha1 !!!!", "sha256 é"])
def test_a_checksum_that_cannot_be_is_400(client, where, checksum):
    refused = append(client, where, 0, b"01234", **{"Upload-Checksum": checksum})
    assert (refused.status_code, refused.json["error"]["code"]) == (400, "bad-checksum")


def test_a_locked_upload_is_423(app, client, where):
    from media.claim import left_behind

    path = app.extensions["studio"].store.upload(where.rsplit("/", 1)[1])
    with left_behind(path) as ours:
        assert ours
        refused = append(client, where, 0, b"01234")
    assert (refused.status_code, refused.json["error"]["code"]) == (423, "locked")


def test_an_ended_upload_is_gone(app, client, where):
    assert client.delete(where, headers=TUS).status_code == 204
    assert client.head(where, headers=TUS).status_code == 404
    assert append(client, where, 0, b"x").status_code == 404
    assert list((app.extensions["studio"].config.home / "uploads").iterdir()) == []


def test_a_client_that_does_not_speak_tus_is_412(client, where):
    for refused in (client.post("/api/uploads"), client.head(where), client.patch(where), client.delete(where)):
        assert (refused.status_code, refused.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize("length", ["", "-1", "1.5", "x", "9" * 30, "١"])
def test_a_length_that_is_no_number_is_400(client, length):
    headers = {**TUS, "Upload-Length": length.encode().decode("latin-1")}
    assert client.post("/api/uploads", headers=headers).status_code == 400


@pytest.mark.parametrize("told", ["filename !", "filename /w==", "kind c29uZw==", "a b c"])
def test_metadata_that_cannot_be_read_is_400(client, told):
    headers = {**TUS, "Upload-Length": "10", "Upload-Metadata": told}
    assert client.post("/api/uploads", headers=headers).status_code == 400


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\films\\a.mp4", "a.mp4"), ("여름 바다.mp4", "여름 바다.mp4"),
     ("a\x00\n\u202eb.mp4", "ab.mp4"), ("", "film"), ("/", "film"), ("x" * 999, "x" * 255)],
)  # fmt: skip
def test_a_name_is_only_ever_shown(app, client, name, shown):
    made = create(client, filename=name).json["upload"]
    assert made["name"] == shown
    assert [path.name for path in (app.extensions["studio"].config.home / "uploads").iterdir()] == [made["id"]]


def test_other_types_are_415(client, where):
    assert client.patch(where, data=b"x", headers={**TUS, "Upload-Offset": "0"}).status_code == 415


def test_a_piece_that_is_too_long_is_413_before_it_is_read(client, where):
    class Untouched(io.RawIOBase):
        def read(self, *_):
            raise AssertionError("it was read")

    overrides = {"wsgi.input": Untouched(), "CONTENT_LENGTH": str(PIECE + 1)}
    refused = client.patch(
        where, content_type=STREAM, headers={**TUS, "Upload-Offset": "0"}, environ_overrides=overrides
    )
    assert refused.status_code == 413 and "error" in refused.json


def test_more_than_was_announced_is_413(client, where):
    refused = append(client, where, 0, b"0123456789x")
    assert (refused.status_code, refused.json["error"]["code"]) == (413, "too-long")


def test_a_line_that_is_cut_keeps_what_came(client, where):
    class Cut(io.BytesIO):
        def read(self, size=-1):
            if block := super().read(size):
                return block
            raise ConnectionResetError

    overrides = {"wsgi.input": Cut(b"0123"), "CONTENT_LENGTH": "10"}
    cut = client.patch(where, content_type=STREAM, headers={**TUS, "Upload-Offset": "0"}, environ_overrides=overrides)
    assert (cut.status_code, cut.json["error"]["code"]) == (408, "line-lost")
    assert client.head(where, headers=TUS).headers["Upload-Offset"] == "4"


def test_a_file_too_large_is_413_and_says_how_much_is_taken(client, monkeypatch):
    monkeypatch.setattr("server.routes.uploads.OWN", room.Allowance(film=5_000_000))
    refused = create(client, 6_000_000)
    assert refused.status_code == 413
    assert "6 MB" in refused.json["error"]["message"] and "5 MB" in refused.json["error"]["message"]


def test_a_full_disk_is_507(app, client, monkeypatch):
    monkeypatch.setattr(app.extensions["studio"].store, "free", lambda: room.RESERVE)
    refused = create(client, 6_000_000)
    assert (refused.status_code, refused.json["error"]["code"]) == (507, "disk-full")
    assert "12 MB" in refused.json["error"]["message"]


def test_too_many_unfinished_uploads_are_429(client, monkeypatch):
    monkeypatch.setattr("server.routes.uploads.OWN", room.Allowance(film=100, open=1))
    create(client)
    assert create(client).status_code == 429


def test_the_list_tells_what_is_unfinished_and_the_limits(client, where):
    upload(client, b"done")
    append(client, where, 0, b"0123")
    told = client.get("/api/uploads").json
    assert [(one["name"], one["offset"], one["size"]) for one in told["uploads"]] == [("film.mp4", 4, 10)]
    assert told["limits"]["used"] == 14 and told["limits"]["film"] > 10**9


def test_others_and_nobody_see_no_upload(stranger, anonymous, where):
    assert stranger.head(where, headers=TUS).status_code == 404
    assert append(stranger, where, 0, b"x").status_code == 404
    assert stranger.delete(where, headers=TUS).status_code == 404
    assert stranger.get("/api/uploads").json["uploads"] == []
    assert anonymous.head(where, headers=TUS).status_code == 401
    assert append(anonymous, where, 0, b"x").status_code == 401
    assert create(anonymous).status_code == 401
    assert anonymous.options("/api/uploads").status_code == 401


def test_another_site_cannot_send(client, where):
    assert append(client, where, 0, b"x", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_silent_line_is_given_up_and_unlocks_the_upload(client, where, monkeypatch):
    """gunicorn would wait for ever on a phone that went into a tunnel."""
    import socket

    monkeypatch.setattr("server.tus.QUIET", 0.1)
    near, far = socket.socketpair()
    with near, far, near.makefile("rb", buffering=0) as sent:
        far.sendall(b"0123")
        overrides = {"wsgi.input": sent, "gunicorn.socket": near, "CONTENT_LENGTH": "10"}
        headers = {**TUS, "Upload-Offset": "0"}
        lost = client.patch(where, content_type=STREAM, headers=headers, environ_overrides=overrides)
        assert lost.status_code == 408 and near.gettimeout() is None
    assert append(client, where, 4, b"456789").headers["Upload-Offset"] == "10"


def test_a_refusal_is_told_in_korean(client):
    headers = {**TUS, "Upload-Length": "0", "Accept-Language": "ko"}
    assert "파일" in client.post("/api/uploads", headers=headers).json["error"]["message"]
