"""Every family of text-to-image pipelines, from a folder, with the network blocked."""

import subprocess
import sys

import numpy as np
import pytest

from synth.image import ImageCancelled
from synth.image.diffusion.pipeline import Diffusion
from tests.synth.image.diffusion.checkpoints import FAMILIES

SIZE = (96, 54)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_paints_from_a_folder(checkpoint, family):
    steps = []
    model = Diffusion(f"hf:{checkpoint(family)}")
    image = model.picture("a station at night", "sad", SIZE, 1, steps=2, progress=lambda done, _: steps.append(done))
    assert image.shape == (54, 96, 3) and image.dtype == np.uint8
    assert steps[0] == 0 and steps[-1] == 1 and steps == sorted(steps)


def test_a_seed_is_a_picture(checkpoint):
    model = Diffusion(f"hf:{checkpoint('sd_turbo')}")
    first, again, other = (model.picture("sea", None, SIZE, seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


def test_what_is_to_be_avoided_changes_the_picture_of_a_guided_model(checkpoint):
    model = Diffusion(f"hf:{checkpoint('stable_diffusion')}")
    one, other = (model.picture("sea", None, SIZE, 1, steps=2, negative=words) for words in ("people", "boats"))
    assert not np.array_equal(one, other)


def test_korean_is_put_into_english_and_said(checkpoint):
    model, said = Diffusion(f"hf:{checkpoint('sd_turbo')}"), []
    model.picture("눈 내리는 밤의 기차역", None, SIZE, 1, steps=1, tell=said.append)
    assert said == ["This model reads English: it was asked for “train station at night, falling snow”."]
    said.clear()
    model.picture("가나다라", None, SIZE, 1, steps=1, tell=said.append)
    assert "none of the words is known here" in said[0]


def test_models_that_read_korean_are_given_korean(checkpoint):
    said = []
    Diffusion(f"hf:{checkpoint('sana')}").picture("밤의 기차역", None, SIZE, 1, steps=1, tell=said.append)
    assert not said


def test_it_stops_when_it_is_told_to(checkpoint):
    model, asked = Diffusion(f"hf:{checkpoint('stable_diffusion')}"), []

    def cancelled():
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(ImageCancelled):
        model.picture("sea", None, SIZE, 1, cancelled=cancelled)
    assert len(asked) == 3


def test_its_card_tells_what_it_is_and_under_which_terms(copy):
    folder = copy("sdxl")
    (folder / "README.md").write_text("---\nlicense: openrail++\n---\n")
    told = str(Diffusion(f"hf:{folder}").model)
    assert told.startswith("sdxl: StableDiffusionXL; ") and "licence openrail++" in told and "million weights" in told


def test_weights_of_half_precision_alone_are_enough(copy):
    folder = copy("sd_turbo")
    for file in list(folder.rglob("*.safetensors")):
        file.rename(file.with_name(file.name.replace(".safetensors", ".fp16.safetensors")))
    assert Diffusion(f"hf:{folder}").picture("sea", None, SIZE, 1, steps=1).shape == (54, 96, 3)


def test_a_model_is_looked_at_in_a_process_that_has_imported_nothing_yet(checkpoint):
    """Where torchaudio's library does not fit torch, whoever imports transformers first must have made it fit."""
    code = f"from synth.image.diffusion.folder import model_of; print(model_of('hf:{checkpoint('sd_turbo')}').kind)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert (done.stdout.strip(), done.stderr) == ("StableDiffusionPipeline", "")
