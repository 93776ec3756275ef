"""What is spoken of a cue's text, who speaks it, and what is left out."""

import pytest

from media.subtitles import SubtitleError, read_subtitles


def load(tmp_path, *texts, name="film.srt", **options):
    blocks = [f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{text}\n" for n, text in enumerate(texts, 1)]
    path = tmp_path / name
    path.write_text("\n".join(blocks), encoding="utf-8")
    return read_subtitles(path, **options)


CLEAN = {
    "<i>Hello</i>": "Hello",
    "< i >Hello< / i >": "Hello",
    "<I>Hello</B>": "Hello",
    '<font color="#ffff00" face="Arial">Hello</font>': "Hello",
    "<font color=#fff>Hello": "Hello",
    'Hello<font color="red"': "Hello",
    r"{\an8}Hello": "Hello",
    r"{\ an 2}Hel{\i1}lo{\i0}": "Hello",
    r"{\pos(1,2)\fad(100,200)}Hello": "Hello",
    "{y:i}Hello": "Hello",
    "{i}Hello{/i}": "Hello",
    r"Hello\Nyou": "Hello\nyou",
    r"Hello\hyou": "Hello you",
    r"C:\News is a folder": r"C:\News is a folder",
    "Hello<br>you<br/>there": "Hello\nyou\nthere",
    "R&amp;B &lt;3 &quot;x&quot; caf&#233; &#x41;": 'R&B <3 "x" café A',
    "&amp;lt;i&amp;gt;twice&amp;lt;/i&amp;gt;": "twice",
    "Bread&notes, AT&T": "Bread&notes, AT&T",
    "I <3 you": "I <3 you",
    "a < b and c > d": "a < b and c > d",
    "2<3,5>1,4<6": "2<3,5>1,4<6",
    "a <b and c> d": "a <b and c> d",
    "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です": "漢字です",
    "<c.yellow.bg_blue>Hello</c> <lang en-GB>you</lang>": "Hello you",
    "<00:00:01.200>Hello <00:00:01.500><c>you</c>": "Hello you",
    "<!-- secret -->Hello": "Hello",
    "<<i>b>Hello": "Hello",
    "Hel\u200blo\u00a0\u3000you\t there \u202a!": "Hello you there !",
    "  Hello  \n\t you ": "Hello\nyou",
    "{normal} braces": "{normal} braces",
    "안녕<i>하세요</i>": "안녕하세요",
}


@pytest.mark.parametrize("raw", CLEAN)
def test_markup_goes_and_text_stays(raw, tmp_path):
    assert load(tmp_path, raw).cues[0].text == CLEAN[raw]


SOUNDS = [
    "[music]", "[Music playing]", "[]", "[♪]", "♪", "♪♪", "♪ la la la ♪", "♪ la la\nla la ♪", "♪ la la\nla la",
    "la la ♪", "# la la la #", "(sighs)", "(laughs)", "(Laughing)", "(soft music playing)", "(door creaks)",
    "(DOOR SLAMS)", "(phone ringing)", "*sighs*", "*clears throat*", "(음악)", "(한숨)", "[웃음]", "(박수)",
    "(문 닫히는 소리)", "（웃음）", "(한숨을 쉰다)", "(잔잔한 음악)", "- [sighs]\n- (groans)",
    "<i>[thunder rumbling]</i>", "[dramatic\nmusic]", "(笑い)", "ANNA: [sighs]", "[Anna sobbing]", "(aplausos)",
    "[speaking French]", "[waves]", "【음악】", "🎵 노래 🎵",
]  # fmt: skip


@pytest.mark.parametrize("raw", SOUNDS)
def test_sounds_are_skipped_and_noted(raw, tmp_path):
    found = load(tmp_path, raw, "Hello.")
    assert [cue.text for cue in found.cues] == ["Hello."]
    assert [(note.cue, note.kind) for note in found.notes] == [(1, "skipped")]


@pytest.mark.parametrize("raw", ["[music]", "(한숨)", "♪ la la la ♪", "(sighs) Hello"])
def test_sounds_are_kept_when_asked_for(raw, tmp_path):
    assert load(tmp_path, raw, sound_cues=True).cues[0].text == raw


PARTLY = {
    "[sighs] All right.": "All right.",
    "All right. (sighs)": "All right.",
    "Wait [coughs] a moment.": "Wait a moment.",
    "I was (coughs) thinking.": "I was thinking.",
    "(quietly) Come here.": "Come here.",
    "(in French) Come here.": "Come here.",
    "(웃으며) 어서 와.": "어서 와.",
    "(조용히) 이리 와.": "이리 와.",
    "Look! ♪ la la la ♪": "Look!",
    "♪ la la ♪ Hello? ♪ la ♪": "Hello?",
    "♪ la la la\n- Who sings?": "Who sings?",
    "*sighs* Fine.": "Fine.",
    "- [sighs]\n- What?": "What?",
    "어서 와. [웃음] 반가워.": "어서 와. 반가워.",
}


@pytest.mark.parametrize("raw", PARTLY)
def test_partly_sound_cues_keep_their_speech(raw, tmp_path):
    found = load(tmp_path, raw)
    assert [cue.text for cue in found.cues] == [PARTLY[raw]]
    assert [(note.cue, note.kind) for note in found.notes] == [(1, "sound-cue")]


SPEECH = [
    "(I never told her.)", "(and then some)", "He came back (at last).", "The agency (NASA) said so.",
    "He [the king] said so.", "She left (years ago).", "(I love this music)", "(You should have seen him laugh!)",
    "(그건 비밀이야)", "그는 (정말로) 갔다.", "(웃으면 안 돼)", "(내가 왜 웃어?)", "(for years) and years",
    "Track #1 is best.", "#1 fan", "2*3*4 is 24", "2 * 3 * 4", "Chapter (3) begins.", "(1)", "10 (ten) men",
    "A crowd (crowd favourites) left.",
]  # fmt: skip


@pytest.mark.parametrize("raw", SPEECH)
def test_bracketed_speech_stays(raw, tmp_path):
    found = load(tmp_path, raw)
    assert [cue.text for cue in found.cues] == [raw]
    assert found.notes == ()


def test_emphasis_loses_its_asterisks_only(tmp_path):
    assert load(tmp_path, "I *really* mean it.").cues[0].text == "I really mean it."


LABELS = {
    "ANNA: Hello.": ("ANNA", "Hello."),
    "Anna: Hello.": ("Anna", "Hello."),
    "안나: 안녕.": ("안나", "안녕."),
    "안나:안녕.": ("안나", "안녕."),
    "안나： 안녕.": ("안나", "안녕."),
    "김민수: 안녕.": ("김민수", "안녕."),
    "남자 1: 안녕.": ("남자 1", "안녕."),
    "할머니: 어서 오렴.": ("할머니", "어서 오렴."),
    "OLD MAN: Hello.": ("OLD MAN", "Hello."),
    "Old Man: Hello.": ("Old Man", "Hello."),
    "MAN #2: Hello.": ("MAN #2", "Hello."),
    "DR. SMITH: Hello.": ("DR. SMITH", "Hello."),
    "The Doctor: Hello.": ("The Doctor", "Hello."),
    "[ANNA] Hello.": ("ANNA", "Hello."),
    "[Anna]: Hello.": ("Anna", "Hello."),
    "(ANNA) Hello.": ("ANNA", "Hello."),
    "[안나] 안녕.": ("안나", "안녕."),
    "ANNA (whispering): Hello.": ("ANNA", "Hello."),
    "ANNA [on phone]: Hello.": ("ANNA", "Hello."),
    "ANNA (O.S.): Hello.": ("ANNA", "Hello."),
    "ANNA: (quietly) Hello.": ("ANNA", "Hello."),
    "[sighs] ANNA: Hello.": ("ANNA", "Hello."),
    ">> ANNA: Hello.": ("ANNA", "Hello."),
    "- ANNA: Hello.": ("ANNA", "Hello."),
    "ANNA:\nHello.": ("ANNA", "Hello."),
    "<b>ANNA:</b> Hello.": ("ANNA", "Hello."),
    "АННА: Привет.": ("АННА", "Привет."),
    "SPEAKER_01: Hello.": ("SPEAKER_01", "Hello."),
    "[Speaker 1] Hello.": ("Speaker 1", "Hello."),
    "[화자1] 안녕.": ("화자1", "안녕."),
    "<v Anna>Hello.</v>": ("Anna", "Hello."),
}


@pytest.mark.parametrize("raw", LABELS)
def test_labels_become_speakers(raw, tmp_path):
    cue = load(tmp_path, raw).cues[0]
    assert (cue.speaker, cue.text) == LABELS[raw]


NO_LABELS = [
    "12:30", "It is 12:30 now.", "12:30: the train leaves.", "http://example.com/a", "https://example.com",
    "Score 3:2", "Final score: 3:2", "Note: this is late.", "NOTE: this is late.", "Remember this: never lie.",
    "Remember: never lie.", "He said: go home.", "Dear Anna: I am well.", "준비물: 가위", "오후 3:30에 만나자.",
    "결론: 우리는 졌다.", "오늘의 메뉴: 국수", "Mathematics: the queen of sciences.", "Step 1: open it.",
    "WARNING: keep out.", "C:\\film.srt", "Re: your letter", "Psalm 23:1", "The rule is simple: win.",
    "I have one word: no.", "3D: a fad?", "ANSWER: no.", "Q: why?", "std::vector", "주의: 뜨겁습니다.",
    "ratio 16:9", "First: breathe.", "성분: 물", "문의: 02-123-4567",
]  # fmt: skip


@pytest.mark.parametrize("raw", NO_LABELS)
def test_what_only_looks_like_a_label_is_spoken(raw, tmp_path):
    cue = load(tmp_path, raw).cues[0]
    assert (cue.speaker, cue.text) == (None, raw)


def test_an_unknown_name_is_a_label_once_it_recurs(tmp_path):
    once = load(tmp_path, "Zorblax: Hello.", "Zorblax, come here.", "무무: 안녕.").cues
    assert [cue.speaker for cue in once] == [None, None, None]
    twice = load(tmp_path, "Zorblax: Hello.", "Zorblax: Come here.", "무무: 안녕.", "무무: 그래.").cues
    assert [(cue.speaker, cue.text) for cue in twice] == [
        ("Zorblax", "Hello."), ("Zorblax", "Come here."), ("무무", "안녕."), ("무무", "그래.")]  # fmt: skip


def test_a_recurring_ordinary_word_is_no_label(tmp_path):
    texts = ["Note: one.", "Note: two.", "재료: 밀가루", "재료: 설탕", "Sugar: brown.", "Sugar: white.", "No sugar."]
    assert [cue.text for cue in load(tmp_path, *texts).cues] == texts


def test_a_file_full_of_labels_vouches_for_the_rare_ones(tmp_path):
    texts = ["Anna: One.", "Bob: Two.", "Anna: Three.", "Gandalf: Four.", "Bob: Five."]
    assert [cue.speaker for cue in load(tmp_path, *texts).cues] == ["Anna", "Bob", "Anna", "Gandalf", "Bob"]


def test_capitals_mean_nothing_in_a_file_of_capitals(tmp_path):
    texts = ["THE TRUTH OF IT: NOBODY EVER CAME BACK.", "ANNA: GO HOME NOW.", *["I TOLD YOU ALL OF THIS BEFORE."] * 4]
    found = load(tmp_path, *texts).cues
    assert {cue.speaker for cue in found} == {None, "ANNA"}
    assert found[0].text == texts[0]


def test_the_same_speaker_keeps_one_spelling(tmp_path):
    found = load(tmp_path, "ANNA: Hello.", "Anna: Again.", "[Anna] And again.")
    assert [cue.speaker for cue in found.cues] == ["ANNA"] * 3


DIALOGUE = {
    "- Hi.\n- Hello.": "Hi.\nHello.",
    "-Hi.\n-Hello.": "Hi.\nHello.",
    "– Hi.\n— Hello.": "Hi.\nHello.",
    "- Hi. - Hello.": "Hi.\nHello.",
    "- I was there\nyesterday.\n- Me too.": "I was there\nyesterday.\nMe too.",
    "- Alone.": "Alone.",
    "-안녕?\n-안녕!": "안녕?\n안녕!",
    "-5 degrees": "-5 degrees",
    "Well - maybe.": "Well - maybe.",
    ">> Hi.\n>> Hello.": "Hi.\nHello.",
}


@pytest.mark.parametrize("raw", DIALOGUE)
def test_dialogue_dashes_go_and_the_line_break_stays(raw, tmp_path):
    assert [cue.text for cue in load(tmp_path, raw).cues] == [DIALOGUE[raw]]


def test_two_labelled_speakers_share_a_cue(tmp_path):
    found = load(tmp_path, "- ANNA: Hi.\n- BOB: Hello.")
    assert (found.cues[0].speaker, found.cues[0].text) == ("ANNA", "Hi.\nHello.")
    assert [note.kind for note in found.notes] == ["speakers"]


def test_cues_without_words_are_skipped(tmp_path):
    found = load(tmp_path, "...", "Hello.", "-", "<i></i>", "?!")
    assert [cue.number for cue in found.cues] == [2]
    assert [(note.cue, note.kind) for note in found.notes] == [(n, "skipped") for n in (1, 3, 4, 5)]


def test_nothing_left_to_speak_is_an_error_with_the_reason(tmp_path):
    with pytest.raises(SubtitleError, match=r"film\.srt: none of its 2 cues can be spoken: 2 are sounds or empty"):
        load(tmp_path, "[music]", "♪")
