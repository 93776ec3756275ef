"""Steps and guidance as the makers of each family advise them."""

import pytest

from synth.image.diffusion.loading import opened
from synth.image.diffusion.pipeline import Diffusion
from synth.image.diffusion.settings import settings_of

ADVISED = {
    "stable_diffusion": (25, 7.5),
    "sd_turbo": (4, 0.0),
    "lcm": (4, 8.0),
    "sdxl": (25, 5.0),
    "sdxl_turbo": (4, 0.0),
    "pixart": (20, 4.5),
    "sana": (20, 4.5),
    "flux": (4, 0.0),
}


@pytest.fixture(scope="module")
def pipelines(checkpoint):
    return {family: opened(Diffusion(f"hf:{checkpoint(family)}").model) for family in ADVISED}


@pytest.mark.parametrize("family", ADVISED)
def test_steps_and_guidance(pipelines, family):
    settings = settings_of(pipelines[family], "x/model", (1920, 1080))
    assert (settings.steps, settings.guidance) == ADVISED[family]


def test_a_name_tells_of_few_steps(pipelines):
    assert settings_of(pipelines["sdxl"], "x/sdxl-lightning", (64, 64)).steps == 4


def test_a_person_decides(pipelines):
    assert settings_of(pipelines["sdxl"], "x/model", (64, 64), steps=9).steps == 9


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (512, 512), (4000, 300)])
def test_it_paints_at_the_area_it_knows_in_the_shape_asked(pipelines, size):
    pipeline = pipelines["stable_diffusion"]
    pipeline.unet.register_to_config(sample_size=256)  # as 512 pixels
    width, height = settings_of(pipeline, "x", size).size
    assert width % 32 == height % 32 == 0 and 0.75 < width * height / 512**2 < 1.25
    assert (width > height) == (size[0] > size[1]) or width == height
