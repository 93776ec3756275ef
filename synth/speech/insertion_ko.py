"""Where Korean says a ㄴ that is not written: put in between two parts of a word or two words (제29항), or said for the
ㄹ of a suffix (제20항 다만).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from synth.speech.hangul import CODAS, block, syllables
from synth.speech.lexicon_ko import lists
from synth.speech.tension_ko import sure_future

_CLOSED = syllables(codas=CODAS[1:])
_IN_N = syllables(codas="ㄴ")
_PLACES = re.compile(
    rf"(?<={_CLOSED})(?:잎|여행|열차|연필|이야기|얘기|요리(?!조리))|(?<=[십백])육|(?<=^천)육|(?<=[이삼사오육칠팔구]천)육|(?<=^열)여[섯덟]"
    r"|(?:(?<=^스물)|(?<=^서른)|(?<=^마흔)|(?<=^쉰)|(?<=^예순)|(?<=^일흔)|(?<=^여든)|(?<=^아흔))여"
    r"|(?:(?<=[만럼은는을를론님군든걸뭘])|(?<=정말))요$"
)
# suffixes after a word of two syllables: 영업용, 소독약, 강남역, 출산율; and those in ㄹ after ㄴ: 생산량, 판단력
_SUFFIX = re.compile(
    rf"(?:(?<=.{_CLOSED})[용약역]|(?<=.{_IN_N})[율란량력령례로론료류률])"
    r"(?=$|[이가은는을를의도만과와로에나들적]|으로|까지|부터|처럼|보다|하|되|입니)"
)


def nieun(word: str) -> Iterator[int]:
    """Places in `word` whose onset, silent or ㄹ as it is spelled, is said ㄴ."""
    for match in _PLACES.finditer(word):
        yield match.start()
    for match in _SUFFIX.finditer(word):
        if not word[: match.end()].endswith(lists()["no suffix after ㄴ"]):
            yield match.start()


def nieun_before(word: str, previous: str) -> bool:
    """Whether ㄴ is put in before `word`: 한 일, 옷 입다, 할 얘기, 못 잊어."""
    first = block(word[0])
    if first.onset != "ㅇ" or first.vowel not in "ㅣㅑㅕㅛㅠㅒㅖ" or not block(previous[-1]).coda:
        return False
    if previous in ("못", "잘", "안"):
        return bool(_VERBS.match(word))
    if word.startswith("여행"):
        return previous[-1] not in "은는을를"
    if re.match("연대|여섯|여덟", word):
        return len(previous) == 1 or bool(re.search("른$|물$", previous))
    if _describes(previous):
        return bool(_WORK.match(word)) or word.startswith(lists()["described nouns"])
    return len(previous) == 1 and previous not in _NOT_NOUNS and bool(_OBJECT_AND_VERB.match(word))


_VERBS = re.compile("[잊입읽익잃엮]|이[기겨긴길루뤄]|일[어으]|여[는니시세쭙]|열[지고어었리린]|연다")
_WORK = re.compile("일(?=$|[이은을도만과에인들]|까지|부터|처럼|입니)")
_OBJECT_AND_VERB = re.compile("입[다고지는어었은을힌히]|읽|잊")
_NOT_NOUNS = ("난", "넌", "전", "건", "걸", "날", "널", "절", "한", "된", "할", "될")
_ADNOMINAL = re.compile("무슨$|[어그이저]떤$|[이그저]런$|다른$|모든$|(?<!또)한$|[된던든쁜픈큰친긴운]$")


def _describes(word: str) -> bool:
    """무슨, 그런, 좋은, 하는, 했던, 할: an adnominal, as far as its last syllables tell."""
    if sure_future(word) or _ADNOMINAL.search(word) or word in lists()["words in -는"]:
        return True
    if word[-1] == "은":
        return word[-2:-1] in (*lists()["verbs before 을"], *"작남높")
    return word.endswith(lists()["endings in -는"])
