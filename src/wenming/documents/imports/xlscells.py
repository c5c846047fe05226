"""Broken cells of an .xls: the BIFF8 records inside an OLE container ([MS-CFB] 2, [MS-XLS] 2.4.24 and 2.4.127).

Only what the reader underneath hides is looked for: error values, and formulas whose stored result is an error or empty.
And what would make it ask for more memory than there is, for that ends the whole process: sizes that a damaged file states
are compared with what the file can hold, before the reader sees them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from wenming.documents.imports.cells import DamagedError, Marks, check_area

_END = 0xFFFFFFFA
"""Sector numbers from here on mean "no sector"."""
_ENTRY = 128
_SMALL = 4096
_BOUNDSHEET, _FORMULA, _BOOLERR, _EOF = 0x85, 0x06, 0x205, 0x0A
_ERROR, _BLANK = 2, 3
_STRINGS, _DIMENSIONS = 0xFC, 0x200
_FILLED = {_FORMULA, _BOOLERR, 0xBD, 0xD6, 0xFD, 0x203, 0x204, 0x27E}
"""Records of cells with a value: row and first column stand first. 0xBD holds several numbers of one row."""
_SEVERAL = 0xBD
_MOST_ROWS, _MOST_COLUMNS = 65536, 256
"""The extent of a BIFF8 sheet."""


class _Container:
    """The streams of an OLE compound file."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << struct.unpack_from("<H", content, 30)[0]
        self._small_size = 1 << struct.unpack_from("<H", content, 32)[0]
        directory, _signature, _cutoff, small_fat, small_count, more, more_count = struct.unpack_from(
            "<IIIIIII", content, 48
        )
        counts = (*struct.unpack_from("<II", content, 40), small_count, more_count)
        if max(counts) > len(content) >> 9:  # sectors of 512 bytes are the smallest there are
            raise DamagedError
        self._fat = self._table(more)
        self._small_fat = _words(self._chain(small_fat)) if small_fat < _END else []
        self.entries = dict(self._directory(self._chain(directory)))
        if any(size > len(content) for _start, size in self.entries.values()):
            raise DamagedError
        self._small = self._chain(self.entries["Root Entry"][0]) if "Root Entry" in self.entries else b""

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream."""
        start, size = self.entries[name]
        if size >= _SMALL:
            return self._chain(start)[:size]
        step = self._small_size
        return b"".join(self._small[at * step : (at + 1) * step] for at in _follow(self._small_fat, start))[:size]

    def _table(self, more: int) -> list[int]:
        """Return the allocation table: 109 sectors are listed in the header, the others in a chain."""
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            listed = _words(self._sector(more))
            sectors += listed[:-1]
            more = listed[-1]
        return [word for sector in sectors if sector < _END for word in _words(self._sector(sector))]

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(self._fat, start))

    def _directory(self, content: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(content) - _ENTRY + 1, _ENTRY):
            length = struct.unpack_from("<H", content, at + 64)[0]
            if length:
                name = content[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
                yield name, struct.unpack_from("<II", content, at + 116)


def stream_names(content: bytes) -> frozenset[str]:
    """Return the names of the streams of an OLE file."""
    return frozenset(_Container(content).entries)


def scan(content: bytes) -> dict[str, Marks]:
    """Return the broken cells of every sheet by its name; TooLargeError for a sheet of absurd extent."""
    container = _Container(content)
    book = container.stream("Workbook" if "Workbook" in container.entries else "Book")
    places = [
        (struct.unpack_from("<I", body)[0], _sheet_name(body))
        for kind, body in _records(book, 0)
        if kind == _BOUNDSHEET
    ]
    for start in (0, *(start for start, _name in places)):
        _check_sizes(book, start)
    return {name: Marks(broken=frozenset(_broken(book, start))) for start, name in places}


def _check_sizes(book: bytes, start: int) -> None:
    """Refuse a substream that states more strings or cells than the file can hold, or spans more than any field round."""
    rows = columns = 0
    for kind, body in _records(book, start):
        if kind in _FILLED and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _SEVERAL else column
            rows, columns = max(rows, row + 1), max(columns, column + 1, last + 1)
        elif kind == _STRINGS and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0] > len(book):
            raise DamagedError
        elif kind == _DIMENSIONS and len(body) >= 10:
            top, bottom, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
            if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
                raise DamagedError
    check_area(rows, columns)


def _broken(book: bytes, start: int) -> Iterator[tuple[int, int]]:
    for kind, body in _records(book, start):
        if kind == _BOOLERR and len(body) >= 8 and body[7]:
            yield struct.unpack_from("<HH", body)
        elif kind == _FORMULA and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] in {_ERROR, _BLANK}:
            # an empty result cannot be told from one that was never computed: neither is read as "no deduction"
            yield struct.unpack_from("<HH", body)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream: type and body, up to its end."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(body: bytes) -> str:
    """Return the name in a sheet's entry: one or two bytes for each character."""
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * 2].decode("utf-16-le") if wide else body[8 : 8 + length].decode("latin-1")


def _words(content: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))


def _follow(table: list[int], start: int) -> Iterator[int]:
    """Yield the sectors of a chain; a chain that bites its tail ends there."""
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        yield start
        start = table[start]
