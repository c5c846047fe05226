"""A file that somebody brings as a standard: which kind it is, what it says, what is wrong with it, and what is not used.

Kinds: our YAML, our workbook (Excel or Word tables in our layout), an office's own form, a collection of checklists (which has
another page). What people settled by hand is applied before the reading: single places, meanings of columns, facts of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from wenming.engine.standards import Standard
from wenming.standards.imports.checklists import is_checklists
from wenming.standards.imports.checks import check_contents
from wenming.standards.imports.contents import Contents
from wenming.standards.imports.fields import nearest
from wenming.standards.imports.files import is_office_file, read_any
from wenming.standards.imports.findings import Finding, PackError, Worded
from wenming.standards.imports.grids import Grid, cell_text
from wenming.standards.imports.offices import OfficeReading, PackFacts, office_contents, read_office
from wenming.standards.imports.packs import read_contents
from wenming.standards.imports.places import CellFinding, Place
from wenming.standards.imports.workbooks import lies_in_our_layout, read_grids_pack

SKIP = "skip"
"""The meaning of a table that is not read at all."""
FACTS = ("code", "title_zh", "title_en", "edition", "source_zh", "source_en", "confidence")
"""What an office's form does not say, and every edition needs."""
_HEAD_ROWS = 20


class FileKind(StrEnum):
    """What kind of file it is."""

    PACK = "pack"
    WORKBOOK = "workbook"
    OFFICE = "office"
    CHECKLISTS = "checklists"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where it stands, the key under which its place can be mended ("": in no single place), what stands there.

    ``proposal`` is what the place would hold if, for the ``written`` word, the known one was ``meant`` that looks most like it;
    ``section`` and ``code`` name a row of typed contents.
    """

    finding: Worded
    sheet: str = ""
    row: int | None = None
    column: str = ""
    key: str = ""
    current: str = ""
    proposal: str = ""
    written: str = ""
    meant: str = ""
    section: str = ""
    code: str = ""


@dataclass(frozen=True)
class FileReading:
    """Everything that was read. ``contents`` are None while faults stand against them; ``grids`` and ``lines`` are what the file shows.

    ``missing`` are the facts of an office's form that nobody has given yet; ``checked`` is the standard where it is known already.
    """

    kind: FileKind
    contents: Contents | None
    findings: tuple[Fault, ...] = ()
    grids: tuple[Grid, ...] = ()
    lines: tuple[str, ...] = ()
    office: OfficeReading | None = None
    skipped: tuple[str, ...] = field(default=())
    missing: tuple[str, ...] = ()
    checked: Standard | None = None

    @cached_property
    def standard(self) -> Standard | None:
        """The standard that the contents mean, None while there are none."""
        if self.checked is None and self.contents is not None:
            return check_contents(self.contents)[0]
        return self.checked


def kind_of(content: bytes, file_name: str) -> FileKind:
    """Return which kind of file it is, without reading what it says; UnreadableError where nobody can read it."""
    if not is_office_file(content):
        return FileKind.CHECKLISTS if is_checklists(content) else FileKind.PACK
    return FileKind.WORKBOOK if lies_in_our_layout(read_any(content, file_name)) else FileKind.OFFICE


def read_file(content: bytes, file_name: str, mapping: Mapping[str, str], edits: Mapping[str, str]) -> FileReading:
    """Return what a file says, with the meanings of columns and the single places that people settled by hand.

    What an office's form does not say of itself is added by ``with_facts``. UnreadableError where nobody can read the file.
    """
    if not is_office_file(content):
        return _read_text(content, file_name, edits)
    grids = tuple(_edited(grid, edits) for grid in read_any(content, file_name))
    if lies_in_our_layout(grids):
        contents, found = read_grids_pack(grids, file_name)
        faults = tuple(_cell_fault(finding, grids, None) for finding in found)
        return FileReading(FileKind.WORKBOOK, contents, faults, grids)
    return _read_office(grids, mapping)


def read_draft(contents: Contents) -> FileReading:
    """Return what contents say that were typed in by hand."""
    standard, findings, places = check_contents(contents)
    faults = tuple(
        Fault(finding, section=places.get(finding.line, ("", ""))[0], code=places.get(finding.line, ("", ""))[1])
        for finding in findings
    )
    return FileReading(FileKind.DRAFT, contents if standard else None, faults, checked=standard)


def _read_text(content: bytes, file_name: str, edits: Mapping[str, str]) -> FileReading:
    """Read a YAML file, with single lines replaced."""
    if is_checklists(content):
        return FileReading(FileKind.CHECKLISTS, None)
    lines = content.decode("utf-8-sig", errors="replace").splitlines()
    if edits:
        for key, text in edits.items():
            if key.isdecimal() and 0 < int(key) <= len(lines):
                lines[int(key) - 1] = _indented(text, lines[int(key) - 1])
        content = "\n".join([*lines, ""]).encode()
    try:
        contents = read_contents(content, file_name)[0]
    except PackError as error:
        faults = tuple(_line_fault(finding, lines) for finding in error.findings)
        return FileReading(FileKind.PACK, None, faults, lines=tuple(lines))
    return FileReading(FileKind.PACK, contents, lines=tuple(lines))


def _indented(text: str, line: str) -> str:
    """Return a line that was typed anew; it stands where the old one stood, unless it begins with spaces of its own."""
    return text if text[:1].isspace() else line[: len(line) - len(line.lstrip())] + text


def _line_fault(finding: Finding, lines: list[str]) -> Fault:
    """Return a fault of a YAML file; its line can be typed anew."""
    current = lines[finding.line - 1] if finding.line <= len(lines) else ""
    fault = Fault(finding, row=finding.line, key=str(finding.line), current=current)
    return _proposed(fault, finding.facts, whole=False)


def _proposed(fault: Fault, facts: Mapping[str, str], *, whole: bool) -> Fault:
    """Return a fault with its place as it would be if the word that looks most like it, or the plain number, was meant."""
    written = facts.get("value") or facts.get("key") or facts.get("head") or ""
    known = facts.get("known", "").split("、")
    meant = facts.get("near") or facts.get("plain") or (nearest(written, known) if whole and written else "")
    if not meant or meant == written:
        return fault
    if written and written in fault.current:
        proposal = fault.current.replace(written, meant, 1)
        return replace(fault, proposal=proposal, written=written, meant=meant)
    return replace(fault, proposal=meant) if whole else fault


def _cell_fault(finding: CellFinding, grids: tuple[Grid, ...], office: OfficeReading | None) -> Fault:
    """Return a fault of a table; its cell can be typed anew where the place names one."""
    place = finding.place
    fault = Fault(finding, place.sheet, place.row, place.column)
    grid = next((grid for grid in grids if grid.name == place.sheet), None)
    at = _column(place, grid, office) if grid and place.row else None
    if grid is None or place.row is None or at is None or place.row > len(grid.rows):
        return fault
    row = grid.rows[place.row - 1]
    current = cell_text(row[at]) if at < len(row) else ""
    fault = replace(fault, key=f"{place.row}!{at}!{place.sheet}", current=current)
    return _proposed(fault, finding.facts, whole=True)


def _column(place: Place, grid: Grid, office: OfficeReading | None) -> int | None:
    """Return the place of a column by its head; the first sheet of our workbook names its rows instead."""
    if not place.column:
        return None
    for column in office.columns if office else ():
        if column.table == place.sheet and column.heading == place.column:
            return column.index
    for row in grid.rows[:_HEAD_ROWS]:
        texts = [cell_text(cell) for cell in row]
        if place.column in texts[1:] or (texts and texts[0] == place.column and len(set(filter(None, texts))) > 2):
            return texts.index(place.column)
    return 1 if place.row and not office else None


def _edited(grid: Grid, edits: Mapping[str, str]) -> Grid:
    """Return a sheet with single cells replaced; a replaced cell is no longer broken."""
    found = {}
    for key, text in edits.items():
        row, at, sheet = [*key.split("!", 2), "", ""][:3]
        if sheet == grid.name and row.isdecimal() and at.isdecimal() and 0 < int(row) <= len(grid.rows):
            found[int(row) - 1, int(at)] = text
    if not found:
        return grid
    rows = [list(row) for row in grid.rows]
    for (row_at, column), text in found.items():
        rows[row_at] += [""] * (column + 1 - len(rows[row_at]))
        rows[row_at][column] = text
    return replace(grid, rows=rows, broken=grid.broken - found.keys())


def _read_office(grids: tuple[Grid, ...], mapping: Mapping[str, str]) -> FileReading:
    """Read an office's form."""
    skipped = tuple(grid.name for grid in grids if mapping.get(grid.name) == SKIP)
    wanted = tuple(grid for grid in grids if grid.name not in skipped)
    columns = {column_place(key): meaning for key, meaning in mapping.items() if "\t" in key}
    office = read_office(wanted, mapping=columns)
    found = tuple(_cell_fault(finding, wanted, office) for finding in office.findings)
    return FileReading(FileKind.OFFICE, None, found, grids, office=office, skipped=skipped, missing=FACTS)


def with_facts(reading: FileReading, facts: Mapping[str, str]) -> FileReading:
    """Return the reading of an office's form with what a person said of the whole."""
    missing = tuple(name for name in FACTS if not facts.get(name))
    if reading.office is None or reading.findings or missing:
        return replace(reading, missing=missing)
    contents = _assembled(reading.office, facts)
    standard, findings, places = check_contents(contents)
    found = tuple(Fault(one, section=places[one.line][0], code=places[one.line][1]) for one in findings)
    return replace(reading, contents=contents if standard else None, findings=found, missing=(), checked=standard)


def column_key(table: str, index: int) -> str:
    """Return the key under which the meaning of a column is remembered."""
    return f"{index}\t{table}"


def column_place(key: str) -> tuple[str, int]:
    """Return the table and the place of a column from its key."""
    index, _tab, table = key.partition("\t")
    return table, int(index) if index.isdecimal() else -1


def _assembled(office: OfficeReading, facts: Mapping[str, str]) -> Contents:
    """Return the contents of a pack from an office's tree and the facts that a person gave."""
    known = PackFacts(facts["code"], facts["title_zh"], facts["edition"], facts["source_zh"])
    contents = office_contents(office, known)
    contents["title"] = {"zh": facts["title_zh"], "en": facts["title_en"]}
    for source in contents["sources"].values():
        source |= {"en": facts["source_en"], "confidence": facts["confidence"]}
    if facts.get("complete") == "true":
        contents["complete"] = "true"
        del contents["not_covered"]
    elif facts.get("not_covered"):
        contents["not_covered"] = gaps_of(facts["not_covered"])
    return contents


def gaps_of(text: str) -> list[Contents]:
    """Return what an edition does not cover from lines such as ``问卷部分 | The survey``; one side alone stands for both."""
    gaps = []
    for line in text.splitlines():
        chinese, _bar, english = (part.strip() for part in line.partition("|"))
        if chinese or english:
            gaps.append({"zh": chinese or english, "en": english or chinese})
    return gaps or [dict(UNNAMED_GAP)]


UNNAMED_GAP = {"zh": "未逐条核对，可能有缺", "en": "Not checked item by item; parts may be missing"}
"""What stands for the gaps of an incomplete edition where nobody named one."""
