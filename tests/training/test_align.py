"""The aligner finds the phones of speech whose phone boundaries are known: our own."""

import numpy as np
import pytest

from synth.speech.mel import HOP
from synth.speech.pacing import whole_frames
from synth.speech.speech import EDGE, EDGE_KEPT, Speech
from training.align import STATES, align, durations, viterbi
from training.corpus import Clip

# many different words: where phones always meet the same neighbours, nothing says where one ends and the next begins
WORDS = """time people water house summer little garden never always river stone bread window music paper green yellow
    dark morning fire cold bright seven eleven boat captain shore whale fish night star moon wind island
    bridge street market sugar coffee spoon table chair kitchen letter story book page voice laugh child
    mother brother doctor teacher thing horse sheep yard bird cloud thunder rain snow winter spring village
    castle king queen sword shield gold silver measure pleasure judge village orange vision azure measure
    church choose shoes push pull full wolf good foot book"""


@pytest.fixture(scope="module")
def known():
    """Eighty sentences, enough for the models to settle, and where each of their tokens begins, in samples."""
    speech, random, out = Speech(), np.random.default_rng(5), []
    for i in range(80):
        text = " ".join(random.choice(WORDS.split(), 7)) + "."
        draft = speech.draft(text)
        audio = speech.speak(draft, seed=i)
        frames = whole_frames(draft.durations[1:-1], draft.pauses, -(-len(audio) // HOP) - 2 * EDGE_KEPT)
        audio = np.pad(audio, (EDGE * HOP, EDGE * HOP + -len(audio) % HOP))
        audio = audio + 0.001 * random.standard_normal(len(audio))  # a room's floor of -60 dBFS, as recordings have
        starts = (EDGE + EDGE_KEPT + np.concatenate([[0], np.cumsum(frames)[:-1]])) * HOP
        pcm = np.round(audio * 32767).astype(np.int16)
        mel, f0 = np.zeros((80, len(pcm) // HOP), np.float16), np.zeros(len(pcm) // HOP)
        clip = Clip(f"c{i}", "ours", "a0001", text, "en", 11025.0, False, pcm, mel, f0)
        out.append((clip, starts))
    return out


def test_boundaries_are_found(known):
    errors = []
    for (clip, starts), (unit, _) in zip(known, align([c for c, _ in known]), strict=True):
        tokens, frames = durations(clip, unit)
        assert sum(frames) == clip.mel.shape[1] and min(frames) >= 0
        spoken = np.cumsum([0, *frames])[:-1][[not t.is_pause for t in tokens]] * HOP
        assert len(spoken) == len(starts)
        errors.append(np.abs(spoken - starts) / 22050)
    assert np.mean(np.concatenate(errors)) < 0.030


def test_viterbi_takes_the_likeliest_path_and_skips_what_is_optional():
    units, optional = 3, np.array([False, True, False])
    score = np.full((12, units * STATES), -10.0)
    for t, state in enumerate([0, 0, 1, 2, 2, 6, 6, 6, 7, 7, 8, 8]):
        score[t, state] = 0.0
    path, mean = viterbi(score, optional)
    assert list(path) == [0, 0, 1, 2, 2, 6, 6, 6, 7, 7, 8, 8] and mean == 0
    path, _ = viterbi(score, np.array([False, False, False]))
    assert {3, 4, 5} <= set(path)  # it may not be skipped now
