"""Which column means what, as a person says it: the form in which it is stored, checked, and turned into a header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import Cell, Source
from wenming.engine.matching import fold
from wenming.inspections.imports.columns import REQUIRED, TITLES, Column, Header, find_header, header_at
from wenming.inspections.imports.values import text_of

HEAD_CHOICES = 30
"""So many rows from the top may be the row of heads."""


class MappingError(ValueError):
    """A mapping that cannot be used; the message is one line for the person who made it."""


@dataclass(frozen=True)
class SheetMapping:
    """What a person said about one sheet: whether it is read, the row of its heads (from 0), what each column means."""

    name: str
    used: bool
    head: int
    meanings: tuple[Column | None, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the form in which it is stored."""
        columns = [meaning.value if meaning else "" for meaning in self.meanings]
        return {"name": self.name, "used": self.used, "head": self.head, "columns": columns}


def guess_mapping(sheet: Source) -> SheetMapping | None:
    """Return how the sheet is read when nobody says otherwise; None where it cannot be read so."""
    header = find_header(sheet)
    return None if header is None or header.lacking else mapping_of(sheet, header)


def guess_at(sheet: Source, head: int) -> SheetMapping:
    """Return what the headings of one row say, where a person chose the row."""
    row = next(sheet.lines(head, head + 1), [])
    return replace(mapping_of(sheet, header_at(head, row)), used=True)


def mapping_of(sheet: Source, header: Header | None) -> SheetMapping:
    """Return a header as a mapping; without one, the first row and nothing known."""
    if header is None:
        return SheetMapping(sheet.name, used=False, head=0, meanings=(None,) * sheet.width)
    meanings: list[Column | None] = [None] * sheet.width
    for column, place in header.places.items():
        meanings[place] = column
    for place in header.units:
        meanings[place] = Column.UNIT
    return SheetMapping(sheet.name, used=not header.lacking, head=header.row, meanings=tuple(meanings))


def mappings_from(stored: Any, sheets: Iterable[Source]) -> dict[str, SheetMapping]:
    """Return the stored (or sent) mappings by the name of their sheet; MappingError says what is wrong with them."""
    known = {sheet.name: sheet for sheet in sheets}
    try:
        mappings = {
            str(one["name"]): SheetMapping(
                str(one["name"]),
                used=bool(one["used"]),
                head=int(one["head"]),
                meanings=tuple(Column(meaning) if meaning else None for meaning in one["columns"]),
            )
            for one in stored
        }
    except (KeyError, TypeError, ValueError) as fault:
        raise MappingError(_("对应关系不完整：请刷新页面后重新选择")) from fault
    if mappings.keys() - known.keys():
        raise MappingError(_("对应关系不完整：请刷新页面后重新选择"))
    for mapping in mappings.values():
        _check(mapping, known[mapping.name])
    if mappings and not any(mapping.used for mapping in mappings.values()):
        raise MappingError(_("至少要选用一张工作表"))
    return mappings


def _check(mapping: SheetMapping, sheet: Source) -> None:
    """Raise MappingError where a sheet that is to be read lacks a column, has one twice, or has no such head row."""
    if not mapping.used:
        return
    if len(mapping.meanings) != sheet.width or not 0 <= mapping.head < min(HEAD_CHOICES, sheet.height):
        raise MappingError(_("对应关系不完整：请刷新页面后重新选择"))
    for column in REQUIRED:
        if column not in mapping.meanings:
            raise MappingError(
                _("工作表“%(sheet)s”还没有指明“%(column)s”列") % {"sheet": sheet.name, "column": TITLES[column]}
            )
    for column in Column:
        if column is not Column.UNIT and mapping.meanings.count(column) > 1:
            raise MappingError(
                _("工作表“%(sheet)s”有两列都选了“%(column)s”：请只保留一列")
                % {"sheet": sheet.name, "column": TITLES[column]}
            )


def header_of(sheet: Source, mapping: SheetMapping) -> Header:
    """Return the header that a mapping describes."""
    row = next(sheet.lines(mapping.head, mapping.head + 1))
    headings = {place: text for place, cell in enumerate(row) if (text := text_of(cell))}
    places: dict[Column, int] = {
        meaning: place for place, meaning in enumerate(mapping.meanings) if meaning is not None
    }
    places.pop(Column.UNIT, None)
    units = tuple(place for place, meaning in enumerate(mapping.meanings) if meaning is Column.UNIT)
    strangers = tuple(
        place
        for place, meaning in enumerate(mapping.meanings)
        if meaning is None and (place in headings or sheet.last_filled(place) > mapping.head)
    )
    return Header(mapping.head, places, units, headings, strangers)


def heads_key(cells: Iterable[Cell]) -> str:
    """Return what makes two rows of heads the same: their texts, compared as names are, and their order."""
    texts = [fold(text_of(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def remembered_mapping(sheet: Source, known: Mapping[str, list[str]]) -> tuple[SheetMapping, str] | None:
    """Return the mapping that somebody made for a sheet with the same heads, and its key; None where there is none."""
    for number, row in enumerate(sheet.lines(0, HEAD_CHOICES)):
        key = heads_key(row)
        if key in known:
            columns = [*known[key], *[""] * sheet.width][: sheet.width]
            meanings = tuple(Column(meaning) if meaning else None for meaning in columns)
            return SheetMapping(sheet.name, used=True, head=number, meanings=meanings), key
    return None
