"""What neighbouring Korean syllables do to each other whatever the word: liaison, aspiration, assimilation, tension.

The articles are those of the Standard Pronunciation (표준 발음법). What only some words do (제24–29항) is decided
before, in morphology_ko.py and by the list of exceptions.
"""

from __future__ import annotations

from dataclasses import replace

from synth.speech.hangul import LENIS, SPOKEN_CODA, TENSE, Block

_ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅂ": "ㅍ", "ㅈ": "ㅊ"}
_NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_PALATAL = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}
# what of a double coda stays and what moves on before a vowel (제14항)
_MOVING = {
    "ㄳ": ("ㄱ", "ㅆ"), "ㄵ": ("ㄴ", "ㅈ"), "ㄺ": ("ㄹ", "ㄱ"), "ㄻ": ("ㄹ", "ㅁ"), "ㄼ": ("ㄹ", "ㅂ"),
    "ㄽ": ("ㄹ", "ㅆ"), "ㄾ": ("ㄹ", "ㅌ"), "ㄿ": ("ㄹ", "ㅍ"), "ㅄ": ("ㅂ", "ㅆ"), "ㅎ": ("", "ㅇ"), "ㄶ": ("", "ㄴ"),
    "ㅀ": ("", "ㄹ"),
}  # fmt: skip
_WITH_H = {"ㅎ": "", "ㄶ": "ㄴ", "ㅀ": "ㄹ"}
_TENSING = "ㄵㄾㄼㄽ"  # codas that make the next consonant tense although they end sonorant (제23, 25항)
_NOUNS_IN_LK = "닭탉흙칡슭삵"  # verbs in ㄺ keep ㄹ before ㄱ, nouns do not (제11항)
# syllables whose ㅅ is a sai-siot: before a plain consonant it only makes that tense (제30항)
_SAI_SIOT = set("냇샛콧햇뱃갯촛뒷윗랫귓찻핏닷뭇젯홋굣갯팻괫횟텃뎃냣깻윳봇턧맷릿밧싯탯칫곗뼛잿댓훗칫횃")


def meet(left: Block, right: Block) -> tuple[Block, Block]:
    """Two syllables of one word as they are said next to each other."""
    coda, onset = left.coda, right.onset
    if not coda:
        return left, right
    if onset == "ㅇ":
        return link(left, right)
    if coda in _WITH_H and onset in "ㄱㄷㅈㅅㄴ":
        return _after_h(left, right)
    if onset == "ㅎ":
        return _before_h(left, right)
    if coda == "ㅅ" and onset in LENIS and str(left) in _SAI_SIOT:
        return replace(left, coda=""), replace(right, onset=TENSE[onset])
    if coda == "ㄺ" and onset in "ㄱㄲ" and str(left) not in _NOUNS_IN_LK:
        return replace(left, coda="ㄹ"), replace(right, onset="ㄲ")
    return _assimilate(left, right)


def link(left: Block, right: Block) -> tuple[Block, Block]:
    """The coda moves to the empty onset (제13, 14, 17항); ㅇ stays, ㅎ falls."""
    if left.coda in ("", "ㅇ"):
        return left, right
    stays, moves = _MOVING.get(left.coda, ("", left.coda))
    if right.vowel in "ㅣㅕ":
        moves = _PALATAL.get(moves, moves)
    return replace(left, coda=stays), replace(right, onset=moves)


def meet_across(left: Block, right: Block, one_breath: bool) -> tuple[Block, Block]:
    """The same over a space: the coda is first said as at the end of a word (제15항), and moves to an empty onset, or
    makes ㄹ of ㄴ, only if the two words are said in one breath.
    """
    coda, onset = SPOKEN_CODA[left.coda], right.onset
    end = replace(left, coda=coda)
    if onset == "ㅇ":
        if one_breath and coda not in ("", "ㅇ"):
            return replace(left, coda=""), replace(right, onset=coda)
    elif onset == "ㅎ" and coda in _ASPIRATED:
        return replace(left, coda=""), replace(right, onset=_ASPIRATED[coda])
    elif (coda in _NASAL and onset != "ㄹ") or (one_breath and onset in "ㄴㄹ"):
        return _assimilate(end, right)
    return end, right


def _after_h(left: Block, right: Block) -> tuple[Block, Block]:
    """놓고, 많소, 쌓네, 뚫네 (제12항)."""
    coda = _WITH_H[left.coda]
    if right.onset == "ㄴ":
        return (
            (replace(left, coda="ㄹ"), replace(right, onset="ㄹ"))
            if coda == "ㄹ"
            else (replace(left, coda="ㄴ"), right)
        )
    onset = "ㅆ" if right.onset == "ㅅ" else _ASPIRATED[right.onset]
    return replace(left, coda=coda), replace(right, onset=onset)


def _before_h(left: Block, right: Block) -> tuple[Block, Block]:
    """각하, 맏형, 닫히다, 꽂히다, 밝히다 (제12항 붙임, 제17항 붙임)."""
    coda, suffix = left.coda, right.vowel == "ㅣ" or (right.vowel == "ㅕ" and right.coda in ("", "ㅆ"))
    stays, stop = "", SPOKEN_CODA[coda]
    if coda in "ㄺㄼㄵ" and str(left) not in _NOUNS_IN_LK + "덟":
        stays, stop = _MOVING[coda]
    if stop not in _ASPIRATED:
        return replace(left, coda=SPOKEN_CODA[coda]), right
    if stop == "ㄷ" and suffix and coda in "ㄷㅈㅌ":
        stop = "ㅈ"
    return replace(left, coda=stays), replace(right, onset=_ASPIRATED[stop])


def _assimilate(left: Block, right: Block) -> tuple[Block, Block]:
    """Tension after a stop, nasals before nasals, ㄹ beside ㄴ (제18–20, 23, 25항)."""
    coda, onset = _before_consonant(left, right), right.onset
    if onset in LENIS and (coda in _NASAL or (left.coda in _TENSING and str(left) != "덟")):
        onset = TENSE[onset]
    elif onset == "ㄹ" and coda in "ㄱㄷㅂㅁㅇ":
        coda, onset = _NASAL.get(coda, coda), "ㄴ"
    elif onset in "ㄴㅁ" and coda in _NASAL:
        coda = _NASAL[coda]
    elif (coda, onset) in (("ㄴ", "ㄹ"), ("ㄹ", "ㄴ")):
        coda = onset = "ㄹ"
    return replace(left, coda=coda), replace(right, onset=onset)


def _before_consonant(left: Block, right: Block) -> str:
    if str(left) == "밟" or (str(left) == "넓" and str(right) in "죽둥적쩍"):  # 제10항 다만
        return "ㅂ"
    return SPOKEN_CODA[left.coda]
