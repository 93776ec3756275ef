"""Every setting of the studio, from the environment; the defaults serve one person on their own machine."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ACCESS = ("local", "accounts")


class ConfigError(ValueError):
    """A setting that cannot be. One sentence: which, what is wrong, what would do."""


@dataclass(frozen=True)
class Config:
    """home: where everything is kept. access: `local` lets in whoever has the one-time link, `accounts` asks for a name
    and a password. hosts: names under which the studio may be reached. proxies: how many reverse proxies to trust.
    secure: send cookies over https only.
    """

    home: Path
    database: str = ""
    host: str = "127.0.0.1"
    port: int = 8760
    access: str = "local"
    hosts: tuple[str, ...] = ()
    workers: int = 1
    proxies: int = 0
    secure: bool = False
    secret: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Config:
        """Reads NARRASCORE_HOME, _DATABASE, _HOST, _PORT, _ACCESS, _HOSTS, _WORKERS, _PROXIES, _SECURE and _SECRET."""
        read = _Reader(environment)
        config = cls(
            home=Path(read.text("HOME", "var")).expanduser().absolute(),
            database=read.text("DATABASE", ""),
            host=read.text("HOST", cls.host),
            port=read.number("PORT", cls.port, 0, 65535),
            access=read.choice("ACCESS", cls.access, ACCESS),
            hosts=tuple(name.strip() for name in read.text("HOSTS", "").split(",") if name.strip()),
            workers=read.number("WORKERS", cls.workers, 0, 64),
            proxies=read.number("PROXIES", cls.proxies, 0, 5),
            secure=bool(read.number("SECURE", 0, 0, 1)),
            secret=read.text("SECRET", ""),
        )
        if config.access == "local" and config.host not in ("127.0.0.1", "localhost", "::1"):
            raise ConfigError(
                f"NARRASCORE_HOST={config.host} opens the studio to others: set NARRASCORE_ACCESS=accounts as well."
            )
        return config

    @property
    def url(self) -> str:
        """Of the database."""
        return self.database or f"sqlite:///{self.home / 'studio.sqlite'}"

    @property
    def local(self) -> bool:
        return self.access == "local"

    def key(self) -> str:
        """What cookies are signed with; made and kept in the home folder where none was set."""
        return self.secret or kept_secret(self.home / "secret")


def kept_secret(path: Path) -> str:
    """The secret in a file that only its owner may read; made by whoever asks first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text().strip()


class _Reader:
    def __init__(self, environment: Mapping[str, str]):
        self._environment = environment

    def text(self, name: str, default: str) -> str:
        return self._environment.get(f"NARRASCORE_{name}", "").strip() or default

    def number(self, name: str, default: int, least: int, most: int) -> int:
        said = self.text(name, str(default))
        if not said.isdecimal() or not least <= int(said) <= most:
            raise ConfigError(f"NARRASCORE_{name} is {said!r}: it must be a whole number from {least} to {most}.")
        return int(said)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        said = self.text(name, default)
        if said not in choices:
            raise ConfigError(f"NARRASCORE_{name} is {said!r}: use one of {', '.join(choices)}.")
        return said
