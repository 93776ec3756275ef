"""torchaudio is usable whatever torch stands beside it. Each case has its own interpreter: imports are the subject."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(code: str, *path: Path) -> str:
    """Run `code` with warnings as errors, `path` before the installed packages; return what it printed."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (*path, ROOT)))}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_resample_mel_and_loudness_work():
    printed = run(
        """
import math, torch
from synth.torchaudio_cpu import torchaudio
ta = torchaudio()
assert ta is torchaudio()
time = torch.arange(48000 * 5) / 48000
tone = torch.sin(2 * math.pi * 997 * time)

half = ta.functional.resample(tone, 48000, 24000)
wanted = torch.sin(2 * math.pi * 997 * torch.arange(24000 * 5) / 24000)
assert (half - wanted)[1000:-1000].abs().max() < 0.02  # the default filter is short

mel = ta.transforms.MelSpectrogram(
    22050, n_fft=1024, hop_length=256, n_mels=80, f_max=8000.0, norm='slaney', mel_scale='slaney'
)
bands = mel(torch.sin(2 * math.pi * 997 * torch.arange(22050) / 22050)).mean(-1)
centre = int(bands.argmax())
assert 24 < centre < 28, centre  # 1000 Hz is 15 slaney mels, of 45.245 at 8000 Hz: band 15 / 45.245 * 81 - 1 = 26

loud = ta.functional.loudness(torch.stack([tone, tone]) * 10 ** (-23 / 20), 48000)
print(round(float(loud), 2))
"""
    )
    assert float(printed) == pytest.approx(-23.0, abs=0.1)  # EBU Tech 3341: a stereo 1 kHz sine at -23 dBFS is -23 LUFS


def test_our_recursive_filter_equals_torchaudios_own_loop():
    run(
        """
import torch
from synth.torchaudio_cpu import torchaudio, _recursive_filter
filtering = torchaudio().functional.filtering
torch.manual_seed(0)
x = torch.randn(2, 3, 500)
a = torch.tensor([[1.0, -1.7, 0.8], [1.0, 0.3, -0.2], [1.0, 0.0, 0.5]]).flip(1)
ours, theirs = torch.zeros(2, 3, 502), torch.zeros(2, 3, 502)
_recursive_filter(x, a, ours)
filtering._lfilter_core_generic_loop(x.clone(), a, theirs)
assert torch.allclose(ours, theirs, atol=1e-4), (ours - theirs).abs().max()
"""
    )


@pytest.mark.skipif(find_spec("transformers") is None, reason="transformers is not installed")
def test_transformers_speech_classes_import():
    # transformers and what it imports warn about matters of their own
    run(
        """
import warnings
from synth.torchaudio_cpu import torchaudio
torchaudio()
warnings.simplefilter('ignore')
from transformers import SpeechT5ForTextToSpeech, SpeechT5HifiGan, SpeechT5HifiGanConfig
"""
    )


FAILS = "raise {}('libcudart.so.13: cannot open shared object file')\n"


def fake_torchaudio(folder: Path, extension: str) -> Path:
    """A package shaped like torchaudio, whose `_extension` does what the real one would do on another machine."""
    package = folder / "torchaudio"
    (package / "functional").mkdir(parents=True)
    (package / "_extension").mkdir()
    (package / "_extension" / "__init__.py").write_text(extension)
    (package / "__init__.py").write_text("from . import _extension\nfrom . import functional\n")
    (package / "functional" / "__init__.py").write_text("from . import filtering\nfrom .align import forced_align\n")
    (package / "functional" / "filtering.py").write_text("_lfilter_core_loop = 'untouched'\n")
    (package / "functional" / "align.py").write_text(
        "from torchaudio._extension import fail_if_no_align\n@fail_if_no_align\ndef forced_align(): return 'aligned'\n"
    )
    return folder


def test_nothing_is_replaced_when_the_library_loads(tmp_path):
    folder = fake_torchaudio(tmp_path, "real = True\ndef fail_if_no_align(function): return function\n")
    run(
        """
import sys
from synth.torchaudio_cpu import torchaudio
ta = torchaudio()
assert sys.modules['torchaudio._extension'].real
assert ta.functional.filtering._lfilter_core_loop == 'untouched'
assert ta.functional.forced_align() == 'aligned'
""",
        folder,
    )


@pytest.mark.parametrize("error", ["OSError", "RuntimeError"])
def test_a_library_that_cannot_load_is_replaced_and_alignment_says_why_it_cannot_run(tmp_path, error):
    folder = fake_torchaudio(tmp_path, FAILS.format(error))
    run(
        """
from synth.torchaudio_cpu import torchaudio
ta = torchaudio()
assert callable(ta.functional.filtering._lfilter_core_loop)
try:
    ta.functional.forced_align()
except RuntimeError as error:
    assert 'forced_align needs its C++ library' in str(error), error
else:
    raise AssertionError('forced_align ran')
""",
        folder,
    )


def test_a_missing_torchaudio_is_not_hidden(tmp_path):
    package = tmp_path / "torchaudio"
    package.mkdir()
    (package / "__init__.py").write_text("import a_package_that_is_not_there\n")
    printed = run(
        """
from synth.torchaudio_cpu import torchaudio
try:
    torchaudio()
except ModuleNotFoundError as error:
    print(error.name)
""",
        tmp_path,
    )
    assert printed == "a_package_that_is_not_there"
