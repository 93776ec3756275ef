"""Stopping long work when its caller no longer wants it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float, str], None]  # stage, 0..1, detail


class Cancelled(RuntimeError):
    """The caller's `cancelled` said so; nothing half-made is left behind."""


def teller(progress: Progress | None, cancelled: Callable[[], bool] | None) -> Progress:
    """Reports progress, where somebody listens, and stops the work, where somebody said so."""

    def tell(stage: str, done: float, detail: str) -> None:
        if cancelled and cancelled():
            raise Cancelled("The film was not narrated: cancelled.")
        if progress:
            progress(stage, done, detail)

    return tell
