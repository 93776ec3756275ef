"""The trained melody: under its rules whatever the weights say, the same for the same seed, and GPT-2 to the digit."""

import dataclasses
import itertools

import numpy as np
import pytest
import torch

from synth.music import critic, gpt, network, tokens
from synth.music.harmony import chord_at, harmonise, scale_at
from synth.music.melody import Request, motif_for, rule_melody, window
from synth.music.planner import plan
from synth.music.score import MOODS, Scene
from training import melody as recipe


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A network that has learnt nothing: the worst that the rules must make music of."""
    torch.manual_seed(1)
    path = tmp_path_factory.mktemp("weights") / "melody.safetensors"
    count = len(critic.NAMES)
    about = {
        "critic.mean": np.full(count, 0.5, np.float32),
        "critic.spread": np.ones(count, np.float32),
        "critic.seen": np.zeros(64, np.uint8),
    }
    recipe.ship(recipe.network(), about, path, 0, 5.0)
    return path


@pytest.fixture
def untrained(weights, monkeypatch):
    monkeypatch.setattr(gpt, "WEIGHTS", weights)
    gpt._weights.cache_clear()
    yield
    gpt._weights.cache_clear()


def tune(mood, seed, seconds=40.0, prime=(), melodist=None):
    """(section, [(phrase, its chords, its melody)]) of a scene."""
    section = plan([Scene(mood, 2, 0, seconds)], "piano", seed, prime).sections[0]
    chords = harmonise(section, None, seed, prime)
    motif, earlier, told, opening = motif_for(mood, seed, prime), {}, [], True
    for phrase in section.phrases:
        start, length = phrase.bar * section.metre.beats, phrase.bars * section.metre.beats
        own = tuple(dataclasses.replace(c, beat=c.beat - start) for c in chords if start <= c.beat < start + length)
        sings = opening and phrase.kind != "intro"
        request = Request(
            phrase, own, section.key, section.metre, section.bars - phrase.bar, mood, 2, motif, str(seed),
            window(mood, 0, 127), earlier, sings, tuple(told),
        )  # fmt: skip
        notes = (melodist or gpt.gpt_melody)(request)
        opening = opening and not sings
        if notes:
            earlier.setdefault(phrase.letter, notes)
            told.append((phrase, own, notes))
    return section, told


@pytest.mark.parametrize(("mood", "seed"), [(mood, seed) for seed, mood in enumerate(MOODS)])
def test_the_rules_hold_whatever_the_weights_say(untrained, mood, seed):
    section, phrases = tune(mood, seed)
    low, high = window(mood, 0, 127)
    strong = []
    for phrase, chords, notes in phrases:
        assert notes[-1].beat + notes[-1].beats <= phrase.bars * section.metre.beats + 1e-6
        assert notes[-1].beat >= (phrase.bars - 1) * section.metre.beats
        for here, after in itertools.pairwise(notes):
            assert here.beat + here.beats <= after.beat + 1e-6 and abs(after.pitch - here.pitch) <= 12
        for first, second, third in zip(notes, notes[1:], notes[2:], strict=False):
            if abs(second.pitch - first.pitch) > 7:
                assert (third.pitch - second.pitch) * (second.pitch - first.pitch) < 0
                assert abs(third.pitch - second.pitch) <= 2
        for note in notes:
            chord = chord_at(chords, note.beat)
            assert low <= note.pitch <= high and note.pitch % 12 in scale_at(section.key, chord)
            if note.beat % section.metre.beats == 0:
                strong.append(note.pitch % 12 in chord.tones)
        if phrase.close == "final":
            assert notes[-1].pitch % 12 == section.key.tonic
    assert np.mean(strong) >= 0.6


def test_the_same_request_gives_the_same_notes(untrained):
    assert tune("sad", 3)[1] == tune("sad", 3)[1] != tune("sad", 4)[1]


def test_given_notes_open_the_piece(untrained):
    prime = (64, 62, 60, 62, 64, 64)
    _, phrases = tune("sad", 2, 60.0, prime)
    assert np.diff([note.pitch for note in phrases[0][2][:6]]).tolist() == np.diff(prime).tolist()


def test_a_theme_comes_back_with_another_ending(untrained):
    same = []
    for seed in range(4):
        section, phrases = tune("calm", seed, 90.0)
        first, again = [notes for phrase, _, notes in phrases if phrase.letter == "A" and phrase.bars == 4][:2]
        bar = [note for note in first if note.beat + note.beats <= section.metre.beats]
        same += [(note.beat, note.beats) in [(other.beat, other.beats) for other in again] for note in bar]
        assert first != again
    assert np.mean(same) > 0.7


def test_without_weights_the_rules_write_the_melody(tmp_path, monkeypatch):
    monkeypatch.setattr(gpt, "WEIGHTS", tmp_path / "none")
    found = [melody for *_, melody in tune("happy", 1)[1]]
    assert found == [melody for *_, melody in tune("happy", 1, melodist=rule_melody)[1]]


def test_the_network_computes_what_transformers_computes():
    torch.manual_seed(0)
    net = recipe.network().eval()
    line = torch.randint(0, tokens.EVENTS, (24,))
    beside = torch.randint(tokens.EVENTS, tokens.VOCABULARY, (24, tokens.BESIDE))
    with torch.no_grad():
        want = recipe.logits(net, line[None], beside[None])[0].numpy()
    ours = network.Network({name: tensor.numpy() for name, tensor in net.state_dict().items()})
    got = [ours.begin(line[:16].numpy(), beside[:16].numpy(), 3)[1]]
    got += [ours.step(np.repeat(line[i].item(), 3), np.repeat(beside[i][None].numpy(), 3, 0))[2] for i in range(16, 24)]
    np.testing.assert_allclose(got, want[15:], atol=1e-4)


def test_what_has_been_written_is_known_in_any_key():
    scale = [tokens.Tone(4 * number, 4, number * number % 13, 0) for number in range(20)]
    seen = critic.Seen(np.zeros(4096, np.uint8))
    for run in critic.runs(scale):
        seen.add(run)
    assert seen.count([dataclasses.replace(tone, pitch=tone.pitch + 2) for tone in scale[3:13]]) == 2
    assert seen.count([dataclasses.replace(tone, pitch=-tone.pitch) for tone in scale]) == 0


def test_what_lies_within_the_usual_costs_nothing():
    mean, spread = np.zeros(3), np.ones(3)
    assert critic.cost(np.array([0.5, -0.4, 0.1]), mean, spread) == 0 < critic.cost(np.array([0, 0, 2.5]), mean, spread)


def test_weights_are_small(weights):
    assert weights.stat().st_size <= 4.5e6


def test_the_model_by_itself_still_keeps_time(untrained):
    section, phrases = tune("happy", 1, melodist=gpt.free_melody)
    for phrase, _, notes in phrases:
        assert notes and notes[-1].beat + notes[-1].beats <= phrase.bars * section.metre.beats + 1e-6
        assert all(a.beat + a.beats <= b.beat + 1e-6 for a, b in itertools.pairwise(notes))
