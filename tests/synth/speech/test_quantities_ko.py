"""Signs of measure."""

import re

import pytest

from synth.speech.normalise import normalise
from synth.speech.quantities_ko import UNITS, speak_quantities


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_every_unit_is_spoken_behind_a_figure(unit: str) -> None:
    assert re.fullmatch("[가-힣]+", UNITS[unit])
    five = "다섯" if UNITS[unit] == "시간" else "오"
    assert normalise(f"5{unit}", "ko") == f"{five} {UNITS[unit]}"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("100km/h", "시속 100킬로미터"),
        ("시속 100km/h", "시속 100킬로미터"),
        ("60mph", "시속 60마일"),
        ("-5°C", "영하 5도"),
        ("영하 -5도", "영하 5도"),
        ("100°F", "화씨 100도"),
        ("3만km", "3만 킬로미터"),
        ("F-35A", "F-35A"),
        ("3G", "3G"),
        ("3M", "3M"),
    ],
)
def test_measures(written: str, spoken: str) -> None:
    assert speak_quantities(written).strip() == spoken
