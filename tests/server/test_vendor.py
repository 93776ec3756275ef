"""Code of others is what its table says, and every file of it has a licence."""

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "server" / "static" / "vendor"
ROW = re.compile(r"^\| (\S+) \|.*\((\S+)\) \|.*\| ([0-9a-f]{64}) \|$", re.MULTILINE)


def rows():
    return ROW.findall((VENDOR / "README.md").read_text())


def test_every_file_has_the_hash_that_the_table_tells():
    assert rows()
    for file, _licence, told in rows():
        assert hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() == told, file


def test_every_licence_is_there():
    for _file, licence, _told in rows():
        assert (VENDOR / licence).stat().st_size > 500


def test_no_file_is_without_a_row():
    known = {file for row in rows() for file in row[:2]} | {"README.md"}
    assert {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} == known
