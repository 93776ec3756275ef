"""`narrate accounts`: who may enter a studio that is served to others."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from console.errors import ExitStatus

if TYPE_CHECKING:
    from server.db import Database

ABOUT = """The people of a studio that asks for names and passwords (NARRASCORE_ACCESS=accounts). A password is asked
for in the terminal, or read from the standard input."""


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="narrate accounts", description=ABOUT)
    actions = parser.add_subparsers(metavar="ACTION")
    for name, act, about in (
        ("add", _add, "Add somebody."),
        ("password", _password, "Set a new password; every session of the account ends."),
        ("remove", _remove, "Remove somebody, with all of their films, projects and voices."),
        ("list", _list, "Show who there is."),
    ):
        action = actions.add_parser(name, help=about, description=about)
        action.set_defaults(act=act)
        if act is not _list:
            action.add_argument("name", metavar="NAME")
        if act is _remove:
            action.add_argument("--yes", action="store_true", help="do not ask")
    args = parser.parse_args(arguments or ["list"])
    return args.act(args)


def _add(args: argparse.Namespace) -> int:
    from server.accounts import add

    add(_database(), args.name, _asked())
    print(f"{args.name} may enter.")
    return ExitStatus.OK


def _password(args: argparse.Namespace) -> int:
    from server.accounts import set_password

    set_password(_database(), args.name, _asked())
    print(f"{args.name} has a new password, and no session any more.")
    return ExitStatus.OK


def _remove(args: argparse.Namespace) -> int:
    from server.accounts import remove
    from server.config import Config
    from server.store import Store

    if not args.yes and input(f"Remove {args.name} with everything that is theirs? Type yes: ").strip() != "yes":
        print("Nothing was removed.")
        return ExitStatus.OK
    remove(_database(), Store(Config.from_environment().home), args.name)
    print(f"{args.name} is removed, with everything that was theirs.")
    return ExitStatus.OK


def _list(args: argparse.Namespace) -> int:
    from server.accounts import names

    for name in names(_database()) or ["Nobody yet: narrate accounts add NAME."]:
        print(name)
    return ExitStatus.OK


def _asked() -> str:
    """A password, typed twice where somebody types."""
    import getpass

    from server.accounts import AccountError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise AccountError("The two passwords differ: try again.")
    return password


def _database() -> Database:
    from server.config import Config
    from server.db import Database

    config = Config.from_environment()
    config.home.mkdir(parents=True, exist_ok=True)
    return Database(config.url)
