"""Broken cells of an .xlsx: errors, and formulas without a stored result (ECMA-376 part 1, 18.3.1.4)."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from wenming.documents.imports.cells import MAX_CELLS, DamagedError, Marks, check_area

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_COUNT = re.compile(rb"""[Cc]ount=["']\s*\+?([0-9]+)""")
_CELLS = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
"""How a cell begins; plain bytes again."""
_FILLED = re.compile(rb"""\sr=["']([A-Za-z]+)([0-9]+)["'](?:[^>]*[^/>])?>(?!</)""")
_PLACE = re.compile(rb"""\sr=["']([A-Za-z]+)([0-9]+)["']""")
_HINTS = (b't="e"', b"t='e'", b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
"""Without any of these a sheet has neither errors nor formulas; looking for plain bytes is many times faster."""
_SUSPECT = re.compile(rb"""\st="e"|<f[\s/>]""")
_ITEM = re.compile(
    rb"<(?:[A-Za-z0-9]+:)?(?:(row)(?=[\s/>])([^>]*)>|c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:[A-Za-z0-9]+:)?c>))", re.DOTALL
)
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_ROW_NUMBER = re.compile(rb"""\sr=["']([0-9]+)["']""")
_FORMULA = re.compile(rb"<(?:[A-Za-z0-9]+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:[A-Za-z0-9]+:)?v(?:\s[^>]*)?>([^<]*)<")


def scan(archive: zipfile.ZipFile) -> dict[str, Marks]:
    """Return the broken cells of every sheet by its name.

    TooLargeError for a sheet of absurd extent; DamagedError where a list states more entries than any field round has, for
    the reader underneath reserves memory for as many and ends the process where there is not so much.
    """
    marks: dict[str, Marks] = {}
    for part in archive.namelist():
        if part.casefold().endswith(("sharedstrings.xml", "styles.xml")):
            stated = map(int, {digits[:20] for digits in _COUNT.findall(archive.read(part))})
            if max(stated, default=0) > MAX_CELLS:
                raise DamagedError
    for name, part in parts_of_sheets(archive):
        content = archive.read(part)
        _check_extent(content)
        hinted = any(hint in content for hint in _HINTS)
        marks[name] = Marks(broken=frozenset(_broken(content)) if hinted else frozenset())
    return marks


def parts_of_sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of every sheet and the part of the package that holds it."""
    names = {name.casefold(): name for name in archive.namelist()}
    book = workbook_part(archive)
    folder, base = posixpath.split(book)
    links = ET.fromstring(archive.read(posixpath.join(folder, "_rels", base + ".rels")))  # noqa: S314  expat stops bombs
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in ET.fromstring(archive.read(book)).iter():  # noqa: S314  expat stops entity bombs itself
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        part = names.get(path.casefold())
        if part is not None:
            yield sheet.get("name", ""), part


def workbook_part(archive: zipfile.ZipFile) -> str:
    """Return the part that lists the sheets."""
    links = ET.fromstring(archive.read("_rels/.rels"))  # noqa: S314  expat stops entity bombs itself
    for link in links:
        if link.get("Type", "").endswith("/officeDocument"):
            return link.get("Target", "").lstrip("/")
    return "xl/workbook.xml"


def _check_extent(content: bytes) -> None:
    """Refuse a sheet whose outermost filled cells span more than any field round does.

    A cell that only carries a style, and a row that only carries a height, may stand at the very end of the sheet.
    """
    columns, rows = {b"A"}, {b"1"}
    for cell in _FILLED.finditer(content):  # one by one: a list of all cells would outweigh the sheet ten times
        columns.add(cell[1])
        rows.add(cell[2])
    last = max(map(int, rows))
    cells = sum(map(content.count, _CELLS))
    if cells > content.count(b'<c r="') and cells > sum(1 for _place in _PLACE.finditer(content)):
        # some cells do not say where they are: they follow the rows
        last = max((int(number[1]) for number in _ROW_NUMBER.finditer(content)), default=last)
    check_area(last, max(map(column_number, columns)) + 1)


def column_number(letters: bytes) -> int:
    """Return the column of its letters, A = 0; far too many of them make a number beyond every sheet."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - 64
    return number - 1


def _broken(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield the cells with an error, or with a formula and nothing stored beside it."""
    # what Excel writes can be looked through hint by hint; other writers prefix or quote differently: every cell then
    usual = b":c " not in content and b"'e'" not in content
    found = list(_broken_near_hints(content)) if usual else [None]
    for place in _broken_of_all(content) if None in found else found:
        if place is not None:
            yield place


def _broken_near_hints(content: bytes) -> Iterator[tuple[int, int] | None]:
    """Look only at the cells around a hint; None where a hint stands in no cell that says its place."""
    after = 0
    for hint in _SUSPECT.finditer(content):
        start = content.rfind(b"<c ", after, hint.start() + 1)
        cell = _ITEM.match(content, start) if start >= 0 else None
        place = _PLACE.search(b" " + (cell.group(3) or b"")) if cell else None
        if cell is None or place is None or cell.end() < hint.end():
            yield None
            return
        after = start
        if _is_broken(b" " + cell.group(3), cell.group(4) or b""):
            yield int(place.group(2)) - 1, column_number(place.group(1))


def _broken_of_all(content: bytes) -> Iterator[tuple[int, int]]:
    """Look at every cell; one without a reference of its own follows the one before it, as the format allows."""
    row, column = -1, -1
    for item in _ITEM.finditer(content):
        if item.group(1):
            number = _ROW_NUMBER.search(item.group(2))
            row, column = (int(number.group(1)) - 1 if number else row + 1), -1
            continue
        attributes = b" " + item.group(3)
        place = _PLACE.search(attributes)
        column = column_number(place.group(1)) if place else column + 1
        if _is_broken(attributes, item.group(4) or b""):
            yield (int(place.group(2)) - 1 if place else row), column


def _is_broken(attributes: bytes, body: bytes) -> bool:
    found = _TYPE.search(attributes)
    kind = found.group(1) if found else b"n"
    if kind == b"e":
        return True
    if not _FORMULA.search(body):
        return False
    value = _VALUE.search(body)
    # a formula whose result is an empty text shows as blank and is blank; no result at all was never computed
    return (value is None or not value.group(1)) and kind != b"str"
