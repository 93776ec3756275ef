import io
import struct

import pytest

from media.signature import NotAFilm, identify
from tests.media.films import draw


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def test_names_the_four_containers(tmp_path):
    for name, codec, expected in [
        ("a.mp4", "libx264", "mp4"),
        ("a.mov", "libx264", "mov"),
        ("a.mkv", "libx264", "matroska"),
        ("a.webm", "libvpx", "webm"),
    ]:
        path = draw(tmp_path / name, seconds=0.2, video=codec, audio=())
        with path.open("rb") as file:
            assert identify(file) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nhello\n", "a text file"),
        (b"ffconcat version 1.0\nfile victim.mp4\n", "a list of other files"),
        (b"\xef\xbb\xbf#EXTM3U\nvictim.ts\n", "a playlist"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "a PNG picture"),
        (bytes(range(256)), "data of a kind"),
        (box(b"ftyp", b"avif\0\0\0\0") + box(b"moov"), "a still picture"),
        (box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", bytes(50)), "has no index"),
        (box(b"ftyp", b"isom\0\0\0\0") + struct.pack(">I4s", 500, b"moov") + bytes(50), "is cut short"),
        (b"\x1aE\xdf\xa3\x88", "damaged Matroska header"),
        (b"\x1aE\xdf\xa3\x88\x42\x82\x85avi01" + bytes(10), "EBML file of the kind 'avi01'"),
        (b"\x1aE\xdf\xa3\x8b\x42\x82\x88matroska\x18\x53\x80\x67\x40\xff" + bytes(9), "is cut short"),
    ],
)
def test_says_why_something_is_no_film(content, words):
    with pytest.raises(NotAFilm, match=words):
        identify(io.BytesIO(content))


def test_an_overstated_last_box_and_trailing_bytes_are_harmless():
    start = box(b"ftyp", b"isom\0\0\0\0") + box(b"moov", bytes(20))
    assert identify(io.BytesIO(start + struct.pack(">I4s", 100, b"mdat") + bytes(50))) == "mp4"
    assert identify(io.BytesIO(start + b"\0\0\0\0garbage")) == "mp4"


def test_a_live_recording_of_unknown_size_is_whole():
    head = b"\x1aE\xdf\xa3\x8b\x42\x82\x88matroska\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
    assert identify(io.BytesIO(head + bytes(9))) == "matroska"
