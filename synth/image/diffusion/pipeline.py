"""A picture by somebody else's model: `Diffusion("hf:OWNER/NAME").picture(…)`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from PIL import Image

from synth.image.diffusion.asking import words_for
from synth.image.diffusion.folder import model_of
from synth.image.diffusion.loading import opened, telling
from synth.image.diffusion.settings import settings_of
from synth.image.errors import ImageCancelled, ImageError
from synth.image.file import covering

AVOID = "text, letters, watermark, signature, frame, blurry, low quality"
Progress = Callable[[float, str], None]  # share done, and a word on it


class Diffusion:
    """A text-to-image pipeline of diffusers. Making one looks at its files only; the first picture opens it.

    model: what is known of it before (name, kind, size, licence), for a person to read. ImageError, one sentence, for
    everything that cannot be opened.
    """

    def __init__(self, name: str):
        self.model = model_of(name)

    @cached_property
    def pipeline(self) -> Any:
        return opened(self.model)

    def picture(
        self,
        prompt: str,
        mood: str | None,
        size: tuple[int, int],
        seed: int,
        *,
        subtitles: str = "",
        negative: str = AVOID,
        steps: int | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> np.ndarray:
        """(h, w, 3) uint8 RGB of `size` (width, height), resampled from the size the model paints at.

        tell: is given a sentence where the words were put into English. Raises ImageCancelled within a step of
        `cancelled` saying so.
        """  # fmt: skip
        asked, note = words_for(self.pipeline, prompt, mood, subtitles)
        if note and tell:
            tell(note)
        settings = settings_of(self.pipeline, self.model.name, size, steps)
        given: dict[str, Any] = {
            "prompt": asked, "width": settings.size[0], "height": settings.size[1], "output_type": "np",
            "num_inference_steps": settings.steps, "guidance_scale": settings.guidance, "generator": _random(seed),
        }  # fmt: skip
        takes = inspect.signature(self.pipeline.__call__).parameters
        if "negative_prompt" in takes and settings.guidance > 1 and negative:
            given["negative_prompt"] = negative
        if "clean_caption" in takes:
            given["clean_caption"] = False
        if "use_resolution_binning" in takes:
            given["use_resolution_binning"] = False
        given |= _watch(takes, settings.steps, progress, cancelled)
        with telling(self.model.name, "could not paint"):
            import torch

            with torch.inference_mode():
                made = self.pipeline(**given)
        if any(getattr(made, "nsfw_content_detected", None) or []):
            raise ImageError(f"{self.model.name} held its picture back as unfit to be seen: try another seed or words.")
        return _fitted(np.asarray(made.images[0], np.float32), size, self.model.name)


def _random(seed: int) -> Any:
    """On the CPU, so that a seed means the same everywhere."""
    import torch

    return torch.Generator("cpu").manual_seed(seed & 0x7FFFFFFF)


def _watch(takes: Any, steps: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> dict[str, Any]:
    """The pipelines' two ways to call back after every step."""

    def step(done: int) -> None:
        if cancelled and cancelled():
            raise ImageCancelled("The picture was cancelled.")
        if progress:
            progress(min(1.0, done / steps), f"step {min(done, steps)} of {steps}")

    def newer(pipeline: Any, index: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        step(index + 1)
        return tensors

    def older(index: int, timestep: Any, latents: Any) -> None:
        step(index + 1)

    step(0)
    if "callback_on_step_end" in takes:
        return {"callback_on_step_end": newer}
    return {"callback": older, "callback_steps": 1} if "callback" in takes else {}


def _fitted(image: np.ndarray, size: tuple[int, int], name: str) -> np.ndarray:
    if not np.isfinite(image).all():
        raise ImageError(f"{name} made no picture but numbers that are none: try another seed, or another model.")
    whole = Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))
    return np.asarray(covering(whole, size))
