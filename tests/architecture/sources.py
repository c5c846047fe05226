"""What the tests of the house's rules look at: the tracked files, parsed once."""

from __future__ import annotations

import ast
import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wenming"
APPS = tuple(
    path.name
    for path in sorted(SOURCE.iterdir())
    if (path / "__init__.py").exists() and path.name not in {"engine", "config"}
)
LEFT_OUT = {".git", ".venv", "node_modules", "var", "__pycache__", "built"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Return the files that are or will be in the repository: what git knows and what it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
        return tuple(sorted(ROOT / name for name in names if (ROOT / name).is_file()))
    return tuple(sorted(p for p in ROOT.rglob("*") if p.is_file() and not LEFT_OUT & set(p.relative_to(ROOT).parts)))


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Return the tracked files with one of these suffixes below a folder."""
    return [path for path in tracked_files() if path.suffix in suffixes and named(path).startswith(under)]


def named(path: Path) -> str:
    """Return a path as people write it, from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return a Python file parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> list[str]:
    """Return the dotted names that a Python file imports, ``from a import b`` as ``a.b``; relative ones made absolute."""
    package = path.relative_to(SOURCE.parent).with_suffix("").parts if SOURCE in path.parents else ()
    names: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level]) if node.level else ""
            start = ".".join(part for part in (base, node.module or "") if part)
            names += [f"{start}.{alias.name}" for alias in node.names]
    return names


def templates() -> list[Path]:
    """Return every template of ours, Django's and Jinja2's."""
    return [
        path
        for path in tracked_files()
        if named(path).startswith("src/wenming/") and {"templates", "jinja2"} & set(path.parts)
    ]
