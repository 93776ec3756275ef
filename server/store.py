"""Where files lie: under the home folder, by ids of our own, never by a name that somebody typed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

SUFFIXES = frozenset((".mp4", ".m4v", ".mov", ".mkv", ".webm"))


class Store:
    """The files of the studio.

    uploads/ID                what has arrived so far
    films/ID/source.mp4       a film; beside it peaks-256.bin, -1024, -4096 and poster.jpg
    results/JOB/              what a job made: film.mp4, report.json, stems, subtitles
    projects/ID/PICTURE.jpg   pictures that somebody brought for the title
    voices/ or accounts/ID/   a person's voices (`voices_of`)
    """

    def __init__(self, home: Path):
        self.home = home

    def upload(self, upload: str) -> Path:
        return self._at("uploads", upload)

    def film(self, film: str) -> Path:
        """The folder of a film."""
        return self._at("films", film)

    def source(self, film: str, suffix: str) -> Path:
        """The film itself."""
        if suffix not in SUFFIXES:
            raise ValueError(suffix)
        return self.film(film) / f"source{suffix}"

    def project(self, project: str) -> Path:
        """The folder of what was brought for a project."""
        return self._at("projects", project)

    def picture(self, project: str, picture: str) -> Path:
        """A picture for its title."""
        if not re.fullmatch("[0-9a-f]{32}", picture):
            raise ValueError(f"{picture!r} is not an id")
        return self.project(project) / f"{picture}.jpg"

    def result(self, job: str) -> Path:
        """The folder of what a job made."""
        return self._at("results", job)

    def making(self, job: str, fence: int) -> Path:
        """Where a run of a job writes before what it made is published."""
        return self.result(job).with_name(f".{job}.{fence}")

    def voices(self, account: str, local: bool) -> Path:
        """The gallery of an account; who uses the studio on this machine shares theirs with the command line."""
        return self.home / "voices" if local else self.account(account) / "voices"

    def account(self, account: str) -> Path:
        """The folder of somebody's own things."""
        return self._at("accounts", account)

    def free(self) -> int:
        """Bytes that can still be written."""
        self.home.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.home).free

    def _at(self, kind: str, name: str) -> Path:
        if not re.fullmatch("[0-9a-f]{32}", name):
            raise ValueError(f"{name!r} is not an id")
        return self.home / kind / name


def discard(path: Path) -> None:
    """Removes a file or a folder, if it is there."""
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
