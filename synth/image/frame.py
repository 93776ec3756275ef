"""A frame of the user's own film as the ground for a title: out of focus, graded to the mood, calm behind type."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from synth.image.colour import lch, to_lab, to_rgb
from synth.image.file import covering
from synth.image.finish import GRAIN, dithered
from synth.image.noise import stream
from synth.image.words import MOODS

BLUR = 0.007  # of the height: shapes are still known, letters and faces no longer compete with the type
ROWS = 540  # a blurred picture needs no more
# chroma, contrast, middle lightness, colour of the shadows and of the lights (chroma, hue)
GRADES = {
    "": (0.9, 0.95, 0.42, (0.012, 250), (0.012, 75)),
    "happy": (1.12, 0.95, 0.55, (0.010, 40), (0.030, 80)),
    "tense": (0.65, 1.12, 0.31, (0.030, 195), (0.012, 95)),
    "sad": (0.5, 0.85, 0.36, (0.030, 255), (0.012, 240)),
    "calm": (0.8, 0.85, 0.48, (0.015, 220), (0.018, 85)),
    "epic": (1.0, 1.15, 0.36, (0.035, 230), (0.045, 65)),
}


def from_frame(frame: np.ndarray, mood: str | None, size: tuple[int, int]) -> np.ndarray:
    """frame: (h, w, 3) uint8 RGB of any size. Returns (h', w', 3) uint8 of `size` (width, height): cut to its shape,
    blurred, darkened towards the edges; its lightness drawn to the middle of the mood in OKLab.
    """
    rows = min(ROWS, size[1])
    small = covering(
        Image.fromarray(np.ascontiguousarray(frame[..., :3])), (max(1, round(rows * size[0] / size[1])), rows)
    )
    small = small.filter(ImageFilter.GaussianBlur(rows * BLUR))
    lab = to_lab(np.asarray(small, np.float32) / 255)
    graded = to_rgb(_graded(lab, mood if mood in MOODS else ""))
    wide = np.stack(
        [np.asarray(Image.fromarray(channel).resize(size, Image.Resampling.BICUBIC))
         for channel in np.ascontiguousarray(graded.transpose(2, 0, 1))], axis=-1)  # fmt: skip
    x, y = (np.linspace(-1, 1, n, dtype=np.float32) for n in size)
    wide *= (1 - 0.3 * np.clip((x[None] ** 2 + y[:, None] ** 2 - 0.3) / 1.7, 0, 1))[..., None]
    rng = stream(int(frame.shape[0]), "frame")
    wide += (rng.standard_normal(wide.shape[:2], np.float32) * np.float32(GRAIN * 0.7))[..., None]
    return dithered(wide, rng)


def _graded(lab: np.ndarray, mood: str | None) -> np.ndarray:
    chroma, contrast, middle, shadows, lights = GRADES[mood or ""]
    out = lab.copy()
    mean, spread = float(lab[..., 0].mean()), float(lab[..., 0].std()) + 1e-6
    gain = contrast * min(1.6, max(0.7, 0.17 / spread))
    target = middle + 0.35 * (mean - middle)
    lightness = np.clip(target + (lab[..., 0] - mean) * gain, 0.02, 0.97)
    out[..., 0] = lightness
    out[..., 1:] *= chroma
    share = np.clip(lightness, 0, 1)[..., None]
    out[..., 1:] += lch(0, *shadows)[1:] * (1 - share) ** 1.5 + lch(0, *lights)[1:] * share**1.5
    return out
