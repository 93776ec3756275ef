"""Music as people make it: a mood chosen, a piece composed, heard, kept and given to a film; a cue given its mood."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.server.browser.conftest import violations
from tests.server.browser.test_editor import ask, cues, open_editor, sample, until

PATIENCE = 180_000  # ms: other tests run
SHORTEST = "0"  # on the slider of lengths: ten seconds
PHONE = {"width": 390, "height": 844}
WORDS = {
    "en-GB": {"music": "Music", "sad": "Sad", "piano": "Piano", "compose": "Compose", "title": "Sad · Piano",
              "words": "In my words", "empty": "Write a few words", "use": "Use it"},
    "ko-KR": {"music": "음악", "sad": "슬픈", "piano": "피아노", "compose": "곡 만들기", "title": "슬픈 피아노",
              "words": "글로 쓰기", "empty": "글을 조금 적거나", "use": "사용하기"},
}  # fmt: skip


@pytest.mark.parametrize(
    "language, viewport", [("en-GB", {"width": 1280, "height": 800}), ("ko-KR", PHONE)], ids=["en", "ko-phone"]
)
def test_a_piece_is_composed_heard_kept_and_given_to_a_film(page, language, viewport):
    words = WORDS[language]
    film = ask(page, "POST", "/api/films/sample", language=language[:2])["project"]["id"]
    page.get_by_role("link", name=words["music"], exact=True).click()
    page.wait_for_selector("html[data-ready=music]")
    assert violations(page) == []

    page.get_by_role("radio", name=words["words"]).check()
    page.get_by_role("button", name=words["compose"], exact=True).click()
    expect(page.locator("#wrong")).to_contain_text(words["empty"])
    page.get_by_role("radio", name=words["sad"]).check()
    page.get_by_role("radio", name=words["piano"], exact=True).check()
    page.locator("#length").fill(SHORTEST)
    page.get_by_role("button", name=words["compose"], exact=True).click()
    expect(page.locator("#piece")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#title")).to_contain_text(words["title"])
    sound = page.locator("#audio")
    until(lambda: sound.evaluate("audio => audio.readyState") >= 1)
    assert 13 < sound.evaluate("audio => audio.duration") < 15  # and its echo
    until(lambda: sound.evaluate("audio => audio.currentTime") > 0.2)
    assert page.locator("#facts dd").count() == 7 and violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for link in page.locator("#piece a[download]").all():
        assert page.request.get(link.get_attribute("href")).ok

    page.locator("#film").select_option(film)
    page.get_by_role("button", name=words["use"], exact=True).click()
    expect(page.locator("#given a")).to_have_attribute("href", f"/projects/{film}")
    told = ask(page, "GET", f"/api/projects/{film}")["project"]["settings"]
    assert (told["music"], told["genre"], told["seed"]) == ("sad", "piano", 0)

    page.locator("#keep").click()
    expect(page.locator("#pieces .kept")).to_have_count(1)
    page.reload()
    expect(page.locator("#keep")).to_have_attribute("aria-pressed", "true")
    page.locator("#pieces .old .quiet").first.click()
    page.locator("dialog .danger").click()
    expect(page.locator("#nothing")).to_be_visible()


def test_a_cue_gets_its_mood_by_the_keyboard(page):
    id = sample(page)
    open_editor(page, id)
    page.locator(".cue-open").first.click()
    page.locator(".open textarea").focus()
    for _ in range(3):  # speaker, voice, mood
        page.keyboard.press("Tab")
    page.keyboard.press("t")  # of the list's Tense: letters are no shortcuts here
    until(lambda: cues(page, id)[0]["mood"] == "tense")
    expect(page.locator(".toast")).to_contain_text("By the mood of the words")
    page.keyboard.press("Escape")
    page.locator(".cue-open").nth(1).click()
    expect(page.locator('.cue-open .dot[data-mood="tense"]')).to_have_count(1)
    assert violations(page) == []
    page.locator("#undo").click()
    until(lambda: cues(page, id)[0]["mood"] == "")


def test_music_is_chosen_in_the_settings(page):
    id = sample(page)
    open_editor(page, id)
    page.locator("#settings").click()
    expect(page.locator("#music-genre")).to_be_hidden()
    page.get_by_role("radio", name="One mood throughout").check()
    page.locator("#music-mood").select_option("epic")
    page.locator("#music-genre").select_option("folk")
    page.locator("#music-level").select_option("cinematic")
    page.get_by_role("button", name="Another piece").click()
    settings = lambda: ask(page, "GET", f"/api/projects/{id}")["project"]["settings"]  # noqa: E731
    until(
        lambda: (settings()["music"], settings()["genre"], settings()["music_level"]) == ("epic", "folk", "cinematic")
    )
    until(lambda: settings()["seed"] == int(page.locator("#music-seed").inner_text()))
    assert violations(page) == []
    page.get_by_role("radio", name="None", exact=False).last.check()
    until(lambda: settings()["music"] == "off")
