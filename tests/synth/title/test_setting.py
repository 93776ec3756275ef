import numpy as np
import pytest

from synth.title import TitleError
from synth.title.fonts import OURS, clean, missing, typeface
from synth.title.setting import LARGEST, LAYOUTS, SAFE, SMALLEST, set_type

SIZES = [(1920, 1080), (1080, 1920), (640, 480), (1280, 536), (320, 180)]
TITLES = [
    "바다",
    "Night Train",
    "바다로 가는 가장 긴 하루",
    "The Long and Winding Road to the Edge of the Sea",
    "서울 Hello 1988",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "아무도 기다리지 않는 역에서 마지막 기차를 기다리던 어느 겨울밤의 긴 이야기와 그 뒤에 남은 것들에 대하여",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("title", TITLES)
def test_every_glyph_stays_in_the_safe_area(title, size, layout):
    setting = set_type(title, "어느 여름의 기록", size, layout)
    rows, columns = np.nonzero(setting.drawn())
    width, height = size
    assert SAFE * width - 1 <= columns.min() and columns.max() <= (1 - SAFE) * width + 1
    assert SAFE * height - 1 <= rows.min() and rows.max() <= (1 - SAFE) * height + 1
    assert " ".join(line.text for line in setting.title) == title


@pytest.mark.parametrize("title", TITLES[:5])
def test_a_title_of_some_words_has_its_proper_size(title):
    share = set_type(title, "", (1920, 1080), "left").title[0].size / 1080
    assert SMALLEST - 0.001 <= share <= LARGEST + 0.001


def test_lines_begin_at_one_edge_with_their_ink():
    setting = set_type("Tall Words Jump Over Quiet Water", "Tiny", (1920, 1080), "left")
    assert len({round(line.ink[0]) for line in setting.lines}) == 1


def test_centred_ink_is_centred():
    left, _, right, _ = set_type("“Quoted”", "", (1920, 1080), "centred").ink
    assert abs((left + right) / 2 - 960) < 0.6


def test_the_typeface_has_all_of_hangul_latin_and_punctuation():
    characters = [chr(c) for c in range(0xAC00, 0xD7A4, 7)] + [chr(c) for c in (*range(33, 127), *range(0xA1, 0x180))]
    characters += list("—–…“”‘’·•™€₩「」『』《》〈〉°±×÷")
    for file in OURS.values():
        assert set(missing("".join(characters), str(file), 0)) <= {"\xad", "ŉ"}  # deprecated in Unicode


@pytest.mark.parametrize("text, named", [("안녕 🎬", "🎬"), ("👍🏽 yes", "👍")])
def test_characters_without_a_glyph_are_named(text, named):
    with pytest.raises(TitleError, match=named):
        typeface(text)


def test_text_is_composed_and_cleaned():
    assert clean("바다\u0000  \n길") == "바다 길"


@pytest.mark.parametrize("title", ["", " \n ", "word " * 200])
def test_what_cannot_be_set_is_refused_with_a_sentence(title):
    with pytest.raises(TitleError, match=r"^The title .*\.$"):
        set_type(title, "", (1920, 1080), "left")
