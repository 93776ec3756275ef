"""Files made to harm whoever opens them: refused within seconds, and nothing but the file itself is opened."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from media.probe import CHILD, ProbeError, probe
from tests.media.films import draw

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{}\n#EXT-X-ENDLIST\n"
MANIFEST = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S">'
    '<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL>'
    "</Representation></AdaptationSet></Period></MPD>"
)
CRAFTED = {
    "ffconcat of a neighbour": "ffconcat version 1.0\nfile victim.mp4\n",
    "ffconcat of an absolute path": "ffconcat version 1.0\nfile {victim}\n",
    "playlist of a neighbour": PLAYLIST.format("victim.mp4"),
    "playlist of a file": PLAYLIST.format("file://{victim}"),
    "playlist of the password file": PLAYLIST.format("file:///etc/passwd"),
    "playlist of a server": PLAYLIST.format("http://127.0.0.1:9/x.ts"),
    "stream description": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "manifest of a neighbour": MANIFEST.format("victim.mp4"),
}


@pytest.fixture
def victim(tmp_path) -> Path:
    return draw(tmp_path / "victim.mp4", seconds=0.4, audio=())


@pytest.mark.parametrize("name", CRAFTED)
def test_a_text_that_points_elsewhere_is_refused(tmp_path, victim, name):
    crafted = tmp_path / "film.mp4"
    crafted.write_text(CRAFTED[name].replace("{victim}", str(victim)))
    begin = time.monotonic()
    with pytest.raises(ProbeError, match=r"film\.mp4 is not a film but") as refusal:
        probe(crafted)
    assert time.monotonic() - begin < 10
    assert "\n" not in str(refusal.value)


def test_the_child_cannot_open_a_file_even_when_told_to(tmp_path, victim):
    """The signature is the first wall; behind it the child has given up the right to open anything."""
    crafted = tmp_path / "film.mp4"
    crafted.write_text(f"ffconcat version 1.0\nfile {victim}\n")
    with av.open(str(crafted), format="concat", options={"safe": "0"}) as plain:
        assert plain.streams.video[0].width == 160  # so it would work, were it allowed
    order = {"demuxer": "concat", "options": {"safe": "0"}, "pixels": 10**7, "streams": 9, "memory": 2 << 30,
             "cpu": 10, "packets": 9}  # fmt: skip
    with crafted.open("rb") as file:
        child = subprocess.run([sys.executable, "-I", str(CHILD), json.dumps(order)], stdin=file, capture_output=True)
    assert child.returncode != 0 or "error" in json.loads(child.stdout)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("name", ["ffconcat of a neighbour", "playlist of the password file", None])
def test_traced_no_other_file_is_opened(tmp_path, victim, name):
    film = tmp_path / "film.mp4"
    if name:
        film.write_text(CRAFTED[name])
    else:
        shutil.copy(victim, film)
    log = tmp_path / "trace"
    program = f"import media.probe as p\ntry: p.probe({str(film)!r})\nexcept p.ProbeError: pass"
    trace = ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2,connect", "-o", str(log)]
    if subprocess.run([*trace, "true"], capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    root = Path(__file__).parents[2]
    subprocess.run([*trace, sys.executable, "-c", program], cwd=root, check=True)
    opened = [line for line in log.read_text().splitlines() if "ENOENT" not in line]
    touched = [line for line in opened if str(tmp_path) in line or "/etc/passwd" in line or "AF_INET" in line]
    assert len(touched) == 1
    assert "film.mp4" in touched[0]


@pytest.mark.parametrize("name", ["-i.mp4", "concat:x.mp4", "a%02d.mp4", "file:etc.mp4", "한글 필름.mp4", "a|b.mp4"])
def test_an_odd_name_is_only_a_name(tmp_path, monkeypatch, name):
    draw(tmp_path / "plain.mp4", seconds=0.4, audio=()).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert probe(name).video.width == 160
    assert probe(Path(name)).video.frames == 10


def vp8(path: Path, declared: tuple[int, int], coded: tuple[int, int]) -> Path:
    """A tiny WebM whose track header says one size and whose pictures say another."""
    source = draw(path.with_name("small.webm"), seconds=0.2, video="libvpx", audio=())
    with av.open(str(source)) as small, av.open(str(path), "w", format="webm") as sink:
        stream = sink.add_mux_stream("vp8", rate=25, width=declared[0], height=declared[1])
        for packet in small.demux(video=0):
            if not packet.size:
                continue
            data = bytearray(bytes(packet))
            if packet.is_keyframe:
                assert data[3:6] == b"\x9d\x01\x2a"
                data[6:10] = coded[0].to_bytes(2, "little") + coded[1].to_bytes(2, "little")
            copy = av.Packet(bytes(data))
            copy.pts, copy.dts, copy.time_base, copy.stream = packet.pts, packet.dts, packet.time_base, stream
            copy.is_keyframe = packet.is_keyframe
            sink.mux(copy)
    assert path.stat().st_size < 40_000
    return path


@pytest.mark.parametrize("declared", [(16_000, 8_704), (160, 96)])
def test_a_tiny_file_with_a_huge_picture_is_refused(tmp_path, declared):
    bomb = vp8(tmp_path / "bomb.webm", declared, (16_000, 8_704))
    begin = time.monotonic()
    with pytest.raises(ProbeError, match="more than 40 million pixels"):
        probe(bomb)
    assert time.monotonic() - begin < 10
