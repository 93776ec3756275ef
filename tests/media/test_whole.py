"""Half-written files: hidden while they are written, swept when their writer was killed, left alone while it lives."""

import subprocess
import sys
from pathlib import Path

import pytest

from media.whole import Partial, whole

ROOT = Path(__file__).parents[2]
WRITER = """
import sys, time
from pathlib import Path
from media.whole import whole
with whole(Path(sys.argv[1])) as partial:
    partial.write_text("half of it")
    print("writing", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writer():
    """Starts another process that is halfway through a file."""
    started = []

    def start(path: Path) -> subprocess.Popen:
        command = [sys.executable, "-c", WRITER, str(path)]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "writing\n"
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_a_killed_writer_left_is_swept_by_the_next(tmp_path, writer):
    film = tmp_path / "film [1].mp4"
    killed = writer(film)
    assert names(tmp_path) != []
    killed.kill()
    killed.wait()
    with whole(film) as partial:
        assert names(tmp_path) == [partial.name]
        partial.write_text("all of it")
    assert names(tmp_path) == [film.name] and film.read_text() == "all of it"


def test_a_living_writer_of_the_same_file_keeps_its_part(tmp_path, writer):
    film = tmp_path / "film.mp4"
    writer(film)
    (half,) = names(tmp_path)
    with whole(film) as partial:
        partial.write_text("all of it")
    assert names(tmp_path) == [half, film.name]


def test_other_files_are_not_touched(tmp_path):
    other = [
        ".film.0123456789.part.mp4",
        ".film.part.mp4",
        ".other.01234567.part.mp4",
        ".film.01234567.part.mkv",
        "film",
    ]
    for name in other:
        (tmp_path / name).write_bytes(b"x")
    with whole(tmp_path / "film.mp4") as partial:
        partial.write_text("all of it")
    assert names(tmp_path) == sorted([*other, "film.mp4"])


def test_what_is_discarded_leaves_what_was_there(tmp_path):
    film = tmp_path / "film.mp4"
    film.write_text("before")
    partial = Partial(film)
    partial.path.write_text("half of it")
    partial.discard()
    assert names(tmp_path) == ["film.mp4"] and film.read_text() == "before"
