"""How loud speech is, how loud the room behind it, and the one level that every recording is set to."""

from __future__ import annotations

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE

LEVEL_DB = -21.8  # dBFS, RMS of the frames within RANGE_DB of the loudest: what every network here was taught with
RANGE_DB = 40.0
HIGH_PASS_HZ = 70.0  # below the lowest voice: rumble, mains hum, steps
QUIETEST = 12.0  # percent of frames that are taken for the room; read speech without a pause leaves about as many
FAINT_DB = -90.0  # dBFS that no room is below: digital silence would make every ratio endless


def powers(audio: np.ndarray) -> np.ndarray:
    """Mean square of each frame of HOP samples of (n,), (n // HOP,)."""
    return np.square(audio[: len(audio) // HOP * HOP].reshape(-1, HOP), dtype=np.float64).mean(1)


def decibels(power: float) -> float:
    """dBFS of a mean square, not below FAINT_DB."""
    return float(10 * np.log10(max(power, 10 ** (FAINT_DB / 10))))


def speech_power(frames: np.ndarray) -> float:
    """Mean of the frame powers (n,) that are within RANGE_DB of the highest; 0 without any."""
    return float(frames[frames >= frames.max() * 10 ** (-RANGE_DB / 10)].mean()) if len(frames) else 0.0


def noise_power(frames: np.ndarray) -> float:
    """Mean of the quietest of the frame powers (n,), each seen with its neighbours; 0 without any."""
    if len(frames) < 3:
        return 0.0
    smooth = np.convolve(np.pad(frames, 1, mode="edge"), np.full(3, 1 / 3), "valid")
    return float(smooth[smooth <= np.percentile(smooth, QUIETEST)].mean())


def signal_to_noise(frames: np.ndarray) -> float:
    """dB of speech, freed of the noise in it, over the noise; measured from frame powers (n,)."""
    noise = max(noise_power(frames), 10 ** (FAINT_DB / 10))
    return float(10 * np.log10(max(speech_power(frames) - noise, noise / 100) / noise))


def speech_frames(frames: np.ndarray) -> np.ndarray:
    """Which of the frames with these powers (n,) belong to words, bool (n,): short gaps within words count as words."""
    from scipy.ndimage import binary_closing, binary_opening

    if not len(frames):
        return np.zeros(0, bool)
    smooth = np.convolve(np.pad(frames, 2, mode="edge"), np.full(5, 1 / 5), "valid")
    loud = np.percentile(smooth, 95)
    heard = smooth > max(4 * noise_power(frames), loud * 1e-3, 10 ** (FAINT_DB / 10))
    gap, click = round(0.2 * SAMPLE_RATE / HOP), round(0.05 * SAMPLE_RATE / HOP)
    padded = np.pad(binary_opening(heard, np.ones(click)), gap)
    return binary_closing(padded, np.ones(gap))[gap:-gap]


def gain(audio: np.ndarray) -> float:
    """The factor that sets the speech in (n,) samples to LEVEL_DB; less where it would clip, 1 for silence."""
    power = speech_power(powers(audio))
    if power <= 10 ** (FAINT_DB / 10):
        return 1.0
    return float(min(10 ** (LEVEL_DB / 20) / np.sqrt(power), 1 / np.abs(audio).max()))


def at_our_rate(audio: np.ndarray, sample_rate: int) -> np.ndarray:
    """(n,) samples without what lies below HIGH_PASS_HZ, float32 at 22,050 Hz: how every corpus was prepared."""
    import torch
    from scipy.signal import butter, sosfiltfilt

    from synth.torchaudio_cpu import torchaudio

    if len(audio) < 64:  # shorter than the filter's own run-in
        return np.zeros(len(audio) * SAMPLE_RATE // sample_rate, np.float32)
    filtered = sosfiltfilt(butter(2, HIGH_PASS_HZ, "highpass", fs=sample_rate, output="sos"), audio)
    mono = torch.from_numpy(filtered.astype(np.float32))
    return torchaudio().functional.resample(mono, sample_rate, SAMPLE_RATE, lowpass_filter_width=64).numpy()
