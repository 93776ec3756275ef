"""Let a second core measure and write one block while the first prepares the next, or prepare what comes next."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

Work = Callable[[], None]
T = TypeVar("T")
PATIENCE = 0.1  # s between two looks whether anybody still wants more


@contextmanager
def one_behind() -> Iterator[Callable[[Work], None]]:
    """Yields `later(work)`: runs work in order on one thread, never more than one piece behind.

    Bounded on purpose: memory stays that of two blocks. An error in the work is raised by the next call or at the end.
    Pays because scipy's filters, numpy's products and file writes let go of the interpreter lock.
    """
    pending: Future[None] | None = None
    with ThreadPoolExecutor(max_workers=1) as pool:

        def later(work: Work) -> None:
            nonlocal pending
            if pending is not None:
                pending.result()
            pending = pool.submit(work)

        yield later
        if pending is not None:
            pending.result()


def ahead(items: Generator[T], most: int = 2) -> Generator[T]:
    """The same items, made on another thread, up to `most` before they are asked for.

    Closing it stops and closes `items`, too; an error of theirs is raised where the item was due.
    """
    ready: Queue[tuple[T | None, BaseException | None, bool]] = Queue(most)
    over = Event()

    def hand(*what: object) -> None:
        while not over.is_set():
            try:
                ready.put(what, timeout=PATIENCE)  # type: ignore[arg-type]
                return
            except Full:
                continue

    def make() -> None:
        try:
            with closing(items):
                for item in items:
                    hand(item, None, False)
                    if over.is_set():
                        return
            hand(None, None, True)
        except BaseException as error:
            hand(None, error, True)

    worker = Thread(target=make, daemon=True)
    worker.start()
    try:
        while True:
            item, error, last = ready.get()
            if error is not None:
                raise error
            if last:
                return
            yield item  # type: ignore[misc]
    finally:
        over.set()
        with suppress(Empty):
            while True:
                ready.get_nowait()
        worker.join()
