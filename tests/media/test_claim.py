"""A file belongs to who locked it, within one process too."""

import pytest

from media.claim import claim, left_behind


def test_a_claimed_file_is_not_left_behind_until_it_is_let_go(tmp_path):
    file = claim(tmp_path / "owner")
    with left_behind(tmp_path / "owner") as ours:
        assert not ours
    file.close()
    with left_behind(tmp_path / "owner") as ours:
        assert ours


def test_what_somebody_sweeps_is_not_swept_twice(tmp_path):
    (tmp_path / "owner").touch()
    with left_behind(tmp_path / "owner") as first, left_behind(tmp_path / "owner") as second:
        assert first and not second


def test_a_file_that_is_gone_was_not_left_behind(tmp_path):
    with left_behind(tmp_path / "owner") as ours:
        assert not ours


def test_a_name_is_claimed_once(tmp_path):
    with claim(tmp_path / "owner"), pytest.raises(FileExistsError):
        claim(tmp_path / "owner")
