"""Let a second core measure and write one block while the first prepares the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

Work = Callable[[], None]


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
