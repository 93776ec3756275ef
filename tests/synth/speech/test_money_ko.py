"""Money, still in figures."""

import pytest

from synth.speech.money_ko import speak_money


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("₩12,000", "12,000원"),
        ("$3.50", "3달러 50센트"),
        ("$3.5", "3.5달러"),
        ("$0.99", "99센트"),
        ("$0.00", "0달러"),
        ("-$5", "마이너스 5달러"),
        ("$5만", "5만 달러"),
        ("100€", "100유로"),
        ("USD 30", "30달러"),
        ("$10~20", "10달러에서 20달러"),
        ("$$", "달러달러"),
    ],
)
def test_amounts(written: str, spoken: str) -> None:
    assert speak_money(written) == spoken
