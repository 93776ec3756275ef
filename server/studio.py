"""What every request needs at hand: the settings, the database and the files of the app that serves it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from server.config import Config
from server.db import Database
from server.store import Store


@dataclass(frozen=True)
class Studio:
    config: Config
    db: Database
    store: Store


def studio() -> Studio:
    return current_app.extensions["studio"]


def config() -> Config:
    return studio().config


def db() -> Database:
    return studio().db


def store() -> Store:
    return studio().store
