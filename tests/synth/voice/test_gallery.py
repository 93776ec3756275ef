"""Voices that are kept: whole or absent, never without consent, and gone when they are removed."""

import json
import os
import resource
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
import soundfile

from synth.voice import VoiceError
from synth.voice.consent import SENTENCES, Consent
from synth.voice.gallery import Gallery
from synth.voice.samples import NAMES, sample_voice

CONSENT = Consent(SENTENCES["ko"], datetime(2026, 1, 2, tzinfo=UTC), "ab" * 32, "anna")
PREVIEWS = {"en": np.random.default_rng(0).uniform(-0.5, 0.5, 30_000).astype(np.float32)}


def voice(name: str, mean_hz: float = 190.0):
    return replace(sample_voice(), name=name, mean_hz=mean_hz, kind="instant", about="a test")


@pytest.fixture
def gallery(tmp_path):
    return Gallery(tmp_path / "voices")


def add(gallery: Gallery, name: str, **change):
    return gallery.add(voice(name, **change), CONSENT, PREVIEWS, {"similarity": 0.7})


def test_a_voice_comes_back_as_it_was_kept_with_all_that_belongs_to_it(gallery):
    entry = add(gallery, "미나")
    kept = gallery.get("미나")
    assert kept.version == voice("미나").version and (kept.name, kept.kind) == ("미나", "instant")
    assert gallery.consent("미나") == CONSENT
    assert (entry.name, entry.kind, entry.about, entry.id) == ("미나", "instant", "a test", kept.id)
    assert entry.figures == {"similarity": 0.7} and entry.own and not entry.damage
    with soundfile.SoundFile(entry.previews["en"]) as preview:
        assert (preview.samplerate, preview.frames) == (22_050, 30_000)
        assert preview.comment == "synthetic speech by Narrascore, voice 미나"


def test_ones_own_voices_come_first_and_the_sample_voices_stay(gallery):
    assert gallery.names() == [*NAMES] and not gallery.folder.exists()
    add(gallery, "mina")
    assert gallery.names() == ["mina", *NAMES]
    assert gallery.get("").name == NAMES[0] and gallery.get(NAMES[-1].upper()).name == NAMES[-1]


def test_a_name_is_found_whatever_its_case_and_given_only_once(gallery):
    add(gallery, "Mina")
    assert gallery.get("mINA").name == "Mina"
    with pytest.raises(VoiceError, match="already"):
        add(gallery, "mina", mean_hz=120.0)
    with pytest.raises(VoiceError, match="sample voice"):
        add(gallery, NAMES[0].upper())
    assert gallery.get("mina").mean_hz == 190.0


def test_an_unknown_name_is_a_sentence_with_the_nearest(gallery):
    add(gallery, "mina")
    with pytest.raises(VoiceError, match="did you mean mina"):
        gallery.get("minna")
    for name in ("../mina", "/etc", "mina/.."):
        with pytest.raises(VoiceError, match="There is no voice named"):
            gallery.get(name)


def test_of_many_who_add_one_name_at_once_one_gets_it(gallery):
    told, ready = [], threading.Barrier(6)

    def work(hz: float) -> None:
        ready.wait()
        try:
            told.append(add(gallery, "mina", mean_hz=hz).name)
        except VoiceError as error:
            told.append(str(error))

    threads = [threading.Thread(target=work, args=(100.0 + i,)) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("mina") == 1 and sum("already" in sentence for sentence in told) == 5
    assert [path.name for path in gallery.folder.iterdir()] == ["mina"]
    assert gallery.get("mina").name == "mina"


@contextmanager
def a_full_disk(size: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [1_000, 20_000])
def test_a_voice_that_cannot_be_kept_is_absent(gallery, size):
    with a_full_disk(size), pytest.raises(VoiceError, match="mina cannot be kept in"):
        add(gallery, "mina")
    assert list(gallery.folder.iterdir()) == [] and gallery.names() == [*NAMES]


def test_what_a_killed_process_left_is_swept_but_not_what_another_builds(gallery):
    gallery.folder.mkdir()
    for name, age in ((".old", 7200), (".new", 10)):
        (gallery.folder / name).mkdir()
        os.utime(gallery.folder / name, (time.time() - age,) * 2)
    add(gallery, "mina")
    assert sorted(path.name for path in gallery.folder.iterdir()) == [".new", "mina"]
    assert gallery.names() == ["mina", *NAMES]


def test_a_removed_voice_leaves_nothing(gallery):
    add(gallery, "Mina")
    gallery.remove("mina")
    assert list(gallery.folder.iterdir()) == [] and gallery.names() == [*NAMES]
    with pytest.raises(VoiceError, match="no voice named"):
        gallery.remove("mina")
    with pytest.raises(VoiceError, match="sample voice"):
        gallery.remove(NAMES[0])


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("voice.safetensors", None),
        ("voice.safetensors", b""),
        ("voice.safetensors", b"\xff" * 100),
        ("consent.json", None),
        ("consent.json", b"{"),
        ("consent.json", b"[]"),
        ("consent.json", json.dumps(CONSENT.record() | {"statement": "yes"}).encode()),
        ("consent.json", json.dumps(CONSENT.record() | {"time": "noon"}).encode()),
    ],
)
def test_a_voice_with_a_damaged_or_missing_part_does_not_speak(gallery, part, content):
    add(gallery, "mina")
    add(gallery, "bora")
    path = gallery.folder / "mina" / part
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(VoiceError, match=r"^The (voice in|consent kept with).*[Aa]dd it again\.$"):
        gallery.get("mina")
    assert gallery.entry("mina").damage and not gallery.entry("bora").damage
    gallery.remove("mina")
    assert gallery.names() == ["bora", *NAMES]


@pytest.mark.parametrize("content", [None, b"", b"{}", b"3", b"\xff", b"outside"])
def test_a_voice_without_its_description_can_be_listed_and_removed(gallery, content):
    add(gallery, "mina")
    path = gallery.folder / "mina" / "about.json"
    if content == b"outside":  # its takes would be looked for wherever it says
        content = json.dumps(json.loads(path.read_bytes()) | {"id": "../.."}).encode()
    path.unlink() if content is None else path.write_bytes(content)
    entry = gallery.entry("mina")
    assert "remove the voice" in entry.damage and entry.id == voice("mina").id
    gallery.remove("mina")
    assert gallery.names() == [*NAMES]
