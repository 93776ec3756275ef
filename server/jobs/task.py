"""What a work function has in its hands: what was asked, a folder to write to, and somebody to tell.

Whoever works only says how far it is; a thread beside it writes that to the database a few times a second, holds the
lease, and hears whether the work is still wanted.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.config import Config
from server.db import Database
from server.jobs.claims import LEASE, Claim, News, look, renew
from server.jobs.pace import Pace
from server.store import Store

if TYPE_CHECKING:
    from synth.speech.networks import Networks

BEAT = 0.25  # s between two looks at what there is to tell: the most often that watchers are told
LISTEN = 1.0  # s between two questions whether the work is still wanted
RENEW = LEASE / 6
NOTEWORTHY = 0.004  # of the whole: less progress than that is no news
log = logging.getLogger(__name__)


class Task:
    """One run of a step. `why` says what has stopped it: "" (nothing), cancel, lost (the claim), stopping (we are)."""

    def __init__(self, db: Database, store: Store, claim: Claim, stopping: Callable[[], bool] = lambda: False,
                 between: Callable[[], None] = lambda: None):  # fmt: skip
        """between: called whenever the work tells how far it is, to do what is more urgent."""
        self.db, self.store, self.claim = db, store, claim
        self.job, self.asked, self.owner = claim.job, claim.asked, claim.owner
        self.folder = store.making(claim.job, claim.fence)
        self.pace = Pace({})
        self.also: list[Callable[[Connection], Any]] = []  # to be written when the step is published
        self._stopping, self._between = stopping, between
        self._paused, self._reached, self._further = 0.0, False, False
        self._heard, self._best = "", claim.progress
        self._news: News | None = None
        self._told: News | None = None

    @property
    def networks(self) -> Networks:
        """Shared by all that this process does, and warm after the first use."""
        from server.jobs.warm import networks

        return networks(self.store.home)

    @property
    def voices(self) -> Path:
        """The gallery of whoever asked."""
        return self.store.voices(self.owner, Config.from_environment().local)

    def tell(self, stage: str, done: float, detail: str = "", worked: float | None = None) -> None:
        """How far the work is: 0..1 of a stage. worked: the same in time, where that is another figure."""
        progress = self.pace.progress(stage, done)
        self._best = max(self._best, progress)
        left = self.pace.left(stage, done if worked is None else worked)
        self._reached = self._reached or progress >= self.claim.progress > 0
        self._further = self._further or progress > self.claim.progress
        self._news = News(stage, self._best, detail, left, self._reached or self._further, self._further)
        if time.monotonic() - self._paused > BEAT:
            self._between()
            self._paused = time.monotonic()

    @property
    def runs(self) -> int:
        """How many have come as far as any and no further, without this one."""
        return 0 if self._further else self.claim.runs

    def cancelled(self) -> bool:
        """Whether to stop, for whatever reason."""
        return bool(self.why)

    @property
    def why(self) -> str:
        return self._heard or ("stopping" if self._stopping() else "")

    # --- the thread beside it

    def __enter__(self) -> Task:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heart of {self.claim.step}", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        renewed = listened = time.monotonic()
        while not self._ended.wait(BEAT):
            now, news = time.monotonic(), self._news
            try:
                if news and self._is_new(news):
                    standing, renewed, listened, self._told = renew(self.db, self.claim, news), now, now, news
                elif now - renewed > RENEW:
                    standing, renewed, listened = renew(self.db, self.claim), now, now
                elif now - listened > LISTEN:
                    standing, listened = look(self.db, self.claim), now
                else:
                    continue
            except SQLAlchemyError:  # the database is away: work on until the lease ends
                log.warning("step %s: the database does not answer", self.claim.step, exc_info=True)
                if now - renewed > LEASE:
                    self._heard = "lost"
                continue
            if not standing.ours:
                self._heard = "lost"
            elif not standing.wanted:
                self._heard = "cancel"

    def _is_new(self, news: News) -> bool:
        last = self._told
        if last is None or (news.stage, news.detail) != (last.stage, last.detail):
            return True
        return news.progress - last.progress >= NOTEWORTHY or (news.progress > last.progress and news.progress >= 1)


Work = Callable[[Task], Mapping[str, Any]]
