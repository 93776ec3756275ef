"""The last touches: a curve by mood, a vignette, bloom, film grain, and the dither that keeps skies from banding."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from synth.image.stage import Stage

CURVE = {"": 0.12, "happy": 0.10, "tense": 0.28, "sad": 0.0, "calm": 0.0, "epic": 0.28}
VIGNETTE = {"": 0.22, "happy": 0.12, "tense": 0.45, "sad": 0.32, "calm": 0.16, "epic": 0.34}
GRAIN = 0.012


def finished(stage: Stage, canvas: np.ndarray) -> np.ndarray:
    """canvas: (h, w, 3) float32 sRGB, changed in place. Returns uint8."""
    mood = stage.words.mood
    bloom(stage, canvas)
    np.clip(canvas, 0, 1, out=canvas)
    bend = np.float32(CURVE[mood])
    if bend:
        canvas += bend * (canvas * canvas * (3 - 2 * canvas) - canvas)
    sheet = stage.sheet
    x, y = sheet.x / (sheet.aspect / 2), (sheet.y - 0.48) * 2
    fall = np.clip((x[None] ** 2 + y[:, None] ** 2 - 0.35) / 1.65, 0, 1) ** 1.3
    canvas *= (1 - np.float32(VIGNETTE[mood]) * fall)[..., None]
    rng = stage.rng("grain")
    grain = rng.standard_normal(canvas.shape[:2], np.float32) * np.float32(GRAIN)
    canvas += grain[..., None] * (0.5 + 1.1 * canvas * (1 - canvas)[...])
    return dithered(canvas, rng)


def bloom(stage: Stage, canvas: np.ndarray) -> None:
    """Bright light spills over: what is above two thirds, blurred, laid on like light."""
    sheet = stage.sheet
    small = Image.fromarray((np.clip(canvas, 0, 1) * 255).astype(np.uint8)).resize(
        (sheet.soft.width, sheet.soft.height), Image.Resampling.BOX
    )
    bright = small.point([round(255 * max(0.0, (i / 255 - 0.62) / 0.38) ** 1.5) for i in range(256)] * 3)
    spread = np.asarray(bright.filter(ImageFilter.GaussianBlur(sheet.soft.height * 0.022)), np.float32) / 255
    canvas += (1 - np.clip(canvas, 0, 1)) * sheet.enlarge(spread) * np.float32(0.35)


def dithered(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """To uint8 with half a step of noise in every channel, so that slow ramps show no edges."""
    noise = rng.random(canvas.shape, np.float32)
    out = canvas * 255
    out += noise
    return np.clip(out, 0, 255, out=out).astype(np.uint8)
