"""How templates write times."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_babel import format_date, format_timedelta


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(clock=clock, iso=iso, ago=ago, day=day)


def clock(seconds: float) -> str:
    """75.2 -> 1:15"""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def ago(at: float) -> str:
    """Seconds since 1970 as `3 minutes ago`, in the reader's language."""
    return format_timedelta(timedelta(seconds=at - time.time()), add_direction=True)


def day(at: float) -> str:
    return format_date(datetime.fromtimestamp(at, UTC), "long")
