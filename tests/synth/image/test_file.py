"""A picture of the user's own: opened, upright, cut to the shape; what is none is one sentence."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from synth.image import ImageError, from_file


def saved(path, size=(80, 60), colour=(200, 40, 10), **more):
    Image.new("RGB", size, colour).save(path, **more)
    return path


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.bmp", "a.tiff", "a.gif"])
def test_common_formats_are_opened(tmp_path, name):
    image = from_file(saved(tmp_path / name), (64, 36))
    assert image.shape == (36, 64, 3) and image.dtype == np.uint8
    assert np.abs(image[18, 32].astype(int) - (200, 40, 10)).max() < 8


def test_it_is_turned_upright(tmp_path):
    image = Image.new("RGB", (60, 40), "black")
    image.paste("white", (0, 0, 60, 10))  # at the top, which 6 turns to the right
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif, quality=95)
    upright = from_file(tmp_path / "a.jpg", (40, 60))
    assert upright[30, 37].min() > 200 and upright[30, 5].max() < 60


def test_it_is_cut_not_squeezed(tmp_path):
    image = Image.new("RGB", (400, 100), "black")
    image.paste("white", (150, 0, 250, 100))
    image.save(tmp_path / "wide.png")
    assert from_file(tmp_path / "wide.png", (64, 64)).min() > 240


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "P", "1", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_rgb(tmp_path, mode):
    image = (
        Image.fromarray(np.linspace(0, 60000, 64 * 64).reshape(64, 64).astype(np.uint16))
        if mode == "I;16"
        else Image.new(mode, (64, 64))
    )
    image.save(tmp_path / "a.tiff")
    assert from_file(tmp_path / "a.tiff", (32, 32)).shape == (32, 32, 3)


def test_what_is_transparent_is_black(tmp_path):
    Image.new("RGBA", (32, 32), (255, 255, 255, 0)).save(tmp_path / "a.png")
    assert from_file(tmp_path / "a.png", (16, 16)).max() == 0


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def whole_jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 200), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    "content, told",
    [
        (b"", "is no picture"),
        (b"not a picture", "is no picture"),
        (bomb(30000, 30000), "pixels"),
        (bomb(9000, 9000), "pixels"),
        (whole_jpeg()[:3000], "damaged or cut short"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "is no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no picture"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence(tmp_path, content, told):
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(ImageError) as caught:
        from_file(tmp_path / "a.png", (64, 36))
    assert told in str(caught.value) and "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_no_file_and_a_folder(tmp_path):
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(ImageError):
            from_file(path, (64, 36))
