"""Scratch folders: one each, gone at the end, swept when their run was killed, whatever its process id."""

import subprocess
import sys
from pathlib import Path

from media.scratch import scratch

ROOT = Path(__file__).parents[2]
RUN = """
import sys, time
from pathlib import Path
from media.scratch import scratch
with scratch(Path(sys.argv[1])) as folder:
    (folder / "programme.f32").write_bytes(b"x" * 100)
    print(folder.name, flush=True)
    time.sleep(60)
"""


def test_a_folder_is_gone_when_its_block_ends(tmp_path):
    with scratch(tmp_path / "work") as folder:
        (folder / "programme.f32").write_bytes(b"x")
    assert list((tmp_path / "work").iterdir()) == []


def test_a_living_run_keeps_its_folder_and_a_killed_one_is_swept(tmp_path):
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        theirs = tmp_path / process.stdout.readline().strip()
        with scratch(tmp_path) as mine:
            assert theirs != mine and (theirs / "programme.f32").exists()
        process.kill()
        process.wait()
        assert (theirs / "programme.f32").exists()
        with scratch(tmp_path):
            assert not theirs.exists()


def test_what_was_killed_before_its_folder_was_claimed_is_swept_too(tmp_path):
    (tmp_path / "run-empty").mkdir()
    (tmp_path / ".DS_Store").write_bytes(b"x")
    with scratch(tmp_path) as folder:
        assert sorted(path.name for path in tmp_path.iterdir()) == [".DS_Store", folder.name]
