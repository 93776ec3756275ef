"""Where networks run: OpenVINO on a CPU (bf16 where the processor has it), torch on CUDA or MPS.

`compiled(net, example)` turns a torch module into a function of numpy arrays. Nothing else in the project picks a
device.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import openvino
    import torch

Run = Callable[..., tuple[np.ndarray, ...]]
Arrays = tuple[np.ndarray, ...]


@lru_cache(maxsize=1)
def device() -> str:
    """ "cuda", "mps" or "cpu"; NARRASCORE_DEVICE overrides it."""
    import torch

    if named := os.environ.get("NARRASCORE_DEVICE"):
        return named
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def compiled(net: torch.nn.Module, example: Arrays, *, half: bool = False, cache: Path | None = None) -> Run:
    """`net` as a function of numpy arrays of the ranks and types of `example`, returning a tuple of float32 arrays.

    half: allow bfloat16 inside (its error stays under 1 % of the peak for a vocoder). cache: a folder of this very
    network (named by a hash of its weights and code), where its converted form is kept: that is most of a cold start.
    """
    if device() == "cpu":
        try:
            return _openvino(net.eval(), example, half, cache)
        except ImportError:
            pass  # OpenVINO has no wheel for this platform
    return _eager(net.eval(), device())


def _openvino(net: torch.nn.Module, example: Arrays, half: bool, cache: Path | None) -> Run:
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "0")
    # What OpenVINO's import and its converter would report to its makers over the network; it works without.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    core = openvino.Core()
    model = _kept(core, cache) if cache else None
    if model is None:
        model = _converted(net, example)
        if cache:
            _keep(model, cache)
    offers = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    precision = "bf16" if half and "BF16" in offers else "f32"
    # Every take has a length of its own: what is kept per input shape (in both caches) would only grow, 10 MB a take.
    settings = {"PERFORMANCE_HINT": "LATENCY", "CPU_RUNTIME_CACHE_CAPACITY": "0"}
    program = core.compile_model(model, "CPU", settings | {"INFERENCE_PRECISION_HINT": precision})

    def run(*arrays: np.ndarray) -> Arrays:
        result = program(arrays)
        return tuple(np.array(result[port]) for port in program.outputs)

    return run


def _converted(net: torch.nn.Module, example: Arrays) -> openvino.Model:
    import openvino
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # tracing runs tiny examples: a second thread only waits
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # OpenVINO traces with torch.jit, which torch calls deprecated
            inputs = tuple(torch.from_numpy(a) for a in example)
            traced = torch.jit.trace(net, inputs, check_trace=False)  # checking would take a third of a cold start
            return openvino.convert_model(torch.jit.freeze(traced), example_input=inputs)
    finally:
        torch.set_num_threads(threads)


def _kept(core: openvino.Core, cache: Path) -> openvino.Model | None:
    """What `_keep` left, or None; a damaged one is thrown away."""
    try:
        return core.read_model(cache / "model.xml") if (cache / "model.xml").exists() else None
    except RuntimeError:
        shutil.rmtree(cache, ignore_errors=True)
        return None


def _keep(model: openvino.Model, cache: Path) -> None:
    """Both files of a converted model, whole or not at all; a cache that cannot be written is done without."""
    import openvino

    with contextlib.suppress(OSError, RuntimeError):
        cache.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache.parent) as partial:
            openvino.save_model(model, Path(partial) / "new" / "model.xml", compress_to_fp16=False)
            (Path(partial) / "new").rename(cache)


def _eager(net: torch.nn.Module, where: str) -> Run:
    import torch

    net = net.to(where)

    @torch.inference_mode()
    def run(*arrays: np.ndarray) -> Arrays:
        out = net(*(torch.from_numpy(a).to(where) for a in arrays))
        return tuple(t.float().cpu().numpy() for t in (out if isinstance(out, tuple) else (out,)))

    return run
