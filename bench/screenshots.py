"""Every page of the studio as people see it: `python -m bench.screenshots --out shots`.

The bundled film is narrated first. Desktop and phone, light and dark, English and Korean: a picture of each, and a
sheet for each page that shows all eight. Needs Chromium, like the browser tests.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from tests.server.browser.conftest import FLAGS, chromium, start, stop

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = {"en": "en-GB", "ko": "ko-KR"}
THEMES = ("light", "dark")
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}
SETTLE = 700  # ms after the network is quiet
HEIGHT = 900  # px of each picture on a sheet


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.screenshots", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--pages", nargs="+", help="only these")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        running = start(Path(temporary) / "home")
        try:
            browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--no-sandbox"])
            taken: dict[str, list[Path]] = {}
            for name, path in _pictures(browser, running, args.out, args.pages):
                taken.setdefault(name, []).append(path)
        finally:
            stop(running)
    for name, paths in taken.items():
        print(_sheet(args.out / f"{name}.png", paths))


def _pictures(browser: Browser, running, out: Path, only: list[str] | None) -> Iterator[tuple[str, Path]]:
    context = browser.new_context(base_url=running.url)
    page = context.new_page()
    page.goto(running.link())
    state = context.storage_state()
    for (short, language), theme, (size, viewport) in product(LANGUAGES.items(), THEMES, SIZES.items()):
        here = browser.new_context(
            base_url=running.url, locale=language, color_scheme=theme, viewport=viewport, storage_state=state
        )
        page = here.new_page()
        pages = _made(page, short)
        for name, path in pages.items():
            if only and name not in only:
                continue
            page.goto(path)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(SETTLE)
            picture = out / f"{name}-{short}-{theme}-{size}.png"
            page.screenshot(path=picture)
            yield name, picture
        here.close()


def _made(page: Page, language: str) -> dict[str, str]:
    """Paths by name; the sample in this language is opened and narrated where that was not done yet."""
    ask = page.request
    titles = {"en": "The longest day", "ko": "바다로"}
    projects = ask.get("/api/projects").json()["projects"]
    mine = next((p["id"] for p in projects if p["name"].startswith(titles[language])), None)
    if mine is None:
        mine = ask.post("/api/films/sample", data={"language": language}).json()["project"]["id"]
        ask.post(f"/api/projects/{mine}/narrations")
    while (job := ask.get(f"/api/jobs?project={mine}&kind=narration").json()["jobs"][0])["state"] != "done":
        if job["state"] == "failed":
            raise SystemExit(job["error"])
        page.wait_for_timeout(500)
    return {
        "home": "/", "editor": f"/projects/{mine}", "result": f"/jobs/{job['id']}", "voices": "/voices",
        "record": "/voices/new", "music": "/music", "account": "/account", "api": "/api", "error": "/nothing",
    }  # fmt: skip


def _sheet(target: Path, paths: list[Path]) -> Path:
    from PIL import Image

    pictures = [Image.open(path).convert("RGB") for path in paths]
    pictures = [p.resize((round(p.width * HEIGHT / p.height), HEIGHT)) for p in pictures]
    half = (len(pictures) + 1) // 2
    rows = [pictures[:half], pictures[half:]]
    width = max(sum(p.width + 12 for p in row) for row in rows)
    sheet = Image.new("RGB", (width, len(rows) * (HEIGHT + 12)), "#888888")
    for y, row in enumerate(rows):
        x = 0
        for picture in row:
            sheet.paste(picture, (x, y * (HEIGHT + 12)))
            x += picture.width + 12
    sheet.save(target)
    return target


if __name__ == "__main__":
    main()
