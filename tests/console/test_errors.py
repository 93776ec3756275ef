"""Which error ends with which status: the table knows every error our rooms can raise."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from console.errors import STATUS, ExitStatus, status_of

ROOT = Path(__file__).parents[2]


def defined() -> set[str]:
    """The full names of all exceptions that media/ and synth/ define, subclasses of our own left out."""
    found, ours = set(), set()
    for file in [*(ROOT / "media").rglob("*.py"), *(ROOT / "synth").rglob("*.py")]:
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and any(_raises(base, ours) for base in node.bases):
                ours.add(node.name)
                if not any(isinstance(base, ast.Name) and base.id in ours - {node.name} for base in node.bases):
                    found.add(f"{module}.{node.name}")
    return found


def _raises(base: ast.expr, ours: set[str]) -> bool:
    return isinstance(base, ast.Name) and (base.id in ours or base.id in ("ValueError", "RuntimeError", "Exception"))


def test_every_error_of_ours_is_in_the_table():
    assert defined() <= STATUS.keys()


@pytest.mark.parametrize("name", STATUS)
def test_every_name_in_the_table_is_an_error(name):
    module, _, kind = name.rpartition(".")
    assert status_of(getattr(import_module(module), kind)("what is wrong")) is STATUS[name]


def test_a_kind_of_a_known_error_ends_like_it():
    from media.probe import ProbeError

    class Odd(ProbeError):
        pass

    assert status_of(Odd("odd")) is ExitStatus.FILM


def test_what_the_system_refuses_is_the_outputs_and_the_rest_nobody_foresaw():
    assert status_of(PermissionError("no")) is ExitStatus.OUTPUT
    assert status_of(ValueError("no")) is ExitStatus.ERROR
