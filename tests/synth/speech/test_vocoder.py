"""The generator: shapes, the identity it starts from, and one runtime for eager and compiled."""

import numpy as np
import torch

from synth.runtime import compiled
from synth.speech.mel import HOP
from synth.speech.vocoder import Vocoder


def test_untrained_it_passes_the_shaped_source_on():
    excitation = torch.randn(2, 2, 20 * HOP) * 0.1
    audio = Vocoder(32)(torch.randn(2, 80, 20), excitation)
    assert audio.shape == (2, 20 * HOP)
    torch.testing.assert_close(audio[:, 16:-16], excitation[:, 0, 16:-16], atol=1e-5, rtol=1e-5)


def test_training_and_speaking_compute_the_same():
    net = Vocoder(32)
    torch.nn.init.normal_(net.conv_post.weight, std=0.02)
    mel, excitation = torch.randn(1, 80, 8), 0.1 * torch.randn(1, 2, 8 * HOP)
    with torch.no_grad():
        torch.testing.assert_close(net.train()(mel, excitation), net.eval()(mel, excitation), atol=1e-5, rtol=1e-4)


def test_every_parameter_learns():
    net = Vocoder(32)
    torch.nn.init.normal_(net.conv_post.weight, std=0.01)
    net(torch.randn(1, 80, 8), torch.randn(1, 2, 8 * HOP)).square().sum().backward()
    assert all(p.grad is not None and float(p.grad.abs().sum()) > 0 for p in net.parameters())


def test_the_runtime_agrees_with_eager_torch_at_any_length(tmp_path):
    torch.manual_seed(0)
    net = Vocoder(32).eval()
    torch.nn.init.normal_(net.conv_post.weight, std=0.02)
    example = np.zeros((1, 80, 9), np.float32), np.zeros((1, 2, 9 * HOP), np.float32)
    first = compiled(net, example, cache=tmp_path / "kept")
    again = compiled(net, example, cache=tmp_path / "kept")  # from what the first one kept
    (tmp_path / "kept" / "model.xml").write_text("damaged")
    mended = compiled(net, example, cache=tmp_path / "kept")
    for frames in (5, 31):
        mel = np.random.default_rng(1).standard_normal((1, 80, frames)).astype(np.float32)
        excitation = 0.1 * np.random.default_rng(2).standard_normal((1, 2, frames * HOP)).astype(np.float32)
        with torch.no_grad():
            wanted = net(torch.from_numpy(mel), torch.from_numpy(excitation)).numpy()
        for run in (first, again, mended):
            np.testing.assert_allclose(run(mel, excitation)[0], wanted, atol=2e-4)
