"""What the sample voices say for people to choose by: python -m training.previews

Writes synth/weights/voices/NAME.LANGUAGE.flac, in each language that is spoken. To be run whenever the acoustic model,
the vocoder or a sample voice has changed.
"""

from __future__ import annotations

from pathlib import Path

from synth.speech.mel import SAMPLE_RATE
from synth.speech.networks import Networks
from synth.voice import samples
from synth.voice.casting import provenance
from synth.voice.making import PREVIEWS, preview


def write_previews(folder: Path = samples.FOLDER) -> list[Path]:
    """A preview for each voice and language; where they lie."""
    import soundfile

    networks = Networks()
    written = []
    for name in samples.NAMES:
        for language, text in PREVIEWS.items():
            audio = preview(samples.sample_voice(name), networks, text, language)
            path = folder / f"{name}.{language}.flac"
            with soundfile.SoundFile(path, "w", SAMPLE_RATE, 1, "PCM_16") as file:
                file.comment = provenance([name])
                file.write(audio)
            written.append(path)
    return written


if __name__ == "__main__":
    for path in write_previews():
        print(path)
