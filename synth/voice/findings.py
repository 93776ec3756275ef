"""From figures to sentences: what is wrong with a recording, how badly, and what to do.

Every threshold stands here. Codes never change: translations hang on them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from synth.voice.measures import Measures

LONGEST = 600.0  # s
SILENT_DB = -60.0  # dBFS
QUIET_DB = -50.0
NO_SPEECH_SNR, NO_SPEECH_VOICED = 6.0, 0.15  # nothing rises from the noise, and it has no pitch
SHORT, SHORTISH = 3.0, 5.0  # s of speech
TOO_LITTLE = 4.0  # s of anything, from which nothing else can be told
NOISY, NOISYISH = 10.5, 17.0  # dB
CLIPPED, CLIPPEDISH = 0.02, 0.001
SQUASHED, SQUASHEDISH = (6.5, 0.085), (8.0, 0.1)  # crest in dB and spread of the peaks, both below
MUSIC, MUSICISH = 1.5, 1.25
WHISPERED, WHISPEREDISH = 0.35, 0.4
DISTANT, DISTANTISH = 8.2, 6.6
UNLIKE, UNLIKEISH = 0.52, 0.6  # of _oneness
DOUBLED, DOUBLEDISH = 0.08, 0.04
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
    if m.seconds < TOO_LITTLE:
        return [*_short(m), *_capture(m)]
    if m.snr_db < NO_SPEECH_SNR and m.voiced < NO_SPEECH_VOICED:
        return [_no_speech()]
    if m.steadiness > MUSIC:
        return [_music("refuse"), *_capture(m)]
    if m.snr_db < NOISY:
        return [*_noise(m), *_capture(m)]
    found = [*_short(m), *_noise(m), *_capture(m)]
    if m.steadiness > MUSICISH:
        found.append(_music("warn"))
    if m.speech_seconds > SHORT:
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
    severity = _graded(m.clipped, CLIPPED, CLIPPEDISH)
    for bad, (crest, spread) in (("warn", SQUASHEDISH), ("refuse", SQUASHED)):
        if severity != "refuse" and m.crest_db < crest and m.peak_spread < spread:
            severity = bad
    if severity:
        sentence = "The recording is overdriven: its loud parts are clipped."
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
    one = _oneness(m)
    severity = _graded(m.distance, DISTANT, DISTANTISH) if one is None else _graded(one, UNLIKE, UNLIKEISH)
    if severity:
        certain = "More than one person speaks" if severity == "refuse" else "More than one person may be speaking"
        advice = "Give a recording of one person alone: cut the others out."
        yield Finding("people", severity, f"{certain} in the recording.", advice)
    severity = _graded(m.second_pitch, DOUBLED, DOUBLEDISH)
    if m.bandwidth_hz < NARROW_HZ and severity:  # a telephone takes the lowest partials, and leaves others
        severity = "warn" if severity == "refuse" else None
    if severity:
        sentence = "Two voices sound at the same time, or the room echoes."
        advice = "Record one person alone, close to the microphone, in a furnished room."
        yield Finding("overlap", severity, sentence, advice)


def _oneness(m: Measures) -> float | None:
    """Likeness, corrected by how far apart pitch and spectrum lie, and by what chance leaves to a short look.

    The two groups are those that differ most: of few windows they differ more. Weights fitted to 240 recordings of
    one person and 183 of two. None without a speaker encoder.
    """
    if m.likeness is None:
        return None
    doublings = math.log2(min(max(m.speech_seconds, 8.0), 32.0) / 8.0)
    return m.likeness - 0.02 * (m.distance - 5.0) - 0.07 * doublings
