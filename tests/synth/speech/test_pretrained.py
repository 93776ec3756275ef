"""Generators of others load exactly: the official checkpoint form, and the transformers class as the oracle."""

import pickle

import pytest
import torch
from torch.nn.utils import parametrizations

from synth.speech.hifigan import V1, V2, V3, Generator
from synth.speech.pretrained import GeneratorError, load_generator
from synth.torchaudio_cpu import torchaudio


def weight_normalised(net: Generator) -> dict[str, torch.Tensor]:
    """The state dict an official checkpoint holds: every convolution as weight_g and weight_v."""
    state = {}
    for name, value in net.state_dict().items():
        if name.endswith("weight"):
            norm = value.flatten(1).norm(dim=1).view(-1, 1, 1)
            state[name + "_g"], state[name + "_v"] = norm, value * 3.7
        else:
            state[name] = value
    return state


@pytest.mark.parametrize("shape", [V1, V2, V3], ids=["V1", "V2", "V3"])
def test_an_official_checkpoint_gives_the_same_sound(tmp_path, shape):
    torch.manual_seed(1)
    net, mel = Generator(shape).eval(), torch.randn(1, 80, 12)
    torch.save({"generator": weight_normalised(net)}, tmp_path / "generator_v")
    loaded = load_generator(tmp_path / "generator_v")
    assert loaded.shape == shape
    with torch.no_grad():
        torch.testing.assert_close(loaded(mel), net(mel), atol=1e-5, rtol=1e-5)
    assert net(mel).shape == (1, 1, 12 * 256)


def test_torch_s_own_weight_norm_folds_to_the_same_weights(tmp_path):
    net = Generator(V2).eval()
    mel = torch.randn(1, 80, 6)
    with torch.no_grad():
        wanted = net(mel)
    for module in net.modules():
        if isinstance(module, (torch.nn.Conv1d, torch.nn.ConvTranspose1d)):
            parametrizations.weight_norm(module)
    torch.save({"generator": net.state_dict()}, tmp_path / "g")
    with torch.no_grad():
        torch.testing.assert_close(load_generator(tmp_path / "g")(mel), wanted, atol=1e-5, rtol=1e-5)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("normalise", [False, True])
def test_a_transformers_folder_gives_what_transformers_gives(tmp_path, normalise):
    torchaudio()
    from transformers import SpeechT5HifiGan, SpeechT5HifiGanConfig

    config = SpeechT5HifiGanConfig(sampling_rate=22050, upsample_initial_channel=128, upsample_rates=[8, 8, 2, 2],
                                   upsample_kernel_sizes=[16, 16, 4, 4], normalize_before=normalise)  # fmt: skip
    theirs = SpeechT5HifiGan(config).eval()
    theirs.mean.copy_(torch.randn(80))
    theirs.scale.copy_(torch.rand(80) + 0.5)
    theirs.save_pretrained(tmp_path)
    mel = torch.randn(1, 80, 9)
    with torch.no_grad():
        wanted = theirs(mel.transpose(1, 2))
        torch.testing.assert_close(load_generator(tmp_path)(mel)[:, 0], wanted, atol=1e-5, rtol=1e-5)


def test_a_checkpoint_that_would_run_code_is_refused(tmp_path):
    class Trap:
        def __reduce__(self):
            return print, ("executed",)

    (tmp_path / "g").write_bytes(pickle.dumps({"generator": Trap()}, protocol=2))
    with pytest.raises(GeneratorError, match="safely"):
        load_generator(tmp_path / "g")


def test_other_networks_are_named_as_such(tmp_path):
    torch.save({"model": {}}, tmp_path / "a")
    with pytest.raises(GeneratorError, match="holds no generator"):
        load_generator(tmp_path / "a")
    torch.save({"generator": {"x.weight": torch.zeros(3)}}, tmp_path / "b")
    with pytest.raises(GeneratorError, match="known form"):
        load_generator(tmp_path / "b")
    (tmp_path / "empty").mkdir()
    with pytest.raises(GeneratorError, match=r"config\.json"):
        load_generator(tmp_path / "empty")
