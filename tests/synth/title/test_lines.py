from hypothesis import given
from hypothesis import strategies as st

from synth.title.lines import ORPHAN, balanced

WORDS = st.lists(st.text("abcdefg가나다라", min_size=1, max_size=9), min_size=1, max_size=12)


def words(text):
    return text.split()


@given(WORDS, st.integers(1, 4))
def test_lines_hold_all_words_in_order_and_leave_no_orphan(words, count):
    lines = balanced(words, count, len)
    if lines is None:
        return
    assert len(lines) == count and " ".join(lines).split(" ") == words
    assert count == 1 or " " in lines[-1] or len(lines[-1]) >= ORPHAN * max(map(len, lines))


@given(WORDS)
def test_two_lines_are_as_even_as_two_lines_can_be(words):
    lines = balanced(words, 2, len)
    if lines is None:
        return
    every = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    least = min(max(map(len, pair)) for pair in every)
    assert max(map(len, lines)) <= 1.5 * least + 2


def test_korean_breaks_between_words_only():
    assert balanced(words("우리가 알던 그 여름의 마지막 밤에 대하여"), 2, len) == [
        "우리가 알던 그 여름의",
        "마지막 밤에 대하여",
    ]


def test_a_break_likes_a_stop_and_dislikes_an_article():
    assert balanced(words("The Lord of the Rings: The Fellowship of the Ring"), 2, len) == [
        "The Lord of the Rings:",
        "The Fellowship of the Ring",
    ]
    assert not balanced(words("Into the deep blue of a morning"), 2, len)[0].endswith((" a", " of", " the"))


def test_more_lines_than_words_there_are_none():
    assert balanced(["one"], 2, len) is None


def test_of_two_even_breaks_the_one_that_leaves_a_korean_description_with_its_noun_is_better():
    first, noun = "가" * 20, "다" * 21
    assert balanced([first, "나" * 30, noun], 2, len) == [f"{first} {'나' * 30}", noun]
    describing = "나" * 29 + "의"
    assert balanced([first, describing, noun], 2, len) == [first, f"{describing} {noun}"]
