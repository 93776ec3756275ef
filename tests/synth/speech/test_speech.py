"""The shipped voice: it obeys lengths, pitch and seeds, it is understood, and it says what it cannot speak."""

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from synth.speech import SpeechError
from synth.speech.hifigan import V2, Generator
from synth.speech.mel import HOP, SAMPLE_RATE
from synth.speech.networks import WEIGHTS, Networks
from synth.speech.reading import language_of
from synth.speech.speech import Speech
from synth.speech.symbols import is_vowel
from synth.voice import VoiceError

SENTENCE = "The tide comes in twice a day, and nobody ever sees it leave."


@pytest.fixture(scope="module")
def speech():
    return Speech()


@pytest.mark.parametrize("factor", [0.7, 0.85, 1.0, 1.2, 1.4])
def test_an_asked_length_is_hit(speech, factor):
    draft = speech.draft(SENTENCE)
    asked = draft.natural * factor
    audio = speech.speak(draft, asked)
    assert abs(len(audio) / SAMPLE_RATE - asked) < 0.001
    level = np.abs(audio).reshape(-1)[: len(audio) // 110 * 110].reshape(-1, 110).max(1)
    heard = np.flatnonzero(level > 0.01)
    assert heard[0] * 110 < 0.04 * SAMPLE_RATE and (len(level) - heard[-1]) * 110 < 0.12 * SAMPLE_RATE


def test_the_pace_scales_the_natural_length(speech):
    assert speech.draft(SENTENCE, rate=1.25).natural == pytest.approx(speech.draft(SENTENCE).natural / 1.25, rel=0.03)


@pytest.mark.parametrize("semitones", [-3, 3])
def test_an_asked_pitch_is_hit_within_30_cents(speech, semitones):
    plain, shifted = (measured_pitch(speech.speak(speech.draft(SENTENCE, pitch=p))) for p in (0, semitones))
    both = (plain > 0) & (shifted > 0)
    assert both.sum() > 50
    assert abs(np.median(1200 * np.log2(shifted[both] / plain[both])) - 100 * semitones) < 30


def test_more_energy_is_louder(speech):
    levels = [np.square(speech.speak(speech.draft(SENTENCE, energy=e))).mean() for e in (-4, 0, 4)]
    assert levels[0] < levels[1] < levels[2]


KOREAN = ("안녕하세요. 오늘은 바다로 가는 길을 걷습니다.", "몇 시에 출발하나요?", "2024년 봄, 서울에서 TV를 샀다.")


@pytest.mark.parametrize("text", KOREAN)
def test_korean_is_spoken_at_a_natural_pace_and_fits_a_slot(speech, text):
    draft = speech.draft(text, "ko")
    syllables = sum(is_vowel(token.symbol) for token in draft.tokens)
    assert {token.language for token in draft.tokens} == {"ko"} and 4.5 < syllables / draft.natural < 9
    audio = speech.speak(draft, draft.natural * 0.8)
    assert len(audio) == round(draft.natural * 0.8 * SAMPLE_RATE) and 0.05 < np.abs(audio).max() < 1


def test_a_question_rises_in_korean_and_a_statement_falls(speech):
    ends = {}
    for text in ("지금 집에 가요?", "지금 집에 가요."):
        _, f0 = speech.mel(speech.draft(text, "ko"))
        voiced = f0[f0 > 0]
        ends[text[-1]] = voiced[-3:].mean() / voiced.mean()
    assert ends["?"] > 1.1 and ends["."] < 0.95


def test_an_english_clause_in_a_korean_cue_is_said_in_english(speech):
    draft = speech.draft("그가 말했다. Nobody ever sees it leave.", "ko")
    assert {token.language for token in draft.tokens} == {"ko", "en"}


def test_voices_share_networks_and_sound_different():
    networks = Networks()
    nari, dan = (Speech(name, networks) for name in ("nari", "dan"))
    assert nari.version != dan.version
    low, high = (measured_pitch(voice.speak(voice.draft(SENTENCE))) for voice in (dan, nari))
    assert np.median(low[low > 0]) * 1.3 < np.median(high[high > 0])


def test_a_seed_fixes_every_sample(speech):
    draft = speech.draft("Wait.")
    np.testing.assert_array_equal(speech.speak(draft, seed=3), speech.speak(draft, seed=3))
    assert not np.array_equal(speech.speak(draft, seed=3), speech.speak(draft, seed=4))


def test_a_recogniser_understands_it(speech):
    from bench.speech import word_error_rate

    texts = [
        "He was a gentleman of the old school.",
        "There was nothing on the rock.",
        "You have never been there before.",
        "I will go with you to the house.",
        "They looked at each other across the table.",
    ]
    assert word_error_rate([(text, speech.speak(speech.draft(text))) for text in texts]) < 0.35


def test_takes_start_and_end_in_silence_and_never_clip(speech):
    audio = speech.speak(speech.draft("Stop! Who goes there?"))
    assert abs(audio[0]) < 1e-3 and abs(audio[-1]) < 1e-3
    assert 0.05 < np.abs(audio).max() < 1


def test_what_cannot_be_spoken_is_said(speech):
    with pytest.raises(SpeechError, match="nothing to say"):
        speech.draft("… !")
    with pytest.raises(SpeechError, match="speak no other language"):
        speech.draft("Guten Tag", "de")
    with pytest.raises(VoiceError, match="no voice named 'nobody': choose one of nari"):
        Speech("nobody")


@pytest.mark.parametrize("text", ["The 海 was quiet.", "مرحبا", "こんにちは", "नमस्ते"])
def test_a_script_that_it_cannot_read_is_refused(speech, text):
    with pytest.raises(SpeechError, match="letters: the voices speak English"):
        speech.draft(text)


def test_accents_are_read(speech):
    assert speech.draft("A café in São Paulo, naïve and ½ full.").natural > 1


def test_a_damaged_weight_file_is_named(tmp_path):
    (tmp_path / "acoustic.safetensors").write_bytes(b"not weights")
    with pytest.raises(SpeechError, match=r"acoustic\.safetensors"):
        Speech(networks=Networks(weights=tmp_path)).draft("Hello.")


def test_the_version_follows_the_weights_and_nothing_beside_them(speech, tmp_path):
    for path in WEIGHTS.glob("*.safetensors"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "other.safetensors").write_bytes(b"x")
    assert Speech(networks=Networks(weights=tmp_path)).version == speech.version
    (tmp_path / "vocoder.safetensors").write_bytes(b"x")
    assert Speech(networks=Networks(weights=tmp_path)).version != speech.version
    (tmp_path / "vocoder.safetensors").unlink()
    with pytest.raises(SpeechError, match=r"vocoder\.safetensors"):
        Speech(networks=Networks(weights=tmp_path)).version  # noqa: B018


def test_another_hifi_gan_can_sound_instead(tmp_path):
    torch.manual_seed(0)
    torch.save({"generator": Generator(V2).state_dict()}, tmp_path / "generator_v2")
    speech = Speech(networks=Networks(generator=tmp_path / "generator_v2"))
    draft = speech.draft("Wait.")
    audio = speech.speak(draft)
    assert len(audio) == round(draft.natural * SAMPLE_RATE) and speech.version != Speech().version


def test_foreign_weights_are_named(tmp_path):
    for name in ("acoustic", "vocoder"):
        save_file({"x": torch.zeros(1)}, tmp_path / f"{name}.safetensors")
    with pytest.raises(SpeechError, match=r"acoustic\.safetensors"):
        Speech(networks=Networks(weights=tmp_path)).draft("Hello.")


def test_a_language_is_told_by_its_script():
    assert [language_of(t) for t in ("Hello", "안녕", "OK, 알겠어요", "123")] == ["en", "ko", "ko", "en"]


def measured_pitch(audio):
    from training.corpus import pitch

    return pitch(audio, len(audio) // HOP)
