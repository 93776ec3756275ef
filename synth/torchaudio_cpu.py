"""torchaudio beside a torch that has no CUDA.

The torchaudio wheel of the package index links its C++ library to CUDA. Next to a CPU-only torch that library cannot
load, `import torchaudio` raises, and every transformers module that imports torchaudio (SpeechT5 for one) fails with
it. Only two things about that library matter to us: it is loaded on import, and it runs the inner loop of recursive
filters. So, only where the import fails, it is repeated with a stand-in for `torchaudio._extension` (the module that
loads the library), and scipy runs the loop.

Call `torchaudio()` before anything imports torchaudio or transformers' speech classes:

    from synth.torchaudio_cpu import torchaudio
    mono = torchaudio().functional.resample(mono, 48000, 22050)

Lost without the library: `functional.forced_align`, which says so when it is called, and the CUDA decoder. Measured on
torch 2.13, torchaudio 2.11 with ten seconds of 48 kHz stereo: `functional.loudness` takes 12 s in torchaudio's own
Python loop and 0.3 s through scipy.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, NoReturn


def torchaudio() -> ModuleType:
    """The torchaudio module, untouched where it imports, without its C++ library where that cannot load.

    Raises ModuleNotFoundError when torchaudio is not installed. Cheap to call again.
    """
    try:
        import torchaudio as module
    except (OSError, RuntimeError):  # not loadable; or loadable, but made for another CUDA than torch's
        module = _import_without_library()
    return module


def _import_without_library() -> ModuleType:
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchaudio"]:
        del sys.modules[name]  # what the failed import left behind would be found half-made
    sys.modules["torchaudio._extension"] = _stand_in()
    import torchaudio as module

    # The name under which torchaudio 2.11 calls its loop. Should a later release rename it, only speed is lost.
    module.functional.filtering._lfilter_core_loop = _recursive_filter
    return module


def _stand_in() -> ModuleType:
    """What the rest of torchaudio reads from `torchaudio._extension`."""
    extension: Any = ModuleType("torchaudio._extension")
    extension._IS_TORCHAUDIO_EXT_AVAILABLE = False
    extension._IS_ALIGN_AVAILABLE = False
    extension.fail_if_no_align = _refuse
    return extension


def _refuse(function: Callable[..., Any]) -> Callable[..., NoReturn]:
    def refused(*args: object, **kwargs: object) -> NoReturn:
        name = function.__name__
        raise RuntimeError(f"torchaudio's {name} needs its C++ library, which cannot load beside this build of torch.")

    return refused


def _recursive_filter(waveform: Any, a_flipped: Any, padded_output: Any) -> None:
    """y[n] = x[n] - sum over k of a[k] y[n-k], from rest, as torchaudio's own loop computes it.

    waveform: (batch, channel, n); a_flipped: (channel, order), highest delay first, a[0] = 1; padded_output: zeros
    (batch, channel, order - 1 + n), filled in place. Computed in double precision, as a recursion over minutes needs.
    """
    import torch
    from scipy.signal import lfilter

    coefficients = a_flipped.flip(1).double().cpu().numpy()
    signal = waveform.double().cpu().numpy()
    for channel, a in enumerate(coefficients):
        filtered = torch.from_numpy(lfilter([1.0], a, signal[:, channel], axis=-1))
        padded_output[:, channel, len(a) - 1 :] = filtered.to(padded_output)
