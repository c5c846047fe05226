"""What the scanners of the three workbook formats have in common."""

from __future__ import annotations

from dataclasses import dataclass

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes a zipped workbook may unpack to: 100,000 rows of 20 columns take about a fifth."""
MAX_CELLS = 8_000_000
"""Cells of one sheet, counted as a full rectangle: a lone cell in the last row and column would need gigabytes."""


class TooLargeError(Exception):
    """The workbook would need more memory than any field round does."""


class DamagedError(Exception):
    """The file states a size that it cannot hold: whoever believed it would ask for more memory than there is."""


@dataclass(frozen=True)
class Marks:
    """What a sheet's own bytes say beside its values; positions count from 0."""

    broken: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()


def check_area(rows: int, columns: int) -> None:
    """Raise TooLargeError for a sheet whose full rectangle is beyond any field round."""
    if rows * columns > MAX_CELLS:
        raise TooLargeError
