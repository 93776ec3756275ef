"""A voice from recordings: what is asked and what comes of it is told in server/cloning.py."""

from __future__ import annotations

from server.cloning import clone

__all__ = ["work"]

work = clone
