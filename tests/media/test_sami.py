import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.subtitles import read_subtitles
from media.subtitles.sami import is_sami, read_sami

FILE = """<SAMI>
<HEAD><TITLE>바다</TITLE>
<STYLE TYPE="text/css">
<!--
P { margin-left:8pt; }
.KRCC { Name:Korean; lang:ko-KR; SAMIType:CC; }
.ENCC { Name:English; lang:en-US; SAMIType:CC; }
-->
</STYLE></HEAD>
<BODY>
<SYNC Start=1500><P Class=KRCC>
썰물이 지나간 자리에<br>종이배 하나가 남았습니다.
<P Class=ENCC>The tide went out.
<SYNC Start=5000><P Class=KRCC>&nbsp;
<SYNC Start="5800"><P Class='KRCC'><font color=yellow>바다를 본 적은</font> 없었지요.
<SYNC Start=9400><P Class=KRCC>&nbsp;
<SYNC Start=11200><P Class=KRCC>작은 게 &amp; 소라
</BODY></SAMI>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
def test_the_texts_stand_until_the_next(tmp_path, encoding):
    (tmp_path / "f.smi").write_bytes(FILE.encode(encoding))
    found = read_subtitles(tmp_path / "f.smi")
    assert found.format == "smi" and found.found == 3
    assert [(cue.start, cue.end, cue.text) for cue in found.cues] == [
        (1.5, 5.0, "썰물이 지나간 자리에\n종이배 하나가 남았습니다."),
        (5.8, 9.4, "바다를 본 적은 없었지요."),
        (11.2, 15.2, "작은 게 & 소라"),
    ]
    assert [note.detail for note in found.notes] == ["has no end; given four seconds"]


def test_the_language_with_most_texts_is_read():
    (cue,) = read_sami("<sami><sync start=1><p class=a>Hi<sync start=2><p class=a>&nbsp;<sync start=3><p class=b>")
    assert cue.text == "Hi" and (cue.start, cue.end) == (1, 2)


def test_a_text_without_a_paragraph_is_read():
    first, second = read_sami("<SAMI><BODY><SYNC START=0>One<SYNC START=900>Two")
    assert (first.text, first.end, second.text) == ("One", 900, "Two")


@pytest.mark.parametrize("text", ["1\n00:00:01,000 --> 00:00:02,000\n<sami>\n", "WEBVTT\n", ""])
def test_others_are_not_taken_for_it(text):
    assert not is_sami(text)


@given(st.text("<>sync start=p/clas0123 \n\"'&;!-", max_size=300))
def test_no_text_breaks_it(text):
    for cue in read_sami("<sami>" + text):
        assert cue.start < cue.end and cue.text


def test_a_megabyte_of_anything_is_read_in_seconds():
    began = time.monotonic()
    for piece in ("<sync start=1><p class=a>x", "<sync ", "<p class=", "<", "<!--", "<sync start=5>"):
        read_sami("<sami><sync start=1><p>" + piece * (1_000_000 // len(piece)))
    assert time.monotonic() - began < 10
