"""Which parts of a cue are sounds and stage directions ("[music]", "(한숨)", "♪ la la ♪", "*sighs*") and not speech.

- Notes: what stands between two notes is sung and goes; an unpaired note takes the rest of its cue (up to a dash that
  opens another speaker's line), a closing one the line before it.
- Square brackets are always a description, except inside a sentence ("he [the king] said"), where the words decide.
- Parentheses also hold real speech, so they stay unless one of these holds:
  the words are a sound (one of lexicon.SOUNDS or of the patterns below, at most five words, no "I", "you", "is" or full
  stop that would make a sentence of it); or it stands alone on its line or opens an utterance and is written as a
  direction: all capitals, "(door creaks)", "(in French)", "(속삭이며)".
- Asterisks as parentheses; emphasis ("*really*") only loses its asterisks.
"""

import re
from collections.abc import Container

from media.subtitles.lexicon import SENTENCE_WORDS, SOUNDS

_NOTE = "♪♫♩♬🎵🎶"
_SUNG = re.compile(rf"[{_NOTE}]+[^{_NOTE}]*[{_NOTE}]+")
_SUNG_ON = re.compile(rf"[{_NOTE}]+[^{_NOTE}\n]*(?:\n(?!\s?[-–—])[^\n]*)*")
_SUNG_BEFORE = re.compile(rf"^[^\n{_NOTE}]*[{_NOTE}]+[ ]?$", re.M)
_HASHES = re.compile(r"^# [^#\n]{1,200} #$", re.M)
_ENCLOSED = re.compile(
    r"\[(?P<square>[^\[\]]{0,300})(?:\]|$)|［(?P<wide>[^［］]{0,300})］|【(?P<lens>[^【】]{0,300})】"
    r"|\((?P<round>[^()]{0,300})\)|（(?P<full>[^（）]{0,300})）"
    r"|(?<![\w*])\*(?P<star>[^\s*](?:[^*\n]{0,60}[^\s*])?)\*(?![\w*])"
)
_NOTE_OR_HASH = re.compile(rf"[{_NOTE}]|^# ", re.M)
_CANDIDATE = re.compile(rf"[\[(（［【*#{_NOTE}]")
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_UTTERANCE_END = re.compile(r"(?:^|[.?!…:。？！：\]\)）\"”'’*]|[-–—])\s*$")

_KOREAN_SOUND = re.compile(
    r"(?:소리|음악|웃음|울음|한숨|비명|기침|박수|환호|환호성|함성|효과음|총성|폭발음|벨|사이렌|경적|노크|노래|휘파람|흐느낌|신음"
    r"|탄식|정적|침묵|속삭임|잡음|하품|재채기|웅성거림|배경음|굉음|천둥)$"
    r"|^(?:웃|운다|한숨|기침|하품|속삭|흐느|신음|비명|박수)[^.?!]{0,10}[다함쉼]$"
)
_KOREAN_MANNER = re.compile(r"[가-힣]+(?:며|면서|채|듯|듯이|게|히|으로|로)$")
_CJK_SOUND = re.compile(r"^.{0,6}(?:笑い?|拍手|音楽|ため息|咳|歓声|悲鳴|声|音|笑声|掌声|音乐|叹气|哭泣|铃声)$")


def split_sounds(text: str, names: Container[str] = (), capitals: bool = False) -> tuple[str, tuple[str, ...]]:
    """Take the sounds out of a cleaned cue: (what is left to speak, the parts that went).

    `names`: casefolded speakers, who may stand in brackets before their line. `capitals`: the whole file is in
    capitals, so that capitals mark nothing.
    """
    if not _CANDIDATE.search(text):
        return text, ()
    gone: list[str] = []

    def drop(match: re.Match[str]) -> str:
        gone.append(match[0].strip())
        return " "

    def weigh(match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        inner = str(match[kind]).strip()
        before = match.string[max(0, match.start() - 80) : match.start()].rpartition("\n")[2]
        after = match.string[match.end() : match.end() + 80].partition("\n")[0]
        if inner.casefold() in names and _has_speech(after) and not _has_speech(before):
            return match[0]
        if _is_sound(inner, kind, before, after, capitals, closed=match[0][-1] in "])*）］】"):
            return drop(match)
        return inner if kind == "star" else match[0]

    for pattern in (_SUNG, _SUNG_BEFORE, _SUNG_ON, _HASHES):
        text = pattern.sub(drop, text) if _NOTE_OR_HASH.search(text) else text
    text = _ENCLOSED.sub(weigh, text)
    if not gone:
        return text, ()
    lines = (_tidy(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if _has_speech(line)), tuple(gone)


def _has_speech(text: str) -> bool:
    return any(map(str.isalnum, text))


def _tidy(line: str) -> str:
    """Close the hole that a sound left: double spaces, a space before a full stop, an orphaned comma in front."""
    line = re.sub(r"\s{2,}", " ", line).strip()
    return re.sub(r"^[,;.]\s", "", re.sub(r"\s+([,.?!;:…])", r"\1", line))


def _is_sound(inner: str, kind: str, before: str, after: str, capitals: bool, closed: bool) -> bool:
    words = _WORDS.findall(inner)
    if not words:
        return kind != "star"
    opens = bool(_UTTERANCE_END.search(before)) or not before.strip()
    alone = not _has_speech(before) and not _has_speech(after)
    inside = not opens and after.lstrip()[:1].islower()
    if kind in ("square", "wide", "lens"):
        return (not inside and closed) or _says_sound(words, inner)
    if _says_sound(words, inner):
        return not inside or all(_is_sound_word(word) or word.endswith("ly") for word in words)
    if len(words) > 5 or re.search(r"[.?!。？！]", inner.rstrip(".") or "."):
        return False
    if SENTENCE_WORDS.intersection(map(str.casefold, words)):
        return False
    if not capitals and inner.isupper() and (alone or (opens and len(words) > 1)) and len(inner) > 2:
        return True
    direction = inner[:1].islower() and words[-1].endswith(("s", "ing", "ly")) and kind != "star"
    if alone:
        return direction or (kind == "star" and words[-1].endswith(("s", "ing")))
    cue_for_actor = len(words) <= 3 and inner[:1].islower() and after.lstrip()[:1].isupper()
    return opens and kind != "star" and (cue_for_actor or (len(words) <= 2 and bool(_KOREAN_MANNER.search(inner))))


def _says_sound(words: list[str], inner: str) -> bool:
    low = [word.casefold() for word in words]
    if len(words) > 5 or SENTENCE_WORDS.intersection(low) or re.search(r"[.?!]\s*\S", inner):
        return False
    if inner[-1:] in "?!":
        return False
    return any(map(_is_sound_word, low)) or bool(_KOREAN_SOUND.search(inner) or _CJK_SOUND.match(inner))


def _is_sound_word(word: str) -> bool:
    word = word.casefold()
    stems = {word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ed"), word.removesuffix("d")}
    if word.endswith("ing"):
        stems |= {word[:-3], word[:-3] + "e", word[:-4]}
    return not stems.isdisjoint(SOUNDS)
