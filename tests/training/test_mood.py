"""The recipe of the moods, for real on a few texts in the form of the public ones."""

import json

import numpy as np
import pytest
from scipy import sparse

from synth.mood import lexicon
from synth.mood.model import Model
from synth.music.score import MOODS
from training import mood, mood_sources, mood_vectors

LINES = {
    "en": [
        ("17", "I am so happy today, what a party"),
        ("14", "I am afraid of the dark"),
        ("25", "She cried at night"),
    ],
    "ko": [("42", "오늘은 정말 기쁘고 신나는 날이다"), ("18", "밤길이 너무 무섭다"), ("5", "할머니가 그리워 울었다")],
}


@pytest.fixture
def data(tmp_path):
    english = [f"{text}\t{label}\tx" for label, text in LINES["en"] * 20]
    files = {
        "goemotions/data/original/train.tsv": english,
        "xed/AnnotatedData/en-annotated.tsv": [f"{text} again\t6, 5" for _, text in LINES["en"]] + ["We mourn him\t6"],
        "xed/AnnotatedData/neu_en.txt": ["9\tThe train leaves at nine."] * 9,
        "novels/one.txt": ["The sea was calm and the ship was gone."] * 30,
        "kote/val.tsv": [f"1\t{text}\t{label}" for label, text in LINES["ko"] * 20],
        "kote/test.tsv": [f"2\t{text}\t{label}" for label, text in LINES["ko"]],
        "nsmc/raw/1.json": [json.dumps([{"review": "정말 재미있는 영화", "rating": "9"}] * 30)],
    }
    for name, lines in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_recipe_ships_what_the_model_reads(data, tmp_path, monkeypatch, language):
    monkeypatch.setattr(mood, "STEPS", 20)
    arguments = ["--language", language, "--data", f"{data}", "--run", f"{tmp_path / 'r'}", "--public", "0.3"]
    monkeypatch.setattr("sys.argv", ["mood", *arguments])
    mood.main()
    model = Model(tmp_path / "r" / f"mood.{language}.safetensors")
    right = 0
    ours = mood_sources.own(mood.Path(mood.__file__).with_name(f"mood_texts.{language}.tsv"))
    for tag, text in ours[::20]:
        logits = model.logits(text, language, lexicon.scores(text, language))
        right += MOODS[int(np.argmax(logits))] == tag
    assert right > 0.8 * len(ours[::20])


def test_only_clear_labels_are_kept(data):
    kept = list(mood_sources.labelled("en", data))
    assert ("sad", "We mourn him") in kept and not any("again" in text for _, text in kept)
    assert {tag for tag, _ in mood_sources.labelled("ko", data)} == {"happy", "tense", "sad"}


def test_the_regression_separates_what_can_be_separated():
    rows = sparse.csr_matrix(np.repeat(np.eye(5, dtype=np.float32), 4, axis=0))
    weights, bias = mood.softmax_regression(rows, [tag for tag in MOODS for _ in range(4)], 50, strength=100.0)
    assert (np.argmax(rows @ weights + bias, 1) == np.repeat(np.arange(5), 4)).all()


def test_words_in_like_company_lie_close():
    lines = [f"the {beast} drinks milk at the door" for beast in ("cat", "dog")] * 40
    lines += [f"a {tool} hits nails into wood" for tool in ("hammer", "mallet")] * 40
    words, table = mood_vectors.vectors(lines, "en", size=6)
    vector = dict(zip(words, table, strict=True))
    assert vector["cat"] @ vector["dog"] > 0.5 > vector["cat"] @ vector["hammer"]
