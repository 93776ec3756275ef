"""Water: what stands above it mirrored and broken by waves, the glitter of the light, darker towards the eye."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage

from synth.image.canvas import Sheet, screen
from synth.image.colour import lch, mix, to_rgb
from synth.image.noise import scattered
from synth.image.stage import Stage

ROWS = 540  # of the whole sheet: waves are wide
ROUGH = {"": 0.5, "clear": 0.45, "cloudy": 0.7, "rain": 0.9, "snow": 0.5, "fog": 0.3, "storm": 1.6, "wind": 1.1}


def water(stage: Stage, above: np.ndarray, line: float, rough: float = 1.0, own: float = 0.45) -> np.ndarray:
    """(rows below, w, 3) float32: the part of the sheet under `line` (its y), mirroring `above` (h, w, 3).

    rough: 0 a mirror .. 2 a storm. own: how much of the water's own colour is seen right before the eye.
    """
    sheet, palette = stage.sheet, stage.palette
    top = round(line * sheet.height)
    y = sheet.y[top:]
    near = np.clip((y - line) / (1 - line), 1e-4, 1)[:, None]
    waves = _waves(stage, y, line, rough * ROUGH[stage.words.weather])
    height = waves * near**0.6
    up = line - (y - line)[:, None] * (0.72 if rough > 0.4 else 1.0) - height * 0.055
    across = sheet.x[None] + height * 0.018
    rows = np.clip(up * sheet.height, 0, max(top - 1, 0))
    columns = np.clip((across + sheet.aspect / 2) * sheet.height, 0, sheet.width - 1)
    soft = ndimage.uniform_filter1d(above[: max(top, 1)], max(1, int(sheet.height * 0.012 * rough)) | 1, axis=0)
    mirrored = soft[rows.astype(np.int32), columns.astype(np.int32)]
    deep = _depths(stage)
    share = (own + 0.35 * waves * min(rough, 1.2)) * (0.25 + 0.75 * near) + 0.10
    canvas = mirrored + (deep - mirrored) * np.clip(share, 0, 0.95)[..., None].astype(np.float32)
    _glitter(stage, canvas, waves, y, near)
    far = np.exp(-near * 14 / max(0.5, palette.haze))[..., None] * min(0.75, 0.35 * palette.haze)
    canvas += (stage.haze - canvas) * far.astype(np.float32)
    return np.clip(canvas, 0, 1)


def _waves(stage: Stage, y: np.ndarray, line: float, rough: float) -> np.ndarray:
    """(rows, w) about -1..1: fractal waves in perspective, long across the view. Worked out on a coarser grid."""
    sheet = stage.sheet
    coarse = Sheet(max(2, round(sheet.aspect * ROWS)), ROWS) if sheet.height > ROWS else sheet
    rows = np.linspace(y[0], y[-1], max(2, round((1 - line) * coarse.height))).astype(np.float32)
    z = (0.16 / np.maximum(rows - line, 0.4 / coarse.height))[:, None]
    x, z = np.broadcast_arrays(coarse.x[None] * z, z)
    seed = int(stage.rng("waves").integers(1 << 30))
    swell = scattered(seed, x * 1.6, z * 4.2, 3, 0.55)
    fine = scattered(seed + 1, x * 9.0, z * 22.0, 3, 0.6)
    fade = np.clip(0.10 * coarse.height / (z * 22), 0.15, 1)
    waves = (swell * 0.6 + fine * 0.55 * fade) * np.float32(rough)
    return np.asarray(Image.fromarray(waves).resize((sheet.width, len(y)), Image.Resampling.BICUBIC))


def _depths(stage: Stage) -> np.ndarray:
    palette = stage.palette
    hue = stage.rng("water").uniform(205, 240)
    deep = mix(lch(0.30, 0.06, hue), palette.sky[0], 0.5)
    deep[0] = min(deep[0], palette.sky[0][0] * 0.72)
    return to_rgb(deep)


def _glitter(stage: Stage, canvas: np.ndarray, waves: np.ndarray, y: np.ndarray, near: np.ndarray) -> None:
    """A broken path of light under the sun, narrow at the horizon."""
    if stage.overcast:
        return
    sheet, palette = stage.sheet, stage.palette
    wide = 0.045 + near * (0.20 if stage.time == "day" else 0.12)
    path = np.exp(-(((sheet.x[None] - stage.sun[0]) / wide) ** 2) / 2)
    sparks = np.clip((waves * 2.4 + 0.35) * (0.4 + path), 0, 1) ** 3
    strength = path * (0.30 + 0.0 * near) + path * sparks * 1.5
    light = to_rgb(mix(palette.light, palette.horizon, 0.2))
    screen(canvas, light, np.clip(strength * min(1.2, palette.strength + 0.15), 0, 0.97).astype(np.float32))
