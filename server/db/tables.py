"""Everything the studio keeps in rows. Times are seconds since 1970; ids are 128 random bits, in hex.

Files lie under the home folder by these ids (server/store.py); nothing is named by what a person typed.
"""

from __future__ import annotations

import secrets

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()


def new_id() -> str:
    return secrets.token_hex(16)


def _id() -> Column:
    return Column("id", String(32), primary_key=True, default=new_id)


def _of(table: str, name: str = "", nullable: bool = False) -> Column:
    """A reference to another table's row; the row goes with the one it refers to."""
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name or table, String(32), key, nullable=nullable, index=True)


account = Table(
    "account",
    metadata,
    _id(),
    Column("name", String(64), nullable=False, unique=True),  # as typed; folded in `key`
    Column("key", String(64), nullable=False, unique=True),
    Column("password", Text),  # a hash; NULL: enters by the one-time link only
    Column("session", String(32), nullable=False, default=new_id),  # changed to end every session
    Column("created", Float, nullable=False),
)

token = Table(  # for programs; the secret itself is shown once and never kept
    "token",
    metadata,
    _id(),
    _of("account", "owner"),
    Column("name", String(64), nullable=False),
    Column("prefix", String(12), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("scope", String(8), nullable=False),  # read, write
    Column("created", Float, nullable=False),
    Column("used", Float),
)

upload = Table(  # how much has arrived is the length of its file, never a number kept here
    "upload",
    metadata,
    _id(),
    _of("account", "owner"),
    Column("kind", String(16), nullable=False),  # film, recording
    Column("name", Text, nullable=False),  # what the person calls the file: shown, never a path
    Column("size", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),  # open, complete
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)

film = Table(
    "film",
    metadata,
    _id(),
    _of("account", "owner"),
    Column("name", Text, nullable=False),
    Column("suffix", String(8), nullable=False),  # of the stored file, from a list: .mp4
    Column("size", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),  # checking, ready, refused
    Column("verdict", Text, nullable=False, default=""),  # why it was refused
    Column("about", JSON, nullable=False, default=dict),  # what probe told: duration, size of the picture, streams
    Column("created", Float, nullable=False),
)

project = Table(  # a film and its cues, to be narrated as often as one likes
    "project",
    metadata,
    _id(),
    _of("account", "owner"),
    _of("film"),
    Column("name", Text, nullable=False),
    Column("settings", JSON, nullable=False, default=dict),  # server/settings.py
    Column("version", Integer, nullable=False, default=0),  # raised by every change of its cues
    Column("created", Float, nullable=False),
    Column("changed", Float, nullable=False),
)

cue = Table(
    "cue",
    metadata,
    Column("project", String(32), ForeignKey("project.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(32), primary_key=True),  # chosen by whoever adds it
    Column("start", Float, nullable=False),  # s of film time
    Column("end", Float, nullable=False),
    Column("text", Text, nullable=False),
    Column("speaker", String(64), nullable=False, default=""),
    Column("voice", String(64), nullable=False, default=""),  # empty: as the project says
    Column("mood", String(16), nullable=False, default=""),
    Column("version", Integer, nullable=False),  # the project's when it was last changed
    Column("gone", Boolean, nullable=False, default=False),  # kept, so that other tabs hear of it
)
Index("cue_changes", cue.c.project, cue.c.version)

job = Table(  # something a person waits for
    "job",
    metadata,
    _id(),
    _of("account", "owner"),
    _of("project", nullable=True),
    _of("film", nullable=True),
    Column("kind", String(16), nullable=False),  # check (a film), line (one cue), music, narration, voice
    Column("state", String(16), nullable=False),  # queued, running, done, failed, cancelled
    Column("asked", JSON, nullable=False),  # what it was given, whole: later changes do not reach it
    Column("result", JSON),
    Column("error", Text, nullable=False, default=""),
    Column("stage", String(16), nullable=False, default=""),
    Column("progress", Float, nullable=False, default=0.0),  # 0..1 of the whole job
    Column("detail", Text, nullable=False, default=""),
    Column("cancel", Boolean, nullable=False, default=False),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("finished", Float),
)

step = Table(  # what a worker does in one go
    "step",
    metadata,
    _id(),
    _of("job"),
    Column("kind", String(16), nullable=False),
    Column("queue", String(16), nullable=False),  # interactive, work
    Column("place", Integer, nullable=False, default=0),  # in its job: waits for all before it
    Column("state", String(16), nullable=False),  # waiting, ready, running, done, failed, cancelled
    Column("fence", Integer, nullable=False, default=0),  # raised by every claim: only the last one may publish
    Column("lease", Float, nullable=False, default=0.0),  # until when its worker is believed to live
    Column("worker", String(32), nullable=False, default=""),  # who claimed it last (server/jobs/presence.py)
    Column("offered", Float, nullable=False, default=0.0),
    Column("runs", Integer, nullable=False, default=0),  # in a row that came as far as any, and no further
    Column("stumbles", Integer, nullable=False, default=0),  # in a row that came nowhere, or not even so far
    Column("output", JSON),
    Column("error", Text, nullable=False, default=""),
)
Index("step_waiting", step.c.state, step.c.queue)

event = Table(  # the log of a job, read by those who watch it
    "event",
    metadata,
    Column("job", String(32), ForeignKey("job.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),  # 1, 2, …
    Column("at", Float, nullable=False),
    Column("body", JSON, nullable=False),
)

share = Table(  # a link to one result for whoever has it
    "share",
    metadata,
    _id(),
    _of("account", "owner"),
    _of("job"),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created", Float, nullable=False),
    Column("expires", Float, nullable=False),
)

bucket = Table(  # how often something may still be done (server/limits.py)
    "bucket",
    metadata,
    Column("key", String(96), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("at", Float, nullable=False),
)
