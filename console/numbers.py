"""Numbers on the command line: within bounds, or a sentence. `number` makes an argparse type."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable

PRESETS = {"online": -16.0, "streaming": -14.0, "broadcast": -23.0}


def number(low: float, high: float, what: str) -> Callable[[str], float]:
    """An argparse type: a number within bounds, or a sentence."""

    def read(text: str) -> float:
        with contextlib.suppress(ValueError):
            if low <= float(text) <= high:
                return float(text)
        raise argparse.ArgumentTypeError(f"{text!r} is not {what} between {low:g} and {high:g}")

    return read


pace = number(0.5, 2, "a pace")


def loudness(text: str) -> float:
    """An argparse type: LUFS, by number or by the name of a preset."""
    if text in PRESETS:
        return PRESETS[text]
    try:
        return number(-40, -5, "a loudness in LUFS")(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{error}, nor one of {', '.join(PRESETS)}") from None
