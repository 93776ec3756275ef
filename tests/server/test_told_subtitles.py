"""What is said of subtitle files, refused or read, to somebody who reads Korean: real files, damaged in every way."""

from __future__ import annotations

import re

import pytest

from media.subtitles import SubtitleError, read_subtitles
from media.subtitles.encoding import decode
from server.told import translated
from tests.server.korean import HANGUL, in_korean


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"\x1f\x8b8", b"Rar!", b"7z\xbc\xaf", b"\x1aE\xdf\xa3", b"\0\0\x01\xba", b"PG", b"%PDF",
     b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"ID3", b"\0\0\0\x18ftypisom", b"\1\2\3\4\5\6\7\x08" * 9, b"no cue",
     b"1\n00:00:01,000 --> 00:00:02,000\n[music]\n\n2\n00:09:00,000 --> 00:09:01,000\nLate.\n"],
)  # fmt: skip
def test_subtitles_that_cannot_be_used(tmp_path, data):
    path = tmp_path / "film.srt"
    path.write_bytes(data)
    with pytest.raises(SubtitleError) as refused:
        read_subtitles(path, film_end=60)
    assert "film.srt" in in_korean(str(refused.value))
    for reason in re.findall(r"\((?!SRT)[^)]*\)", translated(str(refused.value), "ko")):
        assert HANGUL.search(reason) or re.fullmatch(r"\((?:VobSub|PGS)\)", reason), reason


CUE = "00:00:{:02d},000 --> 00:00:{:02d},500\n{}\n\n"
DAMAGED = {
    "repaired": [
        "1\n" + CUE.format(1, 2, "One") + "x\n" + CUE.format(3, 4, "Two") + "3\n" + CUE.format(5, 6, "Three"),
        "A title\nand more\n\n1\n" + CUE.format(1, 2, "One"),
        "1\n00:00:01,000 -->\nOne\n\n2\n --> 00:00:04,000\nTwo\n\n3\n" + CUE.format(5, 6, "Three"),
        "1\n-00:00:01,000 --> 00:00:02,000\nOne\n\n",
        "1\r" + CUE.format(1, 2, "One").replace("\n", "\r"),
        "A title\r\n\n1\n" + CUE.format(1, 2, "One"),
        "\ufeff\ufeff\ufeff1\n" + CUE.format(1, 2, "One"),
        "1\n" + CUE.format(1, 2, "O\0ne"),
        "[Script Info]\n[Events]\nFormat: Start, End, Text\nDialogue: -0:00:01.00,0:00:02.00,One\n",
        b"1\n00:00:01,000 --> 00:00:02,000\n" + "바다로 가는 배".encode() * 9 + b"\xff\n",
    ],
    "untimed": ["1\n" + CUE.format(1, 2, "One") + "2\nxx:yy:00 --> \nTwo\n\n3\n00:0:: -->\nThree\n\n"],
    "others": [
        "1\n" + CUE.format(1, 2, "[music]") + "2\n" + CUE.format(1, 1, "-") + "3\n" + CUE.format(4, 5, "[bang] Oh!"),
        "1\n" + CUE.format(8, 9, "One") + "2\n" + CUE.format(1, 9, "Two") + "3\n" + CUE.format(5, 3, "Three"),
        "1\n" + CUE.format(5, 59, "One") + "2\n" + CUE.format(40, 41, "Two") + "3\n" + CUE.format(6, 6, ""),
        "1\n00:00:03,000 --> 00:00:03,000\nOne\n\n2\n-00:00:09,000 --> -00:00:08,000\nTwo\n\n",
        "1\n" + CUE.format(1, 2, "- ANNA: Yes.\n- BEN: No.") + "2\n" + CUE.format(3, 4, "ANNA: A.\nBEN: B.\nTOM: C."),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", [text for some in DAMAGED.values() for text in some])
def test_notes_of_an_import(tmp_path, text):
    path = tmp_path / "film.srt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read_subtitles(path, film_end=30)
    assert found.notes
    for note in found.notes:
        korean = in_korean(note.detail)
        assert all(figure in korean for figure in re.findall(r"\d+\.\d+", note.detail))


def test_speakers_who_share_a_cue_are_not_joined_in_english():
    korean = in_korean("ANNA and BEN and MR. TOM share it; spoken as ANNA")
    assert "ANNA, BEN, MR. TOM" in korean


WRITTEN = "1\n00:00:01,000 --> 00:00:02,000\nAbc {}\n"


@pytest.mark.parametrize(
    "text, codec",
    [("가나다라", "cp949"), ("가나", "utf-16"), ("가나", "utf-16-le"), ("가나", "utf-8"), ("가나", "utf-8-sig"),
     ("가나", "iso2022_kr"), ("é è à", "cp1252"), ("Привет, как дела", "cp1251"), ("日本語の字幕です", "cp932"),
     ("\x80\x81 \x8d", "latin-1")],
)  # fmt: skip
def test_why_an_encoding_was_taken(tmp_path, text, codec):
    path = tmp_path / "film.srt"
    path.write_bytes(WRITTEN.format(text).encode(codec))
    in_korean(read_subtitles(path).encoding_reason)


def test_why_an_encoding_was_taken_that_fits_in_part(tmp_path):
    path = tmp_path / "film.srt"
    path.write_bytes(WRITTEN.format("바다로 가는 배" * 9).encode() + b"\xff")
    assert "1바이트" in in_korean(read_subtitles(path).encoding_reason)
    in_korean(read_subtitles(path, encoding="cp1252").encoding_reason)


READ = {  # why a file is read in its encoding: the codec that it is in, and its text
    "utf-8": "바다로 가는 배",
    "utf-8-sig": "바다로 가는 배",
    "utf-16": "바다로 가는 배",
    "utf-16-le": "1\n00:00:01,000 --> 00:00:02,000\nThe sea.",
    "iso2022_kr": "바다로 가는 배",
    "cp949": "바다로 가는 배가 있었습니다. 우리는 그 배를 보았다.",
    "cp1252": "Où est la mer, près de l'été ?",
    "cp1251": "Где находится море и как туда попасть",
    "cp932": "海はどこにありますか",
}


@pytest.mark.parametrize("codec", READ)
@pytest.mark.parametrize("spoilt", [b"", b"\xff"])
def test_why_a_file_is_read_in_its_encoding(codec, spoilt):
    data = READ[codec].encode(codec)
    in_korean(decode(data * 9 + spoilt if spoilt and codec.startswith("utf-8") else data, "film.srt").reason)
    in_korean(decode(b"The sea.", "film.srt", "cp949").reason)
