import av
import numpy as np
import pytest

from media.audio import AudioError, decode_audio, downmix
from media.probe import probe
from tests.media.films import RATE, add_sound, click_sound, click_time, draw


def decoded(path, index=None) -> np.ndarray:
    film = probe(path)
    sound = np.concatenate(list(decode_audio(film, index)))
    assert sound.shape == (round(film.duration * RATE), 2)
    assert sound.dtype == np.float32
    return sound


@pytest.mark.parametrize(
    ("name", "video", "audio", "rate"),
    [
        ("a.mp4", "libx264", "aac", 48_000),
        ("a.mp4", "libx264", "aac", 44_100),
        ("a.mkv", "libx264", "aac", 22_050),
        ("a.mkv", "libx264", "flac", 44_100),
        ("a.mkv", "libx264", "libmp3lame", 48_000),
        ("a.mov", "libx264", "pcm_s16le", 44_100),
        ("a.webm", "libvpx", "libopus", 48_000),
    ],
)
def test_a_click_stays_where_it_was(tmp_path, name, video, audio, rate):
    path = draw(tmp_path / name, video=video, audio=(audio,), audio_rate=rate)
    assert click_time(decoded(path)) == pytest.approx(1.0, abs=0.0005)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_a_late_start_is_silence(tmp_path, suffix):
    sound = decoded(draw(tmp_path / f"a.{suffix}", start=0.5))
    assert click_time(sound) == pytest.approx(1.5, abs=0.001)
    assert not sound[: round(0.45 * RATE)].any()


def test_any_track_can_be_asked_for(tmp_path):
    path = draw(tmp_path / "a.mkv", audio=("aac", "flac"))
    assert click_time(decoded(path, 2)) == pytest.approx(1.0, abs=0.0005)
    with pytest.raises(AudioError, match="no sound track number 0"):
        next(decode_audio(probe(path), 0))


def test_a_silent_film_yields_nothing(tmp_path):
    assert list(decode_audio(probe(draw(tmp_path / "a.mp4", audio=())))) == []


def film_with_sound(path, layout: str, sound: np.ndarray, codec: str = "flac"):
    draw(path.with_suffix(".silent.mkv"), audio=())
    with av.open(str(path.with_suffix(".silent.mkv"))) as source, av.open(str(path), "w", format="matroska") as sink:
        picture = sink.add_stream_from_template(source.streams.video[0], opaque=True)
        stream = sink.add_stream(codec, rate=RATE)
        stream.layout = layout
        stream.format = "s16" if codec == "flac" else "fltp"
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = picture
                sink.mux(packet)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T.astype(np.float32)), "fltp", layout)
        frame.sample_rate, frame.pts = RATE, 0
        sink.mux(stream.encode(frame))
        sink.mux(stream.encode(None))
    return path


def test_mono_goes_to_both_sides(tmp_path):
    tone = 0.5 * np.sin(np.arange(2 * RATE) / 10)[:, None]
    sound = decoded(film_with_sound(tmp_path / "a.mkv", "mono", tone))
    assert np.abs(sound[: 2 * RATE] - tone).max() < 1e-3


def test_surround_is_folded_down_to_its_sides_without_clipping(tmp_path):
    t = np.arange(2 * RATE) / RATE
    everything_loud = np.tile(0.999 * np.sin(2 * np.pi * 300 * t)[:, None], (1, 6))
    loud = decoded(film_with_sound(tmp_path / "a.mkv", "5.1", everything_loud))
    assert 0.9 < np.abs(loud).max() <= 1.0
    left_only = np.zeros((2 * RATE, 6))
    left_only[:, 0] = 0.5 * np.sin(2 * np.pi * 300 * t)
    sides = decoded(film_with_sound(tmp_path / "b.mkv", "5.1", left_only))
    assert np.abs(sides[:, 0]).max() > 0.15
    assert np.abs(sides[:, 1]).max() < 1e-3


@pytest.mark.parametrize("channels", [["FL", "FR"], ["FL", "FR", "FC", "LFE", "BL", "BR"], ["FC"], ["X", "Y", "Z"]])
def test_no_fold_down_can_clip(channels):
    gains = downmix(channels)
    assert gains.shape == (len(channels), 2)
    assert gains.sum(axis=0).max() <= 1.0 + 1e-6


def test_stereo_passes_through_unchanged():
    assert np.array_equal(downmix(["FL", "FR"]), np.eye(2))


def test_damaged_packets_become_silence_and_what_follows_stays_in_place(tmp_path):
    noise = 0.01 * np.random.default_rng(1).standard_normal((2 * RATE, 2))
    path = film_with_sound(tmp_path / "a.mkv", "stereo", noise + click_sound(2.0, 1.5))
    data = path.read_bytes()
    with av.open(str(path)) as source:
        for packet in source.demux(audio=0):
            if packet.size and 0.5 < packet.pts * packet.time_base < 1.0:
                data = data.replace(bytes(packet), bytes(packet.size))
    path.write_bytes(data)
    sound = decoded(path)
    assert click_time(sound) == pytest.approx(1.5, abs=0.001)
    assert not sound[round(0.65 * RATE) : round(0.95 * RATE)].any()
    assert sound[round(0.2 * RATE) : round(0.4 * RATE)].any()


def test_a_gap_in_the_times_is_kept(tmp_path):
    path = tmp_path / "a.mkv"
    draw(tmp_path / "silent.mkv", seconds=3.0, audio=())
    with av.open(str(tmp_path / "silent.mkv")) as source, av.open(str(path), "w", format="matroska") as sink:
        picture = sink.add_stream_from_template(source.streams.video[0], opaque=True)
        first = sink.add_stream("pcm_s16le", rate=RATE)
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = picture
                sink.mux(packet)
        add_sound(sink, first, click_sound(0.5, 0.25), 0.0)
    sound = np.concatenate(list(decode_audio(probe(path))))
    assert len(sound) >= 2.9 * RATE
    assert click_time(sound) == pytest.approx(0.25, abs=0.001)
    assert not sound[RATE:].any()
