"""A music model by name, with a tiny one of random weights: our bar lines, our length, and nothing from the network."""

import socket
from itertools import pairwise

import numpy as np
import pytest

from synth.hub.card import terms
from synth.music.engine import compose
from synth.music.errors import MusicError
from synth.music.hub import CROSS, LONGEST, HubMusic, describe
from synth.music.score import RATE, Scene
from tests.synth.hub.checkpoints import letters, rough, tf

SCENES = [Scene("calm", 1, 0.0, 12.0), Scene("epic", 3, 12.0, 70.0)]


def musicgen(folder, channels: int = 1) -> None:
    codec = tf.EncodecConfig(
        hidden_size=8, num_filters=2, upsampling_ratios=[8, 8], codebook_size=16, codebook_dim=8, sampling_rate=3200,
        target_bandwidths=[0.4], num_lstm_layers=1, kernel_size=3, last_kernel_size=3)  # fmt: skip
    text = tf.T5Config(vocab_size=128, d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2, pad_token_id=1)
    decoder = tf.MusicgenDecoderConfig(
        vocab_size=16, max_position_embeddings=2048, num_hidden_layers=1, ffn_dim=16, num_attention_heads=2,
        hidden_size=16, num_codebooks=2 * channels, audio_channels=channels, pad_token_id=16,
        bos_token_id=16)  # fmt: skip
    config = tf.MusicgenConfig(text_encoder=text.to_dict(), audio_encoder=codec.to_dict(), decoder=decoder.to_dict())
    net = rough(tf.MusicgenForConditionalGeneration(config))
    for name, value in {"decoder_start_token_id": 16, "pad_token_id": 16, "bos_token_id": 16}.items():
        setattr(net.generation_config, name, value)
    net.save_pretrained(folder)
    letters().save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\nA model.\n", encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub") / "tiny-musicgen"
    folder.mkdir()
    musicgen(folder)
    return folder


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_the_film_is_cut_at_bar_lines_into_pieces_that_a_model_can_play(folder):
    score = compose(SCENES, "piano", seed=3)
    pieces = HubMusic(f"hf:{folder}").pieces(score)
    lines = {round(time * RATE) for section in score.plan.sections for time in section.bar_times()}
    assert pieces[0].start == 0 and all(piece.start in lines for piece in pieces)
    for before, after in pairwise(pieces):
        assert before.start + before.length - after.start == round(CROSS * RATE)
    assert pieces[-1].start + pieces[-1].length == 70 * RATE and pieces[-1].last
    assert max(piece.length for piece in pieces) <= 30 * RATE and LONGEST < 30
    assert "calm" in pieces[0].text and "epic" in pieces[-1].text and "piano" in pieces[0].text


def test_a_piece_is_stereo_exactly_as_long_as_asked_and_always_the_same(folder):
    model = HubMusic(f"hf:{folder}")
    piece = model.pieces(compose([Scene("sad", 1, 0.0, 6.0)], seed=1))[0]
    sound = model.play(piece)
    assert sound.shape == (piece.length, 2) and sound.dtype == np.float32 and np.abs(sound).max() > 0
    assert np.array_equal(sound, HubMusic(f"hf:{folder}").play(piece))


def test_crossfades_keep_the_power_and_the_end_is_silent(folder):
    model = HubMusic(f"hf:{folder}")
    first, *_, last = model.pieces(compose(SCENES, seed=3))
    ones = np.ones((first.length, 2), np.float32)
    goes = first.faded(ones)[-round(CROSS * RATE) :, 0]
    comes = last.faded(np.ones((last.length, 2), np.float32))[: round(CROSS * RATE), 0]
    assert np.allclose(goes**2 + comes**2, 1, atol=1e-3)
    assert abs(last.faded(np.ones((last.length, 2), np.float32))[-1, 0]) < 1e-3 and first.faded(ones)[0, 0] == 1


def test_the_licence_is_told_before_it_plays(folder):
    card = HubMusic(f"hf:{folder}").card
    assert (
        card.licence == "cc-by-nc-4.0" and "forbids commercial use" in terms(card.licence) and "MusicGen" in str(card)
    )


def test_what_is_no_music_model_is_one_sentence(tmp_path):
    with pytest.raises(MusicError, match="no folder"):
        _ = HubMusic("hf:./nowhere/at/all").card
    with pytest.raises(MusicError, match="names no model"):
        HubMusic("hf:")
    (tmp_path / "config.json").write_text('{"model_type": "vits"}')
    with pytest.raises(MusicError, match="vits model, and no music model"):
        _ = HubMusic(f"hf:{tmp_path}").card
    (tmp_path / "config.json").write_text('{"model_type": "musicgen"}')
    (tmp_path / "pytorch_model.bin").write_bytes(b"x")
    with pytest.raises(MusicError, match="a pickle"):
        _ = HubMusic(f"hf:{tmp_path}").card


def test_a_model_is_asked_in_words_for_what_the_plan_says():
    section = compose([Scene("tense", 3, 0.0, 20.0)], "electronic").plan.sections[0]
    words = describe(section, "electronic")
    assert "electronic" in words and "tense" in words and f"{section.tempo:.0f} bpm" in words
