"""Whatever the line does to an upload, its bytes arrive once and in order."""

import hashlib
import io
import resource
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from server.db import Database
from server.db.tables import account, film, new_id, upload
from server.room import RESERVE, Allowance, UploadError
from server.store import Store
from server.uploads import BLOCK, LIFE, PIECE, Uploads
from tests.server.databases import fresh_database

ROOMY = Allowance(film=10**12)


class Cut(Exception):
    """The line is gone."""


class Line:
    """Gives its bytes and then breaks."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def read(self, size):
        if block := self.data.read(size):
            return block
        raise Cut


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def uploads(tmp_path, clock):
    with fresh_database(tmp_path) as url:
        db = Database(url)
        yield Uploads(db, Store(tmp_path), free=lambda: 10**13, clock=clock)
        db.close()


@pytest.fixture
def owner(uploads):
    return somebody(uploads)


def somebody(uploads):
    id = new_id()
    with uploads.db.write() as connection:
        connection.execute(insert(account).values(id=id, name=id, key=id, created=0))
    return id


def refusal(call, *arguments, **options):
    with pytest.raises(UploadError) as error:
        call(*arguments, **options)
    return error.value


def stored(uploads, one):
    return uploads.store.upload(one.id).read_bytes()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(min_size=1, max_size=4 * BLOCK), pieces=st.lists(st.tuples(st.integers(1, BLOCK), st.booleans())))
def test_any_pattern_of_cuts_gives_the_same_bytes(uploads, owner, data, pieces):
    one = uploads.create(owner, "film", "film.mp4", len(data))
    for size, cut in pieces:
        there = uploads.find(owner, one.id)[1]
        piece = data[there : there + size]
        if cut:
            with pytest.raises(Cut):
                uploads.append(owner, one.id, there, Line(piece))
        else:
            uploads.append(owner, one.id, there, io.BytesIO(piece))
    there = uploads.find(owner, one.id)[1]
    assert uploads.append(owner, one.id, there, io.BytesIO(data[there:])) == len(data)
    assert stored(uploads, one) == data
    assert uploads.complete(owner, one.id, "film").state == "complete"


def test_a_piece_at_another_place_is_refused_and_changes_nothing(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    uploads.append(owner, one.id, 0, io.BytesIO(b"01234"))
    for wrong in (0, 4, 6, 10**9):
        error = refusal(uploads.append, owner, one.id, wrong, io.BytesIO(b"xxxxx"))
        assert (error.code, error.values) == ("offset", {"offset": 5})
    assert stored(uploads, one) == b"01234"


def test_nothing_beyond_the_declared_length_is_kept(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    assert refusal(uploads.append, owner, one.id, 0, io.BytesIO(b"0123456789x")).code == "too-long"
    assert stored(uploads, one) == b"0123456789"


def test_nothing_beyond_the_largest_piece_is_taken_at_once(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", PIECE + 10)
    assert refusal(uploads.append, owner, one.id, 0, io.BytesIO(bytes(PIECE + 1))).code == "too-long"
    assert uploads.find(owner, one.id)[1] == PIECE


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_the_right_checksum_is_kept(uploads, owner, algorithm):
    one = uploads.create(owner, "film", "film.mp4", 10)
    digest = hashlib.new(algorithm, b"0123456789").digest()
    assert uploads.append(owner, one.id, 0, io.BytesIO(b"0123456789"), (algorithm, digest)) == 10
    assert stored(uploads, one) == b"0123456789"


def test_of_a_piece_with_a_wrong_checksum_nothing_is_kept(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    uploads.append(owner, one.id, 0, io.BytesIO(b"01"))
    wrong = ("sha1", hashlib.sha1(b"other").digest())
    assert refusal(uploads.append, owner, one.id, 2, io.BytesIO(b"23456789"), wrong).code == "checksum"
    assert stored(uploads, one) == b"01"


def test_of_a_piece_with_a_checksum_that_was_cut_nothing_is_kept(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    right = ("sha1", hashlib.sha1(b"0123456789").digest())
    with pytest.raises(Cut):
        uploads.append(owner, one.id, 0, Line(b"01234"), right)
    assert stored(uploads, one) == b""
    assert [path.name for path in (uploads.store.home / "uploads").iterdir()] == [one.id]


def test_of_two_who_send_at_once_one_is_refused(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    reading, go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size):
            reading.set()
            assert go_on.wait(10)
            return super().read(size)

    first = threading.Thread(target=uploads.append, args=(owner, one.id, 0, Slow(b"0123456789")))
    first.start()
    assert reading.wait(10)
    assert refusal(uploads.append, owner, one.id, 0, io.BytesIO(b"x")).code == "locked"
    go_on.set()
    first.join()
    assert stored(uploads, one) == b"0123456789"


def test_a_process_that_dies_leaves_no_lock_and_keeps_what_came(uploads, owner, tmp_path):
    import subprocess
    import sys

    one = uploads.create(owner, "film", "film.mp4", 10)
    url = uploads.db.engine.url.render_as_string(hide_password=False)
    script = f"""
import os
from pathlib import Path
from server.db import Database
from server.store import Store
from server.uploads import Uploads
class Dies:
    def read(self, size, told=[]):
        if told:
            os.kill(os.getpid(), 9)
        told.append(1)
        return b"0123"
Uploads(Database({url!r}), Store(Path({str(tmp_path)!r})), clock=lambda: 1e6).append(
    {owner!r}, {one.id!r}, 0, Dies())
"""
    assert subprocess.run([sys.executable, "-c", script]).returncode == -9
    assert uploads.find(owner, one.id)[1] == 4
    assert uploads.append(owner, one.id, 4, io.BytesIO(b"456789")) == 10
    assert stored(uploads, one) == b"0123456789"


def test_an_upload_whose_last_row_was_lost_is_complete_by_its_length(uploads, owner):
    """The file is the truth: a process may die between its last byte and the row."""
    one = uploads.create(owner, "film", "film.mp4", 4)
    uploads.store.upload(one.id).write_bytes(b"0123")
    assert uploads.complete(owner, one.id, "film").id == one.id


def test_every_piece_lets_it_live_for_another_day(uploads, owner, clock):
    one = uploads.create(owner, "film", "film.mp4", 100)
    for piece in range(5):
        clock.now += LIFE - 60
        assert uploads.expire() == 0
        uploads.append(owner, one.id, piece, io.BytesIO(b"x"))
    clock.now += LIFE + 1
    assert refusal(uploads.find, owner, one.id).code == "missing"
    assert uploads.expire() == 1
    assert not uploads.store.upload(one.id).exists()


def test_what_waited_too_long_makes_room_for_the_next(uploads, owner, clock):
    tight = Allowance(film=100, total=100)
    uploads.create(owner, "film", "film.mp4", 100, tight)
    assert refusal(uploads.create, owner, "film", "film.mp4", 100, tight).code == "quota"
    clock.now += LIFE + 1
    assert uploads.create(owner, "film", "film.mp4", 100, tight)


def test_a_removed_upload_is_gone(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    uploads.remove(owner, one.id)
    assert not uploads.store.upload(one.id).exists()
    for call in (uploads.find, uploads.remove):
        assert refusal(call, owner, one.id).code == "missing"
    assert refusal(uploads.append, owner, one.id, 0, io.BytesIO(b"x")).code == "missing"


def test_others_do_not_see_it(uploads, owner):
    one = uploads.create(owner, "film", "film.mp4", 10)
    other = somebody(uploads)
    for call in (uploads.find, uploads.remove):
        assert refusal(call, other, one.id).code == "missing"
    assert refusal(uploads.append, other, one.id, 0, io.BytesIO(b"x")).code == "missing"
    assert uploads.open(other) == [] and [there for _one, there in uploads.open(owner)] == [0]


def test_what_is_unfinished_or_of_another_kind_is_not_complete(uploads, owner):
    one = uploads.create(owner, "recording", "me.webm", 4)
    assert refusal(uploads.complete, owner, one.id, "recording").code == "incomplete"
    uploads.append(owner, one.id, 0, io.BytesIO(b"0123"))
    assert refusal(uploads.complete, owner, one.id, "film").code == "missing"


@pytest.mark.parametrize(
    ("kind", "size", "code"),
    [("film", 0, "empty"), ("film", -1, "empty"), ("film", 101, "too-large"), ("recording", 11, "too-large")],
)
def test_a_size_that_cannot_be_is_refused(uploads, owner, kind, size, code):
    assert refusal(uploads.create, owner, kind, "x", size, Allowance(film=100, recording=10)).code == code


def test_films_and_uploads_count_together(uploads, owner):
    with uploads.db.write() as connection:
        row = {"owner": owner, "name": "x", "suffix": ".mp4", "size": 60, "state": "ready", "created": 0}
        connection.execute(insert(film).values(**row))
    tight = Allowance(film=100, total=100)
    uploads.create(owner, "film", "film.mp4", 30, tight)
    error = refusal(uploads.create, owner, "film", "film.mp4", 11, tight)
    assert (error.code, error.values["left"]) == ("quota", 10)
    assert uploads.create(somebody(uploads), "film", "film.mp4", 100, tight)


def test_only_so_many_are_open_at_once(uploads, owner):
    few = Allowance(film=100, open=2)
    first, _second = (uploads.create(owner, "film", "film.mp4", 1, few) for _ in range(2))
    assert refusal(uploads.create, owner, "film", "film.mp4", 1, few).code == "too-many"
    uploads.append(owner, first.id, 0, io.BytesIO(b"x"))
    assert uploads.create(owner, "film", "film.mp4", 1, few)


def test_the_disk_must_hold_it_twice_beside_what_was_promised(uploads, owner):
    uploads.free = lambda: RESERVE + 2000
    first = uploads.create(owner, "film", "film.mp4", 1000, ROOMY)
    uploads.append(owner, first.id, 0, io.BytesIO(bytes(400)))
    assert refusal(uploads.create, owner, "film", "film.mp4", 701, ROOMY).code == "disk-full"
    assert uploads.create(owner, "film", "film.mp4", 700, ROOMY)
    with uploads.db.read() as connection:
        assert len(connection.execute(select(upload)).all()) == 2


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="the system knows no such limit")
def test_a_disk_that_fills_up_is_told_and_what_fitted_is_kept(uploads, owner):
    import signal

    one = uploads.create(owner, "film", "film.mp4", 3 * BLOCK)
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BLOCK + 100, before[1]))
    try:
        # the database must not grow beyond the limit meanwhile, so nothing is noted
        uploads._note = lambda found, length: None
        error = refusal(uploads.append, owner, one.id, 0, io.BytesIO(b"x" * 3 * BLOCK))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert error.code == "disk-full"
    assert stored(uploads, one) == b"x" * (BLOCK + 100)


def test_memory_does_not_grow_with_the_file(uploads, owner):
    import tracemalloc

    one = uploads.create(owner, "film", "film.mp4", PIECE)
    tracemalloc.start()
    with open("/dev/zero", "rb", buffering=0) as zeros:
        uploads.append(owner, one.id, 0, _Head(zeros, PIECE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * BLOCK


class _Head:
    def __init__(self, file, size):
        self.file, self.left = file, size

    def read(self, size):
        block = self.file.read(min(size, self.left))
        self.left -= len(block)
        return block
