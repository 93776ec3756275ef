"""Models that must not be opened, or cannot speak: one sentence each, and nothing is run on the way."""

import json
import shutil

import pytest
import torch

from synth.hub.speech import HubSpeech
from synth.speech import SpeechError
from tests.synth.hub import checkpoints


@pytest.fixture
def copy(checkpoint, tmp_path):
    """A checkpoint of one's own to break."""

    def copied(name: str):
        return shutil.copytree(checkpoint(name), tmp_path / name)

    return copied


def sentence(voice: str) -> str:
    """What a person reads who asks for that voice."""
    with pytest.raises(SpeechError) as refused:
        speech = HubSpeech(voice)
        assert speech.version
        speech.draft("The sea.")
    said = str(refused.value)
    assert "\n" not in said and len(said) < 400 and said.endswith((".", "`."))
    return said


def test_a_missing_folder(tmp_path):
    assert "There is no folder" in sentence(f"hf:{tmp_path / 'nowhere'}")


def test_a_name_that_was_never_downloaded():
    assert "--download" in sentence("hf:nobody/has-this-one")


def test_a_file_instead_of_a_folder(copy):
    assert "is a file" in sentence(f"hf:{copy('vits') / 'model.safetensors'}")


def test_an_empty_folder(tmp_path):
    assert "no config.json" in sentence(f"hf:{tmp_path}")


@pytest.mark.parametrize("config", ["", "[]", "{}", '{"model_type": 3}'])
def test_a_config_that_says_nothing(copy, config):
    folder = copy("vits")
    (folder / "config.json").write_text(config)
    assert "config.json" in sentence(f"hf:{folder}")


def test_pickled_weights_are_refused_and_never_opened(copy, tmp_path):
    folder = copy("vits")
    (folder / "model.safetensors").unlink()

    class Malice:
        def __reduce__(self):
            return (open, (str(tmp_path / "owned"), "w"))

    torch.save({"weight": Malice()}, folder / "pytorch_model.bin")
    assert "pytorch_model.bin, a pickle" in sentence(f"hf:{folder}")
    assert not (tmp_path / "owned").exists()


def test_no_weights_at_all(copy):
    folder = copy("vits")
    (folder / "model.safetensors").unlink()
    assert "no weights" in sentence(f"hf:{folder}")


@pytest.mark.parametrize("share", [0.5, 0.99, 0.0001])
def test_truncated_weights(copy, share):
    folder = copy("vits")
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[: int(len(whole) * share)])
    said = sentence(f"hf:{folder}")
    assert "model.safetensors" in said and ("is not all here" in said or "damaged" in said)


def test_a_pointer_instead_of_weights(copy):
    folder = copy("vits")
    (folder / "model.safetensors").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
    assert "git lfs pull" in sentence(f"hf:{folder}")


def test_a_shard_that_is_missing_and_one_that_leads_out_of_the_folder(copy):
    folder = copy("vits")
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "model-00002-of-00002.safetensors"}}))
    assert "model-00002-of-00002.safetensors" in sentence(f"hf:{folder}")
    index.write_text(json.dumps({"weight_map": {"a": "../../secret.safetensors"}}))
    assert "out of its folder" in sentence(f"hf:{folder}")


def test_a_model_that_makes_music(checkpoint):
    assert "makes music, not speech" in sentence(f"hf:{checkpoint('musicgen')}")


def test_a_model_of_another_kind(checkpoint):
    assert "is a bert model" in sentence(f"hf:{checkpoint('bert')}")


def test_a_model_with_code_of_its_own(checkpoint, tmp_path):
    folder = shutil.copytree(checkpoint("bert"), tmp_path / "own")
    told = {"model_type": "kokoro", "auto_map": {"AutoModel": "model.Kokoro"}}
    (folder / "config.json").write_text(json.dumps(told))
    (folder / "model.py").write_text(f"open({str(tmp_path / 'owned')!r}, 'w')")
    assert "never run" in sentence(f"hf:{folder}")
    assert not (tmp_path / "owned").exists()


def test_code_beside_a_known_model_is_not_run(copy, tmp_path):
    """Neither by its tokenizer's wish, nor by its own, nor for generating."""
    folder = copy("csm")
    for file, key in (("config.json", "AutoModelForTextToWaveform"), ("tokenizer_config.json", "AutoTokenizer"),
                      ("processor_config.json", "AutoProcessor")):  # fmt: skip
        told = json.loads((folder / file).read_text(encoding="utf-8"))
        (folder / file).write_text(json.dumps(told | {"auto_map": {key: "mine.Mine"}}))
    (folder / "custom_generate").mkdir()
    for code in (folder / "mine.py", folder / "custom_generate" / "generate.py"):
        code.write_text(
            f"open({str(tmp_path / 'owned')!r}, 'w')\ndef generate(model, **more): pass\nclass Mine: pass\n"
        )
    assert len(HubSpeech(f"hf:{folder}").draft("The sea.").sound)
    assert not (tmp_path / "owned").exists()


def test_weights_of_another_model(copy, checkpoint):
    folder = copy("vits")
    shutil.copy(checkpoint("bert") / "model.safetensors", folder / "model.safetensors")
    assert "weights are missing" in sentence(f"hf:{folder}")


def test_weights_of_another_shape(copy):
    folder = copy("vits")
    told = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(told | {"vocab_size": told["vocab_size"] + 1}))
    assert "of another shape" in sentence(f"hf:{folder}")


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("vits", ["vocab.json", "tokenizer_config.json"]),
        ("fastspeech2", ["vocab.json"]),
        ("bark", ["tokenizer.json", "tokenizer_config.json"]),
        ("csm", ["processor_config.json", "tokenizer.json", "tokenizer_config.json"]),
    ],
)
def test_no_tokenizer(copy, name, files):
    folder = copy(name)
    for file in files:
        (folder / file).unlink()
    said = sentence(f"hf:{folder}")
    assert "tokenizer" in said or "vocab.json" in said


def test_no_characters_for_speecht5(copy, tmp_path):
    folder = copy("speecht5")
    voice = f"hf:{folder},speaker={checkpoints.xvector(tmp_path / 'x.npy')}"
    spelling = folder / "spm_char.model"
    spelling.write_bytes(spelling.read_bytes()[:-39])
    assert "spm_char.model" in sentence(voice)
    spelling.unlink()
    assert "spm_char.model" in sentence(voice)


def test_recognisers_with_the_name_of_a_speaker(tmp_path):
    checkpoints.speecht5(tmp_path / "asr", "SpeechT5ForSpeechToText", vocoder=False)
    voice = f"hf:{tmp_path / 'asr'},speaker={checkpoints.xvector(tmp_path / 'x.npy')}"
    assert "SpeechT5ForSpeechToText, which does not turn text into speech" in sentence(voice)


def test_a_vocoder_that_is_missing_or_of_another_kind(copy, checkpoint, tmp_path):
    folder = copy("speecht5")
    voice = f"hf:{folder},speaker={checkpoints.xvector(tmp_path / 'x.npy')}"
    assert "is no vocoder" in sentence(f"{voice},vocoder={checkpoint('vits')}")
    shutil.rmtree(folder / "vocoder")
    assert "vocoder microsoft/speecht5_hifigan is not here" in sentence(voice)


def test_a_codec_that_is_missing_or_pickled(copy):
    folder = copy("dia")
    told = json.loads((folder / "processor_config.json").read_text(encoding="utf-8"))
    codec = shutil.copytree(told["audio_tokenizer"]["audio_tokenizer_name_or_path"], folder / "own-codec")
    told["audio_tokenizer"]["audio_tokenizer_name_or_path"] = str(codec)
    (folder / "processor_config.json").write_text(json.dumps(told))
    (codec / "model.safetensors").rename(codec / "pytorch_model.bin")
    assert "needs a codec" in (said := sentence(f"hf:{folder}")) and "a pickle" in said
    shutil.rmtree(codec)
    assert "needs a codec: There is no folder" in sentence(f"hf:{folder}")


def test_no_xvector_or_none_at_all(checkpoint, tmp_path):
    folder = checkpoint("speecht5")
    assert "x-vector" in sentence(f"hf:{folder}")
    for file, content in (("a.npy", b"not numbers"), ("b.npy", None), ("c.npy", b"\x93NUMPY\x01\x00")):
        if content:
            (tmp_path / file).write_bytes(content)
        assert "x-vector" in sentence(f"hf:{folder},speaker={tmp_path / file}")
