"""Everything that people read is there in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "server" / "static"
METHODS = [("server/**.py", "python"), ("templates/**.html", "jinja2")]


def asked() -> set[str]:
    found = extract_from_dir(str(ROOT), METHODS, keywords={"_": None, "gettext": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def catalogue():
    with (ROOT / "server/translations/ko/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="ko")


def test_every_sentence_has_its_korean():
    korean = {message.id for message in catalogue() if message.id and message.string and not message.fuzzy}
    assert asked() - korean == set()


def test_no_translation_is_left_over():
    assert {message.id for message in catalogue() if message.id} - asked() == set()


def test_translations_keep_what_is_filled_in():
    wrong = [
        m.id
        for m in catalogue()
        if m.id and set(re.findall(r"%\(\w+\)\w", m.id)) != set(re.findall(r"%\(\w+\)\w", m.string))
    ]
    assert wrong == []


def words(language: str) -> dict[str, str]:
    return json.loads((STATIC / "i18n" / f"{language}.json").read_text(encoding="utf-8"))


def test_scripts_have_the_same_keys_in_both_languages():
    assert set(words("en")) == set(words("ko"))


def test_scripts_keep_what_is_filled_in():
    english, korean = words("en"), words("ko")
    placed = {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in english.items()}
    assert [key for key in english if placed[key] != set(re.findall(r"\{(\w+)\}", korean[key]))] == []


def test_every_key_that_scripts_ask_for_is_there():
    there = words("en")
    used = {
        key
        for path in (STATIC / "js").rglob("*.js")
        for key in re.findall(r"""\bt\(["']([\w.-]+)["']""", path.read_text(encoding="utf-8"))
    }
    assert used - set(there) == set()


@pytest.mark.parametrize(
    "header, language", [("ko-KR,ko;q=0.9,en;q=0.8", "ko"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
def test_the_language_is_the_browsers(anonymous, header, language):
    assert f'<html lang="{language}">' in anonymous.get("/login", headers={"Accept-Language": header}).text


def test_the_switch_is_remembered(client):
    assert client.post("/language", data={"language": "ko", "next": "/account"}).headers["Location"] == "/account"
    assert '<html lang="ko">' in client.get("/account", headers={"Accept-Language": "en"}).text
