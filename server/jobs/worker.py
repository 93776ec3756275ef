"""`python -m server.jobs.worker`: takes steps and does them, the most urgent first, with networks that stay warm.

While a narration is under way, lines that somebody waits for are spoken between two of its cues. SIGTERM: what is under
way is handed back and goes on, with another worker, from where it was.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from server.config import Config
from server.db import Database
from server.jobs import KINDS, QUEUES
from server.jobs.claims import Claim, next_step
from server.jobs.lifeline import die_with
from server.jobs.presence import present
from server.jobs.run import run_step
from server.store import Store

# What needs no networks: whoever has just brought a film does not wait for them.
COLD = ("title", "check", "picture", "music")
POLL = 0.15  # s between two looks for work
POLITE = 5  # the pages go before us, so that they stay quick while a film is made
PAUSE = 1.0  # s after the database did not answer
log = logging.getLogger(__name__)


def main(arguments: list[str]) -> None:
    """arguments: the id of the process that started it, if it is not to outlive that."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(process)d: %(message)s")
    if arguments:
        die_with(int(arguments[0]), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    if hasattr(os, "nice"):
        os.nice(POLITE)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    config = Config.from_environment()
    os.environ["NARRASCORE_HOME"] = str(config.home)  # as everything that is called from here finds it
    work(Database(config.url), Store(config.home), stopping)


def work(db: Database, store: Store, stopping: threading.Event) -> None:
    """Does steps until it is to stop."""
    with present(store.home) as name:
        hands = _Hands(db, store, name, stopping)
        ready = False
        while not stopping.is_set():
            try:
                if not ready:
                    while hands.take(COLD):
                        pass
                    warm(store)
                    ready = True
                    log.info("ready")
                if not hands.take():
                    stopping.wait(POLL)
            except Exception:  # whatever it is, the next step may do better
                log.exception("no step could be taken or ended")
                stopping.wait(PAUSE)


@dataclass(frozen=True)
class _Hands:
    db: Database
    store: Store
    name: str
    stopping: threading.Event

    def take(self, kinds: Sequence[str] = ()) -> bool:
        """Does the next step, if there is one."""
        if self.stopping.is_set() or (step := next_step(self.db, kinds)) is None:
            return False
        became = run_step(self.db, self.store, step, self.name, self.stopping.is_set, self.hurry)
        log.info("step %s: %s", step, became or "taken by somebody else")
        return True

    def hurry(self, claim: Claim) -> None:
        """In the midst of a step: those that are more urgent, of the queue of what somebody sits and waits for."""
        sooner = KINDS[: KINDS.index(claim.kind)] if claim.kind in KINDS else ()
        if kinds := [kind for kind in sooner if QUEUES[kind] == "interactive"]:
            while self.take(kinds):
                pass


def warm(store: Store) -> None:
    """Loads what steps will need, before the first is claimed."""
    from server.jobs.warm import warm_up

    try:
        warm_up(store.home)
    except Exception:  # those who ask for speech will be told; films can still be checked
        log.exception("the networks could not be loaded")


if __name__ == "__main__":
    main(sys.argv[1:])
    logging.shutdown()
    os._exit(0)  # all is on the disk; to take the networks apart would take a second
