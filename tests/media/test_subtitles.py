"""The import as a whole: encodings, formats, times, the report, errors, the way back to SRT, hostile input."""

import time

import pysrt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.subtitles import Cue, RawCue, SubtitleError, Typed, read_subtitles, write_srt, write_vtt

KOREAN = "1\n00:00:01,000 --> 00:00:02,500\n어젯밤에 어디 있었어?\n"
FRENCH = "1\n00:00:01,000 --> 00:00:02,500\nOù étais-tu hier soir, garçon ?\n"
HELLO = "1\n00:00:01,000 --> 00:00:02,500\nHello.\n"


def load(tmp_path, content, name="film.srt", **options):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_subtitles(path, **options)


def kinds(found):
    return [(note.cue, note.kind) for note in found.notes]


# --- encodings

ENCODED = {
    "utf-8": (KOREAN.encode(), "utf-8"),
    "utf-8 with mark": (KOREAN.encode("utf-8-sig"), "utf-8"),
    "utf-8 with two marks": (b"\xef\xbb\xbf" + KOREAN.encode("utf-8-sig"), "utf-8"),
    "utf-16 with mark": (KOREAN.encode("utf-16"), "utf-16-le"),
    "utf-16-be with mark": (b"\xfe\xff" + KOREAN.encode("utf-16-be"), "utf-16-be"),
    "utf-16-le": (KOREAN.encode("utf-16-le"), "utf-16-le"),
    "utf-16-be": (KOREAN.encode("utf-16-be"), "utf-16-be"),
    "utf-16 cut in a character": (KOREAN.encode("utf-16") + b"x", "utf-16-le"),
    "utf-32 with mark": (KOREAN.encode("utf-32"), "utf-32-le"),
    "utf-32-be": (KOREAN.encode("utf-32-be"), "utf-32-be"),
    "cp949": (KOREAN.encode("cp949"), "cp949"),
    "cp949 beyond KS X 1001": (KOREAN.replace("어디", "똠방").encode("cp949"), "cp949"),
    "cp949 after a utf-8 mark": (b"\xef\xbb\xbf" + KOREAN.encode("cp949"), "cp949"),
    "euc-kr": (KOREAN.encode("euc-kr"), "cp949"),
    "johab": (KOREAN.encode("johab"), "johab"),
    "iso-2022-kr": (KOREAN.encode("iso2022_kr"), "iso2022_kr"),
    "cp1252": (FRENCH.encode("cp1252"), "cp1252"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encoding_is_found_from_one_cue(name, tmp_path):
    data, encoding = ENCODED[name]
    found = load(tmp_path, data)
    assert found.encoding == encoding
    assert found.encoding_reason
    assert len(found.cues) == 1
    text = found.cues[0].text
    assert text in ("어젯밤에 어디 있었어?", "어젯밤에 똠방 있었어?", "Où étais-tu hier soir, garçon ?")


OTHERS = {
    "cp1251": "Где ты был вчера вечером?\nЯ не знаю, может быть, дома.",
    "koi8_r": "Где ты был вчера вечером?\nЯ не знаю, может быть, дома.",
    "cp1253": "Πού ήσουν χθες το βράδυ;\nΔεν ξέρω, ίσως στον κήπο.",
    "cp1250": "Dziękuję ci bardzo, chłopcze.\nMoże w środę, usiądź.",
    "cp1254": "Teşekkür ederim, arkadaşım.\nÇocuk ağaca çıktı.",
    "cp932": "昨日の夜はどこにいたの?\nわからない、たぶん家にいた。",
    "euc_jp": "昨日の夜はどこにいたの?\nわからない、たぶん家にいた。",
    "gb18030": "你昨天晚上在哪里?\n我不知道,也许在家里。",
    "big5": "你昨天晚上在哪裡?\n我不知道,也許在家裡。",
}


@pytest.mark.parametrize("encoding", OTHERS)
def test_other_encodings_are_found(encoding, tmp_path):
    found = load(tmp_path, f"1\n00:00:01,000 --> 00:00:02,500\n{OTHERS[encoding]}\n".encode(encoding))
    assert (found.cues[0].text, found.encoding) == (OTHERS[encoding], encoding)


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path):
    found = load(tmp_path, KOREAN.encode() * 5 + b"\n2\n00:00:03,000 --> 00:00:04,000\nbro\xffken\n")
    assert found.encoding == "utf-8"
    assert found.cues[-1].text == "broken"
    assert (0, "repaired") in kinds(found)


def test_encoding_override(tmp_path):
    assert load(tmp_path, FRENCH.encode("cp1252"), encoding="latin-1").cues[0].text.startswith("Où")
    assert load(tmp_path, KOREAN.encode("cp949"), encoding="EUC-KR").encoding == "cp949"
    with pytest.raises(SubtitleError, match=r'film\.srt: there is no text encoding called "klingon"'):
        load(tmp_path, KOREAN, encoding="klingon")
    with pytest.raises(SubtitleError, match=r'no text encoding called "base64"'):
        load(tmp_path, KOREAN, encoding="base64")
    with pytest.raises(SubtitleError, match=r"film\.srt: line 3 is not utf-8 \(byte 0x"):
        load(tmp_path, KOREAN.encode("cp949"), encoding="utf-8")


# --- formats, told by content

VTT = """WEBVTT - a film
Kind: captions

STYLE
::cue { color: red }

NOTE
00:00:00 is a time in a comment
Not to be spoken

REGION
id:fred

intro
00:01.000 --> 00:02.500 align:start line:0%
<v Anna>Hello <00:00:01.500><c.yellow>there</c></v>
42

NOTE one line

2
00:00:03.000 --> 00:00:04.250
from 00:01.000 to 00:02.000 &amp; on

100:00:05.000 --> 100:00:06.000
- Hi.
- Hello.
"""
ASS = r"""[Script Info]
Title: x
[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial,bad,fields
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,not spoken
Dialogue: 0,0:00:03.00,0:00:04.25,Default,,0,0,0,,{\i1}General{\i0}\hKenobi, sir.\NYes.
Dialogue: 0,0:00:01.00,0:00:02.50,Default,Anna,0,0,0,,Hello {comment}there.
Dialogue: 1,0:00:01.00,0:00:02.50,Default,Anna,0,0,0,,Hello {comment}there.
Dialogue: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0{\p0}
Dialogue: 0,broken,0:00:06.00,Default,,0,0,0,,Lost.
"""


def test_webvtt(tmp_path):
    found = load(tmp_path, VTT, name="misnamed.srt")
    assert found.format == "vtt"
    assert found.cues == (
        Cue(1, 1.0, 2.5, "Hello there\n42", "Anna"),
        Cue(2, 3.0, 4.25, "from 00:01.000 to 00:02.000 & on"),
        Cue(3, 360005.0, 360006.0, "Hi.\nHello."),
    )
    assert found.notes == ()


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_ass(newline, tmp_path):
    found = load(tmp_path, ASS.replace("\n", newline), name="misnamed.srt")
    assert found.format == "ass"
    assert found.cues == (
        Cue(2, 1.0, 2.5, "Hello there.", "Anna"),
        Cue(1, 3.0, 4.25, "General Kenobi, sir.\nYes."),
    )
    assert kinds(found) == [(2, "out-of-order"), (3, "untimed")]


def test_ssa_with_its_own_field_order(tmp_path):
    found = load(tmp_path, "[Events]\nFormat: Marked, Start, End, Name, Text\n"
                           "Dialogue: Marked=0,0:00:01.00,0:00:02.50,Anna,Hello, you.\n", name="film.ssa")  # fmt: skip
    assert found.cues == (Cue(1, 1.0, 2.5, "Hello, you.", "Anna"),)


def test_srt_in_a_file_with_another_extension(tmp_path):
    assert load(tmp_path, HELLO, name="film.vtt").format == "srt"


# --- times and the report


def cue(number, start, end, text="Hello."):
    def clock(s):
        return f"{int(s) // 3600:02d}:{int(s) // 60 % 60:02d}:{int(s) % 60:02d},{round(s % 1 * 1000):03d}"

    return f"{number}\n{clock(start)} --> {clock(end)}\n{text}\n\n"


def test_report_of_times(tmp_path):
    content = cue(1, 1, 4) + cue(2, 3, 5) + cue(3, 6, 6) + cue(4, 8, 7) + cue(5, 9, 12) + cue(6, 10, 11)
    found = load(tmp_path, content + cue(7, 20, 21), film_end=10.5)
    assert [(c.number, c.start, c.end) for c in found.cues] == [
        (1, 1, 4), (2, 3, 5), (3, 6, 6), (4, 8, 8), (5, 9, 12), (6, 10, 11)]  # fmt: skip
    assert kinds(found) == [
        (2, "overlapping"), (3, "zero-length"), (4, "zero-length"), (5, "past-the-end"), (6, "overlapping"),
        (6, "past-the-end"), (7, "past-the-end")]  # fmt: skip
    details = [note.detail for note in found.notes]
    assert details[0] == "shares 1.00 s with cue 1"
    assert details[2] == "ends 1.00 s before it begins; spoken from 8.00 s"
    assert details[-1] == "begins 9.50 s after the film ends, left out"
    assert found.found == 7
    assert found.summary() == (
        "film.srt: 7 cues (srt, utf-8), 6 to speak; overlapping 2, zero-length 2, past-the-end 3")  # fmt: skip


def test_touching_cues_do_not_overlap(tmp_path):
    assert load(tmp_path, cue(1, 1, 2) + cue(2, 2, 3), film_end=3).notes == ()


def test_cues_before_the_film_are_left_out(tmp_path):
    found = load(tmp_path, "1\n-00:00:03,000 --> -00:00:01,000\nGone.\n\n" + cue(2, 1, 2))
    assert [c.number for c in found.cues] == [2]
    assert (1, "before-the-start") in kinds(found)


def test_repairs_are_reported_with_their_cue(tmp_path):
    found = load(tmp_path, cue(1, 1, 2) + cue("abc", 3, 4) + cue(3, 5, 6)[2:] + "4\nNo time.\n\n" + cue(5, 9, 10))
    assert kinds(found) == [(2, "repaired"), (3, "repaired"), (4, "untimed")]
    assert [note.detail for note in found.notes] == [
        'index "abc" is no number', "has no index", 'no readable time, left out: "No time."']  # fmt: skip


# --- what cannot be used


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "film.srt: the subtitle file is empty"),
        (b"\xef\xbb\xbf", "film.srt: the subtitle file is empty"),
        (b" \r\n\x00\n", "film.srt: the subtitle file is empty"),
        (b"Just a text.\nNothing else.\n", "film.srt: no subtitle was found in it"),
        (b"WEBVTT\n\nNOTE nothing\n", "film.srt: no subtitle was found in it"),
        (bytes(range(256)) * 40, "film.srt: this is not text"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(900), "film.srt: this is an MP4 video, not"),
        (b"\x1aE\xdf\xa3" + bytes(900), "film.srt: this is a Matroska or WebM video, not"),
        (b"PK\x03\x04" + bytes(900), "film.srt: this is a ZIP archive: unpack it first"),
    ],
)
def test_unusable_files_are_refused_with_a_sentence(content, message, tmp_path):
    with pytest.raises(SubtitleError) as caught:
        load(tmp_path, content)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_missing_file_and_folder(tmp_path):
    with pytest.raises(SubtitleError, match="there is no such subtitle file"):
        read_subtitles(tmp_path / "no.srt")
    with pytest.raises(SubtitleError, match="this is a folder"):
        read_subtitles(tmp_path)


def test_all_cues_past_the_end(tmp_path):
    with pytest.raises(SubtitleError, match="none of its 2 cues can be spoken: 2 begin after the film ends"):
        load(tmp_path, cue(1, 50, 51) + cue(2, 60, 61), film_end=30)


# --- the way back

WORDS = st.sampled_from(
    ["Hello", "안녕하세요", "42", "it's", "<3", "a < b", "日本", "“quoted”", "7:35", "so…", "-5", "é"]
)
LINES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
MILLISECONDS = st.integers(0, 400_000_000)
CUES = st.lists(st.tuples(MILLISECONDS, st.integers(1, 20_000), TEXTS), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(CUES)
def test_round_trip(tmp_path_factory, raw):
    raw = sorted(raw, key=lambda item: item[0])
    cues = tuple(Cue(n, s / 1000, (s + d) / 1000, text) for n, (s, d, text) in enumerate(raw, 1))
    path = tmp_path_factory.mktemp("trip") / "film.srt"
    path.write_text(write_srt(cues), encoding="utf-8")
    assert read_subtitles(path).cues == cues
    strict = pysrt.open(path, encoding="utf-8", error_handling=pysrt.ERROR_RAISE)
    assert [(item.start.ordinal, item.end.ordinal, item.text) for item in strict] == [
        (s, s + d, text) for s, d, text in raw]  # fmt: skip


def test_round_trip_keeps_speakers(tmp_path):
    cues = (Cue(1, 1.0, 2.0, "Hi.\nYou.", "ANNA"), Cue(2, 3.0, 4.0, "안녕.", "안나"), Cue(3, 5.0, 6.0, "None."))
    assert load(tmp_path, write_srt(cues)).cues == cues


PIECES = st.sampled_from(
    ["1", "2", "42", "\n", "\n\n", "\r", "\r\n", " ", "-->", "->", "-", "00:00:01,000 --> 00:00:02,000", "00:00:03.5",
     "00:04 --> 00:05", "♪", "[", "]", "(", ")", "<i>", "<", ">", "{\\an8}", "&lt;", "*", "Anna", "안나", ":", "：",
     "０", "NOTE", "WEBVTT", "[Events]\n", "Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,",
     "\x00", "\u2028", "\ufeff", "\x85"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200) | st.binary(max_size=200))
def test_anything_is_read_or_refused_with_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "film.srt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    try:
        found = read_subtitles(path, film_end=100.0)
    except SubtitleError as error:
        assert str(error)
        return
    assert found.cues == tuple(sorted(found.cues, key=lambda cue: cue.start))
    for one in found.cues:
        assert 0 <= one.start <= one.end
        assert one.start < 100
        assert any(map(str.isalnum, one.text))
        assert all(line and line == line.strip() for line in one.text.split("\n"))


# --- hostile and long input

HEAD = HELLO + "\n2\n00:00:03,000 --> 00:00:04,000\n"
HOSTILE = {
    "blank lines": HELLO + "\n" * 2_000_000,
    "blank lines between cues": HELLO + "\n" * 2_000_000 + HELLO,
    "blank lines of spaces": HELLO + (" " * 99 + "\n") * 20_000,
    "one line of spaces": HEAD + " " * 2_000_000 + "x",
    "one line of digits": HEAD + "1" * 2_000_000,
    "one line of colons": HEAD + "1:" * 300_000,
    "arrows": HEAD + "1:1:1 -->" * 200_000,
    "lines of arrows": HEAD + "1:1:1 -->x\n" * 40_000,
    "open tags": HEAD + "<i" * 300_000,
    "open fonts": HEAD + "<font " * 300_000,
    "open brackets": HEAD + "[" * 2_000_000,
    "brackets": HEAD + "[a]" * 200_000,
    "open parentheses": HEAD + "(a " * 200_000,
    "notes": HEAD + "♪ a " * 300_000,
    "one note": HEAD + "♪ " + "a " * 300_000,
    "asterisks": HEAD + "*a " * 200_000,
    "braces": HEAD + "{\\" * 300_000,
    "ampersands": HEAD + "&#" * 300_000,
    "labels": HEAD + "A: " * 200_000,
    "lines of labels": HEAD + "Anna: b\n" * 60_000,
    "dashes": HEAD + "- " * 300_000,
    "numbers": HEAD + "7\n\n" * 200_000,
    "webvtt comments": "WEBVTT\n\n" + "NOTE\n\n" * 200_000 + "00:01.000 --> 00:02.000\nx\n",
    "ass lines": "[Events]\n" + "Dialogue: \n" * 20_000 + "Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,x\n",
}


def seconds_to_read(text, path):
    path.write_text(text, encoding="utf-8")
    began = time.process_time()
    try:
        assert read_subtitles(path).cues
    except SubtitleError as error:
        assert str(error)
    return time.process_time() - began


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_linear_time(name, tmp_path):
    text = HOSTILE[name]
    took = seconds_to_read(text, tmp_path / "film.srt")
    if took > (1 if name.startswith("blank") else 3):  # a slow machine, or worse than linear: half of it tells
        half = seconds_to_read(text[: len(text) // 2], tmp_path / "half.srt")
        assert took < 2.8 * half, f"{took:.2f} s, half of it {half:.2f} s"


def test_typed_cues_are_read_like_a_file(tmp_path):
    rows = [(1, 0, 1000, "One <i>two</i>"), (2, 1500, 1800, "[door slams]"), (3, 2000, 3000, "ANNA: Hello.")]
    typed = read_subtitles(Typed("My film", tuple(RawCue(*row) for row in rows)), film_end=60)
    assert [(cue.number, cue.text, cue.speaker) for cue in typed.cues] == [(1, "One two", None), (3, "Hello.", "ANNA")]
    assert [(note.cue, note.kind) for note in typed.notes] == [(2, "skipped")] and typed.found == 3
    with pytest.raises(SubtitleError, match="My film: there is no cue yet"):
        read_subtitles(Typed("My film", ()))


def test_written_webvtt_reads_back_the_same(tmp_path):
    cues = (Cue(1, 0.5, 2.0, "Is 1 < 2 & 3?"), Cue(2, 3601.25, 3602.0, "Two\nlines."))
    assert load(tmp_path, write_vtt(cues)).cues == cues
