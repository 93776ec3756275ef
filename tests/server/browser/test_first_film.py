"""A newcomer: the sample film, narrated in three clicks, seen, heard, shared."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.server.browser.conftest import violations

WORDS = {
    "en-GB": ("Open the sample film", "Narrate", "14 of 14 cues fit at an easy pace"),
    "ko-KR": ("예제 영상 열기", "내레이션 만들기", "자막 14개 중 14개가"),
}
LONG = 180_000  # ms; a machine that is busy with other tests


def until(holds, seconds: float = 30) -> None:
    """Waits for it; asking in the page itself would need what its policy forbids."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def loaded(video) -> None:
    until(lambda: video.evaluate("video => video.readyState") >= 1)


@pytest.mark.parametrize("language", WORDS)
def test_three_clicks_to_a_narrated_film(page, language):
    sample, narrate, fits = WORDS[language]
    page.get_by_role("button", name=sample).click()
    page.wait_for_url("**/projects/*")
    page.get_by_role("button", name=narrate, exact=True).click()
    page.wait_for_url("**/jobs/*")
    expect(page.locator("#result")).to_be_visible(timeout=LONG)
    expect(page.locator("#fit-count")).to_contain_text(fits)
    film = page.locator("#narrated")
    loaded(film)
    assert 50 < film.evaluate("video => video.duration") < 60
    assert violations(page) == []


@pytest.fixture
def narrated(page):
    """The page of a finished narration."""
    made = page.request.post("/api/films/sample", data={"language": "en"}).json()["project"]["id"]
    page.request.patch(f"/api/projects/{made}", data={"settings": {"music": "off", "title_mode": "off"}})
    job = page.request.post(f"/api/projects/{made}/narrations").json()["job"]["id"]
    page.goto(f"/jobs/{job}")
    expect(page.locator("#result")).to_be_visible(timeout=LONG)
    return page


def test_the_original_is_heard_at_the_same_place(narrated):
    loaded(narrated.locator("#narrated"))
    narrated.locator("#narrated").evaluate("video => { video.currentTime = 20; }")
    narrated.get_by_role("button", name="Original", exact=True).click()
    original = narrated.locator("#original")
    expect(original).to_be_visible()
    until(lambda: abs(original.evaluate("video => video.currentTime") - 20) < 0.5)
    expect(narrated.locator("#narrated")).to_be_hidden()


def test_everything_can_be_downloaded(narrated):
    hrefs = narrated.eval_on_selector_all("a[download]", "links => links.map(link => link.getAttribute('href'))")
    assert len(hrefs) == 6
    for href in hrefs:
        answer = narrated.request.get(href)
        assert answer.ok and "attachment" in answer.headers["content-disposition"], href


def test_a_link_shows_the_film_to_somebody_else(narrated, browser, studio):
    narrated.get_by_role("button", name="Make a link").click()
    link = narrated.get_by_label("The link", exact=True).input_value()
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    loaded(page.locator("video"))
    assert violations(page) == []
    page.goto(studio.url)
    assert "/login" in page.url
    context.close()


def test_a_narration_is_cancelled_and_tried_again(page):
    made = page.request.post("/api/films/sample", data={"language": "ko"}).json()["project"]["id"]
    page.request.patch(f"/api/projects/{made}", data={"settings": {"music": "off", "title_mode": "off"}})
    job = page.request.post(f"/api/projects/{made}/narrations").json()["job"]["id"]
    page.goto(f"/jobs/{job}")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Cancel the narration").click()
    expect(page.locator("#failed")).to_be_visible(timeout=LONG)
    expect(page.locator("#error")).to_contain_text("cancelled")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#result")).to_be_visible(timeout=LONG)


@pytest.mark.parametrize("path", ["/", "/account", "/api", "/voices", "/voices/new", "/pictures"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_for_everybody(page, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


@pytest.mark.parametrize("viewport", [{"width": 360, "height": 740}])
@pytest.mark.parametrize("language", ["en-GB", "ko-KR"])
@pytest.mark.parametrize("path", ["/", "/account", "/api", "/voices", "/voices/new", "/pictures"])
def test_nothing_is_wider_than_a_phone(page, path):
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
