"""An upload in a real browser: whatever the line does, the film arrives once and whole."""

import hashlib
import random
import re
import struct

import pytest
from playwright.sync_api import expect

from tests.media.films import draw
from tests.server.browser.conftest import violations
from tests.server.browser.line import Line

PIECE = 8 << 20  # bytes, as upload.js sends them
SIZE = 30 << 20
HEADERS = 200_000  # bytes of pages, polling and headers beside the film
BROKEN = re.compile(r"ERR_(CONNECTION|CONTENT|EMPTY|SOCKET|INTERNET|NETWORK|ABORTED)|status of (404|409|422|423)")


DROP = """(bytes) => {
    const given = new DataTransfer();
    given.items.add(new File([new Uint8Array(bytes)], "dropped.mp4", {type: "video/mp4"}));
    const event = {dataTransfer: given, bubbles: true, cancelable: true};
    for (const name of ["dragover", "drop"]) document.querySelector("#drop").dispatchEvent(new DragEvent(name, event));
}"""


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film of 30 MB, most of it in a box that players pass over."""
    path = draw(tmp_path_factory.mktemp("film") / "summer.mp4")
    padding = random.Random(5).randbytes(SIZE - path.stat().st_size - 8)
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", len(padding) + 8, b"free") + padding)
    return path


@pytest.fixture
def line(studio):
    line = Line(studio.url)
    yield line
    line.close()


@pytest.fixture
def page(browser, studio, line, language, viewport):
    """The home page, reached by that line. What breaks with the line, or is refused, may be logged, nothing else."""
    context = browser.new_context(locale=language, viewport=viewport, base_url=line.url)
    wrong = []
    context.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = context.new_page()
    page.goto(studio.link().replace(studio.url, line.url))
    page.goto("/")
    yield page
    context.close()
    assert [text for text in wrong if not BROKEN.search(text)] == []


def choose(page, *paths):
    page.set_input_files("#drop input[type=file]", [str(path) for path in paths])


def arrived(studio, page):
    """Hash of the film whose editor the page is in, once it is."""
    page.wait_for_url("**/projects/*", timeout=180_000)  # its check waits for a worker, which may have to start
    told = page.request.get(f"/api{re.search('/projects/[0-9a-f]+', page.url)[0]}").json()
    source = studio.home / "films" / told["project"]["film"]["id"] / "source.mp4"
    return hashlib.sha256(source.read_bytes()).hexdigest()


def wait_for_percent(page, pattern):
    meter = page.locator("#drop [role=progressbar]")
    expect(meter).to_have_attribute("aria-valuenow", re.compile(pattern), timeout=30_000)


def hash_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("seed", range(3))
def test_an_upload_that_is_cut_goes_on_where_it_was(studio, page, line, film, seed):
    cut = random.Random(seed).randrange(100_000, SIZE - 100_000)
    before = line.sent
    line.cut_at = [before + cut]
    choose(page, film)
    assert arrived(studio, page) == hash_of(film)
    assert line.cuts == 1
    assert line.sent - before <= SIZE + PIECE + HEADERS


def test_an_upload_that_is_cut_again_and_again_arrives(studio, page, line, film):
    before = line.sent
    line.cut_at = sorted(before + random.Random(9).randrange(100_000, SIZE) for _ in range(5))
    choose(page, film)
    assert arrived(studio, page) == hash_of(film)
    assert line.cuts == 5


def test_after_a_reload_the_same_file_goes_on(studio, page, line, film):
    line.rate = 12 << 20
    before = line.sent
    page.on("dialog", lambda dialog: dialog.accept())  # whoever leaves while a film is sent is asked
    choose(page, film)
    expect(page.locator("#drop [role=progressbar]")).to_have_attribute(
        "aria-valuenow", re.compile("[3-9][0-9]"), timeout=30_000
    )
    page.reload()
    expect(page.get_by_text("“summer.mp4” stopped at")).to_be_visible()
    line.rate = 0
    choose(page, film)
    assert arrived(studio, page) == hash_of(film)
    assert line.sent - before <= SIZE + PIECE + HEADERS


def test_while_the_line_is_gone_it_waits_and_then_goes_on(studio, page, line, film):
    line.rate = 12 << 20
    choose(page, film)
    expect(page.locator("#drop [role=progressbar]")).to_have_attribute(
        "aria-valuenow", re.compile("[1-9][0-9]"), timeout=30_000
    )
    page.context.set_offline(True)
    expect(page.get_by_text("The connection is gone.").first).to_be_visible()
    line.rate = 0
    page.wait_for_timeout(2000)
    page.context.set_offline(False)
    assert arrived(studio, page) == hash_of(film)


def test_a_cancelled_upload_leaves_nothing(studio, page, line, film):
    line.rate = 12 << 20
    choose(page, film)
    expect(page.locator("#drop [role=progressbar]")).to_have_attribute(
        "aria-valuenow", re.compile("[1-9]"), timeout=30_000
    )
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Choose a video")).to_be_visible()
    line.rate = 0
    page.wait_for_timeout(1000)
    assert page.request.get("/api/uploads").json()["uploads"] == []
    assert list((studio.home / "uploads").iterdir()) == []


def test_what_is_no_film_is_told_in_a_sentence(page, tmp_path):
    crafted = tmp_path / "film.mp4"
    crafted.write_text("#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n")
    choose(page, crafted)
    expect(page.get_by_role("alert")).to_contain_text("film.mp4 is not a film but a playlist")
    page.get_by_role("button", name="Choose another file").click()
    expect(page.get_by_role("button", name="Choose a video")).to_be_visible()


def test_another_format_is_told_before_anything_is_sent(page, line, tmp_path):
    other = tmp_path / "film.avi"
    other.write_bytes(bytes(1 << 20))
    before = line.sent
    choose(page, other)
    expect(page.get_by_role("alert")).to_contain_text("Narrascore reads mp4, mov, mkv and webm")
    assert line.sent - before < 1 << 20


def test_subtitles_come_along(studio, page, tmp_path):
    subtitles = tmp_path / "film.srt"
    subtitles.write_text("1\n00:00:00,100 --> 00:00:01,000\nHello there.\n", encoding="utf-8")
    choose(page, draw(tmp_path / "film.mp4"), subtitles)
    arrived(studio, page)
    expect(page.get_by_text("Hello there.").first).to_be_visible()


def test_a_film_may_be_dropped(studio, page, tmp_path):
    data = draw(tmp_path / "film.mp4").read_bytes()
    page.evaluate(DROP, list(data))
    assert arrived(studio, page) == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("language", ["en-GB", "ko-KR"])
def test_the_limits_are_there_before_anything_is_sent(page, language):
    expect(page.locator("#drop")).to_contain_text(re.compile("as large as your disk allows|디스크에 들어가는 만큼"))
    assert violations(page) == []


@pytest.mark.parametrize("viewport", [{"width": 375, "height": 740}])
def test_it_fits_a_phone(page, viewport):
    expect(page.locator("#drop")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
