"""An English word in Hangul, by the rules of the Korean loanword orthography (외래어 표기법 3.1) from its British IPA.

Stops close a syllable after a short vowel (cat 캣), else they and every other obstruent take ㅡ (desk 데스크);
[ʃ ʒ tʃ dʒ] take ㅣ at the end (bridge 브리지); [l] before a vowel is doubled (slide 슬라이드); length is not written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from synth.speech.espeak import ipa

_VOWELS = {
    "a": "ㅐ", "æ": "ㅐ", "ɛ": "ㅔ", "e": "ㅔ", "ɪ": "ㅣ", "i": "ㅣ", "iː": "ㅣ", "ᵻ": "ㅣ", "ɒ": "ㅗ", "ɔ": "ㅗ",
    "ɔː": "ㅗ", "oː": "ㅗ", "o": "ㅗ", "ʊ": "ㅜ", "u": "ㅜ", "uː": "ㅜ", "ʌ": "ㅓ", "ə": "ㅓ", "ɐ": "ㅓ", "ɜ": "ㅓ",
    "ɜː": "ㅓ", "ɚ": "ㅓ", "ɑː": "ㅏ", "ɑ": "ㅏ", "aː": "ㅏ", "eɪ": "ㅔㅣ", "aɪ": "ㅏㅣ", "ɔɪ": "ㅗㅣ", "əʊ": "ㅗ",
    "oʊ": "ㅗ", "aʊ": "ㅏㅜ", "iə": "ㅣㅓ", "ɪə": "ㅣㅓ", "eə": "ㅔㅓ", "ɛə": "ㅔㅓ", "ʊə": "ㅜㅓ", "aɪə": "ㅏㅣㅓ",
    "aʊə": "ㅏㅝ", "ø": "ㅚ", "y": "ㅟ", "œ": "ㅚ", "ɯ": "ㅡ",
}  # fmt: skip
_ONSETS = {
    "p": "ㅍ", "b": "ㅂ", "t": "ㅌ", "d": "ㄷ", "k": "ㅋ", "ɡ": "ㄱ", "f": "ㅍ", "v": "ㅂ", "θ": "ㅅ", "ð": "ㄷ",
    "s": "ㅅ", "z": "ㅈ", "ʃ": "ㅅ", "ʒ": "ㅈ", "tʃ": "ㅊ", "dʒ": "ㅈ", "ts": "ㅊ", "dz": "ㅈ", "m": "ㅁ", "n": "ㄴ",
    "l": "ㄹ", "ɹ": "ㄹ", "r": "ㄹ", "ɾ": "ㄹ", "h": "ㅎ", "x": "ㅎ", "ɬ": "ㄹ", "ʁ": "ㄹ", "ɲ": "ㄴ", "ç": "ㅎ",
    "ʔ": "",
}  # fmt: skip
_ALONE = {"ʒ": "ㅣ", "tʃ": "ㅣ", "dʒ": "ㅣ"}  # their vowel where none follows; the others take ㅡ
_CODAS = {"p": "ㅂ", "t": "ㅅ", "k": "ㄱ", "m": "ㅁ", "n": "ㄴ", "ŋ": "ㅇ", "l": "ㄹ"}
_SHORT = frozenset(("a", "æ", "ɛ", "e", "ɪ", "i", "ᵻ", "ɒ", "ɔ", "ʊ", "u", "ʌ", "ə", "ɐ"))
_AFTER_W = dict(zip("ㅏㅐㅔㅣㅗㅓㅜㅡ", "ㅘㅙㅞㅟㅝㅝㅜㅜ", strict=True))
_AFTER_J = dict(zip("ㅏㅐㅓㅔㅗㅜㅣㅡ", "ㅑㅒㅕㅖㅛㅠㅣㅠ", strict=True))
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


@lru_cache(maxsize=16384)
def transcribe(word: str) -> str:
    """ "stamp" -> "스탬프"; "" if espeak-ng finds nothing to say. `word` is one English word in ASCII letters."""
    phones = [p.strip("ˈˌ-ː") if p.strip("ˈˌ-") not in _VOWELS else p.strip("ˈˌ-") for w in ipa(word, "en") for p in w]
    return hangul(_as_spelled(_atoms(phones), word.lower()))


def _atoms(phones: list[str]) -> list[str]:
    """Phonemes of the tables; what espeak-ng writes as one but is two ("əl", "iən") is cut."""
    atoms: list[str] = []
    for phone in phones:
        while phone:
            size = next((n for n in (3, 2, 1) if phone[:n] in _VOWELS or phone[:n] in _ONSETS), 1)
            piece, phone = phone[:size], phone[size:]
            if piece in _VOWELS or piece in _ONSETS or piece in ("w", "j", "ŋ"):
                atoms.append(piece)
    text = " ".join(atoms) + " "
    return re.sub(r"(?<= )(t|d) (s|z) (?=[^aæɛeɪiᵻɒɔoʊuʌəɐɜɑwj]|$)", r"\1\2 ", text).split()  # Keats 키츠, odds 오즈


def _as_spelled(atoms: list[str], word: str) -> list[str]:
    """Where Korean follows the letters, or the sound in careful speech, rather than the reduced vowel."""
    atoms = atoms.copy()
    schwa = atoms and atoms[-1] in ("ə", "ɐ", "iə")
    if schwa and word.endswith("a"):  # Amanda 어맨다
        atoms[-1:] = ["i", "ɑ"] if atoms[-1] == "iə" else ["ɑ"]
    if atoms[-2:] == ["ə", "l"] and re.search(r"[^aeiour]le$", word):  # apple 애플
        del atoms[-2]
    if atoms[-2:] == ["ə", "n"] and len(atoms) > 2:
        before = atoms[-3]
        if before in ("s", "z") or (before in ("t", "d") and re.search(r"(?:tton|[td]en)$", word)):  # lesson, button
            atoms[-2] = "ɯ"
    if atoms[-2:] == ["ɪ", "t"] and word.endswith(("ket", "pet")):  # ticket 티켓, but Hamlet 햄릿
        atoms[-2] = "ɛ"
    if atoms[-2:] == ["ə", "s"] and word.endswith("ess"):  # sickness 시크니스
        atoms[-2] = "ɪ"
    if atoms[:1] == ["w"] and atoms[1:2] in (["ɪ"], ["iː"]) and word.startswith("wh"):  # whistle 휘슬
        atoms.insert(0, "h")
    return atoms


def hangul(phones: list[str]) -> str:
    """Phonemes of `_VOWELS`, `_ONSETS`, w, j and ŋ as Hangul syllables."""
    syllables: list[list[str]] = []  # initial, medial, final
    onset = ""
    for i, phone in enumerate(phones):
        following = phones[i + 1] if i + 1 < len(phones) else ""
        if phone in _VOWELS:
            _vowel(syllables, phones, i, onset)
            onset = ""
        elif phone in ("w", "j"):
            if onset and (phone == "w" and phones[i - 1] not in ("k", "ɡ", "h")):
                syllables.append([onset, "ㅡ", " "])  # twist 트위스트, but quarter 쿼터
                onset = ""
        elif following in _VOWELS or (following in ("w", "j") and i + 2 < len(phones) and phones[i + 2] in _VOWELS):
            onset = _before_vowel(syllables, phones, i)
        else:
            _closing(syllables, phones, i)
    return "".join(_syllable(*parts) for parts in syllables)


def _vowel(syllables: list[list[str]], phones: list[str], i: int, onset: str) -> None:
    """The vowel with its glide and its consonant; diphthongs give a syllable for each part."""
    medials = _VOWELS[phones[i]]
    before = phones[i - 1] if i else ""
    consonant = before if before not in ("w", "j") else phones[i - 2] if i > 1 else ""
    first = medials[0]
    if before == "w":
        first = _AFTER_W.get(first, first)
    elif before == "j" and consonant in ("d", "l", "n") and first == "ㅓ" and onset:
        syllables.append([onset, "ㅣ", " "])  # battalion 버탤리언
        onset = ""
    elif before == "ʃ" or (before == "j" and onset not in ("ㅈ", "ㅊ")):
        first = _AFTER_J.get(first, first)
    elif before == "ə" and phones[i] == "ə":
        return
    if first == "ㅓ" and before == "aʊ":
        syllables.pop()
        first = "ㅝ"  # tower 타워
    syllables.append([onset, first, " "])
    syllables.extend(["", medial, " "] for medial in medials[1:])


def _before_vowel(syllables: list[list[str]], phones: list[str], i: int) -> str:
    """The initial for the coming vowel; [l] also closes the syllable before it, [ŋ] only that."""
    phone = phones[i]
    open_before = bool(syllables) and syllables[-1][2] == " "
    if phone == "ŋ":
        if open_before:
            syllables[-1][2] = "ㅇ"
        return ""
    if phone == "l" and open_before:
        syllables[-1][2] = "ㄹ"
    return _ONSETS[phone]


def _closing(syllables: list[list[str]], phones: list[str], i: int) -> None:
    """A consonant without a vowel behind it: a final, or a syllable of its own."""
    phone, before = phones[i], phones[i - 1] if i else ""
    following = phones[i + 1] if i + 1 < len(phones) else ""
    open_before = bool(syllables) and syllables[-1][2] == " "
    if phone in ("p", "t", "k"):
        closes = open_before and before in _SHORT and following not in ("l", "ɹ", "r", "m", "n", "w", "j")
    else:
        closes = open_before and phone in _CODAS
    if phone in ("h", "ɹ", "r", "ʔ"):
        return
    if closes:
        syllables[-1][2] = _CODAS[phone]
        if phone == "l" and following in ("m", "n"):  # film 필름
            syllables.append(["ㄹ", "ㅡ", " "])
    elif phone == "ŋ":
        syllables.append(["", "ㅡ", "ㅇ"])
    elif phone == "ʃ":
        syllables.append(["ㅅ", "ㅠ" if following in ("ɹ", "r") or (following and not i) else "ㅣ", " "])
    else:
        syllables.append([_ONSETS[phone], _ALONE.get(phone, "ㅡ"), " "])


def _syllable(initial: str, medial: str, final: str) -> str:
    index = (_INITIALS.index(initial or "ㅇ") * 21 + _MEDIALS.index(medial)) * 28 + _FINALS.index(final)
    return chr(0xAC00 + index)
