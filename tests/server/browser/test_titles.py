"""A title as people make it: written, seen, another one, and in the film's first seconds."""

from __future__ import annotations

import base64
import io

import av
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.media.films import draw
from tests.server.browser.conftest import violations
from tests.server.browser.test_editor import ask, open_editor, put, until

PATIENCE = 180_000  # ms: other tests run


@pytest.fixture
def project(page, tmp_path):
    """A film of eight seconds and one line, in its editor; the project's id."""
    data = draw(tmp_path / "film.mp4", seconds=8, flash=7, size=(480, 270)).read_bytes()
    name = base64.b64encode("바다.mp4".encode()).decode()
    told = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(data)),
        "Upload-Metadata": f"filename {name},kind ZmlsbQ==",
    }
    where = page.request.post("/api/uploads", headers=told).headers["location"]
    piece = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    assert page.request.patch(where, headers=piece, data=data).ok
    film = ask(page, "POST", "/api/films", upload=where.rsplit("/", 1)[1])["film"]["id"]
    id = ask(page, "POST", "/api/projects", film=film, name="The day at the sea")["project"]["id"]
    put(page, id, [{"id": "a", "start": 5.0, "end": 7.0, "text": "Hello.", "speaker": ""}])
    until(lambda: ask(page, "GET", f"/api/films/{film}")["film"]["state"] == "ready", 120)
    open_editor(page, id)
    return id


def seen(page) -> np.ndarray:
    """The preview, when it has been painted."""
    expect(page.locator("#sheet")).to_have_attribute("aria-busy", "false", timeout=PATIENCE)
    expect(page.locator("#sheet-play")).to_be_enabled(timeout=PATIENCE)
    still = page.locator("#sheet .ground").get_attribute("src").replace("picture.jpg", "still.jpg")
    return np.asarray(Image.open(io.BytesIO(page.request.get(still).body())), float)


def test_a_title_is_written_seen_and_in_the_film(page, project):
    page.locator("#titling").click()
    page.get_by_role("radio", name="With a title card before it").check()
    expect(page.get_by_label("Title", exact=True)).to_have_value("The day at the sea")
    page.get_by_label("A line below it").fill("Class 3-2")
    page.get_by_label("What is to be seen").fill("the sea at night")
    settings = lambda: ask(page, "GET", f"/api/projects/{project}")["project"]["settings"]  # noqa: E731
    until(lambda: settings()["title_scene"] == "the sea at night")
    first = seen(page)
    page.get_by_role("button", name="Another picture").click()
    until(lambda: settings()["title_seed"] == 1)
    page.wait_for_timeout(100)
    second = seen(page)
    assert np.abs(first - second).mean() > 4 and violations(page) == []
    page.get_by_role("button", name="See it move").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    assert page.locator("#sheet .letters").evaluate("image => getComputedStyle(image).opacity") < "1"
    page.get_by_role("button", name="Close").click()

    page.get_by_role("button", name="Narrate", exact=True).click()
    page.wait_for_url("**/jobs/*")
    expect(page.locator("#result")).to_be_visible(timeout=PATIENCE)
    made = ask(page, "GET", f"/api/jobs/{page.url.rsplit('/', 1)[1]}")["job"]["result"]
    assert made["card"] > 2 and page.locator("#downloads a[href*='poster.jpg']").count() == 1
    film = page.request.get(page.locator("#narrated").get_attribute("src")).body()
    with av.open(io.BytesIO(film)) as opened:
        frames = {
            round(f.time, 2): f.to_ndarray(format="rgb24") for f in opened.decode(video=0) if f.time < made["card"] + 1
        }
    shown = np.asarray(Image.fromarray(frames[min(frames, key=lambda at: abs(at - 1.5))]), float)
    assert np.abs(shown - second).mean() < 10 < np.abs(shown - first).mean(), "not the title that was seen"
    assert frames[max(frames)].mean() < 20, "behind the card the film is as it was: black"
    page.get_by_role("button", name="Original", exact=True).click()
    assert violations(page) == []
