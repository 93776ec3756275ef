"""`narrate doctor`: are the studio's rows and its files of one mind? Both ways, and `--repair` makes them so."""

from __future__ import annotations

import argparse

from console.errors import ExitStatus


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="narrate doctor",
        description="Compare what the studio has in its database with the files that it keeps, both ways. "
        "Changes nothing unless it is asked to.",
    )
    parser.add_argument("--repair", action="store_true", help="remove files that nothing needs, and mend the rows")
    args = parser.parse_args(arguments)

    from server.config import Config
    from server.db import Database
    from server.doctor import examine
    from server.store import Store

    config = Config.from_environment()
    if not config.home.is_dir():
        print(f"There is no studio in {config.home} yet.")
        return ExitStatus.OK
    db = Database(config.url)
    try:
        findings = examine(db, Store(config.home))
        for finding in findings:
            print(f"{finding.sentence} ({finding.where})")
            if args.repair:
                finding.repair()
    finally:
        db.close()
    if not findings:
        print("Every row has its files, and every file its row.")
    elif args.repair:
        print(f"{len(findings)} repaired.")
    else:
        print(f"{len(findings)} found: `narrate doctor --repair` mends them.")
    return ExitStatus.OK
