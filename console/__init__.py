"""The command line: what people type, what they see while they wait, and the one place where errors become words.

main (here) finds the command and turns errors into sentences; film, check, speak, compose, picture, voices (with
recordings), serve and doctor are the commands, one module each with `run(arguments) -> int`; errors holds the exit
codes, inputs and numbers what arguments mean, progress the waiting.
"""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from console.errors import ExitStatus, status_of

__all__ = ["COMMANDS", "ExitStatus", "main"]

COMMANDS = {  # a word that is console/<word>.py, and how it is used; anything else is a film to narrate
    "speak": "TEXT -o a.wav",
    "check": "FILM SUBTITLES",
    "compose": "--mood calm -o a.wav",
    "picture": '"눈 내리는 밤의 기차역" -o a.png',
    "voices": "[list|add|check|script|preview|remove]",
    "serve": "[--port 8760] [--open]",
    "doctor": "[--repair]",
    "accounts": "[list|add|password|remove]",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its ExitStatus."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    command = arguments.pop(0) if arguments and arguments[0] in COMMANDS else "film"
    _listen_to_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter still gets the rest
    try:
        return import_module(f"console.{command}").run(arguments)
    except KeyboardInterrupt:
        print("\nStopped. Nothing half-written is left; finished takes are kept for the next run.", file=sys.stderr)
        return ExitStatus.INTERRUPTED
    except (ValueError, RuntimeError, OSError) as error:
        status = status_of(error)
        if status is ExitStatus.ERROR:
            raise
        print(f"\rnarrate: {error}", file=sys.stderr)
        return status


def _listen_to_signals() -> None:
    """One request to stop is enough: what comes while the work is being tidied up is ignored."""
    asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def stop(number: int, frame: object) -> None:
        for each in asked:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in asked:
        signal.signal(each, stop)
