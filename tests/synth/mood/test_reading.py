"""The shipped words and weights, on lines that leave no doubt."""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

import synth
from synth.mood import Mood, lexicon, mood_of, moods
from synth.music.score import MOODS

CLEAR = [
    ("en", "happy", "The children laughed and danced around the birthday cake!"),
    ("en", "tense", "Someone is in the house. The killer has a knife. Don't move."),
    ("en", "sad", "She wept at the grave of her only child."),
    ("en", "calm", "Click Save, then close the window and wait a moment."),
    ("en", "epic", "The army marched, and a thousand heroes raised their swords to the sky."),
    ("ko", "happy", "아이들이 깔깔 웃으며 생일 케이크를 나눠 먹었어요!"),
    ("ko", "tense", "누군가 칼을 들고 문 앞에 서 있었다. 움직이지 마."),
    ("ko", "sad", "어머니는 아들의 무덤 앞에서 하염없이 눈물을 흘렸다."),
    ("ko", "calm", "양파를 썰어 냄비에 넣고 천천히 저어 주세요."),
    ("ko", "epic", "영웅은 검을 들어 올렸고 수만의 군대가 함성을 질렀다."),
]


@dataclass(frozen=True)
class Cue:
    start: float
    end: float
    text: str


@pytest.mark.parametrize(("language", "tag", "text"), CLEAR, ids=lambda value: value[:12])
def test_a_clear_line_is_heard(language, tag, text):
    assert mood_of(text, language).tag == tag


@pytest.mark.parametrize("language", ["de", "ja", "fr"])
def test_another_language_is_calm_and_says_that_it_does_not_know(language):
    assert mood_of("Das ist ja furchtbar!", language) == Mood("calm", 1, 0.0)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_nothing_and_noise_are_no_error(language):
    for text in ("", "   ", "♪♪♪", "...", "12345", "a" * 5000, "🎉"):
        assert mood_of(text, language).tag in MOODS


@pytest.mark.parametrize(
    ("language", "plain", "negated", "mood"),
    [
        ("en", "It was dangerous.", "It was not dangerous.", "tense"),
        ("en", "We laughed.", "We never laughed.", "happy"),
        ("ko", "위험 하다.", "위험 하지 않다.".replace("하지 ", ""), "tense"),
        ("ko", "무섭지만 웃었다.", "무섭지 않았다.", "tense"),
    ],
)
def test_negation_turns_a_word(language, plain, negated, mood):
    assert lexicon.scores(negated, language)[mood] < lexicon.scores(plain, language)[mood]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_neighbours_are_heard_too(language):
    sad = {"en": "They buried the child. The mother wept.", "ko": "아이를 묻었다. 어머니는 울었다."}[language]
    plain = {"en": "It was Tuesday.", "ko": "화요일이었다."}[language]
    among = [Cue(0, 3, sad), Cue(3.1, 4, plain), Cue(4.1, 8, sad)]
    assert [mood.tag for mood in moods(among, language)][::2] == ["sad", "sad"]
    assert len(moods(among, language)) == 3 and moods([], language) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_word_on_its_own_is_read_with_the_passage_around_it(language):
    texts = {
        "en": ("The kettle murmured and the old cat slept.", "Look.", "Snow was falling softly on the garden."),
        "ko": ("주전자가 보글보글 끓고 고양이는 잠들었다.", "봐.", "마당에는 눈이 소리 없이 내려앉았다."),
    }[language]
    heard = moods([Cue(3.0 * i, 3.0 * i + 2.5, text) for i, text in enumerate(texts)], language)
    assert heard[1].tag == "calm"


def test_a_long_silence_ends_the_passage():
    sad, word = "They buried the child. The mother wept at the grave.", "Wait."
    far, near = ([Cue(0, 3, sad), Cue(start, start + 2, word)] for start in (90, 3.2))
    assert moods(far, "en")[1].tag == moods(far[1:], "en")[0].tag
    assert moods(near, "en")[1].tag == "sad"


def test_energy_follows_the_manner():
    assert lexicon.energy("Run! Run! Faster!", "tense") > lexicon.energy("He waited... and waited...", "tense")
    assert lexicon.energy("Softly the snow came down.", "calm") == 1


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_same_text_gives_the_same_mood(language):
    texts = [text for spoken, _, text in CLEAR if spoken == language]
    assert [mood_of(text, language) for text in texts] == [mood_of(text, language) for text in texts]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_weights_are_small(language):
    weights = Path(synth.__file__).parent / "weights" / f"mood.{language}.safetensors"
    assert weights.stat().st_size < 2_000_000


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_thousand_cues_take_less_than_a_second(language):
    texts = [text for spoken, _, text in CLEAR if spoken == language]
    cues = [Cue(4.0 * i, 4.0 * i + 3, texts[i % len(texts)]) for i in range(1000)]
    moods(cues[:1], language)  # loads the weights
    began = time.process_time()
    assert len(moods(cues, language)) == 1000
    assert time.process_time() - began < 1
