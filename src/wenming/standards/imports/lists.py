"""Several texts in one cell: divided by ``；``; a backslash keeps a dividing sign that belongs to a text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_DIVIDERS = "；;\n"
_WORD_DIVIDERS = re.compile(r"[；;、，,/\s]+")
_CODE_DIVIDERS = re.compile(r"[；;、，,\s]+")
_PART = re.compile(r"((?:\\.|[^\\；;\n]|\\\Z)*)([；;\n]|\Z)", re.DOTALL)


def joined(texts: Iterable[str]) -> str:
    """Return several texts as one cell."""
    return "；".join(re.sub(rf"([\\{_DIVIDERS}])", r"\\\1", text) for text in texts)


def divided(cell: str) -> list[str]:
    """Return the texts of a cell, without empty ones."""
    parts = [re.sub(r"\\(.)", r"\1", match.group(1), flags=re.DOTALL).strip() for match in _PART.finditer(cell)]
    return [part for part in parts if part]


def divided_words(cell: str) -> list[str]:
    """Return the words of a cell: they contain no dividing sign, so that any usual one will do."""
    return [word for word in _WORD_DIVIDERS.split(cell) if word]


def divided_codes(cell: str) -> list[str]:
    """Return the codes or numbers of a cell; a stroke belongs to them (edition/clause, 1/3)."""
    return [code for code in _CODE_DIVIDERS.split(cell) if code]
