"""One voice of one model: what it keeps, what it is named by, whose voice it may take, what it is told to say."""

import json
import shutil

import numpy as np
import pytest
import soundfile

from media.stretch import trim
from synth.hub.kept import ids
from synth.hub.speech import HubSpeech
from synth.speech import SpeechError
from synth.speech.mel import SAMPLE_RATE
from tests.synth.hub import checkpoints

TEXT = "The sea."
AGREED = "consent=This is my own voice and I agree to its use."


@pytest.fixture
def sample(tmp_path):
    file = tmp_path / "anna.wav"
    seconds = np.arange(3 * 16000) / 16000
    soundfile.write(file, np.sin(2 * np.pi * 200 * seconds) * np.sin(2 * np.pi * 3 * seconds) * 0.3, 16000)
    return file


def test_what_was_spoken_is_found_again_without_the_model(checkpoint, tmp_path):
    first = HubSpeech(f"hf:{checkpoint('vits')}", tmp_path, trim)
    sound = first.draft(TEXT).sound
    second = HubSpeech(f"hf:{checkpoint('vits')}", tmp_path, trim)
    assert np.array_equal(second.draft(TEXT, rate=1.2).sound, sound)
    assert "_say" in vars(first) and "_say" not in vars(second), "the model was opened once"


def test_a_damaged_sound_is_spoken_again(checkpoint, tmp_path):
    sound = HubSpeech(f"hf:{checkpoint('vits')}", tmp_path).draft(TEXT).sound
    (file,) = tmp_path.rglob("*.npy")
    for damage in (b"", file.read_bytes()[:-5]):
        file.write_bytes(damage)
        assert np.array_equal(HubSpeech(f"hf:{checkpoint('vits')}", tmp_path).draft(TEXT).sound, sound)


def test_a_faster_pace_is_a_shorter_natural_length(checkpoint):
    speech = HubSpeech(f"hf:{checkpoint('vits')}")
    assert speech.draft(TEXT, rate=1.25).natural == pytest.approx(speech.draft(TEXT).natural / 1.25)


def test_another_seed_is_another_take_and_the_same_seed_the_same(checkpoint):
    speech = HubSpeech(f"hf:{checkpoint('vits')}")
    draft = speech.draft(TEXT)
    one, two, again = (speech.speak(draft, None, seed) for seed in (1, 2, 1))
    assert np.array_equal(one, again) and not np.array_equal(one[: len(two)], two[: len(one)])


def test_the_random_numbers_of_others_are_left_alone(checkpoint):
    import torch

    speech = HubSpeech(f"hf:{checkpoint('vits')}")
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    speech.draft(TEXT)
    assert torch.equal(torch.rand(3), expected)


def test_version_and_id_follow_the_model_and_what_is_asked_of_it(checkpoint, tmp_path):
    here, there = checkpoint("vits"), shutil.copytree(checkpoint("vits"), tmp_path / "copy")
    assert HubSpeech(f"hf:{here}").version == HubSpeech(f"hf:{there}").version
    assert HubSpeech(f"hf:{here}").version != HubSpeech(f"hf:{here},language=fr").version
    weights = there / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-9] ^= 1
    weights.write_bytes(content)
    assert HubSpeech(f"hf:{here}").version != HubSpeech(f"hf:{there}").version
    assert HubSpeech(f"hf:{here}").voice.id != HubSpeech(f"hf:{there}").voice.id
    assert HubSpeech(f"hf:{here}").voice.name == "hf:vits"


def test_version_follows_a_codec_that_lives_elsewhere(checkpoint, tmp_path):
    folder = shutil.copytree(checkpoint("dia"), tmp_path / "dia")
    told = json.loads((folder / "processor_config.json").read_text(encoding="utf-8"))
    codec = shutil.move(folder / "codec", tmp_path / "codec")
    told["audio_tokenizer"]["audio_tokenizer_name_or_path"] = str(codec)
    (folder / "processor_config.json").write_text(json.dumps(told), encoding="utf-8")
    before = HubSpeech(f"hf:{folder}").version
    (codec / "config.json").write_text((codec / "config.json").read_text() + " ")
    assert HubSpeech(f"hf:{folder}").version != before


@pytest.mark.parametrize("name", ["csm", "dia", "higgs", "pocket", "vibevoice"])
def test_a_sample_changes_the_voice(name, checkpoint, sample):
    words = "" if name in ("pocket", "vibevoice") else ",text=Good evening."
    own = HubSpeech(f"hf:{checkpoint(name)}").draft(TEXT).sound
    taken = HubSpeech(f"hf:{checkpoint(name)},sample={sample},{AGREED}{words}").draft(TEXT).sound
    assert len(taken) != len(own) or not np.allclose(taken, own, atol=1e-4)


@pytest.mark.parametrize("name", ["csm", "dia", "higgs"])
def test_some_must_know_the_words_of_the_sample(name, checkpoint, sample):
    with pytest.raises(SpeechError, match="add text="):
        HubSpeech(f"hf:{checkpoint(name)},sample={sample},{AGREED}").draft(TEXT)


def test_a_sample_needs_consent_and_the_consent_is_kept_with_what_was_made(checkpoint, sample, tmp_path):
    speech = HubSpeech(f"hf:{checkpoint('pocket')},sample={sample},{AGREED}", tmp_path / "kept")
    speech.draft(TEXT)
    (record,) = (tmp_path / "kept").rglob("voice.json")
    told = json.loads(record.read_text(encoding="utf-8"))["consent"]
    assert told["statement"] == AGREED.partition("=")[2] and len(told["recording_sha256"]) == 64
    assert ids(tmp_path / "kept", speech.voice.name) == [record.parent.name] == [speech.voice.id]
    assert not ids(tmp_path / "kept", "hf:another")
    with pytest.raises(SpeechError, match="whole sentence"):
        HubSpeech(f"hf:{checkpoint('pocket')},sample={sample},consent=yes").draft(TEXT)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "No such file"), (b"no sound", "cannot be heard"), (np.zeros(800), "long"), (np.zeros(70 * 16000), "long")],
)
def test_a_sample_that_is_none_is_a_sentence(checkpoint, tmp_path, content, words):
    file = tmp_path / "a.wav"
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif content is not None:
        soundfile.write(file, content, 16000)
    with pytest.raises(SpeechError, match=words):
        HubSpeech(f"hf:{checkpoint('pocket')},sample={file},{AGREED}").draft(TEXT)


@pytest.mark.parametrize(
    ("name", "speaker", "others"),
    [("bark", "v2/en_speaker_0", "nobody"), ("pocket", "alba", "nobody"), ("phonon", "alba", "nobody"),
     ("seamless", "1", "2"), ("seamless_v2", "1", "x"), ("csm", "1", None)],
)  # fmt: skip
def test_a_speaker_of_the_models_own(name, speaker, others, checkpoint):
    own = HubSpeech(f"hf:{checkpoint(name)}").draft(TEXT).sound
    other = HubSpeech(f"hf:{checkpoint(name)},speaker={speaker}").draft(TEXT).sound
    assert len(own) != len(other) or not np.allclose(own, other, atol=1e-4)
    if others:
        with pytest.raises(SpeechError, match=f"no speaker {others}"):
            HubSpeech(f"hf:{checkpoint(name)},speaker={others}").draft(TEXT)


def test_speakers_of_vits_are_numbers(tmp_path):
    checkpoints.vits(tmp_path / "vctk", speakers=3)
    sounds = [HubSpeech(f"hf:{tmp_path / 'vctk'},speaker={i}").draft(TEXT).sound for i in range(3)]
    assert len({sound.tobytes() for sound in sounds}) == 3
    with pytest.raises(SpeechError, match="0 to 2"):
        HubSpeech(f"hf:{tmp_path / 'vctk'},speaker=3").draft(TEXT)


def test_options_that_mean_nothing_to_a_model_are_refused(checkpoint, sample):
    with pytest.raises(SpeechError, match="one voice"):
        HubSpeech(f"hf:{checkpoint('vits')},speaker=1").draft(TEXT)
    with pytest.raises(SpeechError, match="takes no sample="):
        HubSpeech(f"hf:{checkpoint('vits')},sample={sample},{AGREED}").draft(TEXT)
    with pytest.raises(SpeechError, match="own pitch"):
        HubSpeech(f"hf:{checkpoint('vits')}").draft(TEXT, pitch=2)


def test_korean_reaches_a_model_that_reads_uromans_letters(tmp_path):
    checkpoints.vits(tmp_path / "mms-tts-kor", is_uroman=True, language="kor")
    speech = HubSpeech(f"hf:{tmp_path / 'mms-tts-kor'}")
    assert speech.card.languages == ("ko",)
    assert len(speech.draft("바다가 조용했다.", "ko").sound)
    assert len(speech.draft("바다에서 3시", "ko").sound)
    with pytest.raises(SpeechError, match="pip install uroman"):
        speech.draft("海は青い")


def test_phonemes_reach_a_model_that_reads_them_without_phonemizer(tmp_path):
    checkpoints.vits(tmp_path / "ljs", words="həlˈoʊðəsiːwʌzkwaɪɪtˌɐ, .", phonemize=True)
    speech = HubSpeech(f"hf:{tmp_path / 'ljs'}")
    assert len(speech.draft("Hello, the sea was quiet.").sound)


def test_a_model_of_another_alphabet_says_so(tmp_path, checkpoint):
    checkpoints.fastspeech2_with_vocoder(tmp_path / "ja", phones=("ky", "ch", "sh", "cl"))
    with pytest.raises(SpeechError, match="ARPAbet"):
        HubSpeech(f"hf:{tmp_path / 'ja'}").draft(TEXT)
    with pytest.raises(SpeechError, match="none of the letters"):
        HubSpeech(f"hf:{checkpoint('vits')}").draft("海は青い")


def test_a_language_that_a_model_does_not_speak_is_a_sentence(checkpoint, tmp_path):
    checkpoints.vits(tmp_path / "mms-tts-eng", language="eng")
    with pytest.raises(SpeechError, match="is Korean"):
        HubSpeech(f"hf:{tmp_path / 'mms-tts-eng'}").draft("바다", "ko")
    assert len(HubSpeech(f"hf:{checkpoint('seamless')}").draft("sea", "ko").sound)
    with pytest.raises(SpeechError, match="does not speak 'fra'"):
        HubSpeech(f"hf:{checkpoint('seamless')},language=fra").draft("mer")


def test_nothing_to_say_and_silence_are_sentences(checkpoint):
    with pytest.raises(SpeechError, match="nothing to say"):
        HubSpeech(f"hf:{checkpoint('vits')}").draft("…")
    mute = HubSpeech(f"hf:{checkpoint('vits')}", trim=lambda sound, rate: sound[:0])
    with pytest.raises(SpeechError, match="says nothing"):
        mute.draft(TEXT)


def test_numbers_are_read_out(checkpoint):
    speech = HubSpeech(f"hf:{checkpoint('vits')}")
    assert speech.draft("It was 3 o'clock.").text == "It was three o'clock."
    assert speech.speak(speech.draft("Wait."), 0.3).dtype == np.float32
    assert SAMPLE_RATE == 22_050
