"""Style sheets: all are one file in the browser, so a plain class belongs to one of them."""

from __future__ import annotations

import re

from tests.architecture.sources import files, named

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{}@;]+)\{")
PLAIN = re.compile(r"\.[\w-]+")
# These two speak about the parts of all others: how they fold on a phone, and on paper.
MODES = {"frontend/styles/phone.css", "frontend/styles/print.css"}


def plain_classes(text: str) -> set[str]:
    """Return the classes that a style sheet dresses wherever they stand, as ``.card {``."""
    parts = (part.strip() for found in SELECTORS.findall(COMMENT.sub("", text)) for part in found.split(","))
    return {part for part in parts if PLAIN.fullmatch(part)}


def test_search_for_classes_dressed_by_two_style_sheets_finds_none():
    homes: dict[str, list[str]] = {}
    for path in files(".css", under="frontend/styles/"):
        if named(path) not in MODES:
            for name in plain_classes(path.read_text(encoding="utf-8")):
                homes.setdefault(name, []).append(named(path))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def test_read_a_style_sheet_finds_only_the_plain_classes():
    assert plain_classes("/* .no { */ .a, .b .c { } @media print { .d { } .e:hover { } }") == {".a", ".d"}
