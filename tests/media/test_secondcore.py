"""What is made ahead on another thread: the same items, their errors, and an end when nobody wants more."""

import threading
import time

import pytest

from media.secondcore import ahead


def test_the_items_come_in_order_and_are_made_before_they_are_asked_for():
    made = []

    def items():
        for number in range(20):
            made.append(number)
            yield number

    found = ahead(items())
    assert next(found) == 0
    deadline = time.monotonic() + 5
    while len(made) < 3 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert 3 <= len(made) <= 5
    assert list(found) == list(range(1, 20))


def test_an_error_is_raised_where_its_item_was_due():
    def items():
        yield 1
        raise ValueError("the second")

    found = ahead(items())
    assert next(found) == 1
    with pytest.raises(ValueError, match="the second"):
        next(found)


def test_closing_it_closes_what_makes_the_items():
    over = threading.Event()

    def items():
        try:
            while True:
                yield 0
        finally:
            over.set()

    found = ahead(items())
    assert next(found) == 0
    found.close()
    assert over.wait(5)
