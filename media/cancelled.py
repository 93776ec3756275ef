"""Stopping long work when its caller no longer wants it."""

from __future__ import annotations


class Cancelled(RuntimeError):
    """The caller's `cancelled` said so; nothing half-made is left behind."""
