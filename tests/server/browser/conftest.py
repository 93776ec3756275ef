"""A studio that runs as it does for people, and a browser that forgives nothing.

Left out where there is no Chromium: install it, or name it in NARRASCORE_CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[3]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


def chromium() -> str | None:
    return os.environ.get("NARRASCORE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass(frozen=True)
class Running:
    """url: without a slash at the end; home: its folder; process: the supervisor."""

    url: str
    home: Path
    process: subprocess.Popen

    def link(self) -> str:
        """A link that lets one browser in."""
        from server.auth import one_time_link
        from server.config import Config

        return one_time_link(Config(home=self.home, port=int(self.url.rsplit(":", 1)[1])))


def start(home: Path, **settings: str) -> Running:
    """`narrate serve` on a free port; answers when this returns."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "NARRASCORE_HOME": str(home),
        "NARRASCORE_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    command = [sys.executable, str(ROOT / "narrate.py"), "serve"]
    with (home.parent / "serve.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT, start_new_session=True)
    running = Running(f"http://127.0.0.1:{port}", home, process)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return running
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the studio did not start:\n{(home.parent / 'serve.log').read_text()[-3000:]}")


def stop(running: Running) -> None:
    running.process.send_signal(signal.SIGTERM)
    try:
        running.process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(running.process.pid, signal.SIGKILL)
        running.process.wait()


@pytest.fixture(scope="session")
def studio(tmp_path_factory):
    running = start(tmp_path_factory.mktemp("studio") / "home")
    yield running
    stop(running)


@pytest.fixture(scope="session")
def launched():
    """launched(*flags) -> a browser with these flags besides ours. One driver serves all: two cannot run at once."""
    if not (path := chromium()):
        pytest.skip("there is no Chromium: install it, or name it in NARRASCORE_CHROMIUM")
    from playwright.sync_api import sync_playwright

    ours = [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [*FLAGS]
    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=path, args=[*ours, *flags])


@pytest.fixture(scope="session")
def browser(launched):
    browser = launched()
    yield browser
    browser.close()


@pytest.fixture
def language():
    """Of the browser; a test may set it by `@pytest.mark.parametrize("language", …)`."""
    return "en-GB"


@pytest.fixture
def viewport():
    return {"width": 1280, "height": 800}


@pytest.fixture
def context(browser, studio, language, viewport):
    """A browser that is signed in. What goes wrong on any of its pages fails the test."""
    context = browser.new_context(locale=language, viewport=viewport, base_url=studio.url, permissions=["microphone"])
    wrong: list[str] = []
    context.on(
        "request", lambda request: _outside(request.url, studio.url) and wrong.append(f"request to {request.url}")
    )
    context.on("console", lambda said: said.type == "error" and wrong.append(f"console: {said.text} {said.location}"))
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.wrong = wrong
    page = context.new_page()
    page.goto(studio.link())
    page.close()
    yield context
    context.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def page(context):
    page = context.new_page()
    page.goto("/")
    return page


def violations(page) -> list[str]:
    """What axe-core finds against WCAG 2.2 A and AA on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}}).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def _outside(url: str, ours: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(ours).netloc
