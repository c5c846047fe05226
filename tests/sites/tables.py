"""Registers as offices send them, for tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from tests.people import AT, make_city

HEAD = ("编号", "点位名称", "类型", "街道", "责任单位", "包保单位", "点位长", "电话", "经度", "纬度", "开放时间")
ROW = {
    "编号": "", "点位名称": "人民广场", "类型": "公共广场", "街道": "", "责任单位": "", "包保单位": "", "点位长": "", "电话": "", "经度": "",
    "纬度": "", "开放时间": "",
}  # fmt: skip


def row(**values: Any) -> list[Any]:
    """Return a row under the usual heads."""
    return list({**ROW, **values}.values())


def book(
    rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, sheet: str = "点位", merged: Sequence[str] = ()
) -> bytes:
    """Return a workbook of one sheet."""
    return books({sheet: [head, *rows]}, merged)


def books(sheets: dict[str, Sequence[Sequence[Any]]], merged: Sequence[str] = ()) -> bytes:
    """Return a workbook of several sheets; ``merged`` are ranges of each whose first value is kept."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as out:
        for name, rows in sheets.items():
            page = out.add_worksheet(name)
            for number, cells in enumerate(rows):
                page.write_row(number, 0, cells)
            for place in merged:
                page.merge_range(place, rows[int(place.split(":")[0][1:]) - 1][ord(place[0]) - 65])
    return buffer.getvalue()


def upload(content: bytes, *, name: str = "点位.xlsx", datum: str = "wgs84", by: Any = None) -> Any:
    """Return an import whose columns are as its heads say, checked."""
    from wenming.sites.actions import map_site_import, start_site_import

    import_ = start_site_import(city=make_city(), file_name=name, chunks=[content], by=by, at=AT)
    return map_site_import(import_=import_, mapping={**import_.mapping, "datum": datum}, by=by, at=AT)


def kinds(import_: Any) -> list[tuple[str, str]]:
    """Return what stands against the rows: kind and column."""
    return [(one["kind"], one["column"]) for one in import_.reading["problems"]]


def counts(import_: Any) -> tuple[int, int, int, int]:
    """Return how many rows are new, changed, the same, left out."""
    return tuple(import_.reading[name] for name in ("new", "changed", "same", "left"))
