"""Grids of cells to tables whose rows and columns are understood; nothing with something in it is passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from wenming.campaigns.imports.heads import SheetMapping, is_head_row, read_heads
from wenming.engine.decomposition.tables import LEVELS, Cell, Column, Entry, Line, LineKind, Meaning, Table
from wenming.standards.imports.grids import Grid
from wenming.standards.imports.offices.heads import View
from wenming.standards.imports.offices.texts import Item, is_note, read_code, read_item, read_items, total_of

_NOTHING_SAID = SheetMapping()


def tables_of(grids: Iterable[Grid], mapping: Mapping[str, SheetMapping] | None = None) -> tuple[Table, ...]:
    """Return the tables of a file. ``mapping`` is what a person said of its sheets, by their names."""
    said = mapping or {}
    last: tuple[Column, ...] = ()
    tables = []
    for grid in grids:
        table = _table(View(grid), said.get(grid.name, _NOTHING_SAID), last)
        last = table.columns or last
        tables.append(table)
    return tuple(tables)


def _table(view: View, said: SheetMapping, last: tuple[Column, ...]) -> Table:
    """Return one sheet; a table that a page break cut in two goes on under the heads of the one before it."""
    heads = _heads(view, said)
    if not said.used or not (heads or (last and view.width == last[-1].last + 1 and view.height)):
        kind = LineKind.NO_TABLE if said.used else LineKind.UNUSED
        return Table(view.grid.name, tuple(_lines(view, range(view.height), kind)))
    lines: list[Line] = []
    columns: tuple[Column, ...] = () if heads else last
    for row in range(view.height):
        if row in heads:
            below, columns = heads[row]
            lines += _lines(view, range(row, below), LineKind.HEAD, columns)
        elif not heads or row >= min(heads):
            if not any(start <= row < below for start, (below, _columns) in heads.items()):
                lines += [line] if (line := _body(view, row, columns)) else []
        else:
            lines += _lines(view, range(row, row + 1), LineKind.ABOVE)
    return Table(view.grid.name, tuple(lines))


def _heads(view: View, said: SheetMapping) -> dict[int, tuple[int, tuple[Column, ...]]]:
    """Return the heads of a sheet by their first rows: the first row below them, and the columns."""
    if not said.used:
        return {}
    found: dict[int, tuple[int, tuple[Column, ...]]] = {}
    row = 0
    while row < view.height:
        wanted = said.head if said.head is not None and not found else None
        if row == wanted or (wanted is None and is_head_row(view, row)):
            found[row] = read_heads(view, row, said.columns)
            row = found[row][0]
        else:
            row += 1
    return found


def _lines(view: View, rows: range, kind: LineKind, columns: tuple[Column, ...] = ()) -> list[Line]:
    """Return the rows with something in them, all of one kind."""
    made = [Line(kind, row + 1, _cells(view, row), columns) for row in rows]
    return [line for line in made if line.cells]


def _cells(
    view: View, row: int, levels: frozenset[int] = frozenset(), codes: frozenset[int] = frozenset()
) -> tuple[Cell, ...]:
    """Return the cells of a row with something in them; those of levels and codes with their entries."""
    cells = []
    for at in range(view.width):
        broken = (row, at) in view.grid.broken
        value, text = view.cell(row, at), view.text(row, at)
        day = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
        text = text if day is None else day.isoformat()
        if text or broken:
            entries = _entries(text) if at in levels else _code(text) if at in codes else ()
            cells.append(Cell(view.grid.name, row + 1, at, text, view.area(row, at)[2] + 1, entries, broken, day))
    return tuple(cells)


def _body(view: View, row: int, columns: tuple[Column, ...]) -> Line | None:
    """Return a row below the heads as what it is: an entry, a heading across the table, a note, totals."""
    levels = frozenset(at for column in columns if column.meaning in LEVELS for at in _reach(column))
    codes = frozenset(at for column in columns if column.meaning is Meaning.CODE for at in _reach(column))
    cells = _cells(view, row, levels, codes)
    if not cells:
        return None
    first = cells[0]
    kind = LineKind.BODY
    if any(total_of(cell.text) for cell in cells[:2]):
        kind = LineKind.TOTAL
    elif len(cells) == 1 and not first.broken and is_note(first.text):
        kind = LineKind.NOTE
    elif len(cells) == 1 and not first.broken and _is_wide(view, row, first.column, columns):
        kind = LineKind.WIDE
        cells = _cells(view, row, frozenset({first.column}))
    return Line(kind, row + 1, cells, columns)


def _is_wide(view: View, row: int, column: int, columns: tuple[Column, ...]) -> bool:
    """Say whether the one cell of a row reaches beyond its column."""
    right = view.area(row, column)[3]
    return right > next((one.last for one in columns if one.index <= column <= one.last), column)


def _reach(column: Column) -> range:
    return range(column.index, column.last + 1)


def _entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of a cell of the tree: several where they are numbered, one otherwise."""
    before, items = read_items(text)
    return (_entry(read_item(text)),) if before or not items else tuple(map(_entry, items))


def _entry(item: Item) -> Entry:
    return Entry(item.name, item.code, item.number)


def _code(text: str) -> tuple[Entry, ...]:
    return (Entry("", read_code(text)),)
