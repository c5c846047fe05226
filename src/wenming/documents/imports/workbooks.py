"""Workbooks as people send them: bytes to sheets of cells, for .xlsx, .xls and .ods.

The reader underneath (calamine) returns a blank for an error (#REF!) and for a formula whose result was never stored.
A blank deduction means "nothing taken off", so these cells are found separately and handed over as ``broken``.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

import python_calamine
from django.utils.translation import gettext as _

from wenming.documents.imports import odscells, xlscells, xlsxcells
from wenming.documents.imports.cells import MAX_CELLS, MAX_UNPACKED, Marks, TooLargeError
from wenming.engine.observations import NothingReadableError

Cell = str | float | bool | dt.date | dt.time | dt.timedelta
"""A value as stored; "" for an empty cell. Whole numbers come as floats (a percent cell of 100 % is 1.0)."""

Result = TypeVar("Result")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")


class Source(Protocol):
    """One sheet to read, wherever its cells lie; positions count from 0, and every row has the same width.

    ``merged`` are ranges (first row, first column, last row, last column); ``broken`` are cells that hold an error or a
    formula without a stored result.
    """

    @property
    def name(self) -> str:
        """The sheet's name."""

    @property
    def merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged ranges."""

    @property
    def broken(self) -> frozenset[tuple[int, int]]:
        """The broken cells."""

    @property
    def height(self) -> int:
        """Number of rows."""

    @property
    def width(self) -> int:
        """Number of columns."""

    def lines(self, first: int = 0, last: int | None = None) -> Iterator[list[Cell]]:
        """Yield copies of the rows from ``first`` to ``last`` (exclusive; None for the end)."""

    def last_filled(self, place: int) -> int:
        """Return the last row in which this column holds a value, -1 where it is empty."""


@dataclass(frozen=True)
class Sheet:
    """A sheet in memory (see ``Source``): ``rows`` from the first row and column of the sheet on."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...]
    broken: frozenset[tuple[int, int]]

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def lines(self, first: int = 0, last: int | None = None) -> Iterator[list[Cell]]:
        """Yield copies of the rows."""
        return (list(row) for row in self.rows[first:last])

    def last_filled(self, place: int) -> int:
        """Return the last row in which this column holds a value, -1 where it is empty."""
        return max((number for number, row in enumerate(self.rows) if row[place] != ""), default=-1)


@dataclass(frozen=True)
class Stream:
    """A sheet that passes by once, row by row, so that a large one never lies in memory as Python objects."""

    name: str
    width: int
    height: int
    rows: Iterator[list[Cell]]
    merged: tuple[tuple[int, int, int, int], ...]
    broken: frozenset[tuple[int, int]]


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Return every sheet with cells, hidden ones and hidden rows included.

    Raises NothingReadableError, with one line for the person who sent it, where the bytes are no readable workbook.
    """

    def collect(streams: Iterator[Stream]) -> tuple[Sheet, ...]:
        return tuple(Sheet(one.name, list(one.rows), one.merged, one.broken) for one in streams)

    return with_sheets(content, collect)


def with_sheets(content: bytes, use: Callable[[Iterator[Stream]], Result]) -> Result:
    """Return what ``use`` makes of the sheets, one after the other; raises like ``read_workbook``."""
    marks = guarded(_scan, content)
    return guarded(lambda data: use(_sheets(data, marks)), content)


def guarded(work: Callable[[bytes], Result], content: bytes) -> Result:
    """Do the work; whatever a damaged file makes a reader raise becomes one clear line."""
    try:
        return work(content)
    except (NothingReadableError, KeyboardInterrupt, SystemExit):
        raise
    except (TooLargeError, MemoryError) as fault:
        raise NothingReadableError(_("工作簿展开后过大，无法读取：请删去多余的行列和样式，或分成几个文件")) from fault
    except python_calamine.PasswordError as fault:
        raise NothingReadableError(_("工作簿加了密码：请去掉密码后另存，再重新上传")) from fault
    except BaseException as fault:  # a panic of the Rust reader is no Exception
        raise NothingReadableError(_("文件已损坏或不完整：请用表格软件打开，另存为 .xlsx 后重试")) from fault


def _scan(content: bytes) -> dict[str, Marks]:
    """Say what kind of file this is and find its broken and merged cells, by the name of the sheet."""
    if not content.strip(b"\0 \t\r\n"):
        raise NothingReadableError(_("文件是空的"))
    if content.startswith(_OLE):
        return _scan_ole(content)
    if content.startswith(_ZIP):
        return _scan_zip(content)
    raise NothingReadableError(_stranger(content))


def _stranger(content: bytes) -> str:
    """Say what the file is instead of a workbook."""
    if content.startswith(_PICTURES) or content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}:
        return _("这是一张图片，不是工作簿：请上传 .xlsx、.xls 或 .ods 文件")
    if content.startswith(b"%PDF"):
        return _("这是 PDF，不是工作簿：请上传 .xlsx、.xls 或 .ods 文件")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _("这是改了扩展名的网页或 XML，不是工作簿：请用表格软件打开，另存为 .xlsx 后重试")
    return _("不是能识别的工作簿：请上传 .xlsx、.xls 或 .ods 文件")


def _scan_ole(content: bytes) -> dict[str, Marks]:
    streams = xlscells.stream_names(content)
    if "EncryptedPackage" in streams:
        raise NothingReadableError(_("工作簿加了密码：请去掉密码后另存，再重新上传"))
    if not streams & {"Workbook", "Book"}:
        raise NothingReadableError(_("不是能识别的工作簿：请上传 .xlsx、.xls 或 .ods 文件"))
    return xlscells.scan(content)


def _scan_zip(content: bytes) -> dict[str, Marks]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise TooLargeError
        # read through once: a size that lies, or a bad checksum, shows here and not inside the reader
        if archive.testzip() is not None:
            raise zipfile.BadZipFile
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            raise NothingReadableError(_("二进制工作簿 .xlsb 不能核对公式：请另存为 .xlsx 后重试"))
        if "content.xml" in names:
            return odscells.scan(archive)
        if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
            return xlsxcells.scan(archive)
    raise NothingReadableError(_("不是能识别的工作簿：请上传 .xlsx、.xls 或 .ods 文件"))


def _sheets(content: bytes, marks: dict[str, Marks]) -> Iterator[Stream]:
    with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
        for meta in workbook.sheets_metadata:
            if meta.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(meta.name)
            # a sheet that was not looked through may hide errors as blanks: KeyError, and the file is refused
            mark = marks[meta.name]
            ranges = sheet.merged_cell_ranges or []
            merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges)
            width, height, rows = _widened(sheet, mark)
            yield Stream(meta.name, width, height, rows, merged or mark.merged, mark.broken)


def _widened(sheet: python_calamine.CalamineSheet, mark: Marks) -> tuple[int, int, Iterator[list[Cell]]]:
    """Return the sheet's width, its height, and its rows from the first column on, with room for broken cells beyond the last value."""
    below, right = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
    height = max([row + 1 for row, _column in mark.broken] + [below])
    width = max([column + 1 for _row, column in mark.broken] + [right])
    if width * height > MAX_CELLS:
        raise TooLargeError

    def rows() -> Iterator[list[Cell]]:
        done = 0
        left = sheet.start[1] if sheet.start else 0
        for row in sheet.iter_rows() if sheet.end else ():
            done += 1
            yield [""] * left + row + [""] * (width - left - len(row))
        for _row in range(done, height):
            yield [""] * width

    return width, height, rows()
