"""The finished programme, judged on the file that was written and on what AAC makes of it."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import soundfile

from media.cancelled import Cancelled
from media.loudness import LoudnessMeter, TruePeakMeter
from media.mix import MixError, MixOptions, Take, mix

RATE = 48_000
TAKE_RATE = 22_050


def voice(seconds: float, pitch: float = 120.0, level: float = 0.05) -> np.ndarray:
    """Mono, harmonic, with syllables: crest factor and spectrum near those of speech. Begins and ends at full level."""
    time = np.arange(round(seconds * TAKE_RATE)) / TAKE_RATE
    wave = sum(np.sin(2 * np.pi * pitch * h * time + h * h) / h for h in range(1, 40))
    return (level * wave * (0.25 + np.abs(np.cos(2 * np.pi * 2 * time)))).astype(np.float32)


def said(start: float, seconds: float = 2.0, **more: object) -> Take:
    return Take(start=start, audio=lambda: (voice(seconds), TAKE_RATE), **more)


@lru_cache
def ambience(seconds: float, lufs: float, seed: int = 0) -> np.ndarray:
    """Stereo noise with a wide image, at a known loudness."""
    rng = np.random.default_rng(seed)
    mid, side = rng.standard_normal((2, round(seconds * RATE)))
    audio = np.stack([mid + 0.5 * side, 0.7 * mid - 0.5 * side], axis=1)
    audio = np.apply_along_axis(lambda x: np.convolve(x, np.ones(8) / 8, "same"), 0, audio)
    return (audio * 10 ** ((lufs - loudness(audio)) / 20)).astype(np.float32)


def blocks(audio: np.ndarray, size: int = 1024):
    return (audio[start : start + size] for start in range(0, len(audio), size))


def loudness(audio: np.ndarray) -> float:
    meter = LoudnessMeter(2)
    meter.add(audio)
    return meter.loudness()


def true_peak(audio: np.ndarray) -> float:
    meter = TruePeakMeter(2)
    meter.add(audio)
    return meter.peak()


def read(path: Path) -> np.ndarray:
    return np.fromfile(path, "<f4").reshape(-1, 2)


def decibels(audio: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(np.square(audio, dtype=np.float64)) + 1e-20))


def part(audio: np.ndarray, first: float, last: float) -> np.ndarray:
    return audio[round(first * RATE) : round(last * RATE)]


def through_aac(audio: np.ndarray, path: Path) -> np.ndarray:
    import av

    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=RATE, options={"aac_coder": "fast"})
        stream.bit_rate, stream.layout = 192_000, "stereo"
        for start in range(0, len(audio), RATE):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(audio[start : start + RATE].T), "fltp", "stereo")
            frame.sample_rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1).T


FILM = 24.0
CUES = [said(1.0), said(4.0), said(6.5, 3.0), said(14.0), said(17.0, 1.0)]
ORIGINALS = {"quiet ambience": -35.0, "film sound": -22.0, "loud music": -12.0, "silence": None, "no sound track": None}


@pytest.mark.parametrize("name", ORIGINALS)
@pytest.mark.parametrize("target", [-14.0, -16.0, -23.0])
def test_loudness_and_true_peak_hold_for_every_kind_of_film(tmp_path, name, target):
    level = ORIGINALS[name]
    sound = np.zeros((round(FILM * RATE), 2), np.float32) if level is None else ambience(FILM, level)
    original = None if name == "no sound track" else blocks(sound)
    report = mix(CUES, original, FILM, tmp_path / "mix", MixOptions(loudness=target))
    programme = read(tmp_path / "mix")
    assert programme.shape == (round(FILM * RATE), 2) and report.frames == len(programme)
    assert loudness(programme) == pytest.approx(target, abs=0.3)
    assert report.loudness == pytest.approx(loudness(programme), abs=0.01)
    assert true_peak(programme) <= -1.5 and report.true_peak == pytest.approx(true_peak(programme), abs=0.01)
    assert true_peak(through_aac(programme, tmp_path / "mix.m4a")) <= -1.0
    assert [path.name for path in tmp_path.iterdir() if "mix." in path.name] == ["mix.m4a"]


@pytest.mark.parametrize("level", [-35.0, -22.0])
def test_where_nobody_speaks_the_original_is_what_it_was(tmp_path, level):
    sound = ambience(FILM, level)
    report = mix(CUES, blocks(sound), FILM, tmp_path / "mix")
    programme = read(tmp_path / "mix")
    assert report.original_gain_db == pytest.approx(0, abs=0.3)
    for first, last in [(0, 0.6), (10.4, 13.5), (19, FILM)]:
        before, after = part(sound, first, last), part(programme, first, last)
        for channel in (0, 1):
            assert decibels(after[:, channel]) == pytest.approx(decibels(before[:, channel]), abs=0.3)
        assert np.corrcoef(after.T)[0, 1] == pytest.approx(np.corrcoef(before.T)[0, 1], abs=0.001)


def test_an_original_too_loud_for_the_target_is_turned_down_and_reported(tmp_path):
    sound = ambience(FILM, -12.0)
    report = mix(CUES, blocks(sound), FILM, tmp_path / "mix")
    assert -8 < report.original_gain_db < -2
    before, after = part(sound, 19, FILM), part(read(tmp_path / "mix"), 19, FILM)
    assert decibels(after) - decibels(before) == pytest.approx(report.original_gain_db, abs=0.1)


def test_ducking_follows_the_timeline(tmp_path):
    sound = ambience(FILM, -30.0)
    mix(CUES, blocks(sound), FILM, tmp_path / "mix", stems=tmp_path)
    bed, _ = soundfile.read(tmp_path / "original.flac", dtype="float32")
    whole = decibels(part(bed, 19, FILM)) - decibels(part(sound, 19, FILM))

    def depth(first: float, last: float) -> float:
        return decibels(part(bed, first, last)) - decibels(part(sound, first, last)) - whole

    assert depth(0.0, 0.6) == pytest.approx(0, abs=0.1)
    assert depth(0.8, 3.4) == pytest.approx(-12, abs=0.1)  # 0.2 s before to 0.4 s after the first cue
    assert depth(6.0, 6.5) == pytest.approx(-12, abs=0.1)  # gap of half a second: stays down
    assert depth(10.4, 13.5) == pytest.approx(0, abs=0.1)


def test_keep_leaves_the_original_untouched_under_speech(tmp_path):
    sound = ambience(FILM, -30.0)
    report = mix(CUES, blocks(sound), FILM, tmp_path / "mix", MixOptions(original="keep"), stems=tmp_path)
    bed, _ = soundfile.read(tmp_path / "original.flac", dtype="float32")
    assert report.limited_db == 0 and np.allclose(bed, sound * 10 ** (report.original_gain_db / 20), atol=1e-6)


def test_replace_is_centred_speech_alone(tmp_path):
    mix(CUES, blocks(ambience(FILM, -12.0)), FILM, tmp_path / "mix", MixOptions(original="replace"))
    programme = read(tmp_path / "mix")
    assert np.array_equal(programme[:, 0], programme[:, 1])
    assert np.all(part(programme, 3.1, 3.9) == 0) and np.all(part(programme, 19, FILM) == 0)


def test_stems_add_up_to_the_programme_even_when_limited(tmp_path):
    report = mix(CUES, blocks(ambience(FILM, -20.0)), FILM, tmp_path / "mix", MixOptions(loudness=-10), stems=tmp_path)
    stems = {name: soundfile.read(tmp_path / f"{name}.flac")[0] for name in ("speech", "original", "programme")}
    assert report.limited_db > 1
    assert np.allclose(stems["speech"][:, None] + stems["original"], stems["programme"], atol=1e-5)
    assert np.allclose(stems["programme"], read(tmp_path / "mix"), atol=1e-6)
    assert not list(tmp_path.glob(".*"))


def test_every_take_sounds_where_planned_to_its_last_sample_and_equally_loud(tmp_path):
    levels = (0.01, 0.05, 0.3)
    takes = [
        Take(start=1.0 + 3 * k, audio=lambda level=level: (voice(2.0, level=level), TAKE_RATE))
        for k, level in enumerate(levels)
    ]
    mix(takes, None, 12.0, tmp_path / "mix")
    programme = read(tmp_path / "mix")[:, 0]
    heard = np.flatnonzero(np.abs(programme) > 1e-3)
    groups = np.split(heard, np.flatnonzero(np.diff(heard) > RATE // 2) + 1)
    assert [group[0] / RATE for group in groups] == pytest.approx([1, 4, 7], abs=0.005)
    assert [group[-1] / RATE for group in groups] == pytest.approx([3, 6, 9], abs=0.005)
    spoken = [decibels(part(programme, start, start + 2)) for start in (1, 4, 7)]
    assert max(spoken) - min(spoken) < 0.2
    tails = [decibels(part(programme, end - 0.15, end)) for end in (3, 6, 9)]
    assert min(tails) > -30


def test_a_take_with_a_length_is_stretched_to_it(tmp_path):
    mix([said(1.0, 3.0, length=2.0)], None, 5.0, tmp_path / "mix")
    heard = np.flatnonzero(np.abs(read(tmp_path / "mix")[:, 0]) > 1e-3)
    assert heard[-1] / RATE == pytest.approx(3.0, abs=0.01)


def test_overlapping_takes_sound_together_and_unsorted_takes_are_sorted(tmp_path):
    first, second = said(1.0, 3.0), said(2.0, 1.0)
    mix([second, first], None, 6.0, tmp_path / "both")
    mix([first], None, 6.0, tmp_path / "one")
    both, one = read(tmp_path / "both"), read(tmp_path / "one")
    assert decibels(part(both, 2, 3)) - decibels(part(both, 1, 2)) > 2
    assert decibels(part(one, 2, 3)) - decibels(part(one, 1, 2)) == pytest.approx(0, abs=1)


def test_what_lies_beyond_the_end_is_reported(tmp_path):
    report = mix([said(1.0, cue=1), said(4.0, 3.0, cue=2), said(9.0, cue=3)], None, 5.0, tmp_path / "mix")
    assert report.beyond_end == (2, 3)
    assert len(read(tmp_path / "mix")) == 5 * RATE


def test_takes_are_loaded_one_at_a_time(tmp_path):
    alive: list[int] = []
    most = 0

    class Tracked(np.ndarray):
        def __del__(self):
            if alive:
                alive.pop()

    def load() -> tuple[np.ndarray, int]:
        nonlocal most
        alive.append(1)
        most = max(most, len(alive))
        return voice(1.0).view(Tracked), TAKE_RATE

    mix([Take(start=k, audio=load) for k in range(12)], None, 14.0, tmp_path / "mix")
    assert most <= 3


def test_files_of_any_rate_and_a_damaged_original(tmp_path):
    soundfile.write(tmp_path / "a.wav", voice(1.0), TAKE_RATE)
    soundfile.write(tmp_path / "b.flac", np.stack([voice(1.0)] * 2, axis=1), 44_100)
    sound = ambience(4.0, -30.0).copy()
    sound[RATE : RATE + 10] = np.nan
    takes = [Take(0.5, tmp_path / "a.wav"), Take(2.5, tmp_path / "b.flac")]
    mix(takes, blocks(sound), 4.0, tmp_path / "mix")
    assert np.isfinite(read(tmp_path / "mix")).all()


def test_short_and_long_originals_are_padded_and_cut(tmp_path):
    for seconds in (2.0, 9.0):
        mix([said(1.0)], blocks(ambience(seconds, -20.0)), 6.0, tmp_path / "mix")
        assert len(read(tmp_path / "mix")) == 6 * RATE


def test_nothing_to_say_and_nothing_to_hear_is_silence(tmp_path):
    report = mix([], None, 2.0, tmp_path / "mix")
    assert report.loudness == float("-inf") and not read(tmp_path / "mix").any()


def test_progress_rises_to_one(tmp_path):
    seen: list[float] = []
    mix(CUES, blocks(ambience(FILM, -30.0)), FILM, tmp_path / "mix", progress=seen.append)
    assert seen == sorted(seen) and seen[-1] == 1.0 and len(seen) > 20


@pytest.mark.parametrize("after", [0, 5, 20, 45])
def test_cancelled_at_any_moment_leaves_nothing(tmp_path, after):
    asked = iter(range(10_000))
    with pytest.raises(Cancelled):
        mix(
            CUES,
            blocks(ambience(FILM, -30.0)),
            FILM,
            tmp_path / "mix",
            stems=tmp_path / "stems",
            cancelled=lambda: next(asked) >= after,
        )
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_cancelled_while_the_last_pass_is_repeated_leaves_no_stems_either(tmp_path):
    seen: list[float] = []
    film = blocks(ambience(FILM, -20.0))
    with pytest.raises(Cancelled):  # asked as soon as the first pass is through: at -8 LUFS one is not enough
        mix(CUES, film, FILM, tmp_path / "mix", MixOptions(loudness=-8), stems=tmp_path / "stems",
            progress=seen.append, cancelled=lambda: seen[-1:] == [1.0])  # fmt: skip
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["programme.flac", "original.flac", "speech.flac"])
def test_stems_that_cannot_be_written_are_named_and_no_part_of_them_is_left(tmp_path, name):
    (tmp_path / "stems" / name).mkdir(parents=True)
    with pytest.raises(MixError, match=r"stems cannot be written to .*stems"):
        mix([said(1.0)], None, 4.0, tmp_path / "mix", stems=tmp_path / "stems")
    assert not (tmp_path / "mix").exists()
    assert [path.name for path in (tmp_path / "stems").iterdir()] == [name]


def test_a_folder_for_stems_that_is_a_file_is_told_before_the_work(tmp_path):
    (tmp_path / "stems").write_text("")
    told: list[float] = []
    with pytest.raises(MixError, match="stems cannot be written to"):
        mix([said(1.0)], None, 4.0, tmp_path / "mix", stems=tmp_path / "stems", progress=told.append)
    assert not told


@pytest.mark.parametrize(
    ("takes", "original", "options", "word"),
    [
        ([Take(0.0, Path("nowhere.wav"), cue=7)], None, MixOptions(), "cue 7"),
        ([Take(0.0, lambda: (np.zeros((5, 2)), 48_000), cue=3)], None, MixOptions(), "cue 3"),
        ([], [np.zeros((5, 3), np.float32)], MixOptions(), "blocks"),
        ([], None, MixOptions(original="mute"), "mute"),
        ([], None, MixOptions(loudness=3), "loudness"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(tmp_path, takes, original, options, word):
    with pytest.raises(MixError, match=word):
        mix(takes, iter(original) if original else None, 2.0, tmp_path / "mix", options)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_and_a_film_without_length(tmp_path):
    with pytest.raises(MixError, match="cannot be written"):
        mix([], None, 2.0, tmp_path / "missing" / "mix")
    with pytest.raises(MixError, match="no length"):
        mix([], None, 0.0, tmp_path / "mix")


def test_the_same_input_gives_the_same_file(tmp_path):
    for name in ("a", "b"):
        mix(CUES, blocks(ambience(FILM, -20.0)), FILM, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
