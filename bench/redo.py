"""One line of a long film done again: `python -m bench.redo` (5 minutes of 1080p, 200 cues).

A worker of the studio has narrated the film once. Then one cue is changed: how long until it can be heard, and until
the film is ready, as seconds from the moment of asking, with the worker's networks warm; and how many takes it spoke.
Beside the clock stands the processor time of the worker: on a machine that others use, that is what it would take.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from bench.samples.film import draw, srt
from media.subtitles import read_subtitles
from server.db import Database
from server.db.tables import account, cue, film, job, new_id, project
from server.jobs import ENDED
from server.jobs.queue import enqueue, job_json
from server.jobs.work.asked import snapshot
from server.store import Store

ROOT = Path(__file__).parents[1]
HEARD, READY = 4.0, 10.0  # s
# As long as what was there: a longer one would hurry its neighbours too, and they would have to be spoken anew.
CHANGED = (
    "The last ferry is late.",
    "A red fox ran away.",
    "My brother knows it.",
    "The boat is ready.",
    "I heard a bell.",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.redo", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--cues", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder) / "home", args.seconds, args.cues)
        first = studio.ask("narration")
        print(f"{args.seconds} s of 1080p, {args.cues} cues: narrated in {first[0]:.1f} s, {first[2]} takes spoken")
        lines, films = [], []
        for n in range(args.repeat):
            number = (n + 1) * args.cues // (args.repeat + 1)
            studio.change(number, CHANGED[n % len(CHANGED)])
            lines.append(studio.ask("line", number))
            films.append(studio.ask("narration"))
            print(f"… {studio.told['result']['seconds']}", file=sys.stderr, flush=True)
        studio.stop()
    for name, runs, bar in (("heard alone", lines, HEARD), ("film ready", films, READY)):
        wall, work = ([round(run[i], 2) for run in sorted(runs)] for i in (0, 1))
        middle = f"{wall[len(wall) // 2]:6.2f} s (of {wall}), {sorted(work)[len(work) // 2]:.2f} s of processor time"
        print(f"{name:12} {middle}    bar: <= {bar:g} s")
    print(f"takes spoken for each change: {[line[2] + made[2] for line, made in zip(lines, films, strict=True)]}"
          "    bar: 1")  # fmt: skip


class Studio:
    """A home folder with one project, and one worker."""

    def __init__(self, home: Path, seconds: int, cues: int):
        home.mkdir(parents=True)
        self.db, self.store = Database(f"sqlite:///{home / 'studio.sqlite'}"), Store(home)
        self.me, of, self.project, now = new_id(), new_id(), new_id(), time.time()
        self.store.film(of).mkdir(parents=True)
        draw(str(self.store.source(of, ".mp4")), "1080p", str(seconds))
        (home / "film.srt").write_text(srt(cues, seconds / cues, 144), encoding="utf-8")
        with self.db.write() as connection:
            common: dict[str, Any] = {"owner": self.me, "created": now}
            connection.execute(insert(account).values(id=self.me, name="me", key="local", created=now))
            connection.execute(insert(film).values(id=of, name="A", suffix=".mp4", size=1, state="ready", **common))
            connection.execute(insert(project).values(id=self.project, film=of, name="A", changed=now, **common))
            for row in read_subtitles(home / "film.srt").cues:
                values = {"start": row.start, "end": row.end, "text": row.text, "version": 1}
                connection.execute(insert(cue).values(project=self.project, id=f"c{row.number}", **values))
        environment = {**os.environ, "NARRASCORE_HOME": str(home)}
        command = [sys.executable, "-m", "server.jobs.worker", str(os.getpid())]
        self.worker = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)

    def change(self, number: int, text: str) -> None:
        with self.db.write() as connection:
            this = (cue.c.project == self.project) & (cue.c.id == f"c{number}")
            connection.execute(update(cue).where(this).values(text=text))

    def ask(self, kind: str, number: int = 0) -> tuple[float, float, int]:
        """Seconds until it is done, of the clock and of the worker's processor time; takes spoken."""
        import psutil

        worker = psutil.Process(self.worker.pid)
        began, busy = time.perf_counter(), sum(worker.cpu_times()[:4])
        with self.db.write() as connection:
            asked = snapshot(connection, connection.execute(select(project)).one()) | {"cue": f"c{number}"}
            id = enqueue(connection, owner=self.me, kind=kind, asked=asked, project=self.project)
        while (told := self._job(id))["state"] not in ENDED:
            time.sleep(0.02)
        assert told["state"] == "done", told["error"]
        self.told = told
        return time.perf_counter() - began, sum(worker.cpu_times()[:4]) - busy, told["result"]["takes_spoken"]

    def stop(self) -> None:
        self.worker.terminate()
        self.worker.wait()
        self.db.close()

    def _job(self, id: str) -> dict[str, Any]:
        with self.db.read() as connection:
            return job_json(connection, connection.execute(select(job).where(job.c.id == id)).one())


if __name__ == "__main__":
    main()
