"""Korean as it is spelled to Korean as it is said, in Hangul, by the Standard Pronunciation (표준 발음법).

Three passes over what is said in one breath: what is known of each word (lexicon_ko, tension_ko, insertion_ko), its
vowels, and then what neighbouring syllables do to each other (sandhi_ko). Where the standard allows two pronunciations
this is the everyday one: 의 as 이 inside and 에 as the particle, ㅖ as ㅔ after a consonant, a sai-siot unsaid.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from synth.speech.hangul import LENIS, SPOKEN_CODA, TENSE, Block, block
from synth.speech.insertion_ko import nieun, nieun_before
from synth.speech.lexicon_ko import exceptions, lists
from synth.speech.sandhi_ko import meet, meet_across
from synth.speech.tension_ko import sure_future, tense, tenses_next

_BREATH = re.compile("[가-힣]+(?: +[가-힣]+)*")


def pronounce(text: str) -> str:
    """ "꽃잎이 없다" -> "꼰니피 업따": as many syllables as before, with only the seven codas that can be said.

    All that is not a Hangul syllable stays, and everything but a space ends the breath.
    """
    return _BREATH.sub(lambda match: _in_one_breath(match[0].split()), unicodedata.normalize("NFC", text))


@dataclass(frozen=True)
class _Cell:
    """A syllable; `sealed` if the list of exceptions has settled what happens between it and the one before."""

    block: Block
    sealed: bool = False


def _in_one_breath(words: list[str]) -> str:
    cells = [_cells(*three) for three in zip(["", *words], words, [*words[1:], ""], strict=False)]
    for i in range(1, len(words)):
        cells[i][0] = replace(cells[i][0], block=_first_onset(cells[i][0].block, words[i - 1], words[i]))
    for word in cells:
        for j in range(1, len(word)):
            if not word[j].sealed:
                left, right = meet(word[j - 1].block, word[j].block)
                word[j - 1], word[j] = replace(word[j - 1], block=left), replace(word[j], block=right)
    for i in range(1, len(words)):
        if words[i - 1].endswith(_CLAUSE_ENDINGS):
            continue
        joined = _one_breath(words[i - 1], words[i], cells[i][0].block.onset)
        left, right = meet_across(cells[i - 1][-1].block, cells[i][0].block, joined)
        cells[i - 1][-1], cells[i][0] = replace(cells[i - 1][-1], block=left), replace(cells[i][0], block=right)
    return " ".join("".join(str(_plain(cell.block)) for cell in word) for word in cells)


def _cells(previous: str, word: str, following: str) -> list[_Cell]:
    """The syllables of a word with all that its spelling does not show."""
    cells = [_Cell(block(char)) for char in word]
    for said in exceptions(word):
        for i in range(said.start, said.end):
            cells[i] = _Cell(said.blocks[i - said.start], sealed=i > said.start)
    for i in tense(word, previous, following):
        if not cells[i].sealed and cells[i].block.onset in LENIS:
            cells[i] = replace(cells[i], block=replace(cells[i].block, onset=TENSE[cells[i].block.onset]))
    for i in nieun(word):
        if not cells[i].sealed:
            cells[i] = replace(cells[i], block=replace(cells[i].block, onset="ㄴ"))
    for i in range(1, len(word)):
        if word[i] == "없" and not cells[i].sealed:  # 끝없이: a word of its own (제15항)
            last = cells[i - 1].block
            cells[i - 1] = replace(cells[i - 1], block=replace(last, coda=SPOKEN_CODA[last.coda]))
    return [replace(cell, block=_vowel(cell.block, word, i)) for i, cell in enumerate(cells)]


def _vowel(said: Block, word: str, place: int) -> Block:
    """ㅢ and ㅖ (제5항)."""
    if said.vowel == "ㅢ" and (place > 0 or said.onset != "ㅇ"):
        return replace(said, vowel="ㅔ" if place == len(word) - 1 and _ends_in_particle(word) else "ㅣ")
    if said.vowel == "ㅖ" and said.onset not in "ㅇㄹㄴ":
        return replace(said, vowel="ㅔ")
    return said


def _ends_in_particle(word: str) -> bool:
    """Whether the last 의 is the particle; "-주의" (-ism) is a noun."""
    ism = word.endswith("주의") and len(word) > 3
    return word[-1] == "의" and not ism and word not in lists()["nouns in 의"]


def _first_onset(first: Block, previous: str, word: str) -> Block:
    if first.onset in LENIS and tenses_next(previous, word):
        return replace(first, onset=TENSE[first.onset])
    if nieun_before(word, previous):
        return replace(first, onset="ㄴ")
    return first


_CLAUSE_ENDINGS = ("수록", "도록")
_JOINED = re.compile("없|위(?=$|[에로의를가는])|아래|안(?=[에의을으])|앞|옆|아니")
_COUNTED = re.compile("년|리(?=$|[를가나])")


def _one_breath(previous: str, word: str, onset: str) -> bool:
    """Whether two words are close enough for a coda to move over, or for ㄹ and ㄴ to meet."""
    if onset in "ㄴㄹ":
        return previous == "잘" or sure_future(previous) or block(word[0]).onset == "ㅇ" or bool(_COUNTED.match(word))
    if _COUNTER.match(word) and _NUMBER.fullmatch(previous):
        return True
    if len(previous) == 1:
        return previous not in _COUNTERS
    return bool(_JOINED.match(word)) and previous[-1] not in "은는을를만"


_NUMBER = re.compile("[영공일이삼사오육칠팔구십백천만억조수여]+")
_COUNTER = re.compile("(?:원|인|일|위|월|엔|유로|위안)(?=$|[은을이의도에까쯤짜분당입])")
_COUNTERS = ("점", "년", "월", "일", "살", "명", "분", "번", "달", "장", "잔", "병", "권", "원", "편", "층")


def _plain(said: Block) -> Block:
    """The last touch: the coda that can be said, no y after ㅈ ㅉ ㅊ, no ㅢ after a consonant."""
    vowel = said.vowel
    if said.onset in "ㅈㅉㅊ":
        vowel = _WITHOUT_Y.get(vowel, vowel)
    elif said.onset != "ㅇ" and vowel == "ㅢ":
        vowel = "ㅣ"
    return Block(said.onset, vowel, SPOKEN_CODA[said.coda])


_WITHOUT_Y = {"ㅑ": "ㅏ", "ㅒ": "ㅐ", "ㅕ": "ㅓ", "ㅖ": "ㅔ", "ㅛ": "ㅗ", "ㅠ": "ㅜ"}
