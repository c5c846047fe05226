"""A frame as people send it: a CSV file or the first sheet of a workbook."""

from __future__ import annotations

from wenming.documents.imports.workbooks import Cell, read_workbook
from wenming.draws.imports.frames import frame_rows, table_rows
from wenming.engine.sampling import FrameRow


def read_frame_file(name: str, content: bytes) -> list[FrameRow]:
    """Return the rows of a frame. Raises FrameError, or NothingReadableError for what is no workbook."""
    if name.lower().endswith(".csv"):
        return frame_rows(content)
    sheets = [sheet for sheet in read_workbook(content) if sheet.rows]
    return table_rows([[_text(cell) for cell in row] for row in sheets[0].rows] if sheets else [])


def _text(cell: Cell) -> str:
    """Return a cell as people see it: whole numbers without a point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
