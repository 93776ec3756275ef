"""Music under speech, judged on the stems that were written."""

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from media.bed import UNDER, Bed
from media.bell import Bell
from media.kweighting import K_WEIGHTING
from media.loudness import HOP
from media.mix import MixError, MixOptions, mix
from media.voiced import Voiced, stretches
from tests.media.test_mix import RATE, ambience, blocks, decibels, loudness, part, read, said, true_peak

FILM = 46.0
SPEECH = [(4.0, 8.0), (8.6, 11.6), (15.0, 16.0), (18.0, 24.0), (31.0, 38.0)]
CUES = [said(start, end - start, cue=number) for number, (start, end) in enumerate(SPEECH, 1)]


def music(seconds: float = FILM, swing: float = 8.0) -> np.ndarray:
    """Chords that swell and sink by `swing` dB within seconds, with a pulse at 2 Hz."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = sum(np.sin(2 * np.pi * f * time + f) / k for k, f in enumerate((110, 220, 330, 554, 880, 1760, 3520), 1))
    shape = 10 ** (swing / 2 * (np.sin(2 * np.pi * time / 7) + 0.5 * np.sin(2 * np.pi * time / 2.3)) / 20)
    pulse = 0.4 + 0.6 * np.exp(-6 * (time * 2 % 1))
    left = wave * shape * pulse
    return (0.1 * np.stack([left, np.roll(left, 700)], axis=1)).astype(np.float32)


def weighted(audio: np.ndarray) -> np.ndarray:
    """Power of every 100 ms as it is heard, both sides together."""
    audio = np.stack([audio, audio], axis=1) if audio.ndim == 1 else audio
    heard = signal.sosfilt(K_WEIGHTING, audio, axis=0)
    count = len(heard) // HOP
    return (heard[: count * HOP].reshape(count, HOP, 2) ** 2).mean(axis=1).sum(axis=1)


def apart(speech: np.ndarray, bed: np.ndarray, spans=SPEECH) -> np.ndarray:
    """LU from speech to music in every window of 3 s throughout which somebody speaks."""
    spoken = np.zeros(len(speech), bool)
    for start, end in spans:
        spoken[round(start * 10) : round(end * 10)] = True
    means = [np.convolve(x, np.full(30, 1 / 30), "valid") for x in (speech, bed, spoken.astype(float))]
    chosen = means[2] > 0.999
    return 10 * np.log10(means[0][chosen] / means[1][chosen])


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """(report, stems by name, programme) of music of its own dynamics under five cues, over ambience."""
    folder = tmp_path_factory.mktemp("bed")
    report = mix(CUES, blocks(ambience(FILM, -45.0)), FILM, folder / "mix", music=blocks(music()), stems=folder)
    stems = {path.stem: soundfile.read(path, dtype="float32")[0] for path in folder.glob("*.flac")}
    return report, stems, read(folder / "mix")


def test_music_lies_sixteen_lu_under_every_three_seconds_of_speech(mixed):
    report, stems, _ = mixed
    found = apart(weighted(stems["speech"]), weighted(stems["music"]))
    assert len(found) > 80 and np.abs(found - 16).max() <= 1
    assert report.music_under.windows > 60
    assert 15 <= report.music_under.least <= report.music_under.median <= report.music_under.most <= 17


@pytest.mark.parametrize("level", UNDER)
def test_a_preset_moves_the_bed(tmp_path, level):
    options = MixOptions(music=level)
    report = mix(CUES, None, FILM, tmp_path / "mix", options, music=blocks(music(swing=3)), stems=tmp_path)
    stems = [soundfile.read(tmp_path / f"{name}.flac")[0] for name in ("speech", "music")]
    found = apart(*map(weighted, stems))
    assert np.abs(found + UNDER[level]).max() <= 1
    assert abs(report.loudness + 16) <= 0.5


def test_it_comes_up_where_nobody_speaks_and_carries_the_edges(mixed):
    _, stems, _ = mixed
    speech, bed = weighted(stems["speech"]), weighted(stems["music"])
    spoken = np.concatenate([speech[round(a * 10) : round(b * 10)] for a, b in SPEECH]).mean()

    def over(first: float, last: float) -> float:
        return 10 * np.log10(bed[round(first * 10) : round(last * 10)].mean() / spoken)

    assert over(26.0, 30.0) == pytest.approx(-9, abs=2.5)
    assert over(0.0, 3.0) == pytest.approx(-3, abs=2.5) and over(40.0, 46.0) == pytest.approx(-3, abs=2.5)


def test_loudness_peak_and_sum_hold_with_music(mixed):
    report, stems, programme = mixed
    assert abs(loudness(programme) + 16) <= 0.5 and true_peak(programme) <= -1
    total = stems["speech"][:, None] + stems["original"] + stems["music"]
    assert np.allclose(total, programme, atol=1e-5)
    assert report.loudness == pytest.approx(loudness(programme), abs=0.01)


def test_the_duck_is_down_before_the_word_and_never_jumps():
    steady = np.full(round(FILM * 10), 0.01)
    speech = np.zeros(len(steady))
    spans = [(round(a * RATE), round(b * RATE)) for a, b in SPEECH]
    for start, end in SPEECH:
        speech[round(start * 10) : round(end * 10)] = 0.02
    bed = Bed(steady, speech, None, spans, "balanced", -16)
    at = np.arange(0, round(FILM * RATE), 48)
    gain = bed.decibels(at)
    assert np.abs(np.diff(gain)).max() / 0.001 <= 40  # dB per second
    for start in (4.0, 15.0, 18.0, 31.0):
        low = gain[round(start * 1000) + 100]
        assert gain[round((start - 0.1) * 1000)] == pytest.approx(low, abs=0.6)  # it is down before the word
        assert (
            gain[round((start - 0.3) * 1000)] > gain[round((start - 0.2) * 1000)] > low + 0.3
        )  # and began before that
    assert np.ptp(gain[8100:8500]) < 0.5  # a pause of 0.6 s: it stays down
    assert gain[24450] == pytest.approx(gain[23000], abs=0.6)  # held after the last word


def test_a_rest_in_the_music_is_not_turned_up(tmp_path):
    sound = music()
    sound[20 * RATE : 23 * RATE] *= 0.001
    mix(CUES, None, FILM, tmp_path / "mix", music=blocks(sound), stems=tmp_path)
    bed, _ = soundfile.read(tmp_path / "music.flac")
    assert decibels(part(bed, 20.5, 22.5)) < decibels(part(bed, 32, 37)) - 30


def test_it_steps_back_from_a_film_that_is_loud_itself(tmp_path):
    loud = ambience(FILM, -60.0).copy()
    loud[25 * RATE : 30 * RATE] = ambience(FILM, -18.0)[25 * RATE : 30 * RATE]
    levels = []
    for name, original in (("quiet", ambience(FILM, -60.0)), ("loud", loud)):
        mix(CUES, blocks(original), FILM, tmp_path / name, music=blocks(music(swing=2)), stems=tmp_path / f"{name}s")
        bed, _ = soundfile.read(tmp_path / f"{name}s" / "music.flac")
        levels.append(decibels(part(bed, 26, 29)) - decibels(part(bed, 19, 23)))
    assert -9.5 < levels[1] - levels[0] < -4


def test_without_music_nothing_changes_but_what_is_asked_is_written(tmp_path):
    mix(CUES, None, FILM, tmp_path / "mix", stems=tmp_path / "stems", wanted=("speech", "original"))
    assert sorted(path.name for path in (tmp_path / "stems").iterdir()) == ["original.flac", "speech.flac"]
    assert not soundfile.read(tmp_path / "stems" / "original.flac")[0].any()


def test_an_unknown_level_is_refused(tmp_path):
    with pytest.raises(MixError, match="balanced, accessible, cinematic"):
        mix(CUES, None, FILM, tmp_path / "mix", MixOptions(music="loud"))


def test_the_bell_dips_only_what_voices_need_and_only_under_them():
    noise = np.random.default_rng(3).standard_normal((20 * RATE, 2)).astype(np.float32) * 0.1
    bell = Bell(Voiced([(10 * RATE, 19 * RATE)]))
    heard = np.concatenate([bell.process(block) for block in blocks(noise, 5000)])

    def response(first: float, last: float) -> tuple[np.ndarray, np.ndarray]:
        spectra = [signal.welch(part(x, first, last)[:, 0], RATE, nperseg=8192) for x in (noise, heard)]
        return spectra[0][0], 10 * np.log10(spectra[1][1] / spectra[0][1])

    (hz, free), (_, dipped) = response(1, 9), response(11, 18)
    at = lambda curve, f: float(curve[np.argmin(np.abs(hz - f))])  # noqa: E731
    assert abs(at(free, 2000)) < 0.2 and at(free, 30) < -10
    assert -4 <= at(dipped, 2000) <= -3 and -3 < at(dipped, 1000) < -1 and abs(at(dipped, 200)) < 0.5


spans_of_speech = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0.05, 9)).map(lambda span: (round(span[0] * RATE), round(sum(span) * RATE))),
    max_size=12,
)


@given(spans_of_speech)
@settings(deadline=None)
def test_wherever_somebody_speaks_it_is_all_the_way_down_and_it_never_jumps(spans):
    voiced = Voiced(stretches(spans))
    at = np.arange(0, 112 * RATE, 480)
    share = voiced.share(at)
    assert share.min() >= 0 and share.max() <= 1
    for start, end in spans:
        assert (share[(at >= start) & (at < end)] > 0.999).all()
    assert np.abs(np.diff(share)).max() <= np.pi / 2 * 0.01 / 0.2 + 1e-9
