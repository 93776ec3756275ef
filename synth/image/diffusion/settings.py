"""How many steps a pipeline takes, how strongly it follows the words, and at which size it paints."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

FEW = ("turbo", "lightning", "lcm", "hyper", "schnell", "sprint", "flash", "dmd")


@dataclass(frozen=True)
class Settings:
    """size: (width, height) the network paints at. guidance: 0 where a model was distilled to do without."""

    steps: int
    guidance: float
    size: tuple[int, int]


def settings_of(pipeline: Any, name: str, size: tuple[int, int], steps: int | None = None) -> Settings:
    """From the kind of the pipeline, its scheduler and its name, as their makers advise. steps: what a person asks."""
    kind, scheduler = type(pipeline).__name__, type(pipeline.scheduler).__name__
    trailing = pipeline.scheduler.config.get("timestep_spacing") == "trailing"
    few = scheduler == "LCMScheduler" or any(word in name.lower() for word in FEW)
    if kind == "LatentConsistencyModelPipeline":
        usual, guidance = 4, 8.0
    elif kind == "SanaSprintPipeline":
        usual, guidance = 2, 4.5
    elif kind.startswith("Flux"):
        guided = bool(pipeline.transformer.config.get("guidance_embeds"))
        usual, guidance = (28, 3.5) if guided else (4, 0.0)
    elif scheduler == "LCMScheduler":
        usual, guidance = 4, 0.0 if kind.startswith("PixArt") else 1.0
    elif few or (trailing and kind.startswith("StableDiffusion") and scheduler.startswith("Euler")):
        usual, guidance = 4, 0.0
    elif kind.startswith(("Sana", "PixArt")):
        usual, guidance = 20, 4.5
    else:
        usual, guidance = 25, 5.0 if "XL" in kind else 7.5
    return Settings(steps or usual, guidance, _own_size(pipeline, size))


def _own_size(pipeline: Any, size: tuple[int, int]) -> tuple[int, int]:
    """The area it was trained on, in the shape that is asked for: what it is not used to falls apart."""
    net = getattr(pipeline, "unet", None) or pipeline.transformer
    scale = getattr(pipeline, "vae_scale_factor", 8)
    sample = net.config.get("sample_size") or getattr(pipeline, "default_sample_size", 128)
    sample = sample[0] if isinstance(sample, list | tuple) else sample
    side = min(int(sample) * scale, 1024)
    grid = max(32, 2 * scale)
    ratio = min(2.4, max(1 / 2.4, size[0] / size[1]))
    width, height = side * math.sqrt(ratio), side / math.sqrt(ratio)
    return tuple(max(grid, round(value / grid) * grid) for value in (width, height))  # type: ignore[return-value]
