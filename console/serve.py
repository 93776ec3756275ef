"""`narrate serve`: the studio in a browser."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import webbrowser
from dataclasses import replace

from console.errors import ExitStatus


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="narrate serve",
        description="The studio in a browser, for people who never use a terminal. Every setting can also be given "
        "in the environment, as NARRASCORE_HOME, _HOST, _PORT, _WORKERS, _ACCESS and so on.",
    )
    parser.add_argument("--host", help="where to listen; default: 127.0.0.1, this machine only")
    parser.add_argument("--port", help="default: 8760")
    parser.add_argument("--workers", help="narrations made at the same time; default: 1")
    parser.add_argument("--open", action="store_true", help="open the studio in the browser")
    args = parser.parse_args(arguments)
    for name in ("host", "port", "workers"):
        if (value := getattr(args, name)) is not None:
            os.environ[f"NARRASCORE_{name.upper()}"] = value

    from server.auth import one_time_link
    from server.config import Config
    from server.jobs.supervisor import bind, supervise

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = Config.from_environment()
    config.home.mkdir(parents=True, exist_ok=True)
    os.environ["NARRASCORE_HOME"] = str(config.home)  # for the children, whatever folder they start in
    listening = bind(config)
    config = replace(config, port=listening.getsockname()[1])  # port 0 asks for any that is free
    link = one_time_link(config) if config.local else f"http://{config.host}:{config.port}/"
    print(f"The studio is at\n\n    {link}\n", flush=True)
    print("The link lets one browser in, once. " * config.local + "Ctrl-C stops the studio.", flush=True)
    if args.open and _has_screen():
        threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()  # the socket listens: it can wait
    try:
        supervise(config, listening)
    except KeyboardInterrupt:
        print("\nThe studio has stopped. Work that was under way goes on when it is started again.", flush=True)
    return ExitStatus.OK


def _has_screen() -> bool:
    """Else a browser for terminals would take the one-time link, and the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
