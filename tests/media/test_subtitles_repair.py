"""Every malformed kind we promise to read: the text must be exact, and so must the times."""

import pytest

from media.subtitles import read_subtitles

A = (1.0, 2.5, "Hello there.")
B = (3.0, 4.25, "General Kenobi.")
C = (5.0, 6.0, "42")
TA, TB, TC = "00:00:01,000 --> 00:00:02,500", "00:00:03,000 --> 00:00:04,250", "00:00:05,000 --> 00:00:06,000"
AB = [A, B]
ABC = [A, B, C]


def srt(*parts: str, end: str = "\n") -> str:
    return "\n\n".join(parts) + end


def timed(first: str, second: str, *, arrow: str = " --> ") -> str:
    """Two cues whose times are written in the given way: "start end" separated by a space-free bar."""
    one, two = (line.replace("|", arrow) for line in (first, second))
    return srt(f"1\n{one}\nHello there.", f"2\n{two}\nGeneral Kenobi.")


FULL = ("00:00:01,000|00:00:02,500", "00:00:03,000|00:00:04,250")
PLAIN = srt(f"1\n{TA}\nHello there.", f"2\n{TB}\nGeneral Kenobi.", f"3\n{TC}\n42")

KINDS: dict[str, tuple[str | bytes, list[tuple[float, float, str]]]] = {
    "well formed": (PLAIN, ABC),
    # --- indices
    "no index at all": (srt(f"{TA}\nHello there.", f"{TB}\nGeneral Kenobi.", f"{TC}\n42"), ABC),
    "one index missing": (srt(f"1\n{TA}\nHello there.", f"{TB}\nGeneral Kenobi.", f"3\n{TC}\n42"), ABC),
    "index missing after digit dialogue": (
        srt(f"1\n{TA}\nHello there.", f"2\n{TC}\n42", "00:00:07,000 --> 00:00:08,000\nNext.", f"4\n{TB}\nLast."),
        [A, (3.0, 4.25, "Last."), C, (7.0, 8.0, "Next.")],
    ),
    "holes in the numbering": (srt(f"7\n{TA}\nHello there.", f"19\n{TB}\nGeneral Kenobi.", f"20\n{TC}\n42"), ABC),
    "same index twice": (srt(f"1\n{TA}\nHello there.", f"1\n{TB}\nGeneral Kenobi.", f"1\n{TC}\n42"), ABC),
    "index zero": (srt(f"0\n{TA}\nHello there.", f"1\n{TB}\nGeneral Kenobi.", f"2\n{TC}\n42"), ABC),
    "huge index": (srt(f"99999999999999\n{TA}\nHello there.", f"123456789012\n{TB}\nGeneral Kenobi."), AB),
    "index is a word": (srt(f"1\n{TA}\nHello there.", f"abc\n{TB}\nGeneral Kenobi.", f"3\n{TC}\n42"), ABC),
    "every index is junk": (srt(f"a\n{TA}\nHello there.", f"b\n{TB}\nGeneral Kenobi.", f"??\n{TC}\n42"), ABC),
    "index with words": (srt(f"Cue 1\n{TA}\nHello there.", f"Cue 2\n{TB}\nGeneral Kenobi.", f"#3\n{TC}\n42"), ABC),
    "index with full stop": (srt(f"1.\n{TA}\nHello there.", f"2.\n{TB}\nGeneral Kenobi.", f"3.\n{TC}\n42"), ABC),
    "index and time on one line": (srt(f"1 {TA}\nHello there.", f"2 {TB}\nGeneral Kenobi.", f"3 {TC}\n42"), ABC),
    "full-width index": (srt(f"１\n{TA}\nHello there.", f"２\n{TB}\nGeneral Kenobi."), AB),
    "blank line after the index": (
        srt(f"1\n\n{TA}\nHello there.", f"2\n\n{TB}\nGeneral Kenobi.", f"3\n\n{TC}\n42"), ABC),
    # --- how the times are written
    "mm:ss,mmm": (timed("00:01,000|00:02,500", "00:03,000|00:04,250"), AB),
    "mm:ss": (timed("00:01|00:02", "00:03|00:04"), [(1, 2, A[2]), (3, 4, B[2])]),
    "no milliseconds": (timed("00:00:01|00:00:02", "00:00:03|00:00:04"), [(1, 2, A[2]), (3, 4, B[2])]),
    "one digit after the comma": (timed("00:00:01,0|00:00:02,5", "00:00:03,0|00:00:04,2"), [A, (3, 4.2, B[2])]),
    "two digits after the comma": (timed("00:00:01,00|00:00:02,50", "00:00:03,00|00:00:04,25"), AB),
    "more than three digits": (timed("00:00:01,0000000|00:00:02,5000000", "00:00:03,000000|00:00:04,250000"), AB),
    "full stop for comma": (timed("00:00:01.000|00:00:02.500", "00:00:03.000|00:00:04.250"), AB),
    "colon for comma": (timed("00:00:01:000|00:00:02:500", "00:00:03:000|00:00:04:250"), AB),
    "semicolons": (timed("00;00;01;000|00;00;02;500", "00;00;03;000|00;00;04;250"), AB),
    "commas throughout": (timed("00,00,01,000|00,00,02,500", "00,00,03,000|00,00,04,250"), AB),
    "full stops throughout": (timed("00.00.01.000|00.00.02.500", "00.00.03.000|00.00.04.250"), AB),
    "one-digit hours": (timed("0:00:01,000|0:00:02,500", "0:00:03,000|0:00:04,250"), AB),
    "one-digit fields": (timed("0:0:1,000|0:0:2,500", "0:0:3,000|0:0:4,250"), AB),
    "hours, minutes and seconds as letters": (timed("0h00m01.000s|0h00m02.500s", "0h00m03.000s|0h00m04.250s"), AB),
    "hours over 99": (timed("100:00:01,000|100:00:02,500", "123:00:03,000|123:00:04,250"),
                      [(360001, 360002.5, A[2]), (442803, 442804.25, B[2])]),
    "seconds over 59": (timed("00:00:61,000|00:00:62,500", "00:00:63,000|00:00:64,250"),
                        [(61, 62.5, A[2]), (63, 64.25, B[2])]),
    "spaces inside the time": (timed("00 : 00 : 01 , 000|00 : 00 : 02 , 500", "00: 00: 03, 000|00: 00: 04, 250"), AB),
    "spaces inside, with hours": (timed("01: 00: 01, 000|01: 00: 02, 500", "01 :00 :03 ,000|01 :00 :04 ,250"),
                                  [(3601, 3602.5, A[2]), (3603, 3604.25, B[2])]),
    "full-width colons": (timed("00：00：01,000|00：00：02,500", "00：00：03，000|00：00：04，250"), AB),
    "full-width digits": (timed("００:００:０１,０００|００:００:０２,５００", "０0:00:03,000|0０:00:04,250"), AB),
    "letters O and l for digits": (timed("OO:OO:O1,OOO|OO:OO:O2,5OO", "00:00:03,000|OO:OO:04,25O"), AB),
    "negative start": (timed("-00:00:01,000|00:00:02,500", "00:00:03,000|00:00:04,250"), [(0, 2.5, A[2]), B]),
    "negative inside the time": (timed("00:00:-1,000|00:00:02,500", "00:00:03,000|00:00:04,250"), [(0, 2.5, A[2]), B]),
    "end before start": (timed("00:00:01,000|00:00:02,500", "00:00:03,000|00:00:02,000"), [A, (3, 3, B[2])]),
    "no end time": (timed("00:00:01,000|", "00:00:03,000|00:00:04,250"), [(1, 3, A[2]), B]),
    # --- arrows
    "->": (timed(*FULL, arrow=" -> "), AB),
    "--> without spaces": (timed(*FULL, arrow="-->"), AB),
    "--->": (timed(*FULL, arrow=" ---> "), AB),
    "-- >": (timed(*FULL, arrow=" -- > "), AB),
    "==>": (timed(*FULL, arrow=" ==> "), AB),
    "→": (timed(*FULL, arrow=" → "), AB),
    "–>": (timed(*FULL, arrow=" –> "), AB),
    "—>": (timed(*FULL, arrow=" —> "), AB),
    "full-width arrow": (timed(*FULL, arrow=" －－＞ "), AB),
    "escaped arrow": (timed(*FULL, arrow=" --&gt; "), AB),
    "only a dash": (timed(*FULL, arrow=" - "), AB),
    "tabs around the arrow": (timed(*FULL, arrow="\t-->\t"), AB),
    "no-break spaces": (timed(*FULL, arrow="\u00a0-->\u00a0"), AB),
    # --- after the times
    "coordinates": (timed(FULL[0] + " X1:201 X2:516 Y1:397 Y2:423", FULL[1] + "  X1:1 X2:2 Y1:3 Y2:4"), AB),
    "WebVTT settings": (timed(FULL[0] + " align:start position:10%", FULL[1] + " line:-1"), AB),
    "junk after the time": (timed(FULL[0] + " ;;|".replace("|", ""), FULL[1] + " ..."), AB),
    "text on the time line": (srt(f"1\n{TA} Hello there.", f"2\n{TB} General Kenobi."), AB),
    "text on and under the time line": (srt(f"1\n{TA} Hello\nthere.", f"2\n{TB}\nGeneral Kenobi."),
                                        [(1, 2.5, "Hello\nthere."), B]),
    # --- lines
    "CRLF": (PLAIN.replace("\n", "\r\n"), ABC),
    "CR only": (PLAIN.replace("\n", "\r"), ABC),
    "CR CR LF": (PLAIN.replace("\n", "\r\r\n"), ABC),
    "mixed line ends": (f"1\r\n{TA}\nHello there.\r\r2\n{TB}\r\nGeneral Kenobi.\n\r\n3\r{TC}\r42", ABC),
    "Unicode line separators": (PLAIN.replace("\n", "\u2028"), ABC),
    "no final newline": (PLAIN.rstrip("\n"), ABC),
    "ends in the middle of a cue": (PLAIN + f"\n4\n{TC[:12]}", ABC),
    "end-of-file mark": (PLAIN + "\x1a", ABC),
    "no blank line between cues": (f"1\n{TA}\nHello there.\n2\n{TB}\nGeneral Kenobi.\n3\n{TC}\n42\n", ABC),
    "no blank line, no index": (f"{TA}\nHello there.\n{TB}\nGeneral Kenobi.\n{TC}\n42\n", ABC),
    "several blank lines": (PLAIN.replace("\n\n", "\n\n\n\n\n"), ABC),
    "blank lines hold spaces": (PLAIN.replace("\n\n", "\n \t \n"), ABC),
    "a blank line after every line": (PLAIN.replace("\n", "\n\n"), ABC),
    "blank lines before the text": (
        srt(f"1\n{TA}\n\nHello there.", f"2\n{TB}\n\nGeneral Kenobi.", f"3\n{TC}\n\n42"), ABC),
    "blank line inside the text": (srt(f"1\n{TA}\nHello\n\nthere.", f"2\n{TB}\nGeneral Kenobi.", f"3\n{TC}\n42"),
                                   [(1, 2.5, "Hello\nthere."), B, C]),
    "indented lines": (PLAIN.replace("\n", "\n   "), ABC),
    "two cues glued": (srt(f"1\n{TA}\nHello there. 2 {TB}\nGeneral Kenobi.", f"3\n{TC}\n42"), ABC),
    "whole file on one line": (f"1 {TA} Hello there. 2 {TB} General Kenobi. 3 {TC} 42", ABC),
    # --- before and around
    "byte-order mark": ("\ufeff" + PLAIN, ABC),
    "two byte-order marks": ("\ufeff\ufeff" + PLAIN, ABC),
    "byte-order mark between cues": (PLAIN.replace("\n\n", "\n\n\ufeff"), ABC),
    "junk before the first cue": ("Subtitles v1.2\nby somebody\n\n" + PLAIN, ABC),
    "HTML header": ("<!DOCTYPE html>\n<html><body>\n" + PLAIN, ABC),
    "WebVTT header, SRT body": ("WEBVTT\n\n" + PLAIN, ABC),
    "blank lines first": ("\n\n\n" + PLAIN, ABC),
    "NUL bytes": (PLAIN.encode().replace(b"\n\n", b"\n\x00\n\x00").replace(b"Hello", b"He\x00llo"), ABC),
    "unsorted": (srt(f"1\n{TB}\nGeneral Kenobi.", f"2\n{TA}\nHello there.", f"3\n{TC}\n42"), ABC),
    # --- texts that look like something else
    "digits as the last line": (srt(f"1\n{TA}\nCount:\n3\n2\n1", f"2\n{TB}\n0", f"3\n{TC}\n42"),
                                [(1, 2.5, "Count:\n3\n2\n1"), (3, 4.25, "0"), C]),
    "digits that continue the numbering": (srt(f"1\n{TA}\n2", f"2\n{TB}\n3", f"3\n{TC}\n42"),
                                           [(1, 2.5, "2"), (3, 4.25, "3"), C]),
    "digits, no index": (srt(f"{TA}\n2", f"{TB}\n3", f"{TC}\n42"), [(1, 2.5, "2"), (3, 4.25, "3"), C]),
    "digits, no index, no blank line": (f"{TA}\n1\n{TB}\n2\n{TC}\n42", [(1, 2.5, "1"), (3, 4.25, "2"), C]),
    "digits, no blank line": (f"1\n{TA}\n10\n2\n{TB}\n20\n3\n{TC}\n42\n", [(1, 2.5, "10"), (3, 4.25, "20"), C]),
    "digits, a blank line after every line": (srt(f"1\n\n{TA}\n\n7\n\n", f"2\n\n{TB}\n\n8\n\n", f"3\n\n{TC}\n\n42"),
                                              [(1, 2.5, "7"), (3, 4.25, "8"), C]),
    "an arrow in the text": (srt(f"1\n{TA}\nGo A --> B -> C.", f"2\n{TB}\nThe 12:30 --> 13:00 train"),
                             [(1, 2.5, "Go A --> B -> C."), (3, 4.25, "The 12:30 --> 13:00 train")]),
    "times in the text": (srt(f"1\n{TA}\nOpen\n10:30 -> 11:45\ndaily", f"2\n{TB}\n10:30 - 11:45"),
                          [(1, 2.5, "Open\n10:30 -> 11:45\ndaily"), (3, 4.25, "10:30 - 11:45")]),
    "a cue without text": (
        srt(f"1\n{TA}\nHello there.", "2\n00:00:02,600 --> 00:00:02,900", f"3\n{TB}\nGeneral Kenobi."), AB),
    "only a time, blank text": (
        srt(f"1\n{TA}\nHello there.", "2\n00:00:02,600 --> 00:00:02,900\n", f"3\n{TB}\nGeneral Kenobi."), AB),
    "a cue without text, no blank line": (f"1\n{TA}\n2\n{TB}\nGeneral Kenobi.\n3\n{TC}\n42", [B, C]),
    "a cue without a time": (
        srt(f"1\n{TA}\nHello there.", "2\nLost line.", f"3\n{TB}\nGeneral Kenobi.", f"4\n{TC}\n42"), ABC),
    "a cue without a start time": (
        srt(f"1\n{TA}\nHello there.", "2\n --> 00:00:02,900\nMiddle.", f"3\n{TB}\nGeneral Kenobi."),
        [A, (2.5, 2.9, "Middle."), B]),
    "an unreadable end time": (timed("00:00:01,000|00:0x:02,500", "00:00:03,000|00:00:04,250"), [(1, 3, A[2]), B]),
    "a last index without a cue": (PLAIN + "\n4\n", ABC),
    "unpadded milliseconds": (
        srt(*(f"{n}\n00:00:{n:02d},{n * 50} --> 00:00:{n:02d},{n * 50 + 5}\nLine." for n in range(1, 16))),
        [(n + n * 0.05, n + n * 0.05 + 0.005, "Line.") for n in range(1, 16)]),
    "an unreadable time": (srt(f"1\n{TA}\nHello there.", "2\n00:xx:09,000 --> 00:yy:10,000\nLost line.",
                               f"3\n{TB}\nGeneral Kenobi.", f"4\n{TC}\n42"), ABC),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_malformed_kind_is_read_exactly(kind, tmp_path):
    content, expected = KINDS[kind]
    path = tmp_path / "film.srt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = [(cue.start, cue.end, cue.text) for cue in read_subtitles(path).cues]
    assert found == [(round(start, 3), round(end, 3), text) for start, end, text in expected]


def test_there_are_at_least_36_kinds():
    assert len(KINDS) >= 36
