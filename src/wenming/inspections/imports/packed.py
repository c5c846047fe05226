"""What was read from a workbook, packed: cells and rows as compressed JSON, a thousand to a piece, any piece at hand.

A page that shows twenty rows of a hundred thousand unpacks one piece; writing a round unpacks one after the other.
"""

from __future__ import annotations

import dataclasses
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

from wenming.documents.imports.workbooks import Cell, Stream, with_sheets
from wenming.engine.observations import Note, NoteKind, Observation

PIECE = 1000
"""Rows in one piece."""
_FIELDS = [one.name for one in dataclasses.fields(Observation)]
_VALUES = attrgetter(*_FIELDS)
_EPOCH = (1980, 1, 1, 0, 0, 0)
Tell = Callable[[int, int], None]
"""Hears how many rows are done, of how many."""


class _Packer:
    """Writes named pieces of JSON into one file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def put(self, name: str, value: Any) -> None:
        """Write one piece; the same content gives the same bytes."""
        member = zipfile.ZipInfo(name, _EPOCH)
        member.compress_type = zipfile.ZIP_DEFLATED
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self._archive.writestr(member, text.encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Write the table of contents."""
        self._archive.close()


def _piece(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name).decode("utf-8", "surrogatepass"))


def pack_workbook(content: bytes, file: IO[bytes], tell: Tell) -> int:
    """Write the cells of every sheet that holds anything into ``file``; return the number of rows.

    Raises NothingReadableError like ``read_workbook``. Dates become their text: nothing reads them as numbers.
    """

    def pack(streams: Iterator[Stream]) -> int:
        sheets, rows = [], 0
        with closing(_Packer(file)) as packer:
            for number, stream in enumerate(streams):
                facts = _pack_sheet(packer, number, stream, _after(tell, rows))
                if facts is not None:
                    sheets.append(facts)
                    rows += facts["height"]
            packer.put("sheets.json", sheets)
        return rows

    return with_sheets(content, pack)


def _after(tell: Tell, before: int) -> Tell:
    """Return what tells the rows of one sheet together with those of the sheets before it."""
    return lambda done, total: tell(before + done, before + total)


def _pack_sheet(packer: _Packer, number: int, stream: Stream, tell: Tell) -> dict[str, Any] | None:
    """Write one sheet piece by piece and return what is to be known of it; None where nothing stands on it."""
    last, height, piece = [-1] * stream.width, 0, []
    for height, row in enumerate(stream.rows, start=1):
        for place, cell in enumerate(row):
            if cell != "":
                last[place] = height - 1
        piece.append([cell if isinstance(cell, str | bool | float | int) else str(cell) for cell in row])
        if len(piece) == PIECE:
            packer.put(f"cells/{number}/{(height - 1) // PIECE}.json", piece)
            piece = []
            tell(height, stream.height)
    if max(last, default=-1) < 0 and not stream.broken:
        return None
    if piece:
        packer.put(f"cells/{number}/{(height - 1) // PIECE}.json", piece)
    return {
        "number": number,
        "name": stream.name,
        "height": height,
        "width": stream.width,
        "last": last,
        "merged": [list(one) for one in stream.merged],
        "broken": sorted(map(list, stream.broken)),
    }


class PackedSheet:
    """A sheet whose cells lie packed on the disk (see ``Source``)."""

    def __init__(self, path: Path, facts: dict[str, Any]) -> None:
        """Keep what is to be known of the sheet; no cell is read yet."""
        self._path = path
        self._number: int = facts["number"]
        self._last: list[int] = facts["last"]
        self.name: str = facts["name"]
        self.height: int = facts["height"]
        self.width: int = facts["width"]
        self.merged = tuple((top, left, bottom, right) for top, left, bottom, right in facts["merged"])
        self.broken = frozenset((row, column) for row, column in facts["broken"])

    def lines(self, first: int = 0, last: int | None = None) -> Iterator[list[Cell]]:
        """Yield the rows; only the pieces in which they lie are unpacked."""
        end = self.height if last is None else min(last, self.height)
        with zipfile.ZipFile(self._path) as archive:
            for piece in range(first // PIECE, -(-end // PIECE)):
                start = piece * PIECE
                rows = _piece(archive, f"cells/{self._number}/{piece}.json")
                yield from rows[max(first - start, 0) : end - start]

    def last_filled(self, place: int) -> int:
        """Return the last row in which this column holds a value, -1 where it is empty."""
        return self._last[place]


def packed_sheets(path: Path) -> tuple[PackedSheet, ...]:
    """Return the sheets of a packed workbook."""
    with zipfile.ZipFile(path) as archive:
        return tuple(PackedSheet(path, facts) for facts in _piece(archive, "sheets.json"))


class PackedReading:
    """Writes rows and notes as they are read; the format names its own fields, so that a later one may have more."""

    def __init__(self, file: IO[bytes]) -> None:
        """Begin with the names of the fields."""
        self._packer = _Packer(file)
        self._packer.put("fields.json", _FIELDS)
        self._rows: list[list[Any]] = []
        self._notes: list[list[Any]] = []
        self._pieces = {"rows": 0, "notes": 0}

    def use(self, observation: Observation) -> None:
        """Keep a row that counts."""
        self._rows.append(list(_VALUES(observation)))
        if len(self._rows) == PIECE:
            self._rows = self._flush("rows", self._rows)

    def note(self, note: Note) -> None:
        """Keep a note."""
        self._notes.append([note.kind, note.sheet, note.row, note.column, note.value, note.facts])
        if len(self._notes) == PIECE:
            self._notes = self._flush("notes", self._notes)

    def close(self) -> None:
        """Write what is left, and how many pieces there are."""
        self._flush("rows", self._rows)
        self._flush("notes", self._notes)
        self._packer.put("pieces.json", self._pieces)
        self._packer.close()

    def _flush(self, kind: str, lines: list[list[Any]]) -> list[list[Any]]:
        if lines:
            self._packer.put(f"{kind}/{self._pieces[kind]}.json", lines)
            self._pieces[kind] += 1
        return []


def packed_observations(path: Path) -> Iterator[Observation]:
    """Yield the rows of a packed reading in the order in which they were read."""
    with zipfile.ZipFile(path) as archive:
        names = _piece(archive, "fields.json")
        for piece in range(_piece(archive, "pieces.json")["rows"]):
            for line in _piece(archive, f"rows/{piece}.json"):
                values = dict(zip(names, line, strict=True))
                values["units"] = tuple(values["units"])
                yield Observation(**values)


def packed_notes(path: Path) -> Iterator[Note]:
    """Yield the notes of a packed reading."""
    with zipfile.ZipFile(path) as archive:
        for piece in range(_piece(archive, "pieces.json")["notes"]):
            for kind, sheet, row, column, value, facts in _piece(archive, f"notes/{piece}.json"):
                yield Note(NoteKind(kind), sheet, row, column, value, facts)
