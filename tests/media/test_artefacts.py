"""Stored results: named by content, whole or absent, and never in the way when damaged."""

import numpy as np
import pytest
import soundfile

from media.artefacts import Lengths, Takes, home, key, write_sound


def test_a_key_follows_every_part_and_not_their_order():
    assert key(a=1, b="x") == key(b="x", a=1)
    assert len({key(a=1), key(a=2), key(b=1), key(a="1"), key(a=1, b=None)}) == 5


def test_a_take_comes_back_as_it_was(tmp_path):
    takes, audio = Takes(tmp_path), np.linspace(-0.9, 0.9, 2000, dtype=np.float32)
    assert "abc" not in takes
    takes.put("abc", audio, 22050)
    back, rate = soundfile.read(takes.path("abc"), dtype="float32")
    assert "abc" in takes and rate == 22050
    np.testing.assert_allclose(back, audio, atol=2**-22)
    assert [p.name for p in tmp_path.rglob("*.flac")] == ["abc.flac"]


def test_lengths_are_kept_and_a_damaged_store_starts_anew(tmp_path):
    path = tmp_path / "home" / "lengths.sqlite"
    with Lengths(path) as lengths:
        assert lengths.get("x") is None
        lengths.put("x", 1.25)
    with Lengths(path) as lengths:
        assert lengths.get("x") == 1.25
    path.write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with Lengths(path) as lengths:
        assert lengths.get("x") is None


def test_home_is_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("NARRASCORE_HOME")
    monkeypatch.chdir(tmp_path)
    assert home() == tmp_path / "var"


def test_a_sound_that_cannot_be_written_leaves_nothing(tmp_path):
    for name, words in (("a.xyz", "ending"), ("none/a.wav", "no folder")):
        with pytest.raises(OSError, match=words):
            write_sound(tmp_path / name, np.zeros(10), 22050)
    assert not list(tmp_path.iterdir())
