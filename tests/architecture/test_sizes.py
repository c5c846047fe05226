"""Small things: files, functions, templates, test files, and how many ways lead through a function."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from tests.architecture.sources import ROOT, files, named, templates, tree

FILE, FUNCTION, COMPLEXITY, TEMPLATE, TEST_FILE = 400, 40, 8, 200, 600
FORKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


def complexity(function: ast.AST) -> int:
    """Count the ways through a function (McCabe): one, and one more at every fork; inner functions count themselves."""
    total, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        total += isinstance(node, FORKS)
        waiting += ast.iter_child_nodes(node)
    return total


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions of a file, methods and inner ones too."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines, its decorators and its docstring left out: words that explain cost nothing."""
    first = function.body[0]
    spoken = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    described = (first.end_lineno - first.lineno + 1) if spoken else 0
    return function.end_lineno - function.lineno + 1 - described


def too_large() -> dict[tuple[str, str], int]:
    """Return everything over its size: (path or path::function, what) -> measured."""
    found: dict[tuple[str, str], int] = {}
    for path in [*files(".py", ".js", ".css"), *templates()]:
        name, lines = named(path), len(path.read_text(encoding="utf-8").splitlines())
        limit = TEST_FILE if name.startswith("tests/") else TEMPLATE if path in templates() else FILE
        if "migrations" not in path.parts and lines > limit:
            found[name, "lines"] = lines
    for path in files(".py"):
        if "migrations" in path.parts:
            continue
        for function in functions(path):
            where = f"{named(path)}::{function.name}"
            if length(function) > FUNCTION:
                found[where, "lines"] = length(function)
            if complexity(function) > COMPLEXITY:
                found[where, "complexity"] = complexity(function)
    return found


def excepted() -> dict[tuple[str, str], int]:
    """Return the exceptions as they are written down."""
    written = tomllib.loads((ROOT / "tools" / "sizes.toml").read_text(encoding="utf-8"))["exception"]
    assert all(len(entry["reason"]) >= 20 for entry in written), "every exception says why"
    return {(entry["path"], entry["what"]): entry["now"] for entry in written}


def test_measure_sizes_of_all_sources_equals_the_written_exceptions():
    # Equality is the ratchet: nothing new may be large, and what became small must leave the list.
    assert too_large() == excepted()


def test_count_ways_of_a_known_function_matches_a_count_by_hand():
    source = (
        "def f(a):\n    if a:\n        return 1\n    for b in a:\n        while b:\n            pass\n    return 0\n"
    )
    assert complexity(ast.parse(source).body[0]) == 4
