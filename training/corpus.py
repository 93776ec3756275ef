"""Kathleen: from the public recordings to 22,050 Hz clips with mel, F0 and text, one .npz each.

    python -m training.corpus --source CHECKOUT_OF_rhasspy/dataset-voice-kathleen [--data var/kathleen]

The recordings (CC0-1.0) are 48 kHz with both channels equal, a floor of about -60 dBFS of which three quarters lie
below 100 Hz, and speech at -27 dBFS: one channel is kept, high-passed at 70 Hz, resampled and raised by 8 dB. A
prompt was often read more than once; every take is kept, and `training.align` chooses one a prompt for the acoustic
model. Prompts whose number in their set is divisible by 11 are held out: nothing ever trains on them.
"""

from __future__ import annotations

import argparse
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE

DEFAULT_DATA = "var/kathleen"
GAIN_DB = 8.0
HIGH_PASS_HZ = 70.0
F0_FLOOR, F0_CEILING = 75.0, 500.0


@dataclass(frozen=True)
class Clip:
    """One take: audio int16 (n,), log-mel float16 (80, frames), F0 in Hz float32 (frames,) with 0 where unvoiced."""

    name: str
    prompt: str
    text: str
    audio: np.ndarray
    mel: np.ndarray
    f0: np.ndarray

    @property
    def held_out(self) -> bool:
        return int(self.prompt[1:]) % 11 == 0


def add_data_argument(parser: argparse.ArgumentParser) -> None:
    """`--data DIR`, which must hold prepared clips; by default var/kathleen."""

    def prepared(text: str) -> Path:
        if not any(Path(text).glob("*.npz")):
            if text == DEFAULT_DATA:  # `make bench` on a fresh checkout: the other parts still run
                print(f"left out: there are no prepared recordings in {text} (README, How good it is)")
                raise SystemExit(0)
            recipe = f"python -m training.corpus --source CHECKOUT_OF_rhasspy/dataset-voice-kathleen --data {text}"
            raise argparse.ArgumentTypeError(f"no prepared clips in {text}; make them with `{recipe}`")
        return Path(text)

    parser.add_argument("--data", type=prepared, default=DEFAULT_DATA, help="what training.corpus made")


def load(data: Path, held_out: bool | None = None) -> list[Clip]:
    """The prepared clips below `data` in order of their names; only the held-out ones, or only the others, if asked."""
    clips = []
    for path in sorted(data.glob("*.npz")):
        with np.load(path) as z:
            clip = Clip(path.stem, str(z["prompt"]), str(z["text"]), z["audio"], z["mel"], z["f0"])
        if held_out is None or clip.held_out == held_out:
            clips.append(clip)
    return clips


def last_takes(clips: list[Clip]) -> list[Clip]:
    """One take a prompt: the last one recorded (takes carry their time in their name)."""
    return sorted({clip.prompt: clip for clip in clips}.values(), key=lambda clip: clip.prompt)


def prepare(wav: Path, out: Path) -> None:
    """Writes the .npz of one recording."""
    import soundfile
    import torch
    from scipy.signal import butter, sosfiltfilt

    from synth.speech.mel import log_mel
    from synth.torchaudio_cpu import torchaudio

    torch.set_num_threads(1)
    audio, rate = soundfile.read(wav, dtype="float32", always_2d=True)
    mono = sosfiltfilt(butter(2, HIGH_PASS_HZ, "highpass", fs=rate, output="sos"), audio[:, 0]).astype(np.float32)
    mono = torchaudio().functional.resample(torch.from_numpy(mono), rate, SAMPLE_RATE, lowpass_filter_width=64)
    mono = (mono * 10 ** (GAIN_DB / 20)).clamp(-1, 1)[: len(mono) // HOP * HOP]
    mel = log_mel(mono[None])[0].numpy()
    prompt = re.match(r"arctic_([ab]\d{4})", wav.stem)
    assert prompt, f"{wav.name} is not a recording of an Arctic prompt"
    np.savez(
        out / f"{wav.stem}.npz",
        prompt=prompt[1],
        text=wav.with_suffix(".txt").read_text(encoding="utf-8").strip(),
        audio=np.round(mono.numpy() * 32767).astype(np.int16),
        mel=mel.astype(np.float16),
        f0=pitch(mono.numpy(), mel.shape[1]),
    )


def pitch(audio: np.ndarray, frames: int) -> np.ndarray:
    """F0 in Hz at the centre of each mel frame, 0 where unvoiced: Praat's autocorrelation method (Boersma 1993)."""
    import parselmouth

    sound = parselmouth.Sound(audio.astype(np.float64), SAMPLE_RATE)
    track = sound.to_pitch_ac(time_step=HOP / SAMPLE_RATE / 2, pitch_floor=F0_FLOOR, pitch_ceiling=F0_CEILING)
    times = (np.arange(frames) * HOP + HOP / 2) / SAMPLE_RATE
    return np.nan_to_num(np.array([track.get_value_at_time(t) for t in times])).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path(DEFAULT_DATA))
    args = parser.parse_args()
    args.data.mkdir(parents=True, exist_ok=True)
    wavs = sorted((args.source / "data").glob("arctic_*.wav"))
    with ProcessPoolExecutor() as pool:
        for i, _ in enumerate(pool.map(prepare, wavs, [args.data] * len(wavs), chunksize=16), 1):
            if i % 100 == 0 or i == len(wavs):
                print(f"{i} of {len(wavs)} clips", flush=True)


if __name__ == "__main__":
    main()
