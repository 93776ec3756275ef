"""Any recording becomes samples; whatever is none gets one sentence, soon, and nothing else is opened."""

import random
import resource
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import av
import numpy as np
import pytest

from media.recording import Recording, RecordingError, read_recording
from tests.media.films import draw

RATE = 48_000
KINDS = {  # name: codec, sample format that the encoder takes, rate
    "browser.webm": ("libopus", "flt", 48_000),
    "chrome-pcm.webm": ("pcm_f32le", "flt", 48_000),
    "telegram.ogg": ("libopus", "flt", 48_000),
    "phone.m4a": ("aac", "fltp", 44_100),
    "apple.m4a": ("alac", "s16p", 44_100),
    "safari.mp4": ("aac", "fltp", 48_000),
    "camera.mov": ("pcm_s16le", "s16", 48_000),
    "plain.wav": ("pcm_s16le", "s16", 22_050),
    "studio.wav": ("pcm_s24le", "s32", 96_000),
    "float.wav": ("pcm_f32le", "flt", 44_100),
    "eight.wav": ("pcm_u8", "u8", 16_000),
    "call.wav": ("pcm_alaw", "s16", 8_000),
    "dictaphone.mp3": ("libmp3lame", "fltp", 44_100),
    "stream.aac": ("aac", "fltp", 16_000),
    "archive.flac": ("flac", "s16", 48_000),
    "mac.aiff": ("pcm_s16be", "s16", 44_100),
    "mac.caf": ("pcm_s16be", "s16", 44_100),
}
FORMATS = {".m4a": "ipod", ".webm": "webm", ".ogg": "ogg", ".aac": "adts"}


def tone(seconds: float, rate: int = RATE, channels: int = 1) -> np.ndarray:
    """(channels, n) float32: 440 Hz at half of full scale, then a quarter of the time silence."""
    n = round(seconds * rate)
    sine = (0.5 * np.sin(2 * np.pi * 440 * np.arange(n) / rate)).astype(np.float32)
    sine[n * 3 // 4 :] = 0
    return np.repeat(sine[None], channels, axis=0)


def write(path: Path, sound: np.ndarray, codec: str, form: str, rate: int, **options: str) -> Path:
    """Encodes (channels, n) into a file whose format its name tells."""
    layout = "mono" if len(sound) == 1 else "stereo"
    with av.open(str(path), "w", format=FORMATS.get(path.suffix), options=options) as sink:
        # webm knows no PCM, though browsers write it there
        stream = sink.add_stream(codec, rate=rate, layout=layout, format=form)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), "fltp", layout)
        frame.sample_rate = rate
        resampler = av.AudioResampler(form, layout, rate, frame_size=stream.codec_context.frame_size or 1024)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            sink.mux(stream.encode(piece))
        sink.mux(stream.encode(None))
    return path


def record(path: Path, seconds: float = 2.0, channels: int = 1, **options: str) -> Path:
    codec, form, rate = KINDS[path.name]
    if codec.startswith("pcm") and path.suffix == ".webm":
        made = write(path.with_suffix(".mka"), tone(seconds, rate, channels), codec, form, rate, **options)
        made.write_bytes(made.read_bytes().replace(b"matroska", b"webm\0\0\0\0", 1))
        return made.rename(path)
    return write(path, tone(seconds, rate, channels), codec, form, rate, **options)


def refusal(path: Path) -> str:
    with pytest.raises(RecordingError) as caught:
        read_recording(path)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    return str(caught.value)


def power(audio: np.ndarray) -> float:
    return float(np.square(audio, dtype=np.float64).mean())


@pytest.mark.parametrize("name", KINDS)
def test_what_browsers_and_phones_write_is_read(tmp_path, name):
    got = read_recording(record(tmp_path / name))
    assert isinstance(got, Recording) and got.audio.dtype == np.float32 and got.audio.ndim == 1
    assert got.seconds == pytest.approx(2.0, abs=0.12)
    assert got.sample_rate == min(KINDS[name][2], 48_000)
    assert power(got.audio) == pytest.approx(0.125 * 0.75, rel=0.1)
    spectrum = np.abs(np.fft.rfft(got.audio[: got.sample_rate]))
    assert spectrum.argmax() == pytest.approx(440, abs=2)


def test_the_container_and_codec_are_told(tmp_path):
    got = read_recording(record(tmp_path / "browser.webm"))
    assert (got.container, got.codec) == ("webm", "opus")


def test_a_live_recording_without_a_length_is_read(tmp_path):
    path = record(tmp_path / "browser.webm", 3.0, live="1")
    with av.open(str(path)) as plain:
        assert plain.duration is None
    assert read_recording(path).seconds == pytest.approx(3.0, abs=0.05)


def test_a_fragmented_recording_is_read(tmp_path):
    path = record(tmp_path / "safari.mp4", 3.0, movflags="frag_keyframe+empty_moov")
    assert read_recording(path).seconds == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize(("magic", "codec", "size", "rate"), [(b"#!AMR\n\x3c", "amr_nb", 31, 8_000),
                                                             (b"#!AMR-WB\n\x44", "amr_wb", 60, 16_000)])  # fmt: skip
def test_amr_of_older_phones_is_read(tmp_path, magic, codec, size, rate):
    frame = magic[-1:] + random.Random(1).randbytes(size)
    (tmp_path / "old.amr").write_bytes(magic[:-1] + frame * 100)
    got = read_recording(tmp_path / "old.amr")
    assert (got.codec, got.sample_rate) == (codec, rate) and got.seconds == pytest.approx(2.0)


def test_the_sound_of_a_film_is_read(tmp_path):
    got = read_recording(draw(tmp_path / "film.mp4", seconds=2.0, flash=1.0))
    assert got.seconds == pytest.approx(2.0, abs=0.05)
    assert np.abs(got.audio).argmax() / got.sample_rate == pytest.approx(1.0, abs=0.005)


@pytest.mark.parametrize("second", [0.0, 1.0, -1.0], ids=["one-sided", "equal", "cancelling"])
def test_two_channels_become_one(tmp_path, second):
    left = tone(1.0)
    got = read_recording(write(tmp_path / "a.wav", np.concatenate([left, left * second]), "pcm_s16le", "s16", RATE))
    assert np.abs(got.audio).max() == pytest.approx(0.25 if second == 0 else 0.5, abs=0.01)


def test_floats_beyond_full_scale_are_brought_back(tmp_path):
    sound = tone(1.0) * 6
    sound[0, 100:110] = np.nan
    got = read_recording(write(tmp_path / "float.wav", sound, "pcm_f32le", "flt", RATE))
    assert np.isfinite(got.audio).all() and np.abs(got.audio).max() == 1


@pytest.mark.parametrize(
    "name", ["dictaphone.mp3", "plain.wav", "phone.m4a", "archive.flac", "telegram.ogg", "stream.aac"]
)
def test_an_hour_is_refused_soon(tmp_path, name):
    """The FLAC file says in its header that it lasts a minute: ten are decoded before that turns out to be a lie."""
    codec, form, _ = KINDS[name]
    rate = 8_000 if name != "archive.flac" else 16_000
    piece = write(tmp_path / name, tone(60, rate), codec, form, rate)
    hour = tmp_path / f"hour{piece.suffix}"
    with av.open(str(piece)) as source, av.open(str(hour), "w", format=FORMATS.get(hour.suffix)) as sink:
        stream = source.streams.audio[0]
        out, packets = sink.add_stream_from_template(stream), [p for p in source.demux(stream) if p.size]
        length = sum(p.duration for p in packets)
        for turn in range(60):
            for p in packets:
                copy = av.Packet(bytes(p))
                copy.pts = copy.dts = p.pts + turn * length
                copy.duration, copy.time_base, copy.stream = p.duration, p.time_base, out
                sink.mux(copy)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "longer than 10 minutes: cut out the clearest minute" in refusal(hour)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3  # of processor time, load aside


def test_ten_minutes_are_within_the_limit_and_a_limit_can_be_asked_for(tmp_path):
    path = record(tmp_path / "plain.wav", 12.0)
    assert read_recording(path).seconds == pytest.approx(12.0)
    with pytest.raises(RecordingError, match="longer than 10 seconds"):
        read_recording(path, longest=10.0)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.wav", b"\xff\xd8\xff\xe0 picture", "a JPEG picture"),
        ("a.mp3", b"Dear diary,\n", "a text file"),
        ("a.m4a", b"PK\x03\x04 archive", "a ZIP archive"),
        ("a.webm", b"", "is empty"),
        ("a.mp3", b"#EXTM3U\nfile:///etc/passwd\n", "a playlist"),
        ("a.wav", b"RIFF\0\0\0\0AVI LIST", "an AVI or WAV file"),
        ("a.mp3", "\ufeffText as Windows writes it".encode("utf-16"), "does not know"),
        ("a.wav", b"RIFF\x24\0\0\0WAVEfmt ", "damaged"),
        ("a.ogg", b"OggS" + bytes(100), "damaged"),
        ("a.mp3", b"ID3\x04\0\0\0\0\0\0", "damaged"),
        ("a.flac", b"fLaC" + bytes(60), "damaged"),
    ],
)
def test_what_is_no_sound_is_named(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    assert words in refusal(tmp_path / name)


def test_missing_files_folders_and_silent_films_are_named(tmp_path):
    assert "There is no file" in refusal(tmp_path / "nothing.wav")
    assert "is a folder: name the recording" in refusal(tmp_path)
    assert "has no sound" in refusal(draw(tmp_path / "silent.mp4", audio=()))
    with wave.open(str(tmp_path / "empty.wav"), "wb") as empty:
        empty.setparams((1, 2, RATE, 0, "NONE", ""))
    assert "is empty" in refusal(tmp_path / "empty.wav")


@pytest.mark.parametrize("name", ["browser.webm", "phone.m4a", "archive.flac", "dictaphone.mp3"])
def test_noise_in_the_middle_of_a_file_is_damage(tmp_path, name):
    path = record(tmp_path / name, 4.0)
    damaged, chance = bytearray(path.read_bytes()), random.Random(3)
    for _ in range(len(damaged) // 15):
        damaged[chance.randrange(600, len(damaged) - 1)] = chance.randrange(256)
    path.write_bytes(damaged)
    assert any(word in refusal(path) for word in ("damaged", "cut short", "no sound", "no index"))


@pytest.mark.parametrize("name", ["browser.webm", "phone.m4a", "archive.flac", "mac.aiff"])
def test_a_copy_that_stopped_half_way_is_cut_short(tmp_path, name):
    path = record(tmp_path / name, 4.0)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert any(word in refusal(path) for word in ("cut short", "no index"))


def test_damage_gives_samples_or_a_sentence(tmp_path):
    chance = random.Random(11)
    for name in ("browser.webm", "phone.m4a", "plain.wav", "telegram.ogg", "dictaphone.mp3"):
        whole = record(tmp_path / name, 0.5).read_bytes()
        for _ in range(2):
            broken = bytearray(whole)
            for _ in range(30):
                broken[chance.randrange(12, min(len(whole), 1500))] = chance.randrange(256)
            (tmp_path / name).write_bytes(broken)
            try:
                got = read_recording(tmp_path / name)
                assert np.isfinite(got.audio).all() and np.abs(got.audio).max() <= 1
            except RecordingError as error:
                assert name in str(error)


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_traced_nothing_but_the_recording_is_opened(tmp_path):
    path, log = record(tmp_path / "browser.webm", 0.5), tmp_path / "trace"
    trace = ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2,connect", "-o", str(log)]
    if subprocess.run([*trace, "true"], capture_output=True).returncode:
        pytest.skip("strace may not trace here")
    program = f"import media.recording as r; r.read_recording({str(path)!r})"
    subprocess.run([*trace, sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True)
    opened = [line for line in log.read_text().splitlines() if "ENOENT" not in line]
    assert not [line for line in opened if "AF_INET" in line]
    assert {line.split('"')[1] for line in opened if str(tmp_path) in line} == {str(path)}
