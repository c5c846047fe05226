"""The page of the phone stays small, and says only what stands in its list of words."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import files, named
from wenming.onsite.schemas.words import ALL

MOST_LINES = 3000
LITERAL = re.compile(r"\"([a-z][a-z0-9_]*)\"")
MADE = re.compile(r"\bt\(`([a-z_]*)\$\{")
ASKED = re.compile(r"\bt\(\s*\"([a-z][a-z0-9_]*)\"")


def scripts() -> list[Path]:
    """Return the page's own modules."""
    return list(files(".js", under="frontend/onsite/"))


def code_lines(path: Path) -> int:
    """Count the lines that are neither empty nor a comment."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith(("//", "/*", "*")))


def test_count_the_lines_of_the_phone_stays_within_what_it_may_have():
    assert sum(code_lines(path) for path in scripts()) <= MOST_LINES


def test_read_the_scripts_of_the_phone_finds_every_word_and_none_that_nobody_says():
    texts = {named(path): path.read_text(encoding="utf-8") for path in scripts()}
    asked = {word for text in texts.values() for word in ASKED.findall(text)}
    literal = {word for text in texts.values() for word in LITERAL.findall(text)}
    # Words that are put together: t(`skip_${reason}`).
    beginnings = tuple(start for text in texts.values() for start in MADE.findall(text) if start)
    assert sorted(asked - ALL.keys()) == []
    assert sorted(word for word in ALL if word not in literal and not word.startswith(beginnings)) == []
