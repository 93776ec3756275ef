"""What cannot be composed or played, as one sentence for people."""

from __future__ import annotations


class MusicError(ValueError):
    """What is wrong, where, and what to do."""
