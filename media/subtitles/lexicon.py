"""Word lists that tell speakers, sounds and ordinary words apart; speakers.py and sounds.py hold the rules."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Who speaks.
ROLES = _words("""
    man woman boy girl men women child children kid kids baby mother father mom mum dad grandma grandpa grandmother
    grandfather brother sister son daughter uncle aunt husband wife narrator narration announcer host presenter
    reporter interviewer interviewee anchor doctor nurse teacher professor student officer captain sergeant soldier
    guard king queen prince princess lord lady judge lawyer driver waiter waitress voice crowd all both everyone
    speaker male female computer robot director operator boss clerk customer agent detective president minister
    priest pilot sailor fisherman keeper stranger 남자 여자 엄마 아빠 어머니 아버지 할머니 할아버지 아들 딸 형 누나
    오빠 언니 동생 삼촌 이모 고모 남편 아내 선생님 선생 교수 의사 간호사 기자 앵커 내레이션 내레이터 나레이션
    나레이터 해설 해설자 사회자 진행자 손님 점원 경찰 형사 아이 소년 소녀 왕 왕비 공주 왕자 병사 장군 학생 사장
    사장님 부장 과장 대리 팀장 변호사 판사 검사 기사 선장 등대지기 어부 목소리 모두 일동 화자 다같이 남 여 아저씨
    아주머니 아줌마 친구
""")
GIVEN_NAMES = _words("""
    anna anne ann ben bob bill carl charlie chris clara daniel dave david dan ed edward ella ellen emily emma eric
    eva frank fred george grace greg hannah harry helen henry hugo ian isabel jack jake james jane jason jeff jenny
    jerry jess jim joe john jon jonas julia karen kate kevin kim laura leo leon lily lisa lucas lucy luke maria
    marie mark martha martin mary matt max maya mia michael mike mina nancy nick nina noah nora oliver olivia oscar
    otto paul peter rachel richard robert rosa rose ruth ryan sally sam samuel sara sarah simon sofia sophie steve
    susan ted thomas tim tina tom tony victor walter will william zoe minsu jisu younghee minji jimin seoyeon juan
    carlos pedro luis miguel jose pierre jean hans klaus ivan olga yuki ken 안나 마리아 제인 존 톰 마이크 사라 엠마
    제임스 로버트 데이비드 피터 폴 메리 루시 벤 샘 잭 토니 크리스 알렉스 소피 에밀리 헨리 조지 윌리엄 마이클 수지
    미나 유나 소라 보라 나리 리사 제니 로사 레오 맥스 마크 케이트 앨리스 밥 팀 한나 엘라 노아 민수 철수 영희 영수
    지수 지민 지우 지영 지훈 서연 서준 서윤 민준 민지 민호 민정 하윤 하준 현우 현주 준호 준서 유진 은지 은주 은영
    수진 수빈 예진 예은 도윤 시우 주원 동현 성민 성호 정훈 승우 재현 재훈 태현 혜진 미영 미숙 순자 영자 경수 진수
    진우 윤서 소연 가영 다은 채원 나연 보영 상우 우진 건우 선우 해인 별이 바다
""")
SURNAMES = "김이박최강조윤장임한오서신권황안송류홍전고문손양배백허유남심노하곽성차주우구민나지엄원채천방공현함변염"
GIVEN_SYLLABLES = frozenset(
    "민수지영현준서연은진호우주희경미정성재원석철훈혁태동승상윤하나아린혜선숙자순옥종규환빈예솔별솜람결욱범찬건도시유"
)

# Ordinary openings before a colon. A label that is one of these, or begins with one, is never a speaker.
OPENINGS = _words("""
    note notes warning caution attention danger important remember recall look listen watch see think imagine
    consider answer answers question questions problem problems solution result results reason reasons rule rules
    tip tips fact facts myth truth lie example examples chapter step steps lesson part level scene act episode
    season day week month year round take test number page figure table phase stage section unit module option plan
    version item point goal summary conclusion introduction title subject topic theme date time place location
    address email phone tel fax name names age price cost total score weight height speed size status update
    breaking news source sources credit credits subtitles subtitle translation translated caption captions music
    lyrics directed director written starring cast ingredients ingredient materials recipe method tools menu today
    tomorrow yesterday tonight now then first second third fourth fifth last next finally meanwhile later before
    after ps p.s fyi todo error ok okay re vs q a b c url http https www id pin exit stop start begin end go dear to
    from hey hi hello my your his her their our its this that these those it i we you he she they and but so or if
    when where what who whom which why how one two three four five six seven eight nine ten only just also because
    since although however therefore thus in on at by for with about as is are was were be do does did not no yes
    never always maybe perhaps please thanks welcome let here there mission objective task motto password code hint
    clue case exhibit article verse psalm breakfast lunch dinner monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december spring summer
    autumn winter north south east west 준비물 결론 참고 주의 주의사항 예 예시 답 대답 정답 질문 문제 해결 해답 주소
    이름 성함 제목 부제 시간 시각 장소 날짜 일시 가격 비용 전화 전화번호 연락처 문의 출처 자막 번역 제작 감독 출연
    각본 연출 음악 편집 촬영 오늘 내일 어제 지금 메뉴 재료 요약 힌트 팁 비고 내용 목표 방법 첫째 둘째 셋째 넷째
    다섯째 하나 둘 셋 주제 목차 순서 단계 규칙 조건 이유 원인 결과 효과 특징 장점 단점 경고 알림 공지 안내 속보 뉴스
    추신 암호 비밀번호 점수 총점 합계 나이 키 몸무게 직업 취미 특기 학교 회사 소속 별명 생일 혈액형 국적 성별 기간
    대상 자격 신청 접수 수정 정원 경영 미정 상태 성적 동기 재미 지원 연주 승인 현재 진주 경우 사실 핵심 중요 기억
    생각 상상 명심 요점 교훈 속담 명언 격언 도구 용량 분량 양념 육수 소스 반죽 완성 조리 요리
""")

# Sounds, as word stems.
SOUNDS = _words("""
    sigh laugh laughter chuckle giggle cackle snicker gasp cough sneeze sniff sniffle sob cry weep scream shout yell
    whisper mutter mumble murmur groan grunt moan growl roar bark meow purr howl chirp tweet hum whistle clap
    applaud applause cheer music song sing instrumental playing melody piano guitar violin orchestra choir drum
    drumroll theme jingle tune ring ringtone buzz beep click clank clatter crash bang boom thud slam knock creak
    squeak rustle crackle thunder rain wind waves explosion explode gunshot gunfire siren alarm bell phone engine
    footstep door doorbell horn honk static silence silent inaudible indistinct unintelligible chatter crowd speak
    pant breath breathe exhale inhale snore yawn gulp swallow kiss snort scoff hiss shush stammer stutter throat
    burp hiccup wail whimper whine shriek squeal rumble whoosh splash drip gurgle tick chime ding pop fizz sizzle
    gallop neigh moo cluck caw quack croak screech typing noise sound sfx ambience ambient pause vocalize vocalise
    narrator narration voiceover offscreen risas risa música aplausos suspiro suspira rire rires musique soupir
    applaudissements lachen musik seufzt applaus risos музыка смех вздох аплодисменты
""")

# Words that make a sentence of what stands in parentheses.
SENTENCE_WORDS = _words("""
    i i'm i'll i've you your you're we us our me my mine is isn't am are was were be been will would can can't could
    should do don't does did didn't have has had not no yes if because but this that what who why how when 나 내
    내가 나는 난 저 제 제가 저는 너 네 네가 너는 넌 우리 이건 그건 저건 이게 그게 무슨 왜 뭐
""")
