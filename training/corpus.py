"""From public recordings to 22,050 Hz clips with mel, F0 and text, one .npz each.

    python -m training.corpus CORPUS --source CHECKOUT [--data var/CORPUS] [--transcripts FILE]

CORPUS is one of those in `training.sources`: kathleen, kerstin, librispeech, speechocean, zeroth. Every recording is
reduced to one channel, high-passed at 70 Hz, resampled, and set to one level of speech. A prompt of Kathleen's was
often read more than once; every take is kept, and `training.align` chooses among them. What is held out (each eleventh
prompt, and the ten speakers each of LibriSpeech's test-other and of Zeroth's test) never trains anything.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from synth.speech.mel import HOP, SAMPLE_RATE
from training.sources import SOURCES, Recording

DEFAULT_DATA = "var/kathleen"
HIGH_PASS_HZ = 70.0
LEVEL_DB = -21.8  # RMS of speech: of the frames within 40 dB of the loudest
F0_FLOOR, F0_CEILING = 65.0, 500.0


@dataclass(frozen=True)
class Clip:
    """One take: audio int16 (n,), log-mel float16 (80, frames), F0 in Hz float32 (frames,) with 0 where unvoiced.

    prompt: what clips of the same words share. band: Hz above which the recording holds nothing.
    """

    name: str
    speaker: str
    prompt: str
    text: str
    language: str
    band: float
    held_out: bool
    audio: np.ndarray
    mel: np.ndarray
    f0: np.ndarray

    @property
    def wave(self) -> np.ndarray:
        """The audio as everything but a file wants it: float32 in [-1, 1]."""
        return self.audio.astype(np.float32) / 32768


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
            clip = Clip(path.stem, *(z[name].item() for name in ("speaker", "prompt", "text", "language", "band",
                        "held_out")), z["audio"], z["mel"], z["f0"])  # fmt: skip
        if held_out is None or clip.held_out == held_out:
            clips.append(clip)
    return clips


def last_takes(clips: list[Clip]) -> list[Clip]:
    """One take a prompt: the last one recorded (takes carry their time in their name)."""
    return sorted({clip.prompt: clip for clip in clips}.values(), key=lambda clip: clip.prompt)


def prepare(recording: Recording, out: Path) -> None:
    """Writes the .npz of one recording."""
    import soundfile
    import torch
    from scipy.signal import butter, sosfiltfilt

    from synth.speech.mel import log_mel
    from synth.torchaudio_cpu import torchaudio

    torch.set_num_threads(1)
    audio, rate = soundfile.read(recording.path, dtype="float32", always_2d=True)
    mono = sosfiltfilt(butter(2, HIGH_PASS_HZ, "highpass", fs=rate, output="sos"), audio[:, 0]).astype(np.float32)
    mono = torchaudio().functional.resample(torch.from_numpy(mono), rate, SAMPLE_RATE, lowpass_filter_width=64)
    mono = (mono * gain(mono.numpy())).clamp(-1, 1)[: len(mono) // HOP * HOP]
    mel = log_mel(mono[None])[0].numpy()
    np.savez(
        out / f"{recording.name}.npz",
        speaker=recording.speaker,
        prompt=recording.prompt,
        text=recording.text,
        language=recording.language,
        band=min(rate, SAMPLE_RATE) / 2,
        held_out=recording.held_out,
        audio=np.round(mono.numpy() * 32767).astype(np.int16),
        mel=mel.astype(np.float16),
        f0=pitch(mono.numpy(), mel.shape[1]),
    )


def gain(audio: np.ndarray) -> float:
    """The factor that sets the speech in (n,) samples to LEVEL_DB; less where it would clip."""
    power = (audio[: len(audio) // HOP * HOP].reshape(-1, HOP) ** 2).mean(1)
    speech = power[power > power.max() * 1e-4].mean()
    return float(min(10 ** (LEVEL_DB / 20) / np.sqrt(speech), 1 / np.abs(audio).max()))


def pitch(audio: np.ndarray, frames: int) -> np.ndarray:
    """F0 in Hz at the centre of each mel frame, 0 where unvoiced: Praat's autocorrelation method (Boersma 1993)."""
    import parselmouth

    sound = parselmouth.Sound(audio.astype(np.float64), SAMPLE_RATE)
    track = sound.to_pitch_ac(time_step=HOP / SAMPLE_RATE / 2, pitch_floor=F0_FLOOR, pitch_ceiling=F0_CEILING)
    times = (np.arange(frames) * HOP + HOP / 2) / SAMPLE_RATE
    return np.nan_to_num(np.array([track.get_value_at_time(t) for t in times])).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", choices=SOURCES)
    parser.add_argument("--source", type=Path, required=True, help="where its repository is checked out")
    parser.add_argument("--data", type=Path, help="default: var/CORPUS")
    parser.add_argument("--transcripts", type=Path, help="lines of NAME <tab> TEXT, for a corpus without its own")
    args = parser.parse_args()
    data = args.data or Path("var") / args.corpus
    data.mkdir(parents=True, exist_ok=True)
    recordings = list(SOURCES[args.corpus](args.source))
    if args.transcripts:
        texts = dict(line.split("\t", 1) for line in args.transcripts.read_text(encoding="utf-8").splitlines())
        recordings = [replace(r, text=texts.get(r.name, r.text)) for r in recordings]
    with ProcessPoolExecutor() as pool:
        for i, _ in enumerate(pool.map(prepare, recordings, [data] * len(recordings), chunksize=16), 1):
            if i % 100 == 0 or i == len(recordings):
                print(f"{i} of {len(recordings)} clips", flush=True)


if __name__ == "__main__":
    main()
