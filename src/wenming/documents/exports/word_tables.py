"""Rows of large tables in Word, written as the format's own text: through python-docx every row looks at all rows before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Pt
from docx.table import Table

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Signs that no XML may hold."""
AT_ONCE = 200
"""Rows that are parsed together."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How the text of cells looks: font, size, and whether a row may be torn apart by the end of a page."""

    font: str
    size: Pt
    whole: bool = True


def append_rows(
    table: Table,
    rows: Iterable[Sequence[str]],
    widths: Sequence[Length],
    lettering: Lettering,
    merged: Mapping[tuple[int, int], bool] | None = None,
) -> None:
    """Append rows to a table. ``merged``: (row, column), counted from 0 -> True where a cell over several rows begins, False below it."""
    joined = merged or {}
    portion: list[str] = []
    for number, row in enumerate(rows):
        cells = (
            _cell(text, width, lettering, begins=joined.get((number, at)))
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        whole = "<w:trPr><w:cantSplit/></w:trPr>" if lettering.whole else ""
        portion.append(f"<w:tr>{whole}{''.join(cells)}</w:tr>")
        if len(portion) == AT_ONCE:
            _append(table, portion)
            portion = []
    _append(table, portion)


def _append(table: Table, portion: Sequence[str]) -> None:
    """Parse rows and hang them into the table."""
    held: Any = parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(portion)}</w:tbl>")
    table._tbl.extend(list(held))  # noqa: SLF001  the library has no way to take rows


def _cell(text: str, width: Length, lettering: Lettering, *, begins: bool | None) -> str:
    """Return one cell, every line of its text in a line of its own; a cell below the one it belongs to is empty."""
    merge = {None: "", True: '<w:vMerge w:val="restart"/>', False: "<w:vMerge/>"}[begins]
    shape = f'<w:tcPr><w:tcW w:type="dxa" w:w="{width.twips}"/>{merge}</w:tcPr>'
    paragraph = '<w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="left"/></w:pPr>'
    run = "" if begins is False or not text else _run(text, lettering)
    return f"<w:tc>{shape}<w:p>{paragraph}{run}</w:p></w:tc>"


def _run(text: str, lettering: Lettering) -> str:
    """Return a stretch of text in its font, which Word keeps apart for Chinese characters."""
    font, half = quoteattr(lettering.font), int(lettering.size.pt * 2)
    face = f'<w:rFonts w:ascii={font} w:hAnsi={font} w:eastAsia={font}/><w:sz w:val="{half}"/>'
    lines = (f'<w:t xml:space="preserve">{escape(UNWRITABLE.sub("", line))}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{face}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"
