"""A frame as people write it: a CSV file or the rows of a sheet, with the columns key, stratum and size in either language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from wenming.engine.sampling import Fault, FrameError, FrameFault, FrameRow

COLUMNS = {
    "key": ("key", "id", "编号", "单位编号", "点位编号"),
    "stratum": ("stratum", "类别", "层", "点位类型", "类型"),
    "size": ("size", "规模", "权重"),
}


def frame_rows(content: bytes) -> list[FrameRow]:
    """Return the rows of a CSV file in UTF-8 (with or without mark) or GB 18030. Raises FrameError(FORM)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise FrameError([Fault(FrameFault.FORM)]) from None
    try:
        return table_rows(list(csv.reader(io.StringIO(text, newline=""), strict=True)))
    except csv.Error:
        raise FrameError([Fault(FrameFault.FORM)]) from None


def table_rows(lines: Sequence[Sequence[str]]) -> list[FrameRow]:
    """Return the rows of a table whose first line names the columns; ``size`` may be missing. Raises FrameError(FORM, SIZE)."""
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    places = _places(filled[0] if filled else ())
    if "key" not in places or "stratum" not in places:
        raise FrameError([Fault(FrameFault.FORM)])
    rows, wrong = [], []
    for line in filled[1:]:
        cells = {name: line[place].strip() if place < len(line) else "" for name, place in places.items()}
        size = cells.get("size") or "1"
        if not (size.isascii() and size.isdigit() and len(size) <= 15):
            wrong.append(cells["key"])
            continue
        rows.append(FrameRow(cells["key"], cells["stratum"], int(size)))
    if wrong:
        raise FrameError([Fault(FrameFault.SIZE, tuple(wrong))])
    return rows


def _places(head: Iterable[str]) -> dict[str, int]:
    """Return column -> where it stands."""
    names = [cell.strip().lower() for cell in head]
    found = {column: [names.index(word) for word in words if word in names] for column, words in COLUMNS.items()}
    return {column: places[0] for column, places in found.items() if places}
