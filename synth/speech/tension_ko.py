"""Where Korean says a plain consonant tense for a reason of grammar: after verb stems, futures and Sino-Korean ㄹ.

No parser: stems and endings are known by their letters, and where a noun and a verb are spelled alike the more frequent
one is meant (`lists` in lexicon_ko.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from synth.speech.hangul import LENIS, SPOKEN_CODA, block, syllables
from synth.speech.lexicon_ko import lists

_IN_L = syllables(codas="ㄹ")


def tense(word: str, previous: str = "", following: str = "") -> Iterator[int]:
    """Places in `word` whose plain onset is said tense; `previous` and `following` are its neighbours in the clause."""
    yield from _after_stem(word, previous, following)
    yield from _in_future_ending(word)
    if _SINO.match(word):
        yield 1
    yield from _after_two_syllables(word)


def _after_stem(word: str, previous: str, following: str) -> Iterator[int]:
    """신고, 껴안다, 더듬지, 닮고 (제24항); not the suffix of 안기다."""
    match = _stem_and_ending().match(word)
    if match:
        noun = word[:2] in lists()["rather nouns"]
        worn = word[0] == "신" and previous[:-1].endswith(lists()["worn on feet"]) and previous[-1] in "을를"
        if not noun or worn or (len(word) == 2 and _SHOWS_VERB.match(following)):
            yield match.end(1)


@lru_cache(maxsize=1)
def _stem_and_ending() -> re.Pattern[str]:
    endings = (
        r"고(?!기)|다(?=$|가|는|고|니|면|며|만|라)|지(?=$|만|는|도|를|요|마|않|못|말)|자(?=$|마자|고|는|며)|게(?=$|요|도|끔|나|는|되|하)"
        r"|던|든(?=$|지|가)|더(?=라|니|군|구)|도록|거(?=나|든|니)|습니|소(?=$|서)|죠|군요|구나|겠|잖"
    )
    return re.compile(rf"({'|'.join(lists()['stems in ㄴ ㅁ'])})(?:{endings})")


# after 참고, 안지 …: the next word belongs to a verb
_SHOWS_VERB = re.compile("않|마|말|못|있|싶|견|버|기다|살|지내|나가|나와|다니|달리|뛰|되|돼")

# what follows the ㄹ of -(으)ㄹ in one word (제27항 붙임): always, unless the stem is a noun, only after a sure future
_ALWAYS = re.compile(rf"(?<={_IN_L})(?:수록|지라도|지언정|진대|세라$)")
_UNLESS_NOUN = re.compile(
    rf"(?<={_IN_L})(?:걸(?=$|요|랑)|게(?=요?$)|거(?=$|야|예|에|다|니까|라고|란|면|지)|겁니|건가|것)"
)
_IF_SURE = re.compile(
    rf"(?<={_IN_L})(?:밖에$|지(?=$|[도는가를요])|수(?=$|[가는도]|밖|있|없)|줄(?=$|[은을도만이]|알|몰)|듯|성싶)"
)


def _in_future_ending(word: str) -> Iterator[int]:
    """할걸, 할수록, 할지라도, 할게; not 알게, 멀지, whose stem has the ㄹ."""
    for match in _ALWAYS.finditer(word):
        yield match.start()
    for match in _UNLESS_NOUN.finditer(word):
        stem = word[: match.start()]
        lenis = stem in lists()["nouns in ㄹ"] if match[0] != "게" else _has_l_stem(stem) and not word.endswith("요")
        if not lenis:
            yield match.start()
    for match in _IF_SURE.finditer(word):
        if sure_future(word[: match.start()]):
            yield match.start()


def _has_l_stem(stem: str) -> bool:
    return stem.endswith(lists()["stems in ㄹ"]) and stem not in lists()["future words"]


def sure_future(word: str) -> bool:
    """Whether a word in -ㄹ is hardly anything but a future adnominal: 먹을, 만날, 있을."""
    if word in lists()["future words"]:
        return True
    if len(word) < 2 or word in lists()["nouns in ㄹ"] or word.endswith(("역할", "분할", "관할")):
        return False
    return word.endswith(lists()["future endings"]) or (word[-1] == "을" and word[-2] in lists()["verbs before 을"])


def tenses_next(word: str, following: str) -> bool:
    """Whether the first onset of `following` is tense after `word`: 할 것을, 만날 사람 (제27항), and 열 개."""
    if SPOKEN_CODA[block(word[-1]).coda] != "ㄹ" or block(following[0]).onset not in LENIS:
        return False
    if any(left.search(word) and right.match(following) for left, right in _PAIRS):
        return True
    if word in lists()["nouns in ㄹ"] or word[-1] == "덟":
        return word in lists()["nouns and future forms"] and bool(_DEPENDENT.match(following))
    if sure_future(word):
        return True
    if word.endswith("를"):
        return word in lists()["before a dependent noun"] and bool(_DEPENDENT.match(following))
    return bool(_DEPENDENT.match(following) or (word[-1] != "을" and _DESCRIBED.match(following)))


_DEPENDENT = re.compile(
    "것|거(?=$|[야예에다니라란면지])|게(?=$|요)|걸(?=$|요)|건(?=$|[가데])|겁|수(?=$|[가는도를록밖]|있|없)|줄(?=$|[은을도만이])"
    "|적(?=$|[이은도에])|지(?=$|[도는])|바(?=$|[를가는도에와])|데(?=$|[가는도를에])|듯|성싶|법(?=$|[도한하])|턱(?=$|이)|곳(?=$|[이은을도에으])"
)
_DESCRIBED = re.compile(
    "대로|정도|지경|작정|생각|사람|시간|때|자신|즈음|도리|방법|준비|기회|계획|각오|거리|집|자리|돈|동안|사이|자격|가치|거라"
)
_PAIRS = tuple(
    (re.compile(left), re.compile(right))
    for left, right in (
        (
            "(?:열|여덟)$",
            "개(?!월|인|미)|살|시(?=$|[가에를쯤간까부도])|번(?=$|[째도을은만이])|달|사람|가지|장|잔|병|권|그루|자루|줄|시간|집|배(?=$|[가는나로])",
        ),
        (
            "^[영일이삼사오육칠팔구십백천만억조]*[일칠팔]$",
            "점|대$|조(?=$|[의를가])|등|단계|주[일년]|세[기대]|중|도(?=$|[가를의에])",
        ),
        ("^(?:오늘|그날|첫날|가을|겨울)$", "밤"),
    )
)

# Sino-Korean ㄹ + ㄷ ㅅ ㅈ (제26항) at the beginning of a word; second syllables that could be an ending or a particle
# (다 도 자 지 시 세 소 …) are left to the list of exceptions
_SINO = re.compile(
    r"(?!(.)\1)[갈걸결골굴궐눌달돌말멸몰물밀발벌별불살설솔술슬실열올월율을일절졸즐질찰철출칠탈팔필할혈홀활휼]"
    "[달담당대덕독돈동두둔득등단사산살삼상색생서석선설섬섭성속손송쇄수숙순술숭습승식신실심작잔잠장재쟁저적전절점접정제조족존졸종좌죄주준중증직집징]"
)

# suffixes after a word of two syllables: any Sino-Korean one after ㄹ (예술적, 출발선, 기술자), and those whose tension
# has no written reason (가능성, 사용법, 소유권, 우울증, 살인죄)
_SUFFIX = re.compile(
    "(?:(?<=.[갈걸결굴달돌말물밀발벌별불살설솔술실열월율일절질찰철출칠탈팔필할혈활])[사실서선상장전제증집단적대]"
    "|(?<=.[결말밀발별솔술실율일절질찰철출탈필할혈활])자|(?<=..)[성법권증죄])"
    "(?=$|[이은는을를의도과만에와가로인일임있없]|으로|까지|부터|보다|처럼|하)"
)


def _after_two_syllables(word: str) -> Iterator[int]:
    if word[:2] == word[2:4]:  # 건성건성
        return
    for match in _SUFFIX.finditer(word):
        if not word[: match.end()].endswith(lists()["not a tense suffix"]):
            yield match.start()
