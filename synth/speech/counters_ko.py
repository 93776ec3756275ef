"""Which numerals a Korean counter takes: native (세 개), Sino-Korean (삼 층), or either by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from synth.speech.numbers_ko import alternatives
from synth.speech.quantities_ko import UNITS

_NATIVE = """개 명 살 시 시간 번 번째 마리 권 대 잔 병 장 켤레 그루 송이 채 척 자루 벌 통 곳 가지 그릇 모금 숟가락
스푼 조각 덩어리 봉지 상자 박스 팩 컵 캔 쌍 짝 줄 줄기 묶음 다발 바퀴 걸음 발짝 발자국 방울 달 끼 사람 포기 알 톨 군데
차례 곡 편 건 통화 뼘 배 가닥 갈래 가구 집 종류 문제 글자 마디 문장 단어 골 팀 식구 나라 손가락 갑 개비 접시 판 대접
뿌리 자리 주먹 움큼 바늘 땀 꼬집 큰술 작은술 발 획 칸 학교 경기 가족 돈 말 근 축 모 두름"""
_SINO = """년 월 일 분 초 원 층 호 호실 호선 번지 번길 도 프로 인분 학년 반 개월 개국 개년 개소 주 주일 주년 주간 일간
년간 년대 년생 년차 년식 세기 세대 세 차 회 화 위 등 등급 급 단계 단 인 인당 인승 평 점 승 패 무 박 기 부 절 막 교시
항 탄 페이지 동 성급 남 녀 남매 형제 자매 분기 학기 시즌 시리즈 세트 라운드 이닝 쿼터 차선 구역 사단 군단 연대 구 대대
중대 소대 분대 함대 병동 분의 마력 캐럿 광년 기압 쪽 비트 바이트 기가 메가 테라 배속 달러 유로 엔 위안 센트 펜스 루피
루블 바트 페소 프랑 리라 센티 밀리 킬로 퍼 프레임 구경"""
# native only up to here
_LIMITS = {"시": 12, "시간": 23, "배": 19, "편": 99}
# counters that begin other words (15 장점, 3채널): what must not follow
_LONGER = {
    "시": "민|청|험|작|절|스템|그마|장", "대": "통령|회|학|한|륙|표|규모|부분|비|책|상|양|주(?!세)|강|첩",
    "통": "신|계|장|증", "장": "소|관|군|비|르|기|애|점|학|례", "채": "널|소|용", "병": "원|사|력|실",
    "명": "소|문|절|품|함|령", "편": "의점|견|성|집", "판": "사|매|정|결", "권": "력|리|한", "잔": "액|금|고",
    "배": "우|경|송|터|출", "골": "목|프|드|반", "달": "력|걀", "번": "호|역|화", "살": "균|림", "개": "념|발|혁|막",
    "알": "파|람", "벌": "금|칙", "발": "전|표|견|생|음|명", "줄": "거리", "곡": "선|물", "건": "물|강|축|설|전지",
    "집": "중|단|합", "짝": "수|사랑", "팀": "장|원|워크|플", "컵": "라면", "팩": "트", "획": "기", "칸": "막이",
    "반": "대", "기": "술|록|사|분|본", "부": "모|산|터|분", "주": "택|말|문|식|인", "도": "시|서관|쿄|착",
    "원": "래|인|칙|소", "인": "간|생|기|터넷", "점": "심|검", "단": "순|체|독", "차": "량|이", "회": "사",
    "화": "면|장|요일", "위": "원|치|험|기", "무": "료|조건|기", "동": "안|네|시|물|생", "남": "자|편|은", "녀": "석",
    "일": "본|단|요일", "세": "상|계|금", "분": "위기|노|야|명", "초": "등|대|콜릿", "호": "텔|수|주",
    "평": "균|소|화|생", "승": "리|용차|객", "박": "사|물", "돈": "가스|까스", "말": "씀|했|하", "근": "처|육|무",
    "축": "구|제|하", "모": "델|자|양|작|녀|든|습|두", "구": "역|간|분|멍|급|매|조|독",
}  # fmt: skip
_BARRED = re.compile("|".join(f"{counter}(?:{rest})" for counter, rest in _LONGER.items()))
_CLASSES = dict.fromkeys([*_SINO.split(), *UNITS.values()], "sino") | dict.fromkeys(_NATIVE.split(), "native")
_LENGTHS = sorted({len(counter) for counter in _CLASSES}, reverse=True)

# what may follow a counter that stands apart from its figure: 사과 3 개를, but not 시즌 2 개봉
_TAILS = """이 가 은 는 을 를 의 에 로 와 과 도 만 나 씩 째 쯤 당 들 뿐 랑 야 요 인 다 고 간 경 후 반 내 생 으로 정도
밖에 까지 부터 마다 보다 처럼 하고 짜리 예요 입니 라고 라도 라는 동안 가량 남짓 무렵 미만"""
_AFTER_COUNTER = re.compile(rf"[^가-힣]|$|{alternatives(_TAILS)}|면[ .,]|[전차말초중] ")

# labels, not counts: 삼 번 출구, 기호 이 번
_NUMBERED_NOUNS = """출구 버스 문제 타자 국도 선수 카메라 마이크 테이블 트랙 게이트 홀 레인 자리 홈 채널 창구 척추
염색체 유형 라인 후보 고속 도로 교향곡 곡 손님 환자 승강장 플랫폼 터미널 칩 룸 아이언 우드 코트 경기장 번호 구역 서버
엔진"""
_NUMBERED = re.compile(rf" ?(?:방(?!문)|{alternatives(_NUMBERED_NOUNS)})")
_BALLOT = re.compile(r"(?:반|기호|정답은?|버튼|답은?|문항|등번호|백넘버|교향곡|버스|보기|채널|출구|번호) ?$")
# generations, offices and "the three great ...": 십육 대 대통령, 삼 대 요소
_REIGN_NOUNS = """대통령 회장 총장 국왕 왕 황제 사장 교황 총리 국회 임금 장관 교주 당주 의장 위원장 독자 보험 강국
명절 요소 원칙 불가사의 도시 메이저 의무 기업 그룹 영양소 거짓말 천왕 미녀 악 시인 문호 종교 문명 비극 원소 과제 뉴스
미스터리 영화제 항구 질병 가문 세습 정신 성인 사건 목표 전략 산업 시장 도서관 박물관 폭포 사막"""
_REIGNS = re.compile(rf" ?(?:{alternatives(_REIGN_NOUNS)})|째(?!로)|에 걸쳐|손|조")
_MACHINES = """차 자동차 버스 트럭 택시 비행기 헬기 전투기 컴퓨터 노트북 카메라 오토바이 자전거 전화 전화기 에어컨
티브이 텔레비전 드론 탱크 피아노 냉장고 기계 선풍기 휴대폰 핸드폰 스마트폰 세탁기 로봇 승용차 차량 구급차 소방차
모니터 장비 열차 따귀 뺨"""
_COUNTED = re.compile(rf"(?:{alternatives(_MACHINES)})[가를은는이을도만로]? ?$")
_DIVISION = re.compile(r"(?<![가-힣])제 ?$")
_SLICED = re.compile(r"(?:마늘|사과|귤|배|오렌지|콩|빵|생강|수박)(?:을|를|은|는)? ?$")
_BUNDLED = re.compile(r"(?:파|시금치|배추|부추|열무|나물|미나리|쑥갓|짚|장작|꽃)(?:을|를|은|는)? ?$")
_DEAD = re.compile(r"(?:시체|시신|유해|사체|미라)(?:가|이|를|을|는|은)? ?$")
_CITED = re.compile(r" ?\d+ ?(?:절|쪽|페이지)")  # 3장 16절, 2권 10쪽
_HONOURED = re.compile(
    r"(?:할머니|할아버지|어르신|어머니|아버지|손님|고객|승객|[가-힣]님|의사|교수)(?:이|은|는|도)? ?$"
)
_PERSONS = re.compile(r"께서|이 오|들?이? ?계[시신셔]|[을만]? ?모[시실셔]|이서|의 (?:손님|선생|어르신)|이 앉|이 타")

# Sino-Korean, but native where they count persons (두 분이 오셨어요) or slices (마늘 세 쪽)
_SOMETIMES: dict[str, Callable[[str, str], bool]] = {
    "분": lambda before, after: bool(_PERSONS.match(after) or _HONOURED.search(before)),
    "쪽": lambda before, after: bool(_SLICED.search(before)),
    "단": lambda before, after: bool(_BUNDLED.search(before)),
    "구": lambda before, after: bool(_DEAD.search(before)),
}


def counter_at(text: str) -> str:
    """The counter that `text` begins with, the longest there is; "" if it begins with none. A space may lead."""
    apart = text[:1] == " "
    counter = _longest(text[apart : apart + _LENGTHS[0] + 3])
    return counter if not apart or _AFTER_COUNTER.match(text, 1 + len(counter)) else ""


@lru_cache(maxsize=4096)
def _longest(text: str) -> str:
    for length in _LENGTHS:
        counter = text[:length]
        if len(counter) == length and counter in _CLASSES:
            return "" if length == 1 and _BARRED.match(text) else counter
    return ""


def takes_native(counter: str, n: int, before: str, after: str) -> bool:
    """Whether `n` is said natively before `counter`, with what stands before the figure and after the counter."""
    if is_division(before) or not n:
        return False
    if counter in _SOMETIMES:
        return n < 100 and _SOMETIMES[counter](before, after)
    if _CLASSES.get(counter) != "native" or n > _LIMITS.get(counter, 999):
        return False
    if counter == "대":
        if _REIGNS.match(after):
            return False
        return not (n % 10 == 0 and n < 100) or bool(_COUNTED.search(before))
    if counter in ("장", "권") and (_CITED.match(after) or before.endswith(("막 ", "막"))):
        return False
    return not (counter == "번" and (_NUMBERED.match(after) or _BALLOT.search(before)))


def is_division(before: str) -> bool:
    """Whether a figure behind `before` is an ordinal with 제 (제1장), which is no part of a word such as 문제."""
    return bool(_DIVISION.search(before))


def is_native(counter: str) -> bool:
    """Whether the counter takes native numerals at all."""
    return _CLASSES.get(counter) == "native"
