"""Small standards and workbooks for the tests of rounds."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.people import HOME, OFFICER, STRANGER, make_account, make_city

HEAD = ("序号", "项目", "考察点位", "扣分", "得分", "区域", "责任单位2", "责任单位3")
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PACKS = Path(__file__).resolve().parents[1] / "data" / "standards"
PACK = PACKS / "suzhou-2016-district.yaml"


def row(
    name: str = "文明交通1",
    site: str = "主要交通路口1",
    deduction: Any = "",
    area: str = "望河街道",
    units: Sequence[str] = ("平安建设局",),
    serial: Any = "",
) -> list[Any]:
    """One row as a field team writes it; everything may be changed by its name."""
    first, second = [*units, "", ""][:2]
    return [serial, name, site, deduction, "", area, first, second]


def workbook(rows: Iterable[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """An Excel file with these rows on one sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("实地测评")
        page.write_row(0, 0, head)
        for number, values in enumerate(rows, start=1):
            page.write_row(number, 0, values)
    return buffer.getvalue()


def make_edition(slug: str = HOME, source: str = "") -> Any:
    """The Suzhou-style scheme (or another pack's text), adopted by the city."""
    from wenming.standards.actions import adopt_edition

    source = source or PACK.read_bytes().decode()
    return adopt_edition(city=make_city(slug), source=source, file_name=PACK.name, by=_officer(slug), at=AT)


def make_import(
    rows: Iterable[Sequence[Any]],
    slug: str = HOME,
    name: str = "第一轮",
    source: str = "",
    ended: date = date(2026, 11, 13),
    head: Sequence[str] = HEAD,
) -> Any:
    """A workbook with these rows, uploaded and waiting for its check."""
    from wenming.inspections.actions import start_import

    return start_import(
        city=make_city(slug),
        edition=make_edition(slug, source),
        name=name,
        starts_on=ended,
        ends_on=ended,
        file_name=f"{name}.xlsx",
        chunks=[workbook(rows, head)],
        by=_officer(slug),
        at=AT,
    )


def make_round(
    rows: Iterable[Sequence[Any]],
    slug: str = HOME,
    name: str = "第一轮",
    at: datetime = AT,
    source: str = "",
    ended: date = date(2026, 11, 13),
) -> Any:
    """A round with these rows, written; rows with problems are left out."""
    from wenming.inspections.actions import write_round

    return write_round(import_=make_import(rows, slug, name, source, ended), partial=True, by=_officer(slug), at=at)


def _officer(slug: str) -> Any:
    """Who works in the campaign office of the city."""
    return make_account(OFFICER if slug == HOME else STRANGER)
