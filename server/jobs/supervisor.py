"""The studio as one tree of processes: the web and the workers, kept alive, and stopped together.

A child that dies is replaced at once, and what it was at goes on with the next. The listening socket is held here, so
that who asks while the web starts again waits a moment and is not refused.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from server.config import Config
from server.db import Database
from server.jobs.housekeeping import EVERY, tidy_up
from server.jobs.sweep import sweep
from server.store import Store

ROOT = Path(__file__).parents[2]
WORKER = "server.jobs.worker"
LOOK = 0.1  # s between two looks at the children
SWEEP = 10.0  # s
BACKLOG = 1024  # connections that wait for an answer
GRACE = 8.0  # s to end in before a child is killed
SOON = 5.0  # s: who dies sooner after its start …
LATER = (0.0, 1.0, 3.0, 10.0)  # s … waits so long for the next, ever longer
log = logging.getLogger(__name__)


class PortTaken(RuntimeError):
    """One sentence."""


@dataclass
class _Child:
    name: str
    command: list[str]
    sockets: tuple[int, ...] = ()
    process: subprocess.Popen | None = None
    began: float = 0.0
    early: int = 0  # deaths in a row soon after the start
    due: float = field(default=0.0)  # when to start

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command], cwd=ROOT, stdin=subprocess.PIPE, pass_fds=self.sockets,
            process_group=0,  # Ctrl-C in a terminal is for the supervisor alone
        )  # fmt: skip

    def has_died(self) -> bool:
        if self.process is None or self.process.poll() is None:
            return False
        self.early = self.early + 1 if time.monotonic() - self.began < SOON else 0
        self.due = time.monotonic() + LATER[min(self.early, len(LATER) - 1)]
        log.warning("the %s ended (%s) and is started again", self.name, self.process.returncode)
        if self.process.stdin:
            self.process.stdin.close()
        self.process = None
        return True


def supervise(config: Config, listening: socket.socket) -> None:
    """Runs the studio until KeyboardInterrupt, and stops it then. The children read their settings as we did.

    listening: from `bind`.
    """
    listening.listen(BACKLOG)
    db, store = Database(config.url), Store(config.home)
    parent = str(os.getpid())
    web = ["server.web", "--parent", parent]
    shared = () if sys.platform == "win32" else (listening.fileno(),)
    if shared:
        web += ["--socket", str(shared[0])]
    else:
        listening.close()
    children = [_Child("web", web, shared)]
    children += [_Child(f"worker {n}", [WORKER, parent]) for n in range(1, config.workers + 1)]
    try:
        _watch(children, db, store)
    finally:
        stop(children)
        sweep(db, store)
        db.close()


def bind(config: Config) -> socket.socket:
    """The socket of the studio, which does not listen yet. PortTaken if somebody else has it."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((config.host, config.port))
    except OSError as error:
        listening.close()
        raise PortTaken(
            f"The studio cannot listen on {config.host}:{config.port} ({error.strerror}): stop what uses it, "
            "or choose another port with --port."
        ) from None
    return listening


def _watch(children: list[_Child], db: Database, store: Store) -> None:
    swept = tidied = float("-inf")
    while True:
        deaths = [child.has_died() for child in children]
        now = time.monotonic()
        if any(deaths) or now - swept > SWEEP:
            swept = now
            try:
                sweep(db, store, all_died=tidied < 0)
                if now - tidied > EVERY:
                    tidied = now
                    tidy_up(db, store)
            except Exception:  # the database may be away for a while: the next sweep sees to it
                log.exception("the sweep failed")
        for child in children:
            if child.process is None and now >= child.due:
                child.start()
        time.sleep(LOOK)


def stop(children: list[_Child]) -> None:
    """Asks all to end, and kills who does not."""
    alive = [child.process for child in children if child.process and child.process.poll() is None]
    for process in alive:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in alive:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()
