"""From MusicXML to a melody with chords: ties, voices, pick-ups, keys, and pieces held out whole."""

import io
import json
import zipfile

import pytest

from synth.music.taste.chords import chords_of
from training import scores
from training.scores_keys import key_of
from training.scores_xml import leading_part, read

CONTAINER = '<container><rootfiles><rootfile full-path="score.xml"/></rootfiles></container>'


def note(step, octave, length, more="", voice=1, words=False):
    lyric = "<lyric><text>la</text></lyric>" if words else ""
    return (
        f"<note><pitch><step>{step}</step><octave>{octave}</octave></pitch><duration>{length}</duration>"
        f"{more}<voice>{voice}</voice>{lyric}</note>"
    )


def song(bars, metre=(4, 4), fifths=0, first="", piano=None):
    """A voice over a piano that holds one triad a bar; divisions are 2 to a quarter note."""
    head = (
        f"<attributes><divisions>2</divisions><key><fifths>{fifths}</fifths></key><time><beats>{metre[0]}</beats>"
        f"<beat-type>{metre[1]}</beat-type></time></attributes><direction><sound tempo='84'/></direction>"
    )
    whole = 8 * metre[0] // metre[1]
    triad = piano or (
        note("C", 3, whole)
        + note("E", 3, whole).replace("<pitch>", "<chord/><pitch>")
        + note("G", 3, whole).replace("<pitch>", "<chord/><pitch>")
    )
    pick_up = f"<measure>{head}{first}</measure>" if first else ""
    rest = "<measure><note><rest/><duration>1</duration></note></measure>" if first else ""
    voice = "".join(f"<measure>{'' if first or number else head}{bar}</measure>" for number, bar in enumerate(bars))
    below = "".join(f"<measure>{'' if number else head}{triad}</measure>" for number in range(len(bars)))
    xml = f"<score-partwise><part>{pick_up}{voice}</part><part>{rest}{below}</part></score-partwise>"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("score.xml", xml)
    return kept.getvalue()


BAR = note("C", 5, 4, words=True) + note("E", 5, 2, words=True) + note("G", 5, 2, words=True)


def test_a_zipped_score_gives_bars_and_notes():
    sheet = read(song([BAR] * 8))
    assert len(sheet.bars) == 8 and sheet.bars[3].start == 12 and sheet.bars[0].tempo == 84
    assert leading_part(sheet) == (0, "1")
    sung = [n for n in sheet.notes if n.part == 0]
    assert [(n.start, n.length, n.pitch) for n in sung[:3]] == [(0, 2, 72), (2, 1, 76), (3, 1, 79)]


def test_tied_notes_are_one():
    tied = [note("C", 5, 8, '<tie type="start"/>'), note("C", 5, 8, '<tie type="stop"/><tie type="start"/>')]
    sheet = read(song([*tied, note("C", 5, 8, '<tie type="stop"/>'), BAR]))
    first = next(n for n in sheet.notes if n.part == 0)
    assert (first.start, first.length) == (0, 12)


def test_backup_goes_back_in_time():
    bar = (
        note("C", 5, 8)
        + "<backup><duration>8</duration></backup>"
        + note("E", 4, 4, voice=2)
        + note("F", 4, 4, voice=2)
    )
    sheet = read(song([bar] * 2))
    assert [(n.start, n.pitch) for n in sheet.notes if n.voice == "2"] == [(0, 64), (2, 65), (4, 64), (6, 65)]


def test_what_is_no_score_is_said():
    with pytest.raises(ValueError, match="partwise"):
        read(b"<html/>")


def test_a_stretch_has_the_melody_the_key_and_the_chords():
    (piece,) = scores.stretches(read(song([BAR] * 9)), "lieder", "a/song/x.mxl")
    assert (piece["tonic"], piece["bright"], piece["bars"], piece["metre"]) == (0, True, 9, [4, 4])
    assert piece["melody"][:3] == [[0, 2, 72], [2, 1, 76], [3, 1, 79]] and len(piece["others"]) == 27
    assert piece["chords"] == [[0, 36.0, [0, 4, 7], 0]]


def test_a_pick_up_becomes_the_end_of_a_whole_bar():
    (piece,) = scores.stretches(read(song([BAR] * 9, first=note("G", 4, 2, words=True))), "lieder", "a/song/x.mxl")
    assert piece["bars"] == 10 and piece["melody"][0] == [3, 1, 67] and piece["melody"][1][0] == 4


def test_few_bars_and_odd_metres_are_left_out():
    assert not list(scores.stretches(read(song([BAR] * 7)), "lieder", "a/b/x.mxl"))
    five = note("C", 5, 10, words=True)
    assert not list(scores.stretches(read(song([five] * 9, metre=(5, 4))), "lieder", "a/b/x.mxl"))


def test_the_relative_minor_is_told_from_its_major():
    minor = [[beat, 1, pitch] for beat, pitch in enumerate((57, 60, 64, 62, 60, 59, 57, 56, 57, 64, 60, 57))]
    assert key_of(minor, 0) == (9, False)


def test_chords_follow_the_bars():
    rows = [
        [0, 4, 48],
        [0, 4, 52],
        [0, 4, 55],
        [4, 4, 43],
        [4, 4, 59],
        [4, 4, 62],
        [4, 4, 65],
        [8, 4, 45],
        [8, 4, 60],
        [8, 4, 64],
    ]
    assert [chord[2] for chord in chords_of(rows, 3, (4, 4))] == [[0, 4, 7], [7, 11, 2, 5], [9, 0, 4]]


def test_whole_pieces_are_held_out(tmp_path, monkeypatch):
    for number in range(30):
        folder = tmp_path / "clone" / "scores" / f"song {number}"
        folder.mkdir(parents=True)
        (folder / "a.mxl").write_bytes(song([BAR] * 9))
        (folder / "b.mxl").write_bytes(song([BAR] * 8))
    call = ["scores", "--lieder", str(tmp_path / "clone"), "--data", str(tmp_path / "data")]
    monkeypatch.setattr("sys.argv", [*call, "--limit", "7"])
    scores.main()
    monkeypatch.setattr("sys.argv", call)
    scores.main()
    found = scores.pieces(tmp_path / "data")
    assert len(found) == 60 and len({json.dumps(piece) for piece in found}) == 60
    sides = {}
    for piece in found:
        sides.setdefault(piece["piece"], set()).add(piece["split"])
    assert len(sides) == 30 and all(len(side) == 1 for side in sides.values())
    assert {"train"} < set().union(*sides.values())
