import av

from media.editlist import end_first_track
from media.mux import mux
from media.probe import probe
from tests.media.films import click_sound, draw, packets


def shown(path) -> int:
    with av.open(str(path)) as source:
        return sum(1 for packet in source.demux(video=0) if packet.size and not packet.is_discard)


def test_pictures_hidden_by_a_phones_trim_stay_hidden(tmp_path):
    path = draw(tmp_path / "trimmed.mp4", options={"bf": "2", "preset": "fast"}, audio=())
    assert shown(path) == 50
    end_first_track(path, 1.0)
    hidden = shown(path)
    assert 20 <= hidden <= 27
    film = probe(path)
    report = mux(film, click_sound(2.0, 1.0), tmp_path / "out.mp4")
    assert shown(report.output) == hidden
    assert packets(report.output) == packets(path)


def test_a_track_is_never_made_longer(tmp_path):
    path = draw(tmp_path / "film.mp4", audio=())
    before = path.read_bytes()
    end_first_track(path, 100.0)
    assert path.read_bytes() == before
