"""A person's own music: fitted to any film, its loop not to be heard, what is no music refused."""

import numpy as np
import pytest
import soundfile

from media.loop import CROSS, Loop, find_loop, fitted
from media.musicfile import MusicFileError, fitted_music, look_at
from tests.media.films import draw

RATE = 48_000
BEAT = 0.5  # s: 120 beats a minute


def song(seconds: float, level: float = 0.3) -> np.ndarray:
    """Four chords of a bar each, again and again, with a stroke on every beat; the last two seconds fade."""
    time = np.arange(round(seconds * RATE)) / RATE
    chords = ((220, 277, 330), (147, 220, 349), (165, 247, 415), (196, 247, 294))
    which = (time // (4 * BEAT)).astype(int) % 4
    tones = np.zeros_like(time)
    for number, chord in enumerate(chords):
        tones += (which == number) * sum(np.sin(2 * np.pi * f * time) for f in chord)
    stroke = np.exp(-12 * (time % BEAT))
    fade = np.clip((seconds - time) / 2, 0, 1)
    wave = level * (tones / 3 * (0.3 + 0.7 * stroke)) * fade
    return np.stack([wave, 0.9 * wave], axis=1).astype(np.float32)


def joined(music: np.ndarray, frames: int) -> tuple[np.ndarray, Loop]:
    loop = find_loop(music)
    return np.concatenate(list(fitted(music, loop, frames))), loop


def test_a_loop_goes_round_on_the_beat_and_at_the_same_chord():
    _, loop = joined(song(60), 90 * RATE)
    seconds = (loop.leave - loop.enter) / RATE
    assert seconds > 20
    assert seconds / (16 * BEAT) == pytest.approx(round(seconds / (16 * BEAT)), abs=0.01)


def test_the_seam_is_not_louder_softer_or_sharper_than_the_music():
    music = song(40)
    sound, loop = joined(music, 100 * RATE)
    assert sound.shape == (100 * RATE, 2)
    level = lambda x: float(np.sqrt((x**2).mean()))  # noqa: E731
    usual = level(music[5 * RATE : 30 * RATE])
    seam = sound[loop.leave - CROSS : loop.leave + CROSS]
    assert 0.6 < level(seam) / usual < 1.5
    assert np.abs(np.diff(seam[:, 0])).max() <= 1.2 * np.abs(np.diff(music[:, 0])).max()


def test_longer_music_is_faded_with_the_film():
    sound = np.concatenate(list(fitted(song(60), None, 20 * RATE)))
    assert len(sound) == 20 * RATE and np.abs(sound[-48:]).max() < 1e-3
    assert np.allclose(sound[: 15 * RATE], song(60)[: 15 * RATE])


@pytest.mark.parametrize("name", ["song.wav", "song.flac", "song.mp3"])
def test_any_common_file_is_read_and_fitted(tmp_path, name):
    soundfile.write(tmp_path / name, song(12), RATE)
    found = look_at(tmp_path / name)
    sound = np.concatenate(list(fitted_music(found, 30 * RATE, tmp_path / "raw")))
    assert sound.shape == (30 * RATE, 2) and not (tmp_path / "raw").exists()
    assert np.abs(sound[: 29 * RATE].reshape(29, -1)).max(axis=1).min() > 0.05  # it never stops


def test_the_sound_of_a_film_will_do_too(tmp_path):
    draw(tmp_path / "film.mp4", seconds=6)
    assert look_at(tmp_path / "film.mp4").duration == pytest.approx(6, abs=0.1)


def test_what_is_no_music_is_one_sentence(tmp_path):
    (tmp_path / "text.mp3").write_text("just words, and more of them " * 40)
    soundfile.write(tmp_path / "short.wav", song(2), RATE)
    soundfile.write(tmp_path / "silent.wav", np.zeros((8 * RATE, 2)), RATE)
    for name, words in (("text.mp3", "text.mp3"), ("short.wav", "2.0 s"), ("missing.mp3", "missing.mp3")):
        with pytest.raises(MusicFileError, match=words):
            look_at(tmp_path / name)
    with pytest.raises(MusicFileError, match="silent"):
        list(fitted_music(look_at(tmp_path / "silent.wav"), 9 * RATE, tmp_path / "raw"))
    assert not (tmp_path / "raw").exists()
