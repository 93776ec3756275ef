"""A voice from recordings; server/cloning.py says how."""

from server.cloning import clone as work

__all__ = ["work"]
