"""What a person sees while the work goes on."""

from __future__ import annotations

import sys
import time

STAGES = {"read": "Reading", "plan": "Planning", "title": "Titling", "speak": "Speaking", "score": "Composing",
          "mix": "Mixing", "write": "Writing", "listen": "Listening", "learn": "Learning", "preview": "Trying out",
          "paint": "Painting"}  # fmt: skip


class ProgressLine:
    """One line on a terminal that follows the work, with the time left; a line per stage where there is no terminal.

    A detail that is a whole sentence stays on the screen.
    """

    def __init__(self) -> None:
        self.stage, self.began, self.shown, self.width = "", 0.0, 0.0, 0
        self.said: set[str] = set()
        self.live = sys.stderr.isatty()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self.live and self.width:
            print("\r" + " " * self.width + "\r", end="", file=sys.stderr, flush=True)

    def __call__(self, stage: str, done: float, detail: str) -> None:
        now = time.monotonic()
        if stage != self.stage:
            self.stage, self.began, self.shown = stage, now, 0.0
            if not self.live:
                print(STAGES[stage], file=sys.stderr, flush=True)
        if detail.endswith("."):
            self._say(detail)
            detail = ""
        if not self.live or (now - self.shown < 0.1 and done < 1):
            return
        left = (now - self.began) * (1 - done) / done if done > 0.02 else None
        text = f"{STAGES[stage]:9} {done:4.0%}  {detail}" + (
            f"  {left:.0f} s left" if left is not None and left >= 1 else ""
        )
        print("\r" + text.ljust(self.width), end="", file=sys.stderr, flush=True)
        self.width, self.shown = len(text), now

    def _say(self, sentence: str) -> None:
        """Once."""
        if sentence not in self.said:
            self.said.add(sentence)
            print(("\r" + sentence if self.live else sentence).ljust(self.width + 1), file=sys.stderr, flush=True)
