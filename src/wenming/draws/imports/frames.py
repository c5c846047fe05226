"""A frame as people write it: a CSV file or the rows of a sheet, with the columns key, stratum, size and place in either language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from wenming.engine.sampling import Fault, FrameError, FrameFault, FrameRow, Place, millionths

COLUMNS = {
    "key": ("key", "id", "编号", "单位编号", "点位编号"),
    "stratum": ("stratum", "类别", "层", "点位类型", "类型"),
    "size": ("size", "规模", "权重"),
    "latitude": ("latitude", "lat", "纬度", "北纬"),
    "longitude": ("longitude", "lng", "lon", "经度", "东经"),
    "y": ("y",),
    "x": ("x",),
}
PAIRS = (("latitude", "longitude"), ("y", "x"))
"""Columns of a place: in degrees, or on a plane."""


def frame_rows(content: bytes) -> list[FrameRow]:
    """Return the rows of a CSV file in UTF-8 (with or without mark) or GB 18030. Raises FrameError(FORM, SIZE, PLACE)."""
    return table_rows(csv_lines(content))


def csv_lines(content: bytes) -> list[list[str]]:
    """Return the lines of a CSV file in UTF-8 (with or without mark) or GB 18030. Raises FrameError(FORM)."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError:
            raise FrameError([Fault(FrameFault.FORM)]) from None
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise FrameError([Fault(FrameFault.FORM)]) from None


def table_rows(lines: Sequence[Sequence[str]]) -> list[FrameRow]:
    """Return the rows of a table whose first line names the columns; ``size`` and the place may be missing. Raises FrameError(FORM, SIZE, PLACE)."""
    filled = [line for line in lines if any(cell.strip() for cell in line)]
    places = _places(filled[0] if filled else ())
    if "key" not in places or "stratum" not in places:
        raise FrameError([Fault(FrameFault.FORM)])
    pair = next((pair for pair in PAIRS if set(pair) <= places.keys()), None)
    if pair is None and any(name in places for names in PAIRS for name in names):
        raise FrameError([Fault(FrameFault.PLACE, (_cell(filled[0], places["key"]),))])
    rows: list[FrameRow] = []
    wrong: dict[FrameFault, list[str]] = {}
    for line in filled[1:]:
        _read(line, places, pair, rows, wrong)
    if wrong:
        raise FrameError([Fault(kind, tuple(keys)) for kind, keys in wrong.items()])
    return rows


def _read(
    line: Sequence[str],
    columns: Mapping[str, int],
    pair: tuple[str, str] | None,
    rows: list[FrameRow],
    wrong: dict[FrameFault, list[str]],
) -> None:
    """Add the row of a line, or say what is wrong with it."""
    key = _cell(line, columns["key"])
    size = _cell(line, columns["size"]) if "size" in columns else ""
    spot = [_cell(line, columns[name]) for name in pair or ()]
    place = None
    if any(spot):
        north, east = map(millionths, spot)
        if north is None or east is None:
            wrong.setdefault(FrameFault.PLACE, []).append(key)
            return
        place = Place(north, east, pair == PAIRS[1])
    if size and not (size.isascii() and size.isdigit() and len(size) <= 15):
        wrong.setdefault(FrameFault.SIZE, []).append(key)
        return
    rows.append(FrameRow(key, _cell(line, columns["stratum"]), int(size or 1), place))


def _cell(line: Sequence[str], place: int) -> str:
    return line[place].strip() if place < len(line) else ""


def _places(head: Iterable[str]) -> dict[str, int]:
    """Return column -> where it stands."""
    names = [cell.strip().lower() for cell in head]
    found = {column: [names.index(word) for word in words if word in names] for column, words in COLUMNS.items()}
    return {column: places[0] for column, places in found.items() if places}
