"""What cannot be painted, opened or generated, as one sentence for people."""

from __future__ import annotations


class ImageError(ValueError):
    """What is wrong, where, and what to do."""


class ImageCancelled(ImageError):
    """Somebody asked for the work to end."""
