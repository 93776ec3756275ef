"""Every recipe runs for real on a few clips: it prepares, learns, resumes where it stopped, and ships weights."""

import csv
import json
from dataclasses import asdict

import numpy as np
import pytest
import soundfile
import torch
from safetensors import safe_open

from synth.speech.mel import HOP
from synth.speech.speech import Speech
from training import acoustic, corpus, discriminators, encoder, sources, vocoder

TEXTS = ["The boat was gone.", "Nobody saw it leave.", "She came back in the morning, all alone."]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A small checkout in the form of the public one, prepared; its alignment is plain: all tokens equally long."""
    folder, speech = tmp_path_factory.mktemp("corpus"), Speech()
    (folder / "source" / "data").mkdir(parents=True)
    for i in range(18):
        stem = folder / "source" / "data" / f"arctic_a{i + 5:04d}_{i}"
        audio = speech.speak(speech.draft(TEXTS[i % 3]), seed=i)
        soundfile.write(stem.with_suffix(".wav"), np.repeat(audio[:, None], 2, 1) * 0.4, 22050)
        stem.with_suffix(".txt").write_text(TEXTS[i % 3], encoding="utf-8")
    data = folder / "kathleen"
    data.mkdir()
    for recording in sources.kathleen(folder / "source"):
        corpus.prepare(recording, data)
    alignment = {}
    for clip in corpus.load(data):
        tokens = speech.draft(clip.text).tokens
        frames = np.diff(np.linspace(0, clip.mel.shape[1], len(tokens) + 1).astype(int)).tolist()
        alignment[clip.name] = {"score": -9.0, "frames": frames, "tokens": [asdict(t) for t in tokens]}
    (data / "alignment.json").write_text(json.dumps(alignment), encoding="utf-8")
    return data


def test_clips_are_prepared_and_held_out(data):
    clips = corpus.load(data)
    assert len(clips) == 18 and {c.prompt for c in corpus.load(data, held_out=True)} == {"a0011", "a0022"}
    clip = clips[0]
    assert len(clip.audio) == clip.mel.shape[1] * HOP == len(clip.f0) * HOP and clip.audio.dtype == np.int16
    voiced = clip.f0[clip.f0 > 0]
    assert len(voiced) > 10 and 100 < np.median(voiced) < 260


def test_the_last_take_of_a_prompt_counts():
    empty = np.zeros(0)
    about = ("kathleen", "a0001", "x", "en", 11025.0, False)
    takes = [corpus.Clip(f"arctic_a0001_{i}", *about, empty, empty, empty) for i in (1, 2, 3)]
    assert [c.name for c in corpus.last_takes(takes)] == ["arctic_a0001_3"]


def run(module, monkeypatch, *arguments: object) -> None:
    monkeypatch.setattr("sys.argv", ["training", *map(str, arguments)])
    module.main()


def test_the_acoustic_recipe(data, tmp_path, monkeypatch):
    monkeypatch.setattr(acoustic, "BATCH", 4)
    monkeypatch.setattr(acoustic, "PIECE", 16)
    monkeypatch.setattr(acoustic, "is_validation", lambda clip: clip.prompt == "a0007")
    monkeypatch.setattr(acoustic, "EVERY", 2)
    run(acoustic, monkeypatch, "--data", data, "--run", tmp_path, "--until", 4)
    before = torch.load(tmp_path / "state.pt", weights_only=True)
    assert before["step"] == 4
    run(acoustic, monkeypatch, "--data", data, "--run", tmp_path, "--until", 5)
    assert torch.load(tmp_path / "state.pt", weights_only=True)["step"] == 5
    with safe_open(tmp_path / "acoustic.safetensors", "pt") as file:
        assert float(file.metadata()["pace"]) > 0 and file.metadata()["step"] == "5"
    run(acoustic, monkeypatch, "--data", data, "--run", tmp_path, "--predict", tmp_path / "mels")
    predicted = {p.stem: np.load(p) for p in (tmp_path / "mels").glob("*.npy")}
    assert all(predicted[c.name].shape == c.mel.shape for c in corpus.load(data))


def test_the_encoder_recipe(data, tmp_path, monkeypatch):
    monkeypatch.setattr(encoder, "BATCH", 4)
    for until in (2, 3):
        run(encoder, monkeypatch, "--data", data, "--run", tmp_path, "--until", until)
        assert torch.load(tmp_path / "state.pt", weights_only=True)["step"] == until
    with safe_open(tmp_path / "encoder.safetensors", "pt") as file:
        assert file.metadata()["step"] == "3"


def test_the_equal_error_rate_is_that_of_known_vectors():
    apart = torch.eye(4)[[0, 0, 1, 1, 2, 2]]
    assert encoder.equal_error_rate(apart, list("aabbcc")) == 0
    assert encoder.equal_error_rate(apart, list("abbcca")) > 0.5


def test_warping_moves_a_tone_to_where_it_would_be():
    from synth.speech.mel import log_mel

    tone = lambda hz: log_mel(torch.sin(2 * np.pi * hz * torch.arange(8192) / 22050)[None])[0, :, 16]  # noqa: E731
    for factor in (0.84, 1.19):
        moved = encoder.warping(factor) @ tone(2000.0)
        assert abs(int(moved.argmax()) - int(tone(2000.0 * factor).argmax())) <= 1


def test_the_vocoder_recipe(data, tmp_path, monkeypatch):
    monkeypatch.setattr(vocoder, "BATCH", 2)
    monkeypatch.setattr(vocoder, "ALONE", 2)
    for until in (3, 4):
        run(vocoder, monkeypatch, "--data", data, "--run", tmp_path, "--until", until, "--channels", 32)
        assert torch.load(tmp_path / "state.pt", weights_only=True)["step"] == until
    with safe_open(tmp_path / "vocoder.safetensors", "pt") as file:
        assert file.metadata()["step"] == "4"


def test_a_log_becomes_a_plot(tmp_path):
    with open(tmp_path / "log.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, ["step", "seconds", "mel", "pesq"])
        rows.writeheader()
        rows.writerows(
            [{"step": 1, "seconds": 2, "mel": 0.5, "pesq": ""}, {"step": 2, "seconds": 4, "mel": 0.4, "pesq": 2.0}]
        )
    vocoder.plot(tmp_path / "log.csv")
    assert (tmp_path / "log.png").stat().st_size > 1000


def test_critics_tell_a_gap_from_none():
    with torch.no_grad():
        scores = discriminators.Critics()(torch.randn(2, 8192))
    assert float(discriminators.feature_loss(scores, scores)) == 0
    perfect = [(torch.ones(1), []), (torch.ones(1), [])]
    assert float(discriminators.critic_loss(perfect, [(torch.zeros(1), [])] * 2)) == 0
    assert float(discriminators.generator_loss(perfect)) == 0
