import math
import time
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from server import cues
from server.cues import Conflict, CueError
from server.db import Database
from server.db.tables import account, cue, film, new_id, project

HOSTILE = [
    {"start": -1},
    {"start": math.nan},
    {"end": math.inf},
    {"end": 1.0},  # where it begins
    {"start": True},
    {"start": "1"},
    {"end": 1e9},
    {"text": "x" * 2001},
    {"text": None},
    {"text": "a\0b"},
    {"text": "\ud800"},
    {"id": ""},
    {"id": "../x"},
    {"id": "x" * 33},
    {"id": 7},
    {"speaker": "a\nb"},
    {"voice": "hf:someone/model"},
    {"mood": "x" * 17},
    {"mood": "hungry"},
    {"colour": "red"},
]


@pytest.fixture(scope="module")
def db():
    db = Database("sqlite://")
    with db.write() as connection:
        connection.execute(insert(account).values(id="a" * 32, name="me", key="me", created=0.0))
        a_film = {"name": "f", "suffix": ".mp4", "size": 1, "state": "ready", "about": {}, "created": 0.0}
        connection.execute(insert(film).values(id="f" * 32, owner="a" * 32, **a_film))
    yield db
    db.close()


def begun(db) -> str:
    id, now = new_id(), time.time()
    with db.write() as connection:
        connection.execute(
            insert(project).values(id=id, owner="a" * 32, film="f" * 32, name="p", created=now, changed=now)
        )
    return id


@pytest.fixture
def here(db):
    return begun(db)


def a_cue(id="c1", start=1.0, end=2.0, text="Hello.", **more):
    return {"id": id, "start": start, "end": end, "text": text, **more}


def sent(db, here, base, *changes):
    with db.write() as connection:
        return cues.apply(connection, here, base, changes)


def seen(db, here, version=0):
    with db.read() as connection:
        return cues.since(connection, here, version)


def test_a_cue_comes_back_as_it_was_sent(db, here):
    sent(db, here, 0, a_cue(start=1.0004, end=2.5, text=" 안녕\n하세요 ", speaker="Anna", voice="mina"))
    version, (row,) = seen(db, here)
    assert version == 1
    assert row == {
        "id": "c1", "start": 1.0, "end": 2.5, "text": " 안녕\n하세요 ", "speaker": "Anna", "voice": "mina", "mood": "",
        "version": 1, "gone": False,
    }  # fmt: skip


def test_a_set_of_changes_raises_the_version_by_one(db, here):
    assert sent(db, here, 0, a_cue("c1"), a_cue("c2")) == 1
    assert sent(db, here, 1, a_cue("c1", text="Other."), {"id": "c2", "gone": True}) == 2


def test_sent_again_changes_do_nothing(db, here):
    changes = a_cue("c1", text="New."), {"id": "c2", "gone": True}
    sent(db, here, 0, a_cue("c1"), a_cue("c2"))
    assert sent(db, here, 1, *changes) == sent(db, here, 1, *changes) == 2


def test_what_changed_since_a_version_includes_what_is_gone(db, here):
    sent(db, here, 0, a_cue("c1"), a_cue("c2"))
    sent(db, here, 1, {"id": "c2", "gone": True})
    assert seen(db, here, 1) == (2, [{"id": "c2", "version": 2, "gone": True}])
    assert [row["id"] for row in seen(db, here)[1]] == ["c1"]


def test_a_cue_that_others_changed_is_a_conflict_and_nothing_is_done(db, here):
    sent(db, here, 0, a_cue("c1"), a_cue("c2"))
    sent(db, here, 1, a_cue("c1", text="Theirs."))
    with pytest.raises(Conflict) as conflict:
        sent(db, here, 1, a_cue("c1", text="Mine."), a_cue("c2", text="Mine."))
    assert [row["text"] for row in conflict.value.cues] == ["Theirs."] and conflict.value.version == 2
    assert [row["text"] for row in seen(db, here)[1]] == ["Theirs.", "Hello."]


def test_others_may_change_other_cues(db, here):
    sent(db, here, 0, a_cue("c1"), a_cue("c2"))
    sent(db, here, 1, a_cue("c1", text="Theirs."))
    assert sent(db, here, 1, a_cue("c2", text="Mine.")) == 3


def test_to_change_what_another_deleted_is_a_conflict(db, here):
    sent(db, here, 0, a_cue())
    sent(db, here, 1, {"id": "c1", "gone": True})
    with pytest.raises(Conflict):
        sent(db, here, 1, a_cue(text="Mine."))
    assert sent(db, here, 2, a_cue(text="Mine.")) == 3  # having seen it


def test_to_delete_what_another_changed_is_a_conflict(db, here):
    sent(db, here, 0, a_cue())
    sent(db, here, 1, a_cue(text="Theirs."))
    with pytest.raises(Conflict):
        sent(db, here, 1, {"id": "c1", "gone": True})


def test_to_delete_what_is_not_there_is_nothing(db, here):
    assert sent(db, here, 0, {"id": "c9", "gone": True}) == 0


@pytest.mark.parametrize("wrong", HOSTILE, ids=range(len(HOSTILE)))
def test_what_cannot_be_a_cue_is_refused_and_nothing_is_done(db, here, wrong):
    with pytest.raises(CueError):
        sent(db, here, 0, a_cue("c2"), a_cue() | wrong)
    assert seen(db, here) == (0, [])


@pytest.mark.parametrize("wrong", [7, None, [], "cue"])
def test_a_change_is_an_object(db, here, wrong):
    with pytest.raises(CueError, match="object"):
        sent(db, here, 0, wrong)


def test_a_cue_changes_once_in_a_set(db, here):
    with pytest.raises(CueError, match="only once"):
        sent(db, here, 0, a_cue(), a_cue(text="Other."))


def test_three_thousand_cues_are_taken_in_one_set(db, here):
    began = time.monotonic()
    sent(db, here, 0, *(a_cue(f"c{n}", n, n + 0.9) for n in range(3000)))
    assert len(seen(db, here)[1]) == 3000
    assert time.monotonic() - began < 3


def test_there_is_an_end_to_how_many(db, here, monkeypatch):
    monkeypatch.setattr(cues, "MOST", 3)
    sent(db, here, 0, *(a_cue(f"c{n}") for n in range(3)))
    with pytest.raises(CueError, match="at most 3"):
        sent(db, here, 1, a_cue("c4"))
    sent(db, here, 1, {"id": "c1", "gone": True}, a_cue("c5"))  # one for another is fine


def test_an_import_takes_the_place_of_what_is_there_or_stands_beside_it(db, here):
    sent(db, here, 0, a_cue("c1"))
    new = {"start": 5.0, "end": 6.0, "text": "New.", "speaker": ""}
    with db.write() as connection:
        cues.replace(connection, here, [new], keep=True)
        assert cues.count(connection, here) == 2
        cues.replace(connection, here, [new, new])
        assert cues.count(connection, here) == 2
    assert [row["text"] for row in seen(db, here)[1]] == ["New.", "New."]


def test_projects_do_not_share_cues(db):
    one, other = begun(db), begun(db)
    sent(db, one, 0, a_cue())
    sent(db, other, 0, a_cue(text="Other."))
    assert [row["text"] for row in seen(db, one)[1]] == ["Hello."]


@dataclass
class Client:
    """Somebody who edits: has seen the project at a version, and sends with it."""

    version: int = 0
    known: dict = field(default_factory=dict)  # id -> text, None: deleted

    def read(self, db, here):
        self.version, rows = seen(db, here, self.version)
        self.known |= {row["id"]: row.get("text") for row in rows}


steps = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["read", "edit", "edit", "delete", "again"]),
        st.sampled_from(["c1", "c2", "c3"]),
    ),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_whatever_two_clients_do_no_edit_is_lost_unseen(db, steps):
    """What somebody wrote is overwritten only by somebody who had it before their eyes."""
    here, clients = begun(db), (Client(), Client())
    last: list = [None, None]
    for at, (who, what, id) in enumerate(steps):
        client = clients[who]
        if what == "read":
            client.read(db, here)
            continue
        if what == "again":  # the answer was lost on the way
            if last[who] is None:
                continue
            base, change = last[who]
        else:
            base, change = (
                client.version,
                {"id": id, "gone": True} if what == "delete" else a_cue(id, text=f"text {at}"),
            )
        last[who] = base, change
        with db.read() as connection:
            row = connection.execute(select(cue).where(cue.c.project == here, cue.c.id == change["id"])).one_or_none()
        unseen = row is not None and row.version > base
        same = row is None if change.get("gone") else row is not None and not row.gone and row.text == change["text"]
        same = same or bool(row is not None and row.gone and change.get("gone"))
        try:
            version = sent(db, here, base, change)
        except Conflict as conflict:
            assert unseen and not same and [c["id"] for c in conflict.cues] == [change["id"]]
            continue
        assert same or not unseen
        now = {r["id"]: r["text"] for r in seen(db, here)[1]}
        assert now.get(change["id"]) == change.get("text")
        assert version >= base
