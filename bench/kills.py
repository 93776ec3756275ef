"""The studio under fire: `python -m bench.kills` (200 kills over narrations of 40 cues).

A film is narrated undisturbed; then again and again, from nothing, by a studio whose worker, web process or whole tree
is killed (SIGKILL) at random instants, until so many kills are done. Counted are jobs that were lost or published
twice, takes that were written twice, results that differ from the undisturbed one in a byte, and how long after a
restart of the whole tree the job's progress can be read again.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ENDED = ("done", "failed", "cancelled")
VISIBLE = 5.0  # s


@dataclass
class Score:
    kills: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("worker", "web", "tree"), 0))
    jobs: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: int = 0
    spoken_twice: int = 0
    differing: list[str] = field(default_factory=list)
    visible: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--cues", type=int, default=40)
    parser.add_argument("--pause", type=float, default=6.0, help="the longest that a run is left to work, in s")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        score = fire(Path(folder), args.kills, args.cues, args.pause, random.Random(args.seed))
    print(f"kills: {sum(score.kills.values())} ({', '.join(f'{n} of the {what}' for what, n in score.kills.items())})")
    print(f"jobs: {score.jobs} of {args.cues} cues; lost {len(score.lost)} {score.lost or ''}")
    print(f"published twice: {score.doubled}; takes written twice: {score.spoken_twice}")
    print(f"files that differ from the undisturbed run: {len(score.differing)} {score.differing or ''}")
    late = sum(seconds > VISIBLE for seconds in score.visible)
    if score.visible:
        middle = sorted(score.visible)[len(score.visible) // 2]
        print(f"progress after a restart of the tree: {middle:.1f} s, at most {max(score.visible):.1f} s, "
              f"{late} later than {VISIBLE:g} s")  # fmt: skip
    sys.exit(bool(score.lost or score.doubled or score.spoken_twice or score.differing))


def fire(folder: Path, kills: int, cues: int, pause: float, chance: random.Random) -> Score:
    calm = Studio(folder / "calm", cues)
    calm.narrate()
    wanted = calm.wait()
    calm.stop()
    assert wanted["state"] == "done", wanted
    reference, score = calm.files(), Score()
    while sum(score.kills.values()) < kills:
        score.jobs += 1
        rough = Studio(folder / f"rough{score.jobs}", cues, calm.home / "cache")
        rough.narrate()
        told = under_fire(rough, kills, pause, chance, score)
        rough.stop()
        if told["state"] != "done":
            score.lost.append(f"{told['state']}: {told['error']}")
        else:
            score.doubled += [event["state"] for event in rough.events()].count("done") - 1
            made = rough.files()
            names = made.keys() | reference.keys()
            score.differing += [name for name in sorted(names) if made.get(name) != reference.get(name)]
        print(f"job {score.jobs}: {told['state']}, {sum(score.kills.values())} kills so far", flush=True)
        shutil.rmtree(rough.home)
    return score


def under_fire(studio: Studio, kills: int, pause: float, chance: random.Random, score: Score) -> dict[str, Any]:
    """Kills at random until the job has ended, or enough were killed."""
    takes: dict[str, int] = {}
    while sum(score.kills.values()) < kills:
        while studio.job()["state"] == "queued":  # who is killed while they still load models shows nothing
            time.sleep(0.1)
        time.sleep(chance.uniform(0, pause))
        if (told := studio.job())["state"] in ENDED:
            return told
        what = chance.choice(("worker", "worker", "web", "tree"))
        if not studio.kill(what):
            continue
        score.kills[what] += 1
        print(f"{what} killed at {told['stage']} {told['progress']:.0%}", file=sys.stderr, flush=True)
        for take in (studio.home / "takes").rglob("[0-9a-f]*.flac"):
            score.spoken_twice += takes.setdefault(take.name, take.stat().st_mtime_ns) != take.stat().st_mtime_ns
        if what == "tree":
            began = time.monotonic()
            studio.start()
            studio.job()
            score.visible.append(time.monotonic() - began)
    return studio.wait()


class Studio:
    """A studio with the sample film and `cues` cues in a project."""

    def __init__(self, home: Path, cues: int, cache: Path | None = None):
        self.home = home
        home.mkdir()
        if cache:
            shutil.copytree(cache, home / "cache")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.cookies = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.start()
        with self.cookies.open(self._link(), timeout=60):
            pass
        film = self.call("POST", "/api/films/sample", {"language": "en"})
        self.project = film["project"]["id"]
        given = self.call("GET", f"/api/projects/{self.project}/cues")
        length = 54 / cues
        changes: list[dict] = [{"id": cue["id"], "gone": True} for cue in given["cues"]]
        changes += [{"id": f"c{n}", "start": n * length, "end": (n + 0.8) * length, "text": f"Number {n}, wait for it."}
                    for n in range(cues)]  # fmt: skip
        self.call("PATCH", f"/api/projects/{self.project}/cues", {"base": given["version"], "changes": changes})
        self.id = ""

    def start(self) -> None:
        environment = {**os.environ, "NARRASCORE_HOME": str(self.home), "NARRASCORE_PORT": str(self.port)}
        command = [sys.executable, "narrate.py", "serve"]
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        while True:  # the socket listens long before anybody answers
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, (self.home / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def kill(self, what: str) -> bool:
        """Whether there was such a process."""
        import psutil

        if what == "tree":
            everybody = psutil.Process(self.process.pid).children(recursive=True)
            self.process.kill()
            self.process.wait()
            psutil.wait_procs(everybody, 30)
            return True
        module = {"worker": "server.jobs.worker", "web": "server.web"}[what]
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # it has died by itself, or of the last kill
                if module in child.cmdline():
                    child.send_signal(signal.SIGKILL)
                    return True
        return False

    def narrate(self) -> None:
        self.id = self.call("POST", f"/api/projects/{self.project}/narrations")["job"]["id"]

    def job(self) -> dict[str, Any]:
        return self.call("GET", f"/api/jobs/{self.id}")["job"]

    def events(self) -> list[dict[str, Any]]:
        from server.db import Database
        from server.jobs.events import events

        db = Database(f"sqlite:///{self.home / 'studio.sqlite'}")
        with db.read() as connection:
            found = events(connection, self.id)
        db.close()
        return found

    def wait(self) -> dict[str, Any]:
        while (told := self.job())["state"] not in ENDED:
            time.sleep(0.2)
        return told

    def files(self) -> dict[str, bytes]:
        """What was made, but for the report, which tells how long it took."""
        folder = self.home / "results" / self.id
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "report.json"}

    def call(self, verb: str, path: str, body: Any = None) -> Any:
        """The JSON of an answer; asked again while nobody answers."""
        data = json.dumps(body or {}).encode() if verb != "GET" else None
        headers = {"Content-Type": "application/json"}
        for _ in range(100):
            request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers, method=verb)
            try:
                with self.cookies.open(request, timeout=60) as answer:
                    return json.loads(answer.read())
            except urllib.error.HTTPError as error:
                raise AssertionError(f"{verb} {path}: {error.code} {error.read()!r}") from None
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"{verb} {path}: nobody answers")

    def _link(self) -> str:
        from server.auth import one_time_link
        from server.config import Config

        return one_time_link(Config(home=self.home, port=self.port))


if __name__ == "__main__":
    main()
