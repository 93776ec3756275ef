"""Speaking a sentence to a sound file."""

from pathlib import Path

import soundfile

from console import ExitStatus, main


def test_speak_writes_a_sound_of_the_asked_length(folder, failing):
    assert main(["speak", "Good evening.", "-o", "a.wav", "--seconds", "1.5"]) == ExitStatus.OK
    sound = soundfile.info("a.wav")
    assert (sound.samplerate, sound.channels) == (22050, 1) and abs(sound.duration - 1.5) < 0.001
    got, sentence = failing("speak", "Good evening.", "-o", "a.xyz")
    assert got == ExitStatus.OUTPUT and ".wav" in sentence
    got, sentence = failing("speak", "…", "-o", "b.wav")
    assert got == ExitStatus.SPEECH and not Path("b.wav").exists()
