"""Every sentence that a module can tell, read from its source: what a program may say is more than what a test hears.

for said in sentences(Path("media/probe.py"), {"ProbeError"}): said.text, said.values, said.line
"""

from __future__ import annotations

import ast
import itertools
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
MOST = 200  # ways in which one sentence can come out
Said = tuple[str, tuple[str, ...]]  # text with a value at each place that is only known when the program runs; those


@dataclass(frozen=True)
class Sentence:
    """As the source gives it: `values` stand in `text` where the program puts what it knows."""

    text: str
    values: tuple[str, ...]
    line: int

    @property
    def words(self) -> str:
        """What is the source's own."""
        rest = self.text
        for value in self.values:
            rest = rest.replace(value, "")
        return rest


def sentences(path: Path, names: Mapping[str, int]) -> Iterator[Sentence]:
    """Of calls to one of `names`, such as the class of an error, the argument at its place, in every way it can be."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    known = vars(import_module(".".join(path.with_suffix("").parts).removesuffix(".__init__")))
    told = set()
    for call, scope in _calls(tree):
        place = max((names[name] for name in _called(call.func, scope) if name in names), default=None)
        if place is None or place >= len(call.args):
            continue
        for text, values in itertools.islice(_said(call.args[place], scope, known), MOST):
            said = Sentence(_numbered(text, values), tuple(_token(i) for i in range(len(values))), call.lineno)
            if said not in told:
                told.add(said)
                yield said


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, dict[str, list[ast.expr]]]]:
    """Every call, and what the names of the function around it were given."""

    def walk(node: ast.AST, scope: dict[str, list[ast.expr]]) -> Iterator[tuple[ast.Call, dict[str, list[ast.expr]]]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            scope = scope | _given(node)
        if isinstance(node, ast.Call):
            yield node, scope
        for child in ast.iter_child_nodes(node):
            yield from walk(child, scope)

    yield from walk(tree, {})


def _given(function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, list[ast.expr]]:
    given: dict[str, list[ast.expr]] = {arg.arg: [] for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) | ast.NamedExpr(ast.Name(id=name), value=value):
                given.setdefault(name, []).append(value)
            case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                for target, value in zip(targets, values, strict=True):
                    if isinstance(target, ast.Name):
                        given.setdefault(target.id, []).append(value)
            case ast.Name(id=name, ctx=ast.Store()):
                given.setdefault(name, [])
    return given


def _called(func: ast.expr, scope: Mapping[str, list[ast.expr]]) -> set[str]:
    match func:
        case ast.Attribute(attr=name):
            return {name}
        case ast.Name(id=name):
            return {name}.union(*(_called(value, {}) for value in scope.get(name, ())))
        case ast.IfExp(body=body, orelse=other):
            return _called(body, scope) | _called(other, scope)
    return set()


def _said(node: ast.expr, scope: dict[str, list[ast.expr]], known: Mapping[str, Any]) -> Iterator[Said]:
    """All that an expression of text can give. A value that is not known is the mark \\0 in the text."""
    match node:
        case ast.Constant(value=str(text)):
            yield text, ()
        case ast.JoinedStr(values=parts):
            yield from _one_after_the_other(parts, scope, known)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if _is_text(left) or _is_text(right):
            yield from _one_after_the_other([left, right], scope, known)
        case ast.IfExp(body=body, orelse=other):
            yield from _said(body, scope, known)
            yield from _said(other, scope, known)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _said(value, scope, known)
        case ast.FormattedValue(value=value):
            yield from _formatted(node, value, scope, known)
        case ast.Name(id=name) if scope.get(name):
            for value in scope[name]:
                yield from _said(value, {**scope, name: []}, known)
        case ast.Call(func=ast.Attribute(attr="get"), args=[_, default]):
            yield "\0", ("",)
            yield from _said(default, scope, known)
        case _:
            text = _evaluated(node, scope, known)
            yield ("\0", ("",)) if text is None else (text, ())


def _one_after_the_other(parts: list[ast.expr], scope: Any, known: Any) -> Iterator[Said]:
    for some in itertools.product(*(list(_said(part, scope, known)) for part in parts)):
        yield "".join(text for text, _ in some), tuple(itertools.chain.from_iterable(values for _, values in some))


def _formatted(node: ast.FormattedValue, value: ast.expr, scope: Any, known: Any) -> Iterator[Said]:
    if isinstance(value, ast.Name) and scope.get(value.id) and not node.format_spec and node.conversion == -1:
        yield from _said(value, scope, known)
    else:
        text = _evaluated(ast.JoinedStr([node]), scope, known)
        yield ("\0", ("",)) if text is None else (text, ())


def _is_text(node: ast.expr) -> bool:
    texts = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return any(isinstance(each, ast.JoinedStr) or isinstance(getattr(each, "value", None), str) for each in texts)


def _evaluated(node: ast.expr, scope: Mapping[str, Any], known: Mapping[str, Any]) -> str | None:
    """What it is where it hangs on nothing but constants of the module."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - {"sorted"}
    if not names or names & set(scope) or not all(name.isupper() and name in known for name in names):
        return None
    return str(eval(compile(ast.fix_missing_locations(ast.Expression(node)), "", "eval"), dict(known)))


def _token(place: int) -> str:
    return f"«{string.ascii_lowercase[place]}{place + 3}»"


def _numbered(text: str, values: tuple[str, ...]) -> str:
    tokens = iter(range(len(values)))
    return "".join(_token(next(tokens)) if letter == "\0" else letter for letter in text)
