import time

import pytest
from sqlalchemy import insert, update

from server.db.tables import film, job, new_id


def add_film(app, owner, **values):
    id = new_id()
    row = {"id": id, "owner": owner, "name": "The tide.mp4", "suffix": ".mp4", "size": 3, "state": "ready"}
    with app.extensions["studio"].db.write() as connection:
        connection.execute(
            insert(film).values(**{**row, "about": {"duration": 54.0}, "created": time.time(), **values})
        )
    return id


@pytest.fixture
def a_film(app, me):
    return add_film(app, me)


@pytest.fixture
def here(client, a_film):
    """The address of a project."""
    return "/api/projects/" + client.post("/api/projects", json={"film": a_film}).json["project"]["id"]


def test_a_project_begins_with_a_film_and_its_name(client, a_film):
    answer = client.post("/api/projects", json={"film": a_film})
    assert answer.status_code == 201
    project = answer.json["project"]
    assert answer.headers["Location"].endswith(f"/api/projects/{project['id']}")
    assert project["name"] == "The tide" and project["film"]["duration"] == 54.0
    assert project["cues"] == project["version"] == 0 and project["job"] is None
    assert project["settings"]["original"] == "duck" and project["settings"]["rate"] == 1.0


def test_it_can_be_given_a_name(client, a_film):
    answer = client.post("/api/projects", json={"film": a_film, "name": " 바다로   가는 하루 "})
    assert answer.json["project"]["name"] == "바다로 가는 하루"


@pytest.mark.parametrize("name", ["x" * 201, "a\0b"])
def test_a_name_that_cannot_be_shown_is_refused(client, here, name):
    answer = client.patch(here, json={"name": name})
    assert answer.status_code == 400 and answer.json["error"]["field"] == "name"


def test_a_refused_film_says_why(app, client, me):
    answer = client.post("/api/projects", json={"film": add_film(app, me, state="refused", verdict="No picture.")})
    assert answer.status_code == 409 and answer.json["error"]["message"] == "No picture."


def test_a_film_of_somebody_else_is_no_film(stranger, a_film):
    assert stranger.post("/api/projects", json={"film": a_film}).status_code == 404


def test_the_last_changed_comes_first(client, a_film):
    first, second = (client.post("/api/projects", json={"film": a_film}).json["project"]["id"] for _ in range(2))
    client.patch(f"/api/projects/{first}", json={"name": "changed"})
    assert [project["id"] for project in client.get("/api/projects").json["projects"]] == [first, second]


def test_some_settings_are_changed_and_the_others_stay(client, here):
    client.patch(here, json={"settings": {"rate": 1.2}})
    settings = client.patch(here, json={"settings": {"voice": "mina"}}).json["project"]["settings"]
    assert (settings["rate"], settings["voice"]) == (1.2, "mina")


@pytest.mark.parametrize("settings", [{"rate": 9}, {"colour": "red"}, {"voice": "hf:a/b"}])
def test_settings_that_cannot_be_are_refused_by_name(client, here, settings):
    answer = client.patch(here, json={"settings": settings})
    assert answer.status_code == 400 and answer.json["error"]["field"] == f"settings.{next(iter(settings))}"


def test_the_latest_narration_is_told(app, client, me, here):
    id = here.rpartition("/")[2]
    row = {"owner": me, "project": id, "kind": "narration", "state": "done", "asked": {}}
    with app.extensions["studio"].db.write() as connection:
        connection.execute(insert(job).values(**row, id="1" * 32, created=1.0))
        connection.execute(insert(job).values(**row, id="2" * 32, created=2.0))
    assert client.get(here).json["project"]["job"]["id"] == "2" * 32


def test_deleted_it_goes_with_what_was_made_of_it_and_the_film_stays(app, client, me, here, a_film):
    result = app.extensions["studio"].store.result("1" * 32)
    result.mkdir(parents=True)
    with app.extensions["studio"].db.write() as connection:
        row = {"owner": me, "project": here.rpartition("/")[2], "kind": "narration", "state": "done", "asked": {}}
        connection.execute(insert(job).values(**row, id="1" * 32, created=1.0))
    assert client.delete(here).status_code == 204
    assert client.get(here).status_code == 404 and not result.exists()
    assert client.get(f"/api/films/{a_film}").status_code == 200


def test_the_editor_opens(client, here):
    page = client.get(here.removeprefix("/api"))
    assert page.status_code == 200 and 'id="timeline"' in page.text


def test_the_editor_opens_for_a_film_that_is_still_looked_at(app, client, here, a_film):
    with app.extensions["studio"].db.write() as connection:
        connection.execute(update(film).where(film.c.id == a_film).values(state="checking", about={}))
    assert client.get(here.removeprefix("/api")).status_code == 200


def test_the_editor_speaks_korean(client, here):
    page = client.get(here.removeprefix("/api"), headers={"Accept-Language": "ko"})
    assert "내레이션 만들기" in page.text
