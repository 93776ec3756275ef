"""The studio against the clock, as it runs for people: `python -m bench.studio [--parts load upload weight]`.

load     300 clients that poll a job and 20 that follow it as a stream: how long other pages take meanwhile
upload   2 GB by tus: how much the memory of the web process grows
weight   each page: what it weighs without fonts and media, gzipped as a proxy would; how long the first one takes
"""

from __future__ import annotations

import argparse
import base64
import gzip
import os
import random
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import Process
from pathlib import Path
from typing import Any

import requests

from server.auth import one_time_link
from server.config import Config
from tests.server.browser.conftest import start, stop

ROOT = Path(__file__).parents[1]
POLLING, FOLLOWING = 300, 20
SETTLED = 5.0  # s until everybody has come
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = 8 << 20
PAGES = ("/", "/voices", "/voices/new", "/account", "/api")


class Studio:
    """A running studio and a browser's session in it."""

    def __init__(self, url: str, home: Path, process: subprocess.Popen):
        self.url, self.home, self.process = url, home, process
        self.session = requests.Session()
        config = Config(home=home, port=int(url.rsplit(":", 1)[1]))
        self.session.get(one_time_link(config)).raise_for_status()

    def ask(self, verb: str, path: str, **options: Any) -> Any:
        answer = self.session.request(verb, self.url + path, **options)
        answer.raise_for_status()
        return answer.json() if answer.headers.get("Content-Type", "").startswith("application/json") else answer

    def bring(self, path: Path, kind: str = "film") -> str:
        """Uploads a file; the id of the upload."""
        name, kind = (base64.b64encode(text.encode()).decode() for text in (path.name, kind))
        headers = {**TUS, "Upload-Length": str(path.stat().st_size), "Upload-Metadata": f"filename {name},kind {kind}"}
        id = self.ask("POST", "/api/uploads", headers=headers)["upload"]["id"]
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                headers = {
                    **TUS,
                    "Upload-Offset": str(file.tell() - len(piece)),
                    "Content-Type": "application/offset+octet-stream",
                }
                self.ask("PATCH", f"/api/uploads/{id}", headers=headers, data=piece)
        return id


@contextmanager
def running(home: Path) -> Iterator[Studio]:
    served = start(home)
    try:
        yield Studio(served.url, home, served.process)
    finally:
        stop(served)


def load(studio: Studio, folder: Path) -> None:
    """The crowd has a process of its own: whoever measures must not wait for its interpreter lock."""
    sample = studio.ask("POST", "/api/films/sample", json={"language": "en"})["project"]["id"]
    job = studio.ask("POST", f"/api/projects/{sample}/narrations")["job"]["id"]
    crowd = Process(target=_crowd, args=(f"{studio.url}/api/jobs/{job}/events", dict(studio.session.cookies)))
    crowd.start()
    try:
        time.sleep(SETTLED)
        others = ("/", "/voices", "/api/films") * 20
        took = sorted(_seconds(lambda path=path: studio.ask("GET", path)) for path in others)
    finally:
        crowd.terminate()
        crowd.join()
    middle, slow = statistics.median(took), took[int(len(took) * 0.95)]
    print(f"load    {POLLING} polling and {FOLLOWING} following: other pages take {middle * 1000:.0f} ms, "
          f"p95 {slow * 1000:.0f} ms (bar <= 150)")  # fmt: skip


def _crowd(url: str, cookies: dict[str, str]) -> None:
    """Browsers that ask for events every second, and browsers that have them streamed, for ever."""
    session = requests.Session()
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=POLLING))
    session.cookies.update(cookies)

    def poll() -> None:
        time.sleep(random.random())  # nobody comes at the same instant
        tag = ""
        while True:
            answer = session.get(f"{url}?after=0", headers={"If-None-Match": tag}, timeout=30)
            tag = answer.headers.get("ETag", "")
            time.sleep(1.0)

    def follow() -> None:
        while True:
            with session.get(url, headers={"Accept": "text/event-stream"}, stream=True) as answer:
                for _ in answer.iter_lines():
                    pass
            time.sleep(1.0)

    with ThreadPoolExecutor(POLLING + FOLLOWING) as pool:
        for browser in [poll] * POLLING + [follow] * FOLLOWING:
            pool.submit(browser)


def upload(studio: Studio, folder: Path) -> None:
    large = folder / "large.mp4"
    with large.open("wb") as file:
        file.truncate(2_000_000_000)
    before, peak, stop = _web_memory(studio), [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.2):
            peak[0] = max(peak[0], _web_memory(studio))

    watcher = threading.Thread(target=watch)
    watcher.start()
    took = _seconds(lambda: studio.bring(large))
    stop.set()
    watcher.join()
    print(f"upload  2 GB in {took:.1f} s; the web process grew by {peak[0] - before:.0f} MB (bar <= 64)")


def weight(studio: Studio, folder: Path) -> None:
    sample = studio.ask("POST", "/api/films/sample", json={"language": "en"})["project"]["id"]
    for page in (*PAGES, f"/projects/{sample}"):
        first = _seconds(lambda page=page: studio.ask("GET", page))
        size = _weight(studio, page)
        told = f"{size / 1000:5.0f} kB gzipped (bar <= 300), in {first * 1000:.0f} ms"
        print(f"weight  {page.replace(sample, 'ID'):14} {told}")


def _weight(studio: Studio, page: str) -> int:
    """Bytes of a page and of all that it loads, each file gzipped; fonts, films and pictures left out."""
    seen, waiting, total = set(), [page], 0
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        text = studio.session.get(studio.url + path).text
        total += len(gzip.compress(text.encode()))
        found = re.findall(r"""(?:src|href)="(/static/[^"#]+\.(?:js|css|svg))["#]""", text)
        if path.endswith(".js"):
            imported = re.findall(r"""["'](\.{1,2}/[\w./-]+\.js)["']""", text)
            found += [os.path.normpath(f"{os.path.dirname(path)}/{name}") for name in imported]
        waiting += found
    return total + len(gzip.compress((ROOT / "server/static/i18n/ko.json").read_bytes()))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _web_memory(studio: Studio) -> float:
    """MB of the web processes, without what they share."""
    import psutil

    web = [
        p
        for p in psutil.Process(studio.process.pid).children(recursive=True)
        if "server.jobs.worker" not in p.cmdline()
    ]
    return sum(p.memory_full_info().uss for p in web) / 1e6


PARTS = {"load": load, "upload": upload, "weight": weight}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.studio", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for name in args.parts:
            folder = Path(temporary) / name
            folder.mkdir()
            with running(folder / "home") as studio:
                PARTS[name](studio, folder)


if __name__ == "__main__":
    main()
