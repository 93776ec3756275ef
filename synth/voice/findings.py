"""From figures to sentences: what is wrong with a recording, how badly, and what to do.

Every threshold stands here. Codes never change: translations hang on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from synth.voice.measures import Measures

LONGEST = 600.0  # s
SILENT_DB = -60.0  # dBFS
QUIET_DB = -50.0
NO_SPEECH_SNR, NO_SPEECH_VOICED = 6.0, 0.15  # nothing rises from the noise, and it has no pitch
SHORT, SHORTISH = 3.0, 8.0  # s of speech
NOISY, NOISYISH = 10.5, 17.0  # dB
CLIPPED, CLIPPEDISH = 0.02, 0.001
MUSIC, MUSICISH = 1.5, 1.15
WHISPERED, WHISPEREDISH = 0.28, 0.38
DISTANT, DISTANTISH = 9.5, 7.3
UNLIKE, UNLIKEISH = 0.62, 0.72
DOUBLED, DOUBLEDISH = 0.13, 0.09
NARROW_HZ = 5500.0
OFFSET = 0.1


@dataclass(frozen=True)
class Finding:
    """severity: note (nothing to do), warn or refuse. sentence: what is wrong. advice: what to do about it."""

    code: str
    severity: str
    sentence: str
    advice: str


def judge(m: Measures) -> list[Finding]:
    """All that is to be said about a recording. What one flaw would feign (noise: whispering) is not said as well."""
    if m.seconds > LONGEST:
        return [_long(m)]
    if m.level_db < SILENT_DB:
        return [_silent()]
    if m.snr_db < NO_SPEECH_SNR and m.voiced < NO_SPEECH_VOICED:
        return [_no_speech()]
    if m.steadiness > MUSIC:
        return [_music("refuse"), *_capture(m)]
    found = [*_short(m), *_noise(m), *_capture(m)]
    if m.steadiness > MUSICISH:
        found.append(_music("warn"))
    if m.snr_db >= NOISY:
        found += [*_voice(m), *_people(m)]
    return found


def _graded(value: float, bad: float, poor: float) -> str | None:
    """`refuse` beyond `bad`, `warn` beyond `poor`, whichever side those are on."""
    sign = 1 if bad > poor else -1
    return "refuse" if sign * value > sign * bad else "warn" if sign * value > sign * poor else None


def _long(m: Measures) -> Finding:
    sentence = f"The recording lasts {m.seconds / 60:.0f} minutes; up to {LONGEST / 60:.0f} are listened to."
    return Finding("long", "refuse", sentence, "Cut out the clearest minute and give that.")


def _silent() -> Finding:
    advice = "Check that the right microphone is chosen and not muted, and record again."
    return Finding("silent", "refuse", "The recording is silent.", advice)


def _no_speech() -> Finding:
    sentence = "Nobody can be heard speaking in the recording, only noise."
    return Finding("no-speech", "refuse", sentence, "Record again, closer to the microphone, in a quiet room.")


def _short(m: Measures) -> Iterator[Finding]:
    if severity := _graded(m.speech_seconds, SHORT, SHORTISH):
        sentence = f"There are only {m.speech_seconds:.1f} seconds of speech in the recording."
        need = "at least 5 seconds are needed" if severity == "refuse" else "the voice gets closer with more"
        yield Finding("short", severity, sentence, f"Speak for 20 to 60 seconds: {need}.")


def _noise(m: Measures) -> Iterator[Finding]:
    if severity := _graded(m.snr_db, NOISY, NOISYISH):
        sentence = f"The noise is only {max(m.snr_db, 0):.0f} dB below the speech."
        advice = "Switch off fans and other sounds, close the window, and speak a hand's width from the microphone."
        yield Finding("noisy", severity, sentence, advice)


def _capture(m: Measures) -> Iterator[Finding]:
    if severity := _graded(m.clipped, CLIPPED, CLIPPEDISH):
        sentence = f"The recording is overdriven: {100 * m.clipped:.1f} % of it is clipped."
        yield Finding(
            "clipped", severity, sentence, "Turn the recording level down, or sit further away, and try again."
        )
    if m.level_db < QUIET_DB:
        sentence = f"The speech is very quiet ({m.level_db:.0f} dBFS)."
        yield Finding("quiet", "warn", sentence, "Turn the recording level up, or come closer to the microphone.")
    if 0 < m.bandwidth_hz < NARROW_HZ:
        sentence = f"The recording holds nothing above {m.bandwidth_hz / 1000:.1f} kHz, like a telephone call."
        advice = "It can be used, but the voice will sound as dull; record with a microphone instead of a call."
        yield Finding("narrow", "warn", sentence, advice)
    if m.offset > OFFSET:
        sentence = "The recording has a constant offset, from its sound card."
        yield Finding("offset", "note", sentence, "Nothing to do: it is removed.")


def _music(severity: str) -> Finding:
    sentence = "There is music in the recording, or a steady tone such as a hum."
    return Finding("music", severity, sentence, "Record the voice alone: switch the music or the machine off.")


def _voice(m: Measures) -> Iterator[Finding]:
    if severity := _graded(m.voiced, WHISPERED, WHISPEREDISH):
        sentence = f"The voice is whispered: only {100 * m.voiced:.0f} % of the speech has a pitch."
        yield Finding("whispered", severity, sentence, "Speak aloud, as you would across a table.")


def _people(m: Measures) -> Iterator[Finding]:
    if m.likeness is not None:
        severity = _graded(m.likeness, UNLIKE, UNLIKEISH)
    else:
        severity = _graded(m.distance, DISTANT, DISTANTISH)
    if severity:
        certain = "More than one person speaks" if severity == "refuse" else "More than one person may be speaking"
        advice = "Give a recording of one person alone: cut the others out."
        yield Finding("people", severity, f"{certain} in the recording.", advice)
    if severity := _graded(m.second_pitch, DOUBLED, DOUBLEDISH):
        sentence = "Two voices sound at the same time, or the room echoes."
        advice = "Record one person alone, close to the microphone, in a furnished room."
        yield Finding("overlap", severity, sentence, advice)
