"""The editor as people use it: by mouse, by keyboard alone, with an input method, in two tabs, without a network."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from server.db import Database
from server.db.tables import film
from server.store import Store

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect
DEMO = Path(__file__).parents[3] / "demo"
HOURS = 7200.0  # s of the long film


def ask(page, method, path, **body):
    """What the API answers to the person who sits before the page."""
    origin = {"Origin": page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2]}
    answer = page.request.fetch(path, method=method, headers=origin, **({"data": body} if body else {}))
    assert answer.ok, (answer.status, answer.text())
    return answer.json() if answer.status != 204 else None


def sample(page, language="en"):
    """A new project with the sample film; without cues where there is no `language`."""
    of = ask(page, "POST", "/api/films/sample", language=language or "en")["film"]["id"]
    until(lambda: ask(page, "GET", f"/api/films/{of}")["film"]["state"] == "ready", 120)
    id = ask(page, "POST", "/api/projects", film=of, name="Test")["project"]["id"]
    if language:
        rows = ask(
            page,
            "GET",
            f"/api/projects/{ask(page, 'POST', '/api/films/sample', language=language)['project']['id']}/cues",
        )
        put(page, id, [{name: row[name] for name in ("id", "start", "end", "text", "speaker")} for row in rows["cues"]])
    return id


def put(page, id, rows, base=0):
    return ask(page, "PATCH", f"/api/projects/{id}/cues", base=base, changes=rows)


def cues(page, id):
    return ask(page, "GET", f"/api/projects/{id}/cues")["cues"]


def numbered(many, length=2.0):
    return [
        {"id": f"c{n}", "start": n * length, "end": n * length + length * 0.9, "text": f"Line {n}."}
        for n in range(many)
    ]


def open_editor(page, id):
    page.goto(f"/projects/{id}")
    expect(page.locator("html[data-ready=editor]")).to_have_count(1, timeout=20_000)
    return page


def saved(page):
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=15_000)


def until(true, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def row(page, place):
    return page.locator(f"li.cue[aria-posinset='{place}']")


def choose(page, place):
    row(page, place).locator(".cue-open").click()
    return page.locator(".open textarea")


def test_two_hundred_cues_are_edited_and_all_of_it_arrives(page):
    id = sample(page, None)
    put(page, id, numbered(200))
    open_editor(page, id)
    text = choose(page, 1)
    for n in range(200):
        expect(text).to_have_value(f"Line {n}.")
        page.keyboard.type(" 안녕")
        if n < 199:
            page.keyboard.press("Alt+ArrowDown")
    saved(page)
    assert [cue["text"] for cue in cues(page, id)] == [f"Line {n}. 안녕" for n in range(200)]


def test_what_was_typed_is_there_after_a_reload_and_can_be_undone(page):
    id = sample(page)
    open_editor(page, id)
    choose(page, 3)
    page.keyboard.type(" And waited.")
    open_editor(page, id)  # at once: nothing was saved yet
    saved(page)
    assert cues(page, id)[2]["text"] == "A small crab stopped to look. And waited."
    page.keyboard.press("Control+z")
    saved(page)
    until(lambda: cues(page, id)[2]["text"] == "A small crab stopped to look.")
    page.keyboard.press("Control+y")
    until(lambda: cues(page, id)[2]["text"].endswith("And waited."))


def test_two_tabs_show_the_same_and_lose_nothing(context, page):
    id = sample(page)
    one, other = open_editor(page, id), open_editor(context.new_page(), id)
    choose(one, 1)
    one.keyboard.type(" One.")
    expect(row(other, 1)).to_contain_text("behind. One.")
    choose(other, 2)
    other.keyboard.type(" Two.")
    choose(one, 3)
    one.keyboard.type(" Three.")
    for tab in (one, other):
        saved(tab)
    assert [cue["text"].rsplit(" ", 1)[1] for cue in cues(page, id)[:3]] == ["One.", "Two.", "Three."]
    expect(row(other, 3)).to_contain_text("Three.")
    one.close()  # the other goes on
    choose(other, 4)
    other.keyboard.type(" Four.")
    saved(other)
    assert cues(page, id)[3]["text"].endswith("Four.")


CUT = 30  # s: longer than an impatient page would try


def test_a_network_cut_loses_nothing(context, page):
    id = sample(page)
    open_editor(page, id)
    context.set_offline(True)
    choose(page, 1)
    page.keyboard.type(" Offline.")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline", timeout=10_000)
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.type(" Still.")
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    time.sleep(CUT)
    context.set_offline(False)
    saved(page)
    there = cues(page, id)
    assert there[0]["text"].endswith("Offline.") and len(there) == 14
    page.keyboard.press("Control+z")
    until(lambda: any(cue["text"].endswith("Still.") for cue in cues(page, id)))
    context.wrong.clear()  # the browser complains about every request that it could not make


def test_a_page_that_is_closed_without_a_network_is_saved_by_the_next_visit(context, page):
    id = sample(page)
    open_editor(page, id)
    context.set_offline(True)
    choose(page, 1)
    page.keyboard.type(" Kept.")
    expect(page.locator("#saved")).to_have_attribute("data-state", "offline", timeout=10_000)
    page.close()
    context.set_offline(False)
    again = open_editor(context.new_page(), id)
    saved(again)
    until(lambda: cues(again, id)[0]["text"].endswith("Kept."))
    context.wrong.clear()


def test_others_changes_to_other_fields_are_joined(page):
    id = sample(page)
    open_editor(page, id)
    text = choose(page, 1)
    (first, *_) = cues(page, id)
    put(page, id, [{**{k: first[k] for k in ("id", "start", "text")}, "end": 5.2}], base=1)
    page.keyboard.type(" Mine.")
    saved(page)
    (first, *_) = cues(page, id)
    assert first["end"] == 5.2 and first["text"].endswith("Mine.")
    expect(text).to_have_value(first["text"])
    page.context.wrong.clear()  # the 409 that told of it


@pytest.mark.parametrize(("button", "text"), [("Keep mine", "Mine."), ("Take that one", "Theirs.")])
def test_where_both_changed_the_same_both_are_shown(page, button, text):
    id = sample(page)
    open_editor(page, id)
    field = choose(page, 1)
    (first, *_) = cues(page, id)
    put(page, id, [{**{k: first[k] for k in ("id", "start", "end")}, "text": "Theirs."}], base=1)
    field.fill("Mine.")
    expect(page.locator(".open .banner")).to_contain_text("Theirs.")
    expect(field).to_have_value("Mine.")
    page.get_by_role("button", name=button).click()
    saved(page)
    expect(field).to_have_value(text)
    until(lambda: cues(page, id)[0]["text"] == text)
    page.context.wrong.clear()


COMPOSE = """(key) => {
  const field = document.activeElement;
  const press = (type, more) =>
    field.dispatchEvent(new KeyboardEvent(type, {bubbles: true, cancelable: true, ...more}));
  const write = (text) => {
    field.value += text;
    field.dispatchEvent(new InputEvent("input", {bubbles: true, isComposing: true}));
  };
  field.dispatchEvent(new CompositionEvent("compositionstart", {bubbles: true}));
  press("keydown", {key: "Process", code: "KeyG", keyCode: 229, isComposing: true});
  write("한");
  press("keydown", {...key, keyCode: 229, isComposing: true});
  field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "한"}));
  press("keydown", {...key});  // Chromium sends the key that ended the syllable once more
  press("keyup", {...key});
}"""


@pytest.mark.parametrize(
    "key",
    [{"key": "Enter", "code": "Enter", "ctrlKey": True}, {"key": "n", "code": "KeyN", "altKey": True},
     {"key": "Escape", "code": "Escape"}, {"key": "Delete", "code": "Delete"}],
    ids=lambda key: key["key"],
)  # fmt: skip
def test_keys_belong_to_the_input_method_while_it_composes(page, key):
    id = sample(page, "ko")
    open_editor(page, id)
    text = choose(page, 4)
    page.evaluate(COMPOSE, key)
    expect(text).to_be_focused()
    expect(text).to_have_value("잠깐만.한")
    saved(page)
    there = cues(page, id)
    assert len(there) == 15 and there[3]["text"] == "잠깐만.한"


def test_letters_work_with_a_korean_keyboard(page):
    id = sample(page, None)
    open_editor(page, id)
    page.evaluate("""() => document.body.dispatchEvent(new KeyboardEvent(
        "keydown", {key: "ㅜ", code: "KeyN", keyCode: 78, bubbles: true, cancelable: true}))""")
    expect(page.locator(".open textarea")).to_be_focused()


def test_from_nothing_by_keyboard_alone(page):
    id = sample(page, None)
    open_editor(page, id)
    expect(page.locator("#begin")).to_be_visible()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")
    page.keyboard.type("Hello there. Over here.")
    page.keyboard.press("Escape")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("o")  # ends at 5 s
    page.keyboard.press("Alt+ArrowRight")  # 50 ms later
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")  # 3 s: inside
    page.keyboard.press("s")
    saved(page)
    first, second = cues(page, id)
    assert (first["start"], first["end"], first["text"]) == (1.05, 3.0, "Hello there.")
    assert (second["start"], second["end"], second["text"]) == (3.0, 5.05, "Over here.")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("m")
    saved(page)
    (joined,) = cues(page, id)
    assert (joined["start"], joined["end"], joined["text"]) == (1.05, 5.05, "Hello there. Over here.")
    page.keyboard.press("Delete")
    expect(page.locator("#begin")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator(".open textarea")).to_have_value("Hello there. Over here.")
    page.keyboard.press("?")
    expect(page.locator("#help-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    saved(page)
    assert len(cues(page, id)) == 1


def test_times_are_set_without_a_drag_too(page):
    id = sample(page)
    open_editor(page, id)
    choose(page, 1)
    start, end = page.get_by_label("Begins", exact=True), page.get_by_label("Ends", exact=True)
    start.fill("0:02,5")
    start.press("Enter")
    page.get_by_label("End 50 milliseconds earlier").click()
    end.fill("nonsense")
    expect(end).to_have_attribute("aria-invalid", "true")
    end.press("Tab")
    expect(end).to_have_value("0:04.950")
    saved(page)
    assert (cues(page, id)[0]["start"], cues(page, id)[0]["end"]) == (2.5, 4.95)


def test_a_cue_is_dragged_on_the_timeline(page):
    id = sample(page)
    open_editor(page, id)
    choose(page, 2)  # 5.8 to 9.4 s, of 30 that are seen
    box = page.locator("#timeline").bounding_box()
    at = lambda seconds: box["x"] + box["width"] * seconds / 30  # noqa: E731
    page.mouse.move(at(7.5), box["y"] + 60)
    page.mouse.down()
    page.mouse.move(at(8.0), box["y"] + 60, steps=4)
    page.mouse.up()
    saved(page)
    moved = cues(page, id)[1]
    assert moved["start"] == pytest.approx(6.3, abs=0.1) and moved["end"] - moved["start"] == pytest.approx(
        3.6, abs=0.002
    )
    page.keyboard.press("Control+z")
    until(lambda: cues(page, id)[1]["start"] == 5.8)


def test_warnings_come_while_one_types_and_can_be_mended(page):
    id = sample(page)
    open_editor(page, id)
    text = choose(page, 4)  # one second, and a little more until the next
    text.fill(
        "This is by far too much to say in the time that there is, whoever says it, and it does not help to hurry."
    )
    expect(page.locator(".open .warning.bad")).to_contain_text("Too long for its place")
    expect(page.locator("#problems")).to_be_visible()
    text.fill("Wait.")
    expect(page.locator(".open .warning.bad")).to_have_count(0)
    end = page.get_by_label("Ends", exact=True)
    end.fill("16")
    end.press("Enter")
    page.get_by_role("button", name="End at the next cue").click()
    saved(page)
    assert cues(page, id)[3]["end"] == 15.6


def test_subtitles_are_imported_in_the_encoding_that_reads_right(page, tmp_path):
    id = sample(page)
    open_editor(page, id)
    file = tmp_path / "영화.srt"
    file.write_bytes((DEMO / "film.ko.srt").read_text(encoding="utf-8").encode("cp949"))
    page.click("#import")
    page.locator("#import-dialog input[type=file]").set_input_files(file)
    expect(page.locator("#import-dialog .sample-cues")).to_contain_text("썰물이")
    page.locator("#import-dialog input[value=cp1252]").check()
    expect(page.locator("#import-dialog .sample-cues")).not_to_contain_text("썰물이")
    page.locator("#import-dialog input[value=cp949]").check()
    expect(page.locator("#import-dialog .sample-cues")).to_contain_text("썰물이")
    page.click("#import-apply")
    text = page.locator(".open textarea")
    expect(text).to_have_value("썰물이 지나간 자리에 종이배 하나가 남았습니다.")
    assert cues(page, id)[0]["text"].startswith("썰물이")
    page.keyboard.press("Control+z")
    expect(text).to_have_value("The tide went out, and left a paper boat behind.")
    saved(page)
    assert [cue["text"] for cue in cues(page, id)][3] == "Wait."


def test_voices_and_sound_are_chosen(page):
    id = sample(page)
    open_editor(page, id)
    choose(page, 1)
    page.get_by_label("Voice of this cue").select_option(index=2)
    page.click("#settings")
    page.get_by_label("Voice of the narrator", exact=True).select_option(index=1)
    page.get_by_label("None: only the voice").check()
    page.keyboard.press("Escape")
    saved(page)
    until(lambda: ask(page, "GET", f"/api/projects/{id}")["project"]["settings"]["original"] == "replace")
    assert ask(page, "GET", f"/api/projects/{id}")["project"]["settings"]["voice"]
    assert cues(page, id)[0]["voice"]


def test_a_line_is_heard_in_its_place(page):
    id = sample(page)
    open_editor(page, id)
    choose(page, 4)
    page.keyboard.press("Alt+p")
    until(lambda: page.evaluate("() => !document.querySelector('video').paused"), 60)
    until(lambda: page.evaluate("() => document.querySelector('video').currentTime > 14.1"))
    assert page.evaluate("() => document.querySelector('video').volume") == 0.25
    until(lambda: page.evaluate("() => document.querySelector('video').paused"))
    assert page.evaluate("() => document.querySelector('video').volume") == 1


def test_narrate_leads_to_the_job(page):
    id = sample(page)
    open_editor(page, id)
    choose(page, 1)
    page.keyboard.type(" Now.")
    page.click("#narrate")
    page.wait_for_url("**/jobs/*")
    job = page.url.rsplit("/", 1)[1]
    assert ask(page, "GET", f"/api/jobs/{job}")["job"]["project"] == id
    assert cues(page, id)[0]["text"].endswith("Now.")


@pytest.fixture
def long_film(studio, page):
    """A project with a film of two hours, as far as the editor can tell, and 3,000 cues."""
    id = sample(page, None)
    of = ask(page, "GET", f"/api/projects/{id}")["project"]["film"]["id"]
    db = Database(f"sqlite:///{studio.home / 'studio.sqlite'}")
    with db.write() as connection:
        about = connection.execute(film.select().where(film.c.id == of)).one().about
        connection.execute(film.update().where(film.c.id == of).values(about=about | {"duration": HOURS}))
    put(
        page,
        id,
        [{**cue, "text": f"{cue['text']} 아침 바다에 안개가 걷히고 있었다."} for cue in numbered(3000, HOURS / 3000)],
    )
    for depth in (256, 1024, 4096):  # of a film as long as it says
        peaks = Store(studio.home).film(of) / f"peaks-{depth}.bin"
        short = peaks.read_bytes()
        peaks.write_bytes(
            (short * (int(HOURS * 16_000 / depth * 2) // len(short) + 1))[: int(HOURS * 16_000 / depth) * 2]
        )
    yield id
    with db.write() as connection:
        connection.execute(film.update().where(film.c.id == of).values(about=about))
    db.close()


FRAME = 1000 / 60  # ms
MEASURE = """() => {
  window.delays = [];
  const channel = new MessageChannel();
  let pressed = 0;
  channel.port1.onmessage = () => window.delays.push(performance.now() - pressed);
  document.addEventListener("keydown", (event) => {
    pressed = event.timeStamp;
    requestAnimationFrame(() => channel.port2.postMessage(0));  // arrives when the frame has been painted
  }, true);
}"""


def delays_of(page, keys):
    """ms from each key to the frame that shows what it did, sorted; and ms of work on the page's thread for each."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked():
        return next(
            m["value"] for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration"
        )

    page.evaluate(MEASURE)
    before = worked()
    for key in keys:
        page.keyboard.press(key)
    until(lambda: page.evaluate("() => window.delays.length") >= len(keys))
    return sorted(page.evaluate("() => window.delays")), (worked() - before) * 1000 / len(keys)


def middle(delays):
    return delays[len(delays) // 2]


def p95(delays):
    return delays[int(0.95 * len(delays))]


@pytest.mark.alone
def test_three_thousand_cues_are_as_quick_as_ten(page, long_film):
    """How long a frame takes to reach the screen is the machine's while others use it; the work for it is ours."""
    open_editor(page, long_film)  # warm
    open_editor(page, long_film)
    painted = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = page.evaluate("() => performance.getEntriesByName('editor-ready')[0].startTime")
    assert page.locator("li.cue").count() < 60
    choose(page, 3)
    typing = ["Space" if letter == " " else letter for letter in "typing goes on while all of this is here "]
    moving = ["ArrowDown", "ArrowDown", "ArrowUp", "n", "Escape", "Delete"] * 3
    keys = [*typing, "Escape", *moving]
    delays, work = delays_of(page, keys)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    print(f"first paint {painted:.0f} ms, ready {ready:.0f} ms, heap {heap:.0f} MB, key to screen {middle(delays):.0f} "
          f"ms, p95 {p95(delays):.0f} ms, of it work {work:.0f} ms")  # fmt: skip
    assert painted <= 1500 and heap <= 200 and work <= 30
    if os.getloadavg()[0] < (os.cpu_count() or 1):
        assert ready <= 1500
        with page.context.new_page() as empty:  # what the machine and the browser take for the same keys
            empty.set_content("<textarea autofocus></textarea>")
            empty.focus("textarea")
            own = p95(delays_of(empty, keys)[0])
        rounds = [p95(delays)]  # a machine that others use has quiet moments: the page is asked again for one
        while min(rounds) > max(50, own + FRAME) and len(rounds) < 8:
            page.wait_for_timeout(500)
            rounds.append(p95(delays_of(page, keys)[0]))
        print(f"p95 of {len(rounds)} rounds {[round(each) for each in rounds]} ms, on an empty page {own:.0f} ms")
        assert min(rounds) <= max(50, own + FRAME), f"an empty page takes {own:.0f} ms"
    saved(page)


def test_the_end_of_a_long_list_is_reached(page, long_film):
    open_editor(page, long_film)
    page.locator("#list").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
    expect(row(page, 3000)).to_be_visible()
    page.fill("#find", "Line 1234.")
    page.keyboard.press("Enter")
    expect(row(page, 1235)).to_have_attribute("aria-current", "true")
    expect(row(page, 1235)).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [{"width": 390, "height": 844}], ids=["phone"])
def test_on_a_phone_everything_fits_its_width(page):
    id = sample(page, "ko")
    open_editor(page, id)
    text = choose(page, 2)
    text.fill("새로 쓴 문장이에요.")
    saved(page)
    assert cues(page, id)[1]["text"] == "새로 쓴 문장이에요."
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390
    small = page.evaluate("""() => [...document.querySelectorAll("button, a, input, select, summary")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && one.checkVisibility({visibilityProperty: true}) && !one.closest(".visually-hidden, .skip")
            && !one.classList.contains("visually-hidden") && Math.min(box.width, box.height) < 24;
    }).map((one) => one.outerHTML.slice(0, 120))""")
    assert not small


@pytest.mark.parametrize("language", ["en-GB", "ko-KR"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_anybody_out(page, scheme, language):
    from tests.server.browser.conftest import violations

    page.emulate_media(color_scheme=scheme)
    id = sample(page, language[:2])
    open_editor(page, id)
    choose(page, 5)
    found = violations(page)
    for button, dialog in (("#settings", "#settings-dialog"), ("#import", "#import-dialog"), ("#help", "#help-dialog")):
        page.click(button)
        expect(page.locator(dialog)).to_be_visible()
        found += violations(page)
        page.keyboard.press("Escape")
    open_editor(page, sample(page, None))
    found += violations(page)
    assert not found
