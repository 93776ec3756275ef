import io
import itertools

import av
import numpy as np
import pytest

from media.encode import AAC, CHUNK, OPUS, Scratch, encoded
from media.samplerate import SAMPLE_RATE

SECONDS = 50  # two seams of AAC, two of Opus


@pytest.fixture(scope="module")
def programme() -> np.ndarray:
    chance = np.random.default_rng(3)
    t = np.arange(SECONDS * SAMPLE_RATE + 321) / SAMPLE_RATE
    speech = np.sin(2 * np.pi * 180 * t) * (np.sin(2 * np.pi * 3 * t) > 0) * 0.3
    noise = 0.02 * chance.standard_normal(len(t))
    return np.stack([speech + noise, 0.5 * speech - noise], axis=1).astype(np.float32)


def decoded(codec, packets) -> np.ndarray:
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as sink:
        stream = sink.add_stream(codec.encoder, rate=SAMPLE_RATE)
        stream.bit_rate = codec.bit_rate
        for packet in packets:
            packet.stream = stream
            sink.mux(packet)
    file.seek(0)
    with av.open(file) as source:
        frames = [frame.to_ndarray() for frame in source.decode(audio=0)]
    return np.concatenate(frames, axis=1).T


@pytest.mark.parametrize("codec", [AAC, OPUS], ids=["aac", "opus"])
def test_packets_follow_each_other_to_the_exact_end(programme, codec):
    packets = list(encoded(programme, codec))
    assert packets[0].pts < 0  # the encoder's delay, for the container to hide
    for before, after in itertools.pairwise(packets):
        assert after.pts == before.pts + codec.frame
    assert packets[-1].pts + packets[-1].duration == len(programme)


@pytest.mark.parametrize("codec", [AAC, OPUS], ids=["aac", "opus"])
def test_seams_sound_like_one_pass(programme, codec, monkeypatch):
    chunks = noise(programme, codec)
    monkeypatch.setattr("media.encode.CHUNK", len(programme))
    one_pass = noise(programme, codec)
    for seam in range(CHUNK, len(one_pass), CHUNK):
        near = slice(seam - 4, seam + 12)
        assert 10 * np.log10(chunks[near].mean() / one_pass[near].mean()) < 1.5  # dB
    assert abs(10 * np.log10(chunks.mean() / one_pass.mean())) < 0.2


def noise(programme, codec) -> np.ndarray:
    """Power of the coding error, frame by frame."""
    sound = decoded(codec, encoded(programme, codec))
    length = min(len(sound), len(programme)) // codec.frame * codec.frame
    error = sound[:length].astype(np.float64) - programme[:length]
    return (error.reshape(-1, codec.frame * 2) ** 2).mean(axis=1)


def test_a_programme_shorter_than_a_frame():
    packets = list(encoded(np.zeros((100, 2), np.float32), AAC))
    assert packets[-1].pts + packets[-1].duration == 100


def test_a_scratch_file_reads_like_an_array(tmp_path, programme):
    path = tmp_path / "programme.f32"
    programme.astype("<f4").tofile(path)
    with Scratch(path) as scratch:
        assert len(scratch) == len(programme)
        assert np.array_equal(scratch[1000:5000], programme[1000:5000])
        assert np.array_equal(scratch[len(programme) - 10 : len(programme) + 10], programme[-10:])
    path.write_bytes(b"123")
    with pytest.raises(ValueError, match="is damaged"):
        Scratch(path)


def test_giving_up_early_stops_the_workers(programme):
    packets = encoded(programme, AAC)
    next(packets)
    packets.close()
