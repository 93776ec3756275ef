"""What to read aloud for a voice: a minute in either language, with all its sounds, statements, questions and lists."""

from __future__ import annotations

SCRIPTS = {
    "en": (
        "Good morning, and thank you for the coffee you left on the kitchen table.",
        "The boy by the river was watching eight grey geese fly over the bridge.",
        "Where did you put the blue umbrella, and why is the door still open?",
        "We measured the old house twice: five rooms, two stairs, and one huge garden.",
        "She laughed, turned the page, and began to read the strange letter aloud.",
        "If the weather is good on Thursday, my brother will join us at the beach.",
        "Nothing moved in the village but a thin white cat, which vanished in the shade.",
        "Could you choose a shorter film, or is this one already your favourite?",
        "At noon the engine stopped, and for a while there was no sound but the wind.",
        "Please bring fresh bread, a jar of honey, some cheese, and a pound of apples.",
        "He never knew how much that small, ordinary journey would change his life.",
        "And so the evening came, slowly and quietly, as it always does in June.",
    ),
    "ko": (
        "안녕하세요, 오늘 아침에는 따뜻한 커피 한 잔을 마시면서 창밖을 바라보았습니다.",
        "강가에 서 있던 아이가 다리 위로 날아가는 기러기 여덟 마리를 가만히 지켜봅니다.",
        "파란 우산을 어디에 두었는지, 문은 왜 아직도 열려 있는지 혹시 아세요?",
        "우리는 그 오래된 집을 두 번이나 재어 보았는데, 방이 다섯 개에 마당이 무척 넓었습니다.",
        "그녀는 빙긋 웃더니 책장을 넘기고 낯선 편지를 소리 내어 읽기 시작했습니다.",
        "목요일에 날씨가 좋으면 제 동생도 바닷가로 함께 가기로 했습니다.",
        "마을에는 하얀 고양이 한 마리 말고는 아무것도 움직이지 않았습니다.",
        "조금 더 짧은 영화를 고르시겠어요, 아니면 이게 벌써 마음에 드셨나요?",
        "정오가 되자 기계가 멈추었고, 한동안 바람 소리밖에 들리지 않았습니다.",
        "갓 구운 빵과 꿀 한 병, 치즈 조금, 그리고 사과 열 개만 사다 주세요.",
        "그는 그 짧고 평범한 여행이 자기 삶을 얼마나 바꾸어 놓을지 몰랐습니다.",
        "그렇게 저녁은 유월이면 늘 그렇듯이 천천히, 그리고 조용히 찾아왔습니다.",
    ),
}
