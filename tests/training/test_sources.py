"""Corpora as they are unpacked: what is where, who speaks and what is said."""

import numpy as np
import pytest
import soundfile

from training import corpus, sources
from training.align import read
from training.examples import MIX

LINES = ("오늘은 날씨가 맑습니다", "내일은 비가 오겠습니다", "우산을 챙기세요")


@pytest.fixture
def zeroth(tmp_path):
    """Two speakers to learn from and one held out, a second of a tone each; one line lacks its recording."""
    tone = 0.3 * np.sin(2 * np.pi * 180 * np.arange(16000) / 16000)
    for part, speaker in (("train_data_01", "104"), ("train_data_01", "105"), ("test_data_01", "118")):
        folder = tmp_path / part / "003" / speaker
        folder.mkdir(parents=True)
        names = [f"{speaker}_003_{i:04d}" for i in (19, 3, 257)]
        for name in names[: 2 if speaker == "105" else 3]:
            soundfile.write(folder / f"{name}.flac", tone, 16000)
        lines = [f"{name} {text}\n" for name, text in zip(names, LINES, strict=True)]
        (folder / f"{speaker}_003.trans.txt").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_zeroth_is_found_with_its_texts(zeroth):
    found = {r.name: r for r in sources.zeroth(zeroth)}
    assert len(found) == 8 and "zeroth-105_003_0257" not in found
    one = found["zeroth-104_003_0003"]
    assert (one.speaker, one.text, one.language) == ("zeroth-104", LINES[1], "ko") and one.path.suffix == ".flac"
    assert {r.speaker for r in found.values() if r.held_out} == {"zeroth-118"}


def test_no_speaker_of_zeroth_is_taken_more_often_than_the_others(zeroth, monkeypatch):
    monkeypatch.setattr(sources, "OF_EACH", 2)
    assert [r.name[-4:] for r in sources.zeroth(zeroth)] == ["0003", "0019"] * 3


def test_zeroth_becomes_korean_clips(zeroth, tmp_path, monkeypatch):
    data = tmp_path / "zeroth"
    monkeypatch.setattr("sys.argv", ["corpus", "zeroth", "--source", str(zeroth), "--data", str(data)])
    corpus.main()
    clips = corpus.load(data)
    assert len(clips) == 8 and data.name in MIX
    assert all(c.band == 8000 and {t.language for t in read(c)} == {"ko"} and len(read(c)) > 10 for c in clips)
    assert 170 < np.median(clips[0].f0[clips[0].f0 > 0]) < 190


def test_a_folder_without_zeroth_is_told_so(tmp_path):
    with pytest.raises(SystemExit, match=r"openslr\.org/40"):
        list(sources.zeroth(tmp_path))
