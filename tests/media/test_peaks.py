"""The drawn sound lies where the sound lies, whatever the file; a hostile one harms nobody."""

import shutil
import subprocess
import sys
import time

import av
import numpy as np
import pytest

from media.audio import decode_audio
from media.cancelled import Cancelled
from media.peaks import RATE, SPAN, sound_peaks
from media.probe import ProbeError, probe
from tests.media.films import RATE as FILM_RATE
from tests.media.films import add_sound, draw

POINT = SPAN / RATE  # s


def peaks(path):
    return np.concatenate([np.zeros((0, 2), np.int8), *sound_peaks(probe(path))])


def write_sound(path, sound, start=0.0, rate=FILM_RATE):
    """A film of two pictures with this sound, (n, 2)."""
    with av.open(str(path), "w") as sink:
        picture = sink.add_stream("libx264", rate=1)
        picture.width, picture.height, picture.pix_fmt = 64, 64, "yuv420p"
        stream = sink.add_stream("aac", rate=rate)
        stream.layout = "stereo"
        for _ in range(max(2, round(len(sound) / rate))):
            sink.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
        sink.mux(picture.encode(None))
        add_sound(sink, stream, sound, start, rate)
    return path


@pytest.mark.parametrize("name", ["film.mp4", "film.mkv", "film.mov"])
def test_a_click_is_drawn_where_it_sounds(tmp_path, name):
    found = peaks(draw(tmp_path / name, seconds=2.0, flash=1.2))
    assert found.dtype == np.int8
    loudest = np.abs(found.astype(int)).max(1)
    assert abs((loudest.argmax() + 0.5) * POINT - 1.2) < 1.5 * POINT
    assert loudest.max() > 40 and np.median(loudest) == 0


def test_every_sample_lies_between_the_peaks_of_its_span(tmp_path):
    rng = np.random.default_rng(3)
    slow = np.interp(np.arange(3 * FILM_RATE), np.linspace(0, 3 * FILM_RATE, 1200), rng.uniform(-0.8, 0.8, 1200))
    path = write_sound(tmp_path / "film.mp4", np.repeat(slow[:, None], 2, 1).astype(np.float32))
    film = probe(path)
    sound = np.concatenate(list(decode_audio(film))).mean(1)
    mine = peaks(path).astype(np.float32) / 127
    for point in range(0, len(mine) - 1):
        piece = sound[point * 3 * SPAN : (point + 1) * 3 * SPAN]
        assert mine[point, 0] <= piece.min() + 0.03 and mine[point, 1] >= piece.max() - 0.03


def test_sound_that_begins_late_is_drawn_late(tmp_path):
    sound = np.full((FILM_RATE, 2), 0.5, np.float32)
    found = peaks(write_sound(tmp_path / "film.mp4", sound, start=0.7))
    first = int(np.flatnonzero(found[:, 1] > 30)[0])
    assert abs(first * POINT - 0.7) <= 2 * POINT


def test_the_film_s_length_is_the_length_of_its_peaks(tmp_path):
    path = draw(tmp_path / "film.mp4", seconds=3.3)
    assert len(peaks(path)) == -(-round(probe(path).duration * RATE) // SPAN)


def test_a_film_without_sound_has_no_peaks(tmp_path):
    assert len(peaks(draw(tmp_path / "film.mp4", seconds=0.5, audio=()))) == 0


def test_a_damaged_stretch_is_silence_and_the_rest_keeps_its_place(tmp_path):
    path = draw(tmp_path / "film.mp4", seconds=4.0, flash=3.0)
    with av.open(str(path)) as film:
        sound = [p for p in film.demux(film.streams.audio[0]) if p.size]
        packets = [(p.pos, p.size) for p in sound if 0.5 < p.pts * p.time_base < 2]
    data = bytearray(path.read_bytes())
    for position, size in packets:
        data[position : position + size] = b"\xff" * size
    path.write_bytes(data)
    found = np.abs(peaks(path).astype(int)).max(1)
    assert abs((found.argmax() + 0.5) * POINT - 3.0) < 2 * POINT


def test_it_stops_when_it_is_cancelled(tmp_path):
    film = probe(draw(tmp_path / "film.mp4"))
    with pytest.raises(Cancelled):
        list(sound_peaks(film, cancelled=lambda: True))


def test_whoever_stops_listening_leaves_no_child_behind(tmp_path):
    psutil = pytest.importorskip("psutil")
    film = probe(write_sound(tmp_path / "film.mp4", np.zeros((60 * FILM_RATE, 2), np.float32)))
    blocks = sound_peaks(film)
    next(blocks)
    blocks.close()
    deadline = time.monotonic() + 5
    while psutil.Process().children() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert psutil.Process().children() == []


def test_a_decoder_that_breaks_down_is_told_in_one_sentence(tmp_path, monkeypatch):
    film = probe(draw(tmp_path / "film.mp4"))
    monkeypatch.setattr("media.peaks.Limits.memory", 1 << 20)
    with pytest.raises(ProbeError, match=r"^film\.mp4 broke the reader that decoded its sound"):
        list(sound_peaks(film))


def test_the_child_may_open_no_other_file(tmp_path):
    """A film whose bytes became a list of another's: the demuxer that would follow it does not exist here."""
    film = probe(draw(tmp_path / "film.mp4"))
    shutil.copy(film.path, tmp_path / "victim.mp4")
    film.path.write_text("ffconcat version 1.0\nfile victim.mp4\n")
    assert not np.concatenate(list(sound_peaks(film))).any()  # silence of the film's length


MEASURE = """
import resource, sys, time
from media.peaks import sound_peaks
from media.probe import probe
film, begin = probe(sys.argv[1]), time.monotonic()
for block in sound_peaks(film): pass
print(time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def test_memory_does_not_grow_with_the_film(tmp_path):
    used = []
    for seconds in (2, 600):
        silence = np.zeros((seconds * 8000, 2), np.float32)
        path = write_sound(tmp_path / f"{seconds}.mkv", silence, rate=8000)
        told = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, check=True, text=True).stdout
        used.append([float(value) for value in told.split()])
    (_, little), (took, much) = used
    assert much < little + 40 and took < 60
