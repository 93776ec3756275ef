"""A voice from a microphone to the gallery, as a person makes it: the microphone plays one of our voices."""

from __future__ import annotations

import contextlib
import functools
import re
import time

import numpy as np
import pytest

from synth.speech.mel import SAMPLE_RATE
from synth.voice.scripts import SCRIPTS
from tests.server.browser.conftest import violations
from tests.server.spoken import read_aloud, write

pytestmark = pytest.mark.alone  # whoever records hears every gap
PATIENCE = 180_000  # ms: networks load, and other tests run
READ = 4  # sentences
SIZES = [{"width": 1280, "height": 800}, {"width": 390, "height": 844}]
LANGUAGES = pytest.mark.parametrize("language", ["en-GB", "ko-KR"])
WORDS = {"en-GB": {"add": "Add your voice", "name": "mina"}, "ko-KR": {"add": "내 목소리 추가", "name": "미나"}}


@pytest.fixture(scope="module")
def browser(launched, tmp_path_factory):
    """One whose microphone hears theo read, over and over."""
    said = np.concatenate([read_aloud(text) for text in SCRIPTS["en"][:READ]])
    microphone = write(tmp_path_factory.mktemp("microphone") / "theo.wav", said, 48_000)
    browser = launched(f"--use-file-for-fake-audio-capture={microphone}")
    yield browser
    browser.close()


class Gaps(AssertionError):
    """This machine was too busy to record."""


def patient(test):
    """The test from its start, with a microphone opened anew: one that has fallen behind stays behind."""

    @functools.wraps(test)
    def again(page, **rest):
        for _ in range(2):
            with contextlib.suppress(Gaps):
                return test(page, **rest)
            page.goto("about:blank")
        return test(page, **rest)

    return again


def take(page, booth: str, seconds: float) -> None:
    """One reading: press, wait for the count down, read, press; again if this machine was too busy to record it."""
    for _ in range(3):
        page.click(f"{booth} .record")
        page.wait_for_selector(f"{booth}[data-state=recording]", timeout=PATIENCE)
        page.wait_for_timeout(1000 * seconds)
        page.click(f"{booth} .record")
        page.wait_for_selector(f"{booth}[data-state=idle] .heard.there, .toast.bad", timeout=PATIENCE)
        if not page.locator(".toast.bad").count():
            return
        page.locator(".toast.bad").wait_for(state="detached")
    raise Gaps("three recordings in a row have gaps")


def record(page) -> None:
    """From the first step to four sentences read."""
    page.goto("/voices/new")
    page.click("#way-record")
    page.click("#allow")
    page.wait_for_selector("#ready:not([hidden])")
    assert page.locator("#device option").count() >= 1
    page.click("#begin")
    for at in range(READ):
        take(page, "#booth", 4.5)
        if at < READ - 1:
            page.click("#booth .heard .primary")
            assert page.locator("#dots [aria-current]").inner_text() == str(at + 2)


def narrate(page, name: str) -> None:
    """The sample film, every cue of it in that voice."""
    project = page.request.post("/api/films/sample", data={"language": "en"}).json()["project"]["id"]
    page.goto(f"/projects/{project}")
    page.click("#settings")
    page.get_by_label("Voice of the narrator", exact=True).select_option(name)
    page.keyboard.press("Escape")
    page.wait_for_selector("#saved[data-state=saved]")
    page.click("#narrate")
    page.wait_for_selector("#result:not([hidden])", timeout=PATIENCE)
    job = page.url.rsplit("/", 1)[1]
    report = page.request.get(f"/api/jobs/{job}/files/report.json").json()
    assert len(report["cues"]) == 14 and {cue["voice"] for cue in report["cues"]} == {name}


@LANGUAGES
@patient
def test_a_person_makes_a_voice_narrates_with_it_and_deletes_it(page, language):
    page.goto("/voices")
    page.get_by_role("link", name=WORDS[language]["add"]).first.click()
    record(page)
    page.click("#to-check")
    page.wait_for_selector("#verdict:not([hidden])", timeout=PATIENCE)
    assert page.locator("#to-consent").is_visible(), page.locator("#verdict").inner_text()
    assert page.locator(".figures dt").count() == 3
    page.click("#to-consent")
    page.wait_for_selector("#oath")
    assert re.search(r"\d, \d, \d, \d", page.locator("#oath .sentence").inner_text())
    assert page.locator("#to-name").is_disabled()
    take(page, "#oath", 6)
    page.check("#agree")
    page.click("#to-name")
    page.wait_for_selector("#name", timeout=PATIENCE)
    page.fill("#name", WORDS[language]["name"])
    page.click("#make")
    page.wait_for_selector("#done:not([hidden])", timeout=PATIENCE)
    page.wait_for_selector('#done-previews [aria-pressed="true"]')  # it is heard at once
    assert page.locator("#done-previews [data-play]").count() == 2

    page.click("#to-gallery")
    card = page.locator(f'[data-voice="{WORDS[language]["name"]}"]')
    card.locator("[data-play]").nth(2).wait_for()  # two languages, and the consent
    assert "made" in card.get_attribute("class").split()
    heard = [voice["name"] for voice in page.request.get("/api/voices").json()["voices"]]
    assert WORDS[language]["name"] in heard
    if language == "en-GB":
        narrate(page, WORDS[language]["name"])
        page.goto("/voices")
    card.locator("[data-delete]").click()
    assert WORDS[language]["name"] in page.locator("dialog h2").inner_text()
    page.click("dialog .danger")
    card.wait_for(state="detached")
    left = [voice["name"] for voice in page.request.get("/api/voices").json()["voices"]]
    assert WORDS[language]["name"] not in left


@patient
def test_a_sentence_is_read_again_and_heard_before_anything_is_sent(page):
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.goto("/voices/new")
    page.click("#way-record")
    page.click("#allow")
    page.click("#begin")
    take(page, "#booth", 1)
    first = page.locator("#total").inner_text()
    take(page, "#booth", 4)
    assert page.locator("#total").inner_text() != first and page.locator("#dots .good, #dots .warn").count() == 1
    page.click("#booth .heard .button >> nth=0")
    assert page.locator("#booth .heard .button").first.inner_text() == "Stop"
    assert sent == [] and page.locator("#to-check").is_disabled()


def test_a_count_down_can_be_stopped(page):
    page.goto("/voices/new")
    page.click("#way-record")
    page.click("#allow")
    page.click("#begin")
    page.click("#booth .record")
    page.click("#booth .record")
    page.wait_for_selector("#booth[data-state=idle]")
    assert page.locator("#dots .good, #dots .warn").count() == 0


def test_a_file_can_be_brought_and_one_that_will_not_do_says_why(page, tmp_path):
    page.goto("/voices/new")
    page.click("#way-upload")
    silent = write(tmp_path / "silent.wav", np.zeros(8 * SAMPLE_RATE))
    page.set_input_files("#file", silent)
    page.wait_for_selector("#verdict:not([hidden])", timeout=PATIENCE)
    assert "silent" in page.locator(".finding").inner_text() and page.locator("#to-consent").is_hidden()
    page.click("#again")
    letter = tmp_path / "letter.txt"
    letter.write_text("no sound " * 500)
    page.set_input_files("#file", letter)
    page.wait_for_selector("#verdict .banner.bad", timeout=PATIENCE)
    assert "letter.txt" in page.locator("#verdict").inner_text()
    page.context.wrong[:] = [said for said in page.context.wrong if "422" not in said]  # Chromium tells of refusals


@patient
def test_who_brings_a_file_is_asked_to_read_aloud_or_gives_their_word(page, tmp_path):
    page.goto("/voices/new")
    page.click("#way-upload")
    said = np.concatenate([read_aloud(text) for text in SCRIPTS["en"][:READ]])
    page.set_input_files("#file", write(tmp_path / "theo.wav", said))
    page.wait_for_selector("#to-consent:not([hidden])", timeout=PATIENCE)
    page.click("#to-consent")
    page.wait_for_selector("#oath-ask:not([hidden])")
    page.check("#agree")
    assert page.locator("#to-name").is_disabled()
    page.check("#silent")
    assert page.locator("#to-name").is_enabled() and page.locator("#oath").is_hidden()
    page.click("#oath-allow")
    page.wait_for_selector("#oath:not([hidden])")
    assert page.locator("#to-name").is_disabled() and page.locator("#silent-choice").is_hidden()
    take(page, "#oath", 6)
    page.click("#to-name")
    page.wait_for_selector("#name", timeout=PATIENCE)
    assert page.locator("#depth").is_hidden()  # nobody knows what was read


def test_a_page_without_https_says_why_it_cannot_listen(page):
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    page.goto("/voices/new")
    page.click("#way-record")
    assert "https" in page.locator("#ask-error").inner_text() and page.locator("#allow").is_disabled()


@LANGUAGES
@pytest.mark.parametrize(
    "viewport", [{"width": 1280, "height": 800}, {"width": 390, "height": 844}], ids=["desk", "phone"]
)
@patient
def test_nothing_stands_in_anyones_way(page, language, viewport):
    found = []
    page.goto("/voices")
    found += violations(page)
    page.goto("/voices/new")
    found += violations(page)
    page.click("#way-record")
    page.click("#allow")
    page.wait_for_selector("#ready:not([hidden])")
    found += violations(page)
    page.click("#begin")
    page.wait_for_selector("#booth .sentence")
    take(page, "#booth", 3)
    found += violations(page)
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_keyboard_is_enough_to_record(page):
    page.goto("/voices/new")
    page.locator("#way-record").press("Enter")
    page.locator("#allow").press("Enter")
    page.wait_for_selector("#ready:not([hidden])")
    page.locator("#begin").press("Enter")
    page.wait_for_selector("#booth .sentence")
    page.keyboard.press("Space")  # the button has the focus
    page.wait_for_selector("#booth[data-state=recording]", timeout=PATIENCE)
    time.sleep(2)
    page.keyboard.press("Space")
    page.wait_for_selector("#booth[data-state=idle]", timeout=PATIENCE)
    page.keyboard.press("Enter")  # next
    assert page.locator("#dots [aria-current]").inner_text() == "2"
