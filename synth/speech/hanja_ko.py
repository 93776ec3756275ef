"""Hanja by their Korean reading, from data/ko_hanja.txt; a word with one that is not there stays as it is, unread."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "ko_hanja.txt"
_HANJA = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(f"[{_HANJA}]+")
_GLOSS = re.compile(rf"(?<=[가-힣]) ?\([{_HANJA}·, ]+\)")
_WORDS = {
    "金": "김", "李": "이", "不動産": "부동산", "不正": "부정", "不足": "부족", "不當": "부당", "車票": "차표",
    "電車": "전차", "汽車": "기차", "音樂": "음악", "樂園": "낙원",
}  # fmt: skip
_LEADING = str.maketrans(
    "녀뇨뉴니념년랴려력련렬렴렵령례료룡류륙률리린림립라락란람랑래랭량로록론뢰루릉",
    "여요유이염연야여역연열염엽영예요용유육율이인임입나낙난남낭내냉양노녹논뇌누능",
)


def speak_hanja(text: str) -> str:
    """美 -> 미, 男女 -> 남녀, 女子 -> 여자; 대한민국(大韓民國) loses what would be said twice."""
    if not _RUN.search(text):
        return text
    return _RUN.sub(_read, _GLOSS.sub("", text))


def _read(match: re.Match[str]) -> str:
    run = match[0]
    if run in _WORDS:
        return _WORDS[run]
    readings = _table()
    if any(ch not in readings for ch in run):
        return run
    words = "".join(readings[ch] for ch in run)
    before = match.string[match.start() - 1 : match.start()]
    return words if "가" <= before <= "힣" else words[0].translate(_LEADING) + words[1:]


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return {ch: reading for reading, chars in (line.split(" ") for line in lines if line[0] != "#") for ch in chars}
