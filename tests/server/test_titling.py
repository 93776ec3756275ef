"""What the settings of a project say of its title, as the director takes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.jobs import JobError
from server.settings import Settings
from server.store import Store
from server.titling import titling
from synth.title.opening import MODEL, PICTURES, Titling

ID = "a" * 32


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def test_no_title_unless_one_is_asked_for(store):
    assert titling(Settings(title="Sea"), store, ID) is None
    assert titling(Settings(title_mode="card"), store, ID) is None


def test_all_that_is_set_is_told(store):
    asked = Settings(title_mode="card", title="Sea", subtitle="A day", title_source="frame", title_layout="left",
                     title_seed=4)  # fmt: skip
    assert titling(asked, store, ID) == Titling("Sea", "A day", "frame", "card", "left", 4)


def test_a_scene_is_painted_from_its_words_or_from_the_title(store):
    asked = Settings(title_mode="overlay", title="Sea", subtitle="A day")
    assert titling(asked, store, ID).picture == " Sea A day "
    assert titling(asked.with_({"title_scene": "a forest"}), store, ID).picture == " a forest "


@given(st.one_of(st.sampled_from(["frame", "/etc/passwd.png", "hf:x/y", "x.JPG"]), st.text(min_size=1, max_size=20)))
def test_words_never_name_a_file_a_model_or_the_film(words):
    store = Store(None)
    asked = Settings(title_mode="overlay", title="Sea", title_scene=words)
    picture = titling(asked, store, ID).picture
    assert not picture.startswith(MODEL) and not picture.lower().endswith(PICTURES) and picture != "frame"


def test_a_picture_of_ones_own(store):
    asked = Settings(title_mode="overlay", title="Sea", title_source="own", title_picture="b" * 32)
    with pytest.raises(JobError, match="bring it again"):
        titling(asked, store, ID)
    path = store.picture(ID, "b" * 32)
    path.parent.mkdir(parents=True)
    path.touch()
    assert titling(asked, store, ID).picture == str(path)


def test_until_one_is_brought_the_scene_is_painted(store):
    assert titling(Settings(title_mode="overlay", title="Sea", title_source="own"), store, ID).picture == " Sea  "
