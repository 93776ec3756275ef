"""A picture by itself: a scene painted from words, as a PNG, and small enough for a page as a JPEG."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.jobs.task import Task

PAINT, WRITE = 1.3, 0.8  # s for a million pixels
SMALL = 960  # pixels of the longer side
FILES = {"image": "image.png", "small": "small.jpg"}


def work(task: Task) -> dict[str, Any]:
    """asked: {prompt, mood (or auto), width, height, seed}. Result: its files, and what was read in the words."""
    from PIL import Image

    from media.cancelled import teller
    from synth.image import picture, read_scene

    asked = task.asked
    size, millions = (asked["width"], asked["height"]), asked["width"] * asked["height"] / 1e6
    task.pace.expect({"paint": 0.3 + PAINT * millions, "write": 0.2 + WRITE * millions})
    tell = teller(task.tell, task.cancelled)
    tell("paint", 0, "")
    mood = None if asked["mood"] == "auto" else asked["mood"]
    image = Image.fromarray(picture(asked["prompt"], mood, size, asked["seed"], each=lambda: tell("paint", 0, "")))
    tell("write", 0, "")
    image.save(task.folder / FILES["image"], compress_level=3)
    image.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    image.save(task.folder / FILES["small"], quality=88)
    scene = asdict(read_scene(asked["prompt"], mood))
    return {**asked, "scene": {name: scene[name] for name in ("place", "time", "weather", "season", "mood")},
            "kept": False, "files": FILES}  # fmt: skip
