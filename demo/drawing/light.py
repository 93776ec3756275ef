"""The light of each hour, from the sun on the horizon to the sun on the other side of the sea."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Hour:
    """The light at one moment: the sky from zenith to horizon, and what it makes of everything under it."""

    sky: np.ndarray  # (5, 3)
    water: np.ndarray  # deep water, where it does not mirror the sky
    sand: np.ndarray  # dry sand far away, and close by: (2, 3)
    haze: np.ndarray  # distant land
    ambient: np.ndarray  # multiplies what is drawn in its own colours
    rim: np.ndarray  # light along the edge that faces the sun or the moon


def _hex(*codes: str) -> np.ndarray:
    return np.array([[int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)] for code in codes], np.float32)


def _hour(sky: str, water: str, sand: str, haze: str, ambient: str, rim: str) -> Hour:
    one = {"water": water, "haze": haze, "ambient": ambient, "rim": rim}
    return Hour(_hex(*sky.split()), sand=_hex(*sand.split()), **{name: _hex(code)[0] for name, code in one.items()})


# From the sun on the horizon, through the blue hour and the night, to the sun on the other side of the sea.
HOURS = (
    (0.00, _hour("2f3f78 6b5a9a d5788a f7a46f ffd28a", "39426f", "d09a80 8a5a5c", "8a6a94", "f4c6b4", "ffd9a0")),
    (0.15, _hour("27346c 54508f b8668c f08a68 ffbe78", "2f3966", "b5807a 70485a", "6f5a8c", "d8a4b0", "ffb884")),
    (0.30, _hour("162350 2f3f7a 66588f b8708a f09a72", "1f2b57", "6e5c74 40365a", "453f70", "98809f", "f3a07c")),
    (0.45, _hour("070d26 0d1a3e 182c58 27426f 3a5a84", "0d1a3a", "34446a 1a2342", "1a2a50", "5a6c9c", "a9c4f4")),
    (0.62, _hour("060b22 0c1838 162850 233c68 34527c", "0c1836", "31415f 18203c", "18264a", "56688f", "a9c4f4")),
    (0.80, _hour("24386a 456090 8a8fb4 d3a9b0 f6cdb2", "2f4a74", "8a8194 544c68", "55608c", "aaa0b8", "ffd9c4")),
    (1.00, _hour("3f78b4 7fb0d0 d6cfc0 ffd79a fff0c0", "2f6c94", "dcb894 a47c6c", "7c94b4", "fff0dc", "fff2c4")),
)


def light_at(hour: float) -> Hour:
    """The light between the two nearest of `HOURS`; 0 is the evening, 1 the morning."""
    later = next((i for i, (h, _) in enumerate(HOURS) if h >= hour), len(HOURS) - 1)
    (h0, a), (h1, b) = HOURS[max(later - 1, 0)], HOURS[later]
    mix = 0.0 if h1 == h0 else np.clip((hour - h0) / (h1 - h0), 0, 1)
    return Hour(*((1 - mix) * getattr(a, name) + mix * getattr(b, name) for name in Hour.__dataclass_fields__))
