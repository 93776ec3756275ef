"""Painting to an image file."""

import numpy as np
import pytest
from PIL import Image

from console import ExitStatus, main


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name, kind", [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.webp", "WEBP")])
def test_a_picture_is_painted_from_words(name, kind, capsys):
    asked = ["눈 내리는 밤의 기차역", "-o", name, "--mood", "sad", "--size", "320x180", "--seed", "3"]
    assert main(["picture", *asked]) == ExitStatus.OK
    with Image.open(name) as image:
        assert (image.format, image.size, image.mode) == (kind, (320, 180), "RGB")
    assert capsys.readouterr().out == f"{name}: 320 x 180\n"


def test_a_file_is_cut_to_the_size():
    Image.new("RGB", (400, 400), (10, 200, 30)).save("own.png")
    assert main(["picture", "-", "-o", "a.png", "--image", "own.png", "--size", "160x90"]) == ExitStatus.OK
    assert np.asarray(Image.open("a.png"))[45, 80].tolist() == [10, 200, 30]


def test_what_cannot_be_painted_is_a_sentence(failing):
    for asked, told in (
        (["--image", "hf:./nowhere"], "There is no folder"),
        (["--image", "nowhere.png"], "There is no picture nowhere.png"),
        (["--size", "4x4"], "A picture of 4 x 4 cannot be made"),
    ):
        status, sentence = failing("picture", "sea", "-o", "a.png", *asked)
        assert status == ExitStatus.TITLE and told in sentence


def test_a_place_that_cannot_be_written_is_a_sentence(failing):
    status, sentence = failing("picture", "sea", "-o", "no/such/folder/a.png", "--size", "64x36")
    assert status == ExitStatus.OUTPUT and "cannot be written" in sentence


@pytest.mark.parametrize("asked", [["-o", "a.gif"], ["-o", "a.png", "--size", "big"],
                                   ["-o", "a.png", "--mood", "angry"],
                                   ["-o", "a.png", "--steps", "0"]])  # fmt: skip
def test_what_is_written_wrong_is_said(asked, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["picture", "sea", *asked])
    assert stopped.value.code == ExitStatus.USAGE and "narrate picture: error" in capsys.readouterr().err
