"""What a microphone, a knob or a codec did is seen in the samples, whatever happened to them afterwards."""

import numpy as np
import pytest
from scipy.signal import butter, resample_poly, sosfiltfilt

from synth.speech.mel import SAMPLE_RATE
from synth.voice.capture import bandwidth, clipped, offset, peaks
from tests.synth.voice.voices import person


def overdriven(gain: float) -> np.ndarray:
    audio = person(8)
    return np.clip(gain * audio / np.abs(audio).max(), -1, 1)


def test_a_voice_that_fits_is_not_clipped():
    assert clipped(person(8)) == 0.0


@pytest.mark.parametrize("gain", [4, 8])
def test_the_share_above_a_ceiling_is_found_wherever_the_peak_was_set(gain):
    audio = overdriven(gain)
    share = float((np.abs(audio) == 1).mean())
    assert clipped(0.3 * audio) == pytest.approx(share, rel=0.5) and share > 0.01


def test_a_ceiling_stays_visible_after_resampling():
    assert clipped(resample_poly(overdriven(8), 320, 147)) > 0.01


def test_overdriven_peaks_are_alike_and_low():
    (crest, spread), (clean_crest, clean_spread) = (peaks(x, SAMPLE_RATE) for x in (overdriven(8), person(8)))
    assert crest < clean_crest and spread < 0.05 < clean_spread


def test_too_short_a_recording_has_no_peaks_to_compare():
    assert peaks(overdriven(8)[:SAMPLE_RATE], SAMPLE_RATE) == (99.0, 1.0) == peaks(np.zeros(10**5), SAMPLE_RATE)


@pytest.mark.parametrize("edge", [2000, 3400, 7000])
def test_the_band_ends_where_a_filter_ended_it(edge):
    sound = sosfiltfilt(butter(16, edge, fs=48_000, output="sos"), np.random.default_rng(0).standard_normal(96_000))
    assert edge < bandwidth(sound, 48_000) < 1.5 * edge


def test_an_offset_is_told_as_a_share_of_the_sound():
    sound = np.random.default_rng(0).standard_normal(48_000)
    assert offset(sound + 0.5) == pytest.approx(0.5, abs=0.02) and offset(np.zeros(0)) == 0.0
