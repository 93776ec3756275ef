"""The melody recipe on a few tunes: it learns, resumes where it stopped, and ships what the melodist reads."""

import csv
import json

import numpy as np
from safetensors import safe_open

from synth.music import critic
from training import melody
from training.scores_phrases import mood_of, phrases_of, tunes


def piece(number, split, metre=(4, 4), bpm=100.0):
    """Forty bars: phrases of four bars with a breath, over two chords."""
    dice = np.random.default_rng(number)
    rows, at = [], 0.0
    for bar in range(40):
        lengths = [2.0, 0.5] if bar % 4 == 3 else [1.0, 0.5, 0.5, 2.0]
        place = at
        for length in lengths:
            rows.append([place, length, int(60 + dice.choice((0, 2, 4, 5, 7, 9, 12)))])
            place += length
        at += 4.0
    chords = [[bar * 4.0, 4.0, [0, 4, 7] if bar % 2 else [7, 11, 2], 0] for bar in range(40)]
    return {
        "id": str(number), "piece": str(number), "source": "lieder", "split": split, "metre": list(metre), "bpm": bpm,
        "tonic": 0, "bright": True, "bars": 40, "melody": rows, "others": [], "chords": chords,
    }  # fmt: skip


def test_phrases_end_where_the_voice_breathes():
    found = phrases_of([tuple(row) for row in piece(0, "train")["melody"]], 4.0)
    assert len(found) == 10 and {len(phrase) for phrase in found} == {14}


def test_a_stretch_becomes_a_tune_with_bars_closes_and_chords():
    (tune,) = tunes(piece(0, "train"))
    assert len(tune.lines) == 10 and len(tune.tones) == 140 and len(tune.chords) == 80
    assert [line.last_bar for line in tune.lines[:3]] == [3, 7, 11] and tune.tones[13].closes
    assert all(-14 <= tone.pitch <= 27 for tone in tune.tones)


def test_two_four_becomes_four_four_and_triplets_are_left_out():
    short = piece(0, "train", (2, 4)) | {"bars": 80}
    (tune,) = tunes(short)
    assert tune.metre == "4/4" and tune.tones[0].length == 8
    off = piece(0, "train")
    off["melody"][70][0] += 1 / 3
    assert sum(len(tune.tones) for tune in tunes(off)) == 126


def test_moods_follow_the_template():
    lively, still = piece(0, "train", bpm=150.0), piece(0, "train", bpm=50.0)
    narrow = [[onset, length, 60 + pitch % 3] for onset, length, pitch in lively["melody"]]
    moods = [mood_of({**each, "melody": narrow, "bright": bright}, 1) for bright in (1, 0) for each in (lively, still)]
    assert moods == ["happy", "calm", "tense", "sad"]


def test_it_learns_resumes_and_ships(tmp_path, monkeypatch):
    lines = [json.dumps(piece(number, "valid" if number == 9 else "train")) for number in range(10)]
    (tmp_path / "pieces.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, value in (("BATCH", 4), ("CROP", 64), ("EVERY", 4), ("WARM_UP", 2)):
        monkeypatch.setattr(melody, name, value)
    for until in ("4", "12"):
        monkeypatch.setattr(
            "sys.argv", ["melody", "--data", str(tmp_path), "--run", str(tmp_path / "r"), "--until", until]
        )
        melody.main()
    with (tmp_path / "r" / "log.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["4", "8", "12"] and float(rows[-1]["valid"]) < float(rows[0]["valid"])
    with safe_open(tmp_path / "r" / "melody.safetensors", "numpy") as kept:
        assert kept.get_tensor("transformer.wte.weight").dtype == np.float16
        assert kept.get_tensor("critic.mean").shape == (len(critic.NAMES),) and kept.get_tensor("critic.seen").any()
