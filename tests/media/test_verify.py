import pytest

from media.mux import MuxError
from media.probe import probe
from media.remux import remux
from media.verify import verify
from tests.media.films import click_sound, draw, packets


@pytest.fixture
def written(tmp_path):
    film = probe(draw(tmp_path / "film.mp4", rotation=90, chapters=True))
    target = tmp_path / "target.mp4"
    made = remux(film, click_sound(2.0, 1.0), target, "mp4", [], "eng", "Narration", lambda stage, seconds: None)
    return target, made


def check(written) -> None:
    verify(*written, lambda stage, seconds: None)


def test_a_good_file_passes(written):
    check(written)


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_one_changed_byte_is_found(written, kind):
    target = written[0]
    data, packet = bytearray(target.read_bytes()), max(packets(target, kind), key=len)
    data[data.index(packet) + len(packet) // 2] ^= 1
    target.write_bytes(data)
    with pytest.raises(MuxError, match="packets should be"):
        check(written)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda made: made.tracks.pop(), "tracks should be"),
        (lambda made: setattr(made, "duration", 3.0), "length in seconds should be 3.000"),
        (lambda made: setattr(made, "chapters", 0), "number of chapters"),
        (lambda made: setattr(made.tracks[1], "language", "kor"), "labels of the narration"),
        (lambda made: made.tracks[0].times.pop(), "number of shown pictures"),
        (lambda made: made.tracks[0].times.__setitem__(5, 9.0), "times of the pictures"),
    ],
)
def test_every_difference_is_found(written, change, words):
    change(written[1])
    with pytest.raises(MuxError, match=words):
        check(written)


def test_a_lost_rotation_is_found(written):
    target = written[0]
    data = bytearray(target.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40  # version 0: the matrix comes 40 bytes into the box
    upright = b"".join(n.to_bytes(4, "big") for n in (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000))
    data[matrix : matrix + 36] = upright
    target.write_bytes(data)
    with pytest.raises(MuxError, match="rotation of the video stream should be 270 but came out as 0"):
        check(written)


def test_a_file_that_cannot_be_read_back(written):
    written[0].write_bytes(written[0].read_bytes()[:1000])
    with pytest.raises(MuxError, match="could not be read back"):
        check(written)
