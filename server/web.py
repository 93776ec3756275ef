"""`python -m server.web`: pages and API, by two processes with threads (gunicorn; on Windows one, by waitress)."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from server.config import Config
from server.jobs.lifeline import die_with

PROCESSES = 2  # one alone is kept busy by three hundred people who watch their films being made
THREADS = 16  # of each, at once: pages, polling, streams of events, pieces of uploads
KEEP_ALIVE = 5  # s that a connection may be idle
LISTENING = 1024  # connections that wait for a thread


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m server.web", description="Serve the studio.")
    parser.add_argument("--parent", type=int, help="the process that this one is not to outlive")
    parser.add_argument("--socket", type=int, help="number of an open listening socket; default: open one")
    args = parser.parse_args(arguments)
    if args.parent:
        die_with(args.parent)
    config = Config.from_environment()
    if sys.platform == "win32":
        from waitress import serve

        from server.app import create_app

        serve(create_app(config), host=config.host, port=config.port, threads=2 * THREADS)
        return
    host = f"[{config.host}]" if ":" in config.host else config.host
    bind = f"fd://{args.socket}" if args.socket is not None else f"{host}:{config.port}"
    _gunicorn(config, bind)


def _gunicorn(config: Config, bind: str) -> None:
    from gunicorn.app.base import BaseApplication

    from server.app import create_app

    class Studio(BaseApplication):
        def load_config(self) -> None:
            settings = {"bind": [bind], "worker_class": "gthread", "workers": PROCESSES, "threads": THREADS,
                        "keepalive": KEEP_ALIVE, "backlog": LISTENING, "timeout": 60, "graceful_timeout": 3,
                        "proc_name": "narrascore", "loglevel": "warning"}  # fmt: skip
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return create_app(config)

    Studio().run()


if __name__ == "__main__":
    main(sys.argv[1:])
