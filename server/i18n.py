"""English and Korean: which one a person reads, and where the words are.

Templates and views say `_("…")`; Korean stands in translations/ko/LC_MESSAGES/messages.po. Scripts ask for keys of
static/i18n/en.json and ko.json.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request, session
from flask_babel import Babel, get_locale

LANGUAGES = {"en": "English", "ko": "한국어"}
CATALOGUES = Path(__file__).parent / "translations"


def init_app(app: Flask) -> None:
    compiled = app.extensions["studio"].config.home / "cache" / "translations"
    for language in LANGUAGES:
        _compile(language, compiled)
    Babel(app, locale_selector=language_asked, default_translation_directories=str(compiled))
    app.context_processor(lambda: {"language": get_locale().language, "languages": LANGUAGES})


def language_asked() -> str:
    """As chosen by the switch, else as the browser says."""
    if "language" not in g:
        chosen = session.get("language")
        g.language = chosen if chosen in LANGUAGES else request.accept_languages.best_match(list(LANGUAGES)) or "en"
    return g.language


def _compile(language: str, folder: Path) -> None:
    source = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return
    target = folder / language / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file, tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as partial:
        write_mo(partial, read_po(file, locale=language))
    os.replace(partial.name, target)
