"""The sample film and its subtitles are what the demo promises."""

import importlib.util
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo"
FILM = DEMO / "film.mp4"


@pytest.fixture(scope="module")
def film():
    import av

    with av.open(str(FILM)) as container:
        yield container


def cues(language):
    import pysrt

    return list(pysrt.open(str(DEMO / f"film.{language}.srt"), encoding="utf-8"))


def test_its_size_and_length(film):
    assert FILM.stat().st_size < 3_000_000
    assert 40 <= film.duration / 1_000_000 <= 55
    assert {stream.type for stream in film.streams} == {"video", "audio"} and len(film.streams) == 2


def test_its_picture(film):
    video = film.streams.video[0]
    assert (video.codec_context.name, video.codec_context.width, video.codec_context.height) == ("h264", 1280, 720)
    assert video.codec_context.pix_fmt == "yuv420p" and video.average_rate in (24, 25)
    assert video.codec_context.colorspace == 1  # BT.709, said in the file


def test_a_key_frame_every_two_seconds_and_closed_groups(film):
    video = film.streams.video[0]
    film.seek(0)
    packets = [packet for packet in film.demux(video) if packet.pts is not None]
    keys = [packet.pts for packet in packets if packet.is_keyframe]
    assert [key * video.time_base for key in keys] == [2 * n for n in range(len(keys))]
    assert len(keys) == 27
    newest = -1
    for packet in packets:  # closed: nothing that comes after a key frame in the file is shown before it
        newest = packet.pts if packet.is_keyframe else newest
        assert packet.pts >= newest


def test_its_sound_is_quiet_stereo(film):
    import numpy as np
    import torch

    from synth.torchaudio_cpu import torchaudio

    stream = film.streams.audio[0]
    context = stream.codec_context
    assert (context.name, context.sample_rate, context.layout.name) == ("aac", 48000, "stereo")
    film.seek(0)
    sound = np.concatenate([frame.to_ndarray() for frame in film.decode(stream)], axis=1)
    loudness = float(torchaudio().functional.loudness(torch.from_numpy(sound), 48000))
    assert -35.5 <= loudness <= -31.5
    assert abs(np.corrcoef(sound)[0, 1]) < 0.9 and sound.std(axis=1).min() > 0.3 * sound.std(axis=1).max()


def test_both_languages_have_the_same_cues_at_the_same_times():
    english, korean = cues("en"), cues("ko")
    assert 13 <= len(english) <= 16
    assert [(c.start, c.end) for c in english] == [(c.start, c.end) for c in korean]
    assert all(re.search("[가-힣]", c.text) for c in korean) and not any(re.search("[가-힣]", c.text) for c in english)


@pytest.mark.parametrize(
    ("language", "waves", "label"),
    [("en", "[waves]", "GULL: "), ("ko", "[파도 소리]", "갈매기: ")],
)
def test_the_story_has_every_kind_of_cue(film, language, waves, label):
    lines = cues(language)
    texts = [cue.text for cue in lines]
    assert texts.count(waves) == 1
    assert sum(text.startswith(label) for text in texts) == 1
    assert sum("\n" in text for text in texts) == 1
    assert sum(len(text) <= 8 for text in texts) >= 2  # short ones
    gaps = [(after.start.ordinal - before.end.ordinal) / 1000 for before, after in pairwise(lines)]
    assert min(gaps) >= 0 and sum(gap >= 0.7 for gap in gaps) >= 4  # nothing overlaps, and there is quiet
    assert lines[-1].end.ordinal / 1000 < film.duration / 1_000_000


def test_two_lines_are_tight_and_none_is_hopeless():
    spoken = [(c, c.text.partition(": ")[2] or c.text) for c in cues("en") if not c.text.startswith("[")]
    starts = [c.start.ordinal / 1000 for c in cues("en")] + [54.0]
    needed = []
    for cue, text in spoken:
        slot = min(start for start in starts if start > cue.start.ordinal / 1000) - cue.start.ordinal / 1000 - 0.05
        needed.append(len(text.split()) / 2.6 / slot)
    assert sum(1.15 <= rate <= 1.35 for rate in needed) == 2
    assert max(needed) <= 1.35


def test_the_subtitle_files_are_what_the_story_says(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = importlib.util.spec_from_file_location("demo_story", DEMO / "story.py")
    story = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(story)
    for language in ("en", "ko"):
        assert (DEMO / f"film.{language}.srt").read_text(encoding="utf-8") == story.srt(language)
