"""Every route and verb, asked by its owner, by somebody else and by nobody.

New routes are found by themselves: one that holds an object must name here where the object is (OBJECTS), one that
answers to everybody must be in PUBLIC.
"""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest
from sqlalchemy import insert, select

from server.db.tables import cue, film, job, metadata, project, share, token, upload

THEIRS = "a" * 32  # every object of the owner's has this id
NAME = "by its owner"  # and this name
OBJECTS = (
    "films",
    "projects",
    "jobs",
    "music",
    "images",
    "shares",
    "tokens",
    "uploads",
)  # whose first argument is such an id
BY_NAME = ("voices",)  # everybody has their own under the same names
PUBLIC = {"/api", "/api/openapi.json", "/enter", "/healthz", "/language", "/login", "/logout", "/s/<secret>",
          "/s/<secret>/<file>"}  # fmt: skip
ARGUMENTS = {"id": THEIRS, "cue": THEIRS, "picture": THEIRS, "name": "report.json", "form": "srt", "language": "en",
             "depth": "1024", "secret": "guess", "file": "film", "filename": "css/base.css"}  # fmt: skip
TUS = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
TRAVERSALS = ("../secret", "..%2fsecret", "%2e%2e%2fsecret", "....//secret", "/etc/passwd", "%00", "a" * 31 + "%2f")


def routes(app):
    """(path template, verb) of everything that is served."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for verb in sorted(rule.methods - {"HEAD", "OPTIONS"} or {"HEAD"}):
            if rule.endpoint != "static":
                yield rule, verb


def path(rule, **arguments):
    values = {name: {**ARGUMENTS, **arguments}[name] for name in rule.arguments}
    return rule.build(values)[1]


def owns(rule) -> bool:
    parts = rule.rule.strip("/").removeprefix("api/").split("/")
    return parts[0] in OBJECTS and "<" in rule.rule


@pytest.fixture
def theirs(app, me):
    """One object of every kind, and the files that belong to them."""
    studio, now = app.extensions["studio"], time.time()
    row = {"id": THEIRS, "owner": me, "created": now}
    with studio.db.write() as connection:
        add = lambda table, **values: connection.execute(insert(table).values(**values))  # noqa: E731
        add(upload, **row, kind="film", name=f"{NAME}.mp4", size=3, state="open", expires=now + 999)
        add(film, **row, name=NAME, suffix=".mp4", size=3, state="ready")
        add(project, **row, film=THEIRS, name=NAME, changed=now)
        add(cue, project=THEIRS, id=THEIRS, start=0.0, end=1.0, text=NAME, version=0)
        add(
            job,
            **row,
            kind="narration",
            state="done",
            asked={},
            result={"files": {"report": "report.json"}},
            project=THEIRS,
        )
        add(share, **row, job=THEIRS, hash="x", expires=now + 999)
        add(token, **row, name=NAME, prefix="ns_", hash="x", scope="read")
    for file in (
        studio.store.result(THEIRS) / "report.json",
        studio.store.source(THEIRS, ".mp4"),
        studio.store.upload(THEIRS),
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"{}")
    (studio.config.home / "secret").write_text("the secret of the home folder")
    return studio


def everything(studio):
    """All rows and files, to see whether anything changed."""
    with studio.db.read() as connection:
        rows = {
            name: sorted(map(str, connection.execute(select(table))))
            for name, table in metadata.tables.items()
            if name != "bucket"
        }
    files = {
        str(path): path.read_bytes()
        for path in studio.config.home.rglob("*")
        if path.is_file() and "sqlite" not in path.name
    }
    return rows, files


def test_nobody_gets_in_but_where_everybody_may(app, anonymous, theirs):
    before = everything(theirs)
    for rule, verb in routes(app):
        answer = anonymous.open(path(rule), method=verb, headers=TUS)
        if rule.rule in PUBLIC:
            assert answer.status_code != 401, rule.rule
        elif rule.rule.startswith("/api/"):
            assert answer.status_code == 401, f"{verb} {rule.rule}"
        else:
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/login"), rule.rule
    assert everything(theirs) == before


def test_what_is_somebody_elses_does_not_exist(app, stranger, theirs):
    before = everything(theirs)
    asked = [(rule, verb) for rule, verb in routes(app) if owns(rule)]
    assert len(asked) > 15
    for rule, verb in asked:
        bodies = [None] if verb in ("GET", "HEAD", "DELETE") else [None, {}]
        for body in bodies:
            answer = stranger.open(path(rule), method=verb, json=body, headers=TUS if "uploads" in rule.rule else None)
            assert answer.status_code == 404, f"{verb} {rule.rule} {answer.status_code}"
            assert NAME not in answer.text
    assert everything(theirs) == before


def test_lists_hold_nothing_of_others(app, stranger, theirs):
    for rule, verb in routes(app):
        if verb == "GET" and not rule.arguments and rule.rule not in PUBLIC:
            answer = stranger.get(rule.rule)
            assert answer.status_code in (200, 400) and NAME not in answer.text, rule.rule


def test_every_route_with_an_object_is_known_here(app):
    rules = {rule.rule for rule, _ in routes(app) if rule.arguments}
    topics = {rule: rule.strip("/").removeprefix("api/").split("/")[0] for rule in rules}
    known = {rule.rule for rule, _ in routes(app) if owns(rule)} | PUBLIC
    unknown = [rule for rule, topic in topics.items() if rule not in known and topic not in BY_NAME]
    assert unknown == []


def test_the_owner_reads_what_is_theirs(app, client, theirs):
    for rule, verb in routes(app):
        made_later = (
            rule.rule.endswith(("/video", "/poster", "/fit", "/title/pictures/<picture>")) or "/peaks/" in rule.rule
        )
        if verb == "GET" and owns(rule) and not made_later:
            with client.get(path(rule)) as answer:
                assert answer.status_code in (200, 302, 400), f"{rule.rule} {answer.status_code}"


@pytest.mark.parametrize("evil", TRAVERSALS)
def test_no_argument_leads_out_of_its_folder(app, client, theirs, evil):
    for rule, verb in routes(app):
        for name in rule.arguments:
            if rule._converters[name].__class__.__name__ not in ("UnicodeConverter", "PathConverter"):
                continue
            template = path(rule, **{name: "EVIL"})
            for said in (evil, quote(evil, safe="")):
                with client.open(template.replace("EVIL", said), method="GET" if verb == "GET" else verb) as answer:
                    assert b"the secret of the home folder" not in answer.data
                    assert answer.status_code in (302, 308, 400, 403, 404, 405, 412, 415, 422), (
                        f"{verb} {template} {said}"
                    )


def test_a_forged_request_changes_nothing(app, client, theirs):
    before = everything(theirs)
    for rule, verb in routes(app):
        if verb in ("POST", "PUT", "PATCH", "DELETE"):
            answer = client.open(path(rule), method=verb, json={}, headers={"Sec-Fetch-Site": "cross-site", **TUS})
            assert answer.status_code == 403, f"{verb} {rule.rule}"
    assert everything(theirs) == before
