"""From a recording to a voice that can be kept: judged, cleaned, learnt from, and heard.

made = make("mina", audio, sample_rate, networks)
gallery.add(made.voice, consent, made.previews, made.figures)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from synth.speech.networks import Networks
from synth.speech.reading import SPOKEN, language_of
from synth.speech.speech import Speech
from synth.voice import VoiceError
from synth.voice.encoder import embed
from synth.voice.findings import Finding
from synth.voice.sample import clean, examine
from synth.voice.voice import Voice

PREVIEWS = {
    "en": "Hello. This is the voice that reads every subtitle of your film, each in its own time.",
    "ko": "안녕하세요. 이 목소리로 영상의 모든 자막을 제때에 읽어 드립니다.",
}
Progress = Callable[[str, float, str], None]  # stage (listen, learn, preview), 0..1, detail


@dataclass(frozen=True)
class Made:
    """previews: (n,) float32 at 22,050 Hz by language. findings: what the recording leaves to be wished."""

    voice: Voice
    previews: dict[str, np.ndarray]
    figures: dict[str, float]
    findings: tuple[Finding, ...]


def make(
    name: str,
    audio: np.ndarray,
    sample_rate: int,
    networks: Networks,
    *,
    script: str = "",
    language: str = "",
    progress: Progress = lambda stage, done, detail: None,
) -> Made:
    """A voice like that in (n,) mono samples in [-1, 1], as recorded; seconds of work, minutes with a script.

    script: what is read in the recording, one sentence a line, in `language` (else each in that of its letters): with
    it the melody is learnt too. VoiceError for a recording or a script that will not do.
    """
    from synth.voice.clone import instant

    progress("listen", 0.0, "")
    found = examine(audio, sample_rate, embed)
    if found.verdict == "refuse":
        raise VoiceError(f"{found.findings[0].sentence} {found.findings[0].advice}")
    speech = clean(audio, sample_rate)
    progress("learn", 0.0, "")
    voice = instant(name, speech, networks)
    if script:
        voice = _tuned(voice, speech, script, language, networks, progress)
    progress("preview", 0.0, "")
    previews = {language: preview(voice, networks, PREVIEWS[language], language) for language in SPOKEN}
    figures = {
        "speech_seconds": round(found.measures.speech_seconds, 1),
        "snr_db": round(found.measures.snr_db, 1),
        "bandwidth_hz": round(found.measures.bandwidth_hz),
        "likeness": round(_likeness(speech, previews), 3),
    }
    progress("preview", 1.0, "")
    return Made(voice, previews, figures, found.findings)


def preview(voice: Voice, networks: Networks, text: str, language: str = "") -> np.ndarray:
    """A text in a voice, (n,) float32 at 22,050 Hz."""
    speech = Speech(voice, networks)
    return speech.speak(speech.draft(text, language or language_of(text)))


def _tuned(
    voice: Voice, speech: np.ndarray, script: str, language: str, networks: Networks, progress: Progress
) -> Voice:
    from synth.voice.adapt import adapted
    from synth.voice.readings import readings, sentences

    lines = [(text, language or language_of(text)) for text in sentences(script)]
    parts = readings(speech, lines, voice, networks)
    return adapted(voice, parts, networks, lambda done: progress("learn", done, f"{len(parts)} sentences"))


def _likeness(speech: np.ndarray, previews: dict[str, np.ndarray]) -> float:
    """Cosine between the recording and what the voice says, as our own encoder hears them."""
    heard = embed(speech)
    return float(np.mean([heard @ embed(audio) for audio in previews.values()]))
