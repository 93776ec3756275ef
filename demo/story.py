"""The words of the film, in English and Korean, and when each is said. Times are the same in both languages.

Said at an even pace (2.6 English words or 4.8 Korean syllables a second), most lines fit their time with room to
spare; the fifth and the tenth need about a fifth more speed, so that the sample shows what becomes of a tight cue.
"""

from __future__ import annotations

TITLES = {"en": "The longest day to the sea", "ko": "바다로 가는 가장 긴 하루"}

# start, end (seconds), English, Korean
LINES = (
    (1.5, 5.0, "The tide went out, and left a paper boat behind.", "썰물이 지나간 자리에 종이배 하나가 남았습니다."),
    (
        5.8,
        9.4,
        "It was folded for the sea,\nand it had never seen it.",
        "바다로 가려고 접힌 배인데,\n바다를 본 적은 없었지요.",
    ),
    (11.2, 13.3, "A small crab stopped to look.", "작은 게 한 마리가 걸음을 멈췄습니다."),
    (14.0, 15.0, "Wait.", "잠깐만."),
    (
        *(15.6, 19.9),
        "“It isn't far,” said the crab. “Only as far as tonight, then the sea.”",
        "“별로 멀지 않아. 꼭 오늘 밤만큼만 걸어가면 바다야.” 게가 말했어요.",
    ),
    (20.0, 22.6, "GULL: You will be walking until morning!", "갈매기: 그러다 아침까지 걷겠다!"),
    (23.0, 24.7, "Then we had better start.", "그럼 지금 떠나야지."),
    (26.2, 29.4, "So they went, a little pull at a time,", "그렇게 둘은 한 걸음, 또 한 걸음 나아갔습니다."),
    (29.9, 33.2, "past the pools where the stars come down to drink,", "별이 내려와 목을 축이는 웅덩이를 지나,"),
    (
        *(33.4, 37.7),
        "and every time the dark felt too wide, the lighthouse turned and counted them.",
        "어둠이 너무 넓다 싶으면 등대가 돌아보며 둘을 세어 주었지요.",
    ),
    (37.8, 40.4, "[waves]", "[파도 소리]"),
    (41.4, 42.6, "Listen.", "쉿, 들어 봐."),
    (43.0, 45.2, "The sea had come to meet them.", "바다가 마중을 나왔습니다."),
    (46.6, 48.8, "The boat did not ask the way.", "종이배는 길을 묻지 않았어요."),
    (
        49.4,
        53.2,
        "It was the longest day of its life, and the first.",
        "그날은 종이배의 가장 긴 하루였고, 첫날이었습니다.",
    ),
)


def srt(language: str) -> str:
    """The cues as a SubRip file, in "en" or "ko"."""
    text = {"en": 2, "ko": 3}[language]
    blocks = (f"{n}\n{_clock(line[0])} --> {_clock(line[1])}\n{line[text]}\n" for n, line in enumerate(LINES, 1))
    return "\n".join(blocks)


def _clock(seconds: float) -> str:
    rest, milliseconds = divmod(round(seconds * 1000), 1000)
    return f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02},{milliseconds:03}"
