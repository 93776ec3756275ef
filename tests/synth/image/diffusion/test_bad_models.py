"""What cannot be opened is one sentence that says what to do."""

import json
import re

import pytest
from safetensors.torch import load_file, save_file

from synth.image import ImageError
from synth.image.diffusion.pipeline import Diffusion

UNET = "unet/diffusion_pytorch_model.safetensors"


def sentence(folder) -> str:
    with pytest.raises(ImageError) as caught:
        Diffusion(f"hf:{folder}").picture("sea", None, (64, 64), 1, steps=1)
    said = str(caught.value)
    assert said.endswith(".") and "\n" not in said and "Traceback" not in said and len(said) < 400
    return said


def test_neither_a_folder_nor_downloaded():
    assert "hf download nobody/nothing" in sentence("nobody/nothing")
    assert "There is no folder" in sentence("./no/such/folder")
    assert "There is no folder" in sentence("")


def test_a_file_instead_of_its_folder(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"x")
    assert "is a file" in sentence(tmp_path / "model.safetensors")


def test_an_empty_folder(tmp_path):
    assert "there is no model_index.json" in sentence(tmp_path)


def test_a_checkpoint_in_one_file(tmp_path):
    (tmp_path / "v1-5.safetensors").write_bytes(b"x")
    assert "converted to a diffusers folder" in sentence(tmp_path)
    (tmp_path / "v1-5.safetensors").rename(tmp_path / "v1-5.ckpt")
    assert "a pickle" in sentence(tmp_path)


@pytest.mark.parametrize(
    "network", ["unet/diffusion_pytorch_model", "vae/diffusion_pytorch_model", "text_encoder/model"]
)
def test_pickled_weights_are_never_opened(copy, network):
    folder = copy("sd_turbo")
    for file in folder.glob(f"{network}*"):
        file.rename(file.with_suffix(".bin"))
    said = sentence(folder)
    assert "a pickle" in said and network.split("/")[0] in said


def test_weights_that_are_not_there(copy):
    folder = copy("sd_turbo")
    (folder / UNET).unlink()
    assert "holds no weights" in sentence(folder)


def test_a_part_that_is_not_there(copy):
    folder = copy("sd_turbo")
    (folder / "scheduler").rename(folder / "elsewhere")
    assert "scheduler is missing" in sentence(folder)


def test_weights_that_are_cut_short(copy):
    folder = copy("sd_turbo")
    (folder / UNET).write_bytes((folder / UNET).read_bytes()[:-1000])
    assert re.search(r"has [\d,]+ of [\d,]+ bytes", sentence(folder))


def test_weights_that_are_something_else(copy):
    folder = copy("sd_turbo")
    (folder / UNET).write_bytes(b"version https://git-lfs.github.com/spec/v1\n")
    assert "git lfs pull" in sentence(folder)
    (folder / UNET).write_bytes(b"<!doctype html>" * 40)
    assert "damaged" in sentence(folder)


@pytest.mark.parametrize(
    "family, part, file", [("sd_turbo", "unet", UNET), ("sd_turbo", "text_encoder", "text_encoder/model.safetensors")]
)
def test_weights_that_lack_some(copy, family, part, file):
    folder = copy(family)
    tensors = load_file(folder / file)
    lost = sorted(tensors)[-1]
    del tensors[lost]
    save_file(tensors, folder / file, metadata={"format": "pt"})
    said = sentence(folder)
    assert f"1 weights of its {part} are missing" in said


def test_a_model_that_makes_no_pictures(tmp_path, copy):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    assert "is a bert model, which does not make pictures" in sentence(tmp_path)
    folder = copy("sd_turbo")
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps(index | {"_class_name": "AudioLDM2Pipeline"}))
    assert "AudioLDM2Pipeline, which does not turn words into pictures" in sentence(folder)


def test_code_of_its_own_is_never_run(copy):
    folder = copy("sd_turbo")
    index = json.loads((folder / "model_index.json").read_text())
    for change in ({"_class_name": ["pipeline", "Own"]}, {"unet": ["unet", "OwnUNet"]}):
        (folder / "model_index.json").write_text(json.dumps(index | change))
        assert "code of its own" in sentence(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"_class_name": 3}'])
def test_a_damaged_index(copy, content):
    folder = copy("sd_turbo")
    (folder / "model_index.json").write_text(content)
    assert "model_index.json" in sentence(folder)


def test_a_damaged_config(copy):
    folder = copy("sd_turbo")
    (folder / "unet" / "config.json").write_text("{")
    assert "cannot be opened" in sentence(folder)


def test_an_index_of_shards_that_lead_astray(copy):
    folder = copy("sd_turbo")
    index = folder / "unet" / "diffusion_pytorch_model.safetensors.index.json"
    for shard, told in (("../../secret.safetensors", "points out of its folder"), ("two.safetensors", "is missing")):
        index.write_text(json.dumps({"weight_map": {"a": shard}}))
        assert told in sentence(folder)
