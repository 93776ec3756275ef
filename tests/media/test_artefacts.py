"""Stored results: found under the key of what made them, whole or absent, and shared by those who work side by side."""

import resource
from contextlib import contextmanager

import numpy as np
import pytest
import soundfile

from media.artefacts import Lengths, Takes, home, key, write_sound
from media.whole import whole

NOISE = np.random.default_rng(0).uniform(-0.5, 0.5, 40_000).astype(np.float32)


@contextmanager
def a_full_disk():
    """Files can grow to 20 kB only."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_key_is_what_made_it_whatever_the_order():
    assert key(text="바다", rate=1.0) == key(rate=1.0, text="바다")
    keys = {key(text="바다", rate=1.0), key(text="바다", rate=1.1), key(text="바다"), key(text="바다", rate="1.0")}
    assert len(keys) == 4 and all(len(name) == 32 for name in keys)


def test_home_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("NARRASCORE_HOME", str(tmp_path))
    assert home() == tmp_path
    monkeypatch.delenv("NARRASCORE_HOME")
    monkeypatch.chdir(tmp_path)
    assert home() == tmp_path / "var"


def test_a_take_comes_back_as_it_went_in(tmp_path):
    takes = Takes(tmp_path)
    assert "abc" not in takes
    takes.put("abc", NOISE, 22_050)
    assert "abc" in takes and files(tmp_path) == ["abc.flac"]
    sound, rate = soundfile.read(takes.path("abc"), dtype="float32")
    assert rate == 22_050 and np.abs(sound - NOISE).max() <= 2**-23


def test_without_room_there_is_a_sentence_and_no_take(tmp_path):
    takes = Takes(tmp_path)
    with a_full_disk(), pytest.raises(OSError, match=r"abc\.flac cannot be written: .*room"):
        takes.put("abc", NOISE, 22_050)
    with a_full_disk(), pytest.raises(OSError, match=r"a\.wav cannot be written"):
        write_sound(tmp_path / "a.wav", NOISE, 22_050)
    assert "abc" not in takes and files(tmp_path) == []


def test_a_sound_needs_a_known_ending_and_a_folder(tmp_path):
    with pytest.raises(OSError, match=r"use \.wav or \.flac"):
        write_sound(tmp_path / "a.xyz", NOISE, 22_050)
    with pytest.raises(OSError, match="there is no folder"):
        write_sound(tmp_path / "no" / "a.wav", NOISE, 22_050)
    assert files(tmp_path) == []


def test_an_interrupted_write_leaves_what_was_there(tmp_path):
    path = tmp_path / f"{'긴' * 80}.txt"  # 244 bytes of the 255 that a name may have
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), whole(path) as partial:
        partial.write_text("half of it")
        raise KeyboardInterrupt
    assert path.read_text() == "before" and files(tmp_path) == [path.name]
    with whole(path) as partial:
        partial.write_text("after")
    assert path.read_text() == "after" and files(tmp_path) == [path.name]


def test_lengths_are_kept_at_once_and_lock_nobody_out(tmp_path):
    with Lengths(tmp_path / "lengths.sqlite") as one, Lengths(tmp_path / "lengths.sqlite") as other:
        one.put("a", 1.5)
        assert other.get("a") == 1.5
        other.put("b", 2.5)
        one.put("a", 1.25)
    with Lengths(tmp_path / "lengths.sqlite") as later:
        assert (later.get("a"), later.get("b"), later.get("c")) == (1.25, 2.5, None)
