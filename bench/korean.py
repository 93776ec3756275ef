"""How well we pronounce Korean, beside espeak-ng, on the list made from the articles of the Standard Pronunciation.

    python -m bench.korean [--failures]

espeak-ng is called through synth.speech.espeak: voice "ko", espeak_TextToPhonemes in IPA, one call an item. Both sides
become coarse phones before they are compared, so that only what is heard as another sound counts, and doubts go to
espeak-ng: voice of a lenis, release of a coda, stress and length do not count, nor do spaces; ㅐ = ㅔ, ㅚ = ㅙ = ㅞ,
ㄹㄹ = ㄹ; ㅈ = ㅉ, because espeak-ng writes both as tɕ, and y after them does not count; a stop followed by h is
aspirated; t before a tense or aspirated consonant may be said or not (옷고름, 냇가, 놓고). An item is right if its
coarse phones are those of a pronunciation that the list allows.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from bench.speech import edits
from synth.speech.espeak import ipa
from synth.speech.hangul import block
from synth.speech.korean import words_ko
from synth.speech.lexicon_ko import exceptions
from synth.speech.pronounce_ko import pronounce

GOLD = Path(__file__).parents[1] / "tests" / "synth" / "speech" / "korean_pronunciation.tsv"
Item = tuple[str, tuple[str, ...], str]  # spelling, the allowed pronunciations in Hangul, article
Phones = Callable[[str], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--failures", action="store_true", help="list what we get wrong")
    options = parser.parse_args()
    items = gold()
    by_rule = [item for item in items if not any(exceptions(word) for word in re.findall("[가-힣]+", item[0]))]
    print(f"{len(items)} items, {len(by_rule)} of them without a word of our list of exceptions")
    print(f"ours in Hangul, letter for letter: {share(items, hangul_right)}, by rule {share(by_rule, hangul_right)}")
    for name, phones in SIDES.items():
        right, rule = (share(some, right_in(phones)) for some in (items, by_rule))
        print(f"{name:9} {right}, those by rule {rule}, phone error rate {phone_error_rate(items, phones):.4f}")
    print("items right by article: " + ", ".join(SIDES))
    for article in sorted({chapter(item) for item in items}, key=lambda a: (not a.isdigit(), a.zfill(2))):
        these = [item for item in items if chapter(item) == article]
        scores = (share(these, right_in(phones)) for phones in SIDES.values())
        print(f"  {article:4}" + "".join(f"{score:>18}" for score in scores))
    if options.failures:
        for item in items:
            if not hangul_right(item):
                print(f"{item[0]} [{pronounce(item[0])}] instead of [{'/'.join(item[1])}]")


def gold() -> list[Item]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(spelled, tuple(said.split("|")), article) for spelled, said, article in rows]


def chapter(item: Item) -> str:
    return item[2].split(".")[0]


def share(items: list[Item], right: Callable[[Item], bool]) -> str:
    count = sum(map(right, items))
    return f"{count}/{len(items)} = {count / len(items):.1%}"


def hangul_right(item: Item) -> bool:
    got = pronounce(item[0]).replace(" ", "")
    return got in {said.replace(" ", "") for said in item[1]}


def right_in(phones: Phones) -> Callable[[Item], bool]:
    """The judge of one side: whether its coarse phones are those of an allowed pronunciation."""
    return lambda item: phones(item[0]) in [gold_phones(said) for said in item[1]]


def phone_error_rate(items: list[Item], phones: Phones) -> float:
    """Edits to the nearest allowed pronunciation, by the phones of the first one."""
    wrong = sum(min(edits(gold_phones(one), phones(spelled)) for one in said) for spelled, said, _ in items)
    return wrong / sum(len(gold_phones(said[0])) for _, said, _ in items)


def our_phones(text: str) -> list[str]:
    return coarse(" ".join("".join(word) for word in words_ko(text)))


def espeak_phones(text: str) -> list[str]:
    return coarse(" ".join("".join(word) for word in ipa(text, "ko")))


SIDES = {"ours": our_phones, "espeak-ng": espeak_phones}


def gold_phones(said: str) -> list[str]:
    """Of a pronunciation in Hangul, letter for letter and by no rule."""
    blocks = [block(char) for char in said if "가" <= char <= "힣"]
    return coarse("".join(_ONSETS[b.onset] + _VOWELS[b.vowel] + _CODAS[b.coda] for b in blocks))


_ONSETS = {
    "ㄱ": "k", "ㄲ": "k-", "ㄴ": "n", "ㄷ": "t", "ㄸ": "t-", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅃ": "p-", "ㅅ": "s",
    "ㅆ": "s-", "ㅇ": "", "ㅈ": "tɕ", "ㅉ": "tɕ", "ㅊ": "tɕh", "ㅋ": "kh", "ㅌ": "th", "ㅍ": "ph", "ㅎ": "h",
}  # fmt: skip
_VOWELS = {
    "ㅏ": "a", "ㅐ": "e", "ㅑ": "ja", "ㅒ": "je", "ㅓ": "ʌ", "ㅔ": "e", "ㅕ": "jʌ", "ㅖ": "je", "ㅗ": "o", "ㅘ": "wa",
    "ㅙ": "we", "ㅚ": "we", "ㅛ": "jo", "ㅜ": "u", "ㅝ": "wʌ", "ㅞ": "we", "ㅟ": "wi", "ㅠ": "ju", "ㅡ": "ɯ",
    "ㅢ": "ɯj", "ㅣ": "i",
}  # fmt: skip
_CODAS = {"": "", "ㄱ": "k", "ㄴ": "n", "ㄷ": "t", "ㄹ": "l", "ㅁ": "m", "ㅂ": "p", "ㅇ": "ŋ"}

# espeak-ng's symbols and ours
_COARSE = {
    "tɕh": "ch", "tʃh": "ch", "tɕʰ": "ch", "tɕ͈": "c", "dʑ": "c", "tɕ": "c", "tʃ": "c", "kh": "kh", "qh": "kh",
    "kʰ": "kh", "k-": "kk", "q-": "kk", "k͈": "kk", "ɡ̊": "k", "k̚": "k", "k": "k", "q": "k", "ɡ": "k", "th": "th",
    "tʰ": "th", "t-": "tt", "d-": "tt", "t͈": "tt", "d̥": "t", "t̚": "t", "t": "t", "d": "t", "ph": "ph", "pʰ": "ph",
    "p-": "pp", "b-": "pp", "p͈": "pp", "b̥": "p", "p̚": "p", "p": "p", "b": "p", "s-": "ss", "s͈": "ss", "ɕ͈": "ss",
    "s": "s", "ɕ": "s", "h": "h", "m": "m", "n": "n", "ŋ": "N", "ɾ": "l", "ɫ": "l", "l": "l", "r": "l", "ɹ": "l",
    "ɯj": "y", "ɰi": "y", "j": "j", "w": "w", "ɐ": "a", "a": "a", "ɛ": "e", "e": "e", "ʌ̹": "v", "ʌ": "v", "o": "o",
    "u": "u", "ɯ": "x", "i": "i", " ": " ",
}  # fmt: skip
_PHONE = re.compile("|".join(sorted(map(re.escape, _COARSE), key=len, reverse=True)) + "|(?P<unknown>.)")
_VOCALIC = set("aevouxiyjw")
_STRONG = ("kk", "tt", "pp", "ss", "c", "kh", "th", "ph", "ch")


def coarse(symbols: str) -> list[str]:
    """Coarse phones of symbols in which a space parts words."""
    bare = re.sub("(?<=[ptkqɕʃ]) h", "h", re.sub("[ˈˌʲ]", "", symbols))
    phones = [match[0] if match["unknown"] else _COARSE[match[0]] for match in _PHONE.finditer(bare)]
    # espeak-ng writes ㄷ and ㄸ alike; what has no vowel after it in its word is the coda
    coda = [p[0] if p in ("kk", "tt", "pp") and n not in _VOCALIC else p for p, n in pairwise([*phones, " "])]
    said = [phone for phone in coda if phone != " "]
    kept: list[str] = []
    for phone, follower in pairwise([*said, ""]):
        silent = phone == "t" and follower in _STRONG
        if not silent and [*kept[-1:], phone] not in (["l", "l"], ["c", "j"], ["ch", "j"]):
            kept.append(phone)
    return kept


if __name__ == "__main__":
    main()
