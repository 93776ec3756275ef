"""espeak-ng's speech comes with tokens that say what is heard, where it is heard."""

import json

import numpy as np
import pytest

from synth.speech.mel import HOP
from synth.speech.phones import phones
from synth.speech.symbols import INDEX
from training import corpus, synthetic
from training.align import tokens_of
from training.korean_sounds import SOUNDS, symbols, toned
from training.spoken import say
from training.synthesiser import read, speak

EVERY_SOUND = (
    "가방과 다리 바지 자리. 아가 아버지 아들 아주.",
    "카드 파도 타조 차표. 까치 빠르다 따로 짜다.",
    "쌀과 씨앗, 사람과 시장. 각 집 꽃도 하나.",
    "공 달 여우 와서 의사 음악 어디 네모 고무.",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic-ko")
    assert synthetic.make(["안녕하세요, 만나서 반갑습니다.", "어디 가니?"], "ko", folder, seed=3) == 0
    return folder


def sounding(text: str, symbol: str) -> tuple[np.ndarray, float]:
    """The samples of the first token with that symbol, and the peak of the sentence."""
    spoken = say(text, "ko", "m3")
    edges = [*spoken.starts.astype(int), len(spoken.audio)]
    i = [t.symbol for t in spoken.tokens].index(symbol)
    return spoken.audio[edges[i] : edges[i + 1]], float(np.abs(spoken.audio).max())


def final_vowel(text: str) -> np.ndarray:
    """F0 of the voiced frames of a sentence's last phone."""
    spoken = say(text, "ko", "m3", swing=80)
    first, end = (spoken.starts[-2:] // HOP).astype(int)
    f0 = corpus.pitch(spoken.audio, len(spoken.audio) // HOP)[first:end]
    return f0[f0 > 0]


def test_clips_load_as_recordings_do(data):
    clips = corpus.load(data)
    assert [c.text for c in clips] == ["안녕하세요, 만나서 반갑습니다.", "어디 가니?"]
    for clip in clips:
        assert clip.language == "ko" and clip.speaker.startswith("espeak-") and not clip.held_out
        assert clip.mel.shape == (80, len(clip.audio) // HOP) and clip.f0.shape == (clip.mel.shape[1],)
        assert len(clip.audio) % HOP == 0 and (clip.f0 > 0).mean() > 0.4


def test_frames_of_the_alignment_add_up_to_the_clip(data):
    alignment = json.loads((data / "alignment.json").read_text(encoding="utf-8"))
    for clip in corpus.load(data):
        entry = alignment[clip.name]
        tokens = tokens_of(entry)
        assert len(tokens) == len(entry["frames"]) and tokens[0].symbol == "^" and tokens[-1].symbol == "$"
        assert sum(entry["frames"]) == clip.mel.shape[1] and min(entry["frames"]) >= 1
        assert {t.symbol for t in tokens} <= set(INDEX) and {t.language for t in tokens} == {"ko"}


def test_the_level_is_that_of_recordings(data):
    for clip in corpus.load(data):
        power = (clip.wave.reshape(-1, HOP) ** 2).mean(1)
        assert 10 * np.log10(power[power > power.max() * 1e-4].mean()) == pytest.approx(corpus.LEVEL_DB, abs=0.5)


def test_english_tokens_are_those_of_the_front_end():
    text = "Nobody saw the boat leave, and she never came back. Was it late?"
    assert say(text, "en", "m3").tokens == phones(text, "en")


def test_korean_tokens_have_words_and_places():
    tokens = say("나무, 다리.", "ko", "m3").tokens
    assert [t.symbol for t in tokens] == ["^", "n", "a", "m", "u", ",", "d̥", "a", "ɾ", "i", "$"]
    assert [t.first for t in tokens[1:5]] == [True, False, False, False]
    assert [t.last for t in tokens[1:5]] == [False, False, False, True]
    assert [t.place for t in tokens[1:5]] == [0.125, 0.375, 0.625, 0.875]
    assert [t.clause for t in tokens[1:]] == [",", ",", ",", ",", ",", ".", ".", ".", ".", "."]
    assert [t.clause_phones for t in tokens[1:6]] == [4] * 5


def test_every_korean_symbol_can_be_said():
    assert {t.symbol for text in EVERY_SOUND for t in say(text, "ko", "f1").tokens} >= set(SOUNDS)


@pytest.mark.parametrize("word, coda", [("각도", "k̚"), ("밥도", "p̚"), ("꽃도", "t̚")])
def test_a_coda_is_not_released(word, coda):
    inside, peak = sounding(word, coda)
    assert len(inside) > 0.02 * 22050 and np.abs(inside).max() < 0.01 * peak


@pytest.mark.parametrize("word, stop", [("아따", "t͈"), ("아파", "pʰ"), ("아차", "tɕʰ")])
def test_a_stop_begins_with_its_closure_and_ends_with_its_release(word, stop):
    inside, peak = sounding(word, stop)
    half = np.abs(inside[: len(inside) // 4]), np.abs(inside[len(inside) // 2 :])
    assert half[0].max() < 0.01 * peak < half[1].max()


@pytest.mark.parametrize(
    "aspirated, tense",
    [
        (("아파", "pʰ"), ("아빠", "p͈")), (("아타", "tʰ"), ("아따", "t͈")), (("아카", "kʰ"), ("아까", "k͈")),
        (("아차", "tɕʰ"), ("아짜", "tɕ͈")),
    ],
)  # fmt: skip
def test_breath_follows_an_aspirated_stop_not_a_tense_one(aspirated, tense):
    def release(word: str, stop: str) -> int:
        inside, peak = sounding(word, stop)
        return len(inside) - int(np.argmax(np.abs(inside) > 0.01 * peak))

    assert release(*aspirated) > 1.5 * release(*tense)


def test_a_question_rises_and_a_statement_falls():
    statement, question = final_vowel("바다로 간다."), final_vowel("바다로 간다?")
    assert statement[-1] < 0.85 * statement[0] and question[-1] > 1.2 * statement[-1]


@pytest.mark.parametrize(
    "word, said",
    [
        ("하고", "h a ɡ o"), ("고기", "ɡ̊ o ɡ i"), ("국민", "ɡ̊ u ŋ m i n"), ("먹고", "m ʌ̹ k̚ k͈ o"), ("의사", "ɰ i s a"),
        ("시장", "ɕ i dʑ a ŋ"), ("날씨", "n a l ɕ͈ i"), ("천천히", "tɕʰ ʌ̹ n tɕʰ ʌ̹ n h i"),
    ],
)  # fmt: skip
def test_espeak_s_korean_in_our_symbols(word, said):
    assert [s for part in read(word, "ko", ipa=False) for s in symbols(part)] == said.split()


@pytest.mark.parametrize(
    "word, last, vowel",
    [("n a m u ɡ a", False, 3), ("tʰ a dʑ o ɡ a", False, 1), ("n a m u d a", True, 5), ("n a", False, 1)],
)
def test_a_phrase_rises_to_its_second_syllable_unless_it_begins_strongly(word, last, vowel):
    assert toned(word.split(), last) == vowel


def test_what_has_no_word_is_refused():
    with pytest.raises(ValueError, match="Nothing to say"):
        say("...", "ko", "m3")


def test_an_unknown_voice_is_named():
    with pytest.raises(ValueError, match="xx-none"):
        speak("hello", "xx-none")
