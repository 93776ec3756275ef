"""Stored results: found under the key of what made them, whole or absent, and shared by those who work side by side."""

import os
import resource
from contextlib import contextmanager

import av
import numpy as np
import pytest
import soundfile

from media.artefacts import ArtefactError, Lengths, Takes, home, key, room, write_sound
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


def test_the_takes_and_lengths_of_a_voice_can_be_forgotten_together(tmp_path):
    takes = Takes(tmp_path / "takes")
    for name in ("a0/abc", "a0/xyz", "a1/abc", "a/abc"):
        takes.put(name, NOISE, 22_050)
    size = takes.path("a0/abc").stat().st_size
    assert takes.forget("a0") == (2, 2 * size)
    assert "a0/abc" not in takes and "a1/abc" in takes and "a/abc" in takes
    assert takes.forget("a0") == (0, 0)
    with Lengths(tmp_path / "lengths.sqlite") as known:
        for name in ("a0/abc", "a0/xyz", "a1/abc", "a/abc"):
            known.put(name, 1.0)
        assert known.forget("a0") == 2
        assert [known.get(name) for name in ("a0/abc", "a1/abc", "a/abc")] == [None, 1.0, 1.0]


@pytest.mark.parametrize("voice", ["", ".", "..", "../takes", "a/b", "*"])
def test_what_is_no_voice_forgets_nothing(tmp_path, voice):
    takes = Takes(tmp_path / "takes")
    takes.put("a/abc", NOISE, 22_050)
    with pytest.raises(ValueError, match="not the id of a voice"):
        takes.forget(voice)
    assert "a/abc" in takes


@pytest.mark.parametrize("name", ["a.wav", "a.flac"])
def test_a_sound_says_what_it_is(tmp_path, name):
    write_sound(tmp_path / name, NOISE, 22_050, comment="synthetic speech, voice 미나")
    with soundfile.SoundFile(tmp_path / name) as sound:
        assert sound.comment == "synthetic speech, voice 미나"
    with av.open(str(tmp_path / name)) as sound:
        assert sound.metadata["comment"] == "synthetic speech, voice 미나"


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


@pytest.mark.parametrize(("asked", "size"), [(None, 5_000_000_000), ("0.5", 500_000_000), ("0", 0)])
def test_the_room_for_takes_is_a_setting(monkeypatch, asked, size):
    monkeypatch.delenv("NARRASCORE_TAKES_GB", raising=False)
    if asked is not None:
        monkeypatch.setenv("NARRASCORE_TAKES_GB", asked)
    assert room() == size


@pytest.mark.parametrize("asked", ["much", "-1", "nan", "inf"])
def test_a_room_that_is_no_number_is_a_sentence(monkeypatch, asked):
    monkeypatch.setenv("NARRASCORE_TAKES_GB", asked)
    with pytest.raises(ArtefactError, match=f"NARRASCORE_TAKES_GB={asked}"):
        room()


def test_takes_in_use_outlive_those_that_are_not(tmp_path):
    takes = Takes(tmp_path)
    for name in ("voice/aa", "voice/bb", "voice/cc"):
        takes.put(name, NOISE, 22_050)
        os.utime(takes.path(name), (100, 100))
    size = takes.path("voice/aa").stat().st_size
    assert "voice/bb" in takes and takes.path("voice/bb").stat().st_mtime == 100
    assert takes.sweep(size) == 2
    assert [name for name in ("voice/aa", "voice/bb", "voice/cc") if takes.path(name).exists()] == ["voice/bb"]
