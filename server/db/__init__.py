"""The database is the truth: tables.py says what is kept, connect.py how it is reached."""

from server.db.connect import Database

__all__ = ["Database"]
