"""Settings from the environment."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from server.config import Config, ConfigError, kept_secret


def test_the_defaults_serve_one_person():
    config = Config.from_environment({})
    assert config.host == "127.0.0.1" and config.local and config.url.startswith("sqlite:///")


def test_every_setting_can_be_set():
    said = {
        "HOME": "/tmp/x", "DATABASE": "postgresql://db/x", "HOST": "0.0.0.0", "PORT": "80", "ACCESS": "accounts",
        "HOSTS": "a.example, b.example", "WORKERS": "3", "PROXIES": "1", "SECURE": "1", "SECRET": "s",
    }  # fmt: skip
    config = Config.from_environment({f"NARRASCORE_{name}": value for name, value in said.items()})
    plain = Config(Path("/nowhere"))
    assert all(getattr(config, field.name) != getattr(plain, field.name) for field in fields(Config))


@pytest.mark.parametrize(
    "name, value",
    [("PORT", "x"), ("PORT", "70000"), ("WORKERS", "-1"), ("ACCESS", "open"), ("HOST", "0.0.0.0"), ("SECURE", "yes")],
)
def test_a_setting_that_cannot_be_names_itself(name, value):
    with pytest.raises(ConfigError, match=f"NARRASCORE_{name}"):
        Config.from_environment({f"NARRASCORE_{name}": value})


def test_every_setting_is_documented():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    missing = [field.name for field in fields(Config) if f"NARRASCORE_{field.name.upper()}" not in readme]
    assert not missing


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "home" / "secret"
    secret = kept_secret(path)
    assert len(secret) == 64 and kept_secret(path) == secret
    assert path.stat().st_mode & 0o077 == 0
