"""The app: `create_app()` puts settings, database, guards and routes together."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from server import auth, errors, filters, i18n, security
from server.config import Config
from server.db import Database
from server.store import Store
from server.studio import Studio, config, db, store

__all__ = ["config", "create_app", "db", "store"]

BLUEPRINTS = ("accounts", "cues", "films", "images", "jobs", "music", "pages", "projects", "shares", "titles",
              "uploads", "voices")  # fmt: skip
JSON_BYTES = 1_000_000  # of a request, unless its route allows more


def create_app(config: Config | None = None) -> Flask:
    """The studio over one home folder. Raises ConfigError for settings that cannot be."""
    config = config or Config.from_environment()
    config.home.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, template_folder="../templates", static_folder="static")
    app.config.update(
        SECRET_KEY=config.key(),
        MAX_CONTENT_LENGTH=JSON_BYTES,
        SESSION_COOKIE_NAME="narrascore",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure,
        PERMANENT_SESSION_LIFETIME=auth.SESSION,
        TRUSTED_HOSTS=security.hosts(config),
        SEND_FILE_MAX_AGE_DEFAULT=None,
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["studio"] = Studio(config, Database(config.url), Store(config.home))
    for part in (security, i18n, auth, errors, filters):
        part.init_app(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"server.routes.{name}").bp)
    return app
