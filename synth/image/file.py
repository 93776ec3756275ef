"""A picture of the user's own: opened with care, upright, cut to the shape that is asked for."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from synth.image.errors import ImageError

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
MOST_PIXELS = 64_000_000  # 192 MB of RGB
MOST_BYTES = 200 << 20


def from_file(path: Path | str, size: tuple[int, int]) -> np.ndarray:
    """(h, w, 3) uint8 RGB of exactly `size` (width, height): turned upright as its EXIF says, on black where it is
    transparent, cut to the middle where its shape differs. ImageError with one sentence for anything else.
    """
    path = Path(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImageError(f"{path.name} is larger than {MOST_BYTES >> 20} MB: export it smaller.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of bombs and damaged EXIF; both are settled below
            with Image.open(path, formats=FORMATS) as opened:
                width, height = opened.size
                if width * height > MOST_PIXELS:
                    raise ImageError(
                        f"{path.name} has {width:,} x {height:,} pixels: export it with {MOST_PIXELS // 10**6} million "
                        "or fewer."
                    )
                opened.draft("RGB", (2 * size[0], 2 * size[1]))  # a JPEG is decoded no larger than needed
                image = ImageOps.exif_transpose(opened)
                return np.asarray(_opaque(image, size))
    except ImageError:
        raise
    except Image.DecompressionBombError:
        raise ImageError(
            f"{path.name} has too many pixels to be opened: export it with {MOST_PIXELS // 10**6} million or fewer."
        ) from None
    except FileNotFoundError:
        raise ImageError(f"There is no picture {path}: check its name.") from None
    except UnidentifiedImageError:
        raise ImageError(f"{path.name} is no picture that can be opened: give a JPEG, PNG or WebP.") from None
    except OSError as error:
        why = error.strerror if error.errno else "it is damaged or cut short"
        raise ImageError(f"{path.name} cannot be opened as a picture: {why}.") from None
    except Exception:  # Pillow's decoders raise everything there is for damaged files
        raise ImageError(f"{path.name} cannot be opened as a picture: it is damaged or cut short.") from None


def covering(image: Image.Image, size: tuple[int, int], centre: tuple[float, float] = (0.5, 0.45)) -> Image.Image:
    """Cut to the shape of `size` and resampled to it."""
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS, centering=centre)


def _opaque(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # 16 bits and more
        values = np.asarray(image, np.float64)
        low, high = float(values.min()), float(values.max())
        image = Image.fromarray(np.uint8((values - low) * (255 / max(high - low, 1e-9))))
    if image.has_transparency_data:
        whole = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", whole.size, (0, 0, 0, 255)), whole)
    return covering(image.convert("RGB"), size)
