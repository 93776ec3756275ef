"""What is not used makes room for what is."""

import os
from pathlib import Path

from media.sweep import sweep


def stored(path: Path, size: int, used: float) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x" * size)
    os.utime(path, (used, 0))
    return path


def test_the_longest_unused_goes_first_and_no_more_than_needed(tmp_path):
    files = [stored(tmp_path / str(used), 100, used) for used in (30, 10, 20, 40)]
    assert sweep(files, 250) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["30", "40"]
    assert sweep(tmp_path.iterdir(), 250) == 0


def test_a_folder_is_as_recent_as_the_latest_of_its_files_and_goes_whole(tmp_path):
    for name, used in (("old", (10, 20)), ("new", (5, 30))):
        for number, at in enumerate(used):
            stored(tmp_path / name / str(number), 100, at)
    assert sweep(tmp_path.iterdir(), 300) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_is_gone_already_is_no_error(tmp_path):
    assert sweep([tmp_path / "gone", stored(tmp_path / "there", 10, 1)], 0) == 1
