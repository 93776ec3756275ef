"""Lists of chapters: both kinds, and what is wrong with one, by its line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.chapters import ChapterError, Section, from_marks, read_chapters


def read(tmp_path, text, end=7200.0):
    path = tmp_path / "chapters.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_chapters(path, end)


def test_a_list_as_video_sites_have_it(tmp_path):
    text = "\ufeff# parts\r\n0:00 The boat\r\n\n- [01:30.5] – 게와 종이배\n1:02:03,25 | Part 3: 10:30\n1:10:00 2 more"
    assert read(tmp_path, text) == (Section(0.0, "The boat"), Section(90.5, "게와 종이배"),
                                    Section(3723.25, "Part 3: 10:30"), Section(4200.0, "2 more"))  # fmt: skip


def test_a_list_as_ffmpeg_writes_it(tmp_path):
    text = (";FFMETADATA1\ntitle=Film\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One \\= 1\\; two\n"
            "[STREAM]\ntitle=x\n[CHAPTER]\n# note\nSTART=2500000000\nEND=3\ntitle=둘\\\nzwei\n")  # fmt: skip
    assert read(tmp_path, text) == (Section(0.0, "One = 1; two"), Section(2.5, "둘 zwei"))


def test_korean_in_an_old_encoding(tmp_path):
    assert read(tmp_path, "0:00 바다로 가는 길\n0:30 할머니의 편지\n".encode("cp949"))[1].title == "할머니의 편지"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "names no chapter"),
        ("# nothing\n", "names no chapter"),
        ("0:00 One\nTwo\n", 'line 2: there is no time before "Two"'),
        ("0:00 One\n0:70 Two\n", "line 2: 0:70 is no time"),
        ("0:00 One\n\n1:00\n", "line 3: the chapter has no title"),
        ("1:00 One\n0:30 Two\n", "line 2: the chapter must begin at least 0.5 s after"),
        ("0:00 One\n3:00:00 Two\n", "line 2: the chapter begins at 10800.00 s, but the film ends at 7200.00 s"),
        ("0:00 " + "a" * 201, "line 1: the title has 201 characters"),
        ("0:00 x\n" * 501, "names 501 chapters: 500 are the most"),
        (";FFMETADATA1\n[CHAPTER]\nTITLE=One\n", "line 2: this chapter has no START"),
        (";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/0\nSTART=0\ntitle=One\n", 'line 3: "1/0" is no time'),
        (";FFMETADATA1\n[CHAPTER]\nSTART=zero\ntitle=One\n", 'line 3: "zero" is no time'),
        (";FFMETADATA1\n[CHAPTER]\nSTART\n", 'line 3: "START" is not of the form'),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "this is not text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, words):
    with pytest.raises(ChapterError) as error:
        read(tmp_path, text)
    assert words in str(error.value) and "chapters.txt" in str(error.value)


def test_files_that_are_none(tmp_path):
    with pytest.raises(ChapterError, match="there is no such list"):
        read_chapters(tmp_path / "none.txt", 10)
    with pytest.raises(ChapterError, match="this is no file"):
        read_chapters(tmp_path, 10)


def test_of_marks_at_one_time_the_last_counts():
    assert from_marks([(0.0, "A"), (0.2, "B"), (9.0, "C")]) == (Section(0.2, "B"), Section(9.0, "C"))


@given(st.text(max_size=200))
def test_nothing_but_a_sentence_comes_of_any_text(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("lists") / "chapters.txt"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        sections = read_chapters(path, 100.0)
    except ChapterError as error:
        assert str(error).startswith((path.name, str(path)))
    else:
        assert all(b.start > a.start for a, b in pairwise(sections))
