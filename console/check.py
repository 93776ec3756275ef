"""`narrate check FILM SUBTITLES`: how every cue will fit, before a word is spoken."""

from __future__ import annotations

import argparse

from console.errors import ExitStatus
from console.inputs import add_inputs, options, prepared, print_import


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="narrate check", description="Read both files and say how every cue will fit. Makes no film."
    )
    add_inputs(parser)
    args = parser.parse_args(arguments)

    from media.report import Report, table

    ready = prepared(args, options(args))
    report = Report(ready.film, ready.subtitles, ready.lines(), warnings=ready.warnings)
    print_import(report.subtitles, every=True)
    print(*table(report.lines), *report.sentences(), sep="\n")
    return ExitStatus.OK
