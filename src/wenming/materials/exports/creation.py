"""The ledger of titles as a workbook, as the import reads it again; the sheet of a public notice as a paper. Chinese, whatever the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from wenming.documents.exports import Cell, Column, Sheet, workbook
from wenming.documents.exports.official import Body, OfficialPaper, chinese_day
from wenming.materials.imports.titles import STANDINGS
from wenming.materials.models import Application, Programme, UnitTitle

HEADS = (
    ("创建项目", 24), ("单位", 28), ("命名日期", 12), ("命名文号", 22), ("有效期至", 12), ("状态", 10), ("最近记录日期", 13),
    ("最近记录文号", 22), ("说明", 32), ("下次复查", 12),
)  # fmt: skip
"""Columns; the import reads all but the last, which follows from the others."""
WORDS = {value: word for word, value in STANDINGS.items() if word} | {"moved": "已转承接单位", "ended": "随单位终止"}
EXAMPLES: tuple[tuple[Cell, ...], ...] = (
    ("市级文明单位", "市城市管理局", date(2024, 12, 20), "演练〔2024〕12 号", date(2027, 12, 20), "有效", date(2025, 12, 10), "演练〔2025〕9 号", "例子，导入前删去", None),
    ("市级文明社区", "滨河社区", date(2025, 12, 18), "演练〔2025〕15 号", None, "", None, "", "例子，导入前删去", None),
)  # fmt: skip
NOTICE_COLUMNS = (("序号", 16), ("单位名称", 76), ("推荐单位", 64))


def titles_workbook(rows: Iterable[UnitTitle], on: date) -> bytes:
    """Return the ledger as it stood on a day; ``last_on``, ``last_paper``, ``last_words`` come with the rows."""
    return workbook(
        [Sheet("单位称号", f"单位称号台账（{on.isoformat()}）", _columns(), (_row(one) for one in rows), frozen=2)]
    )


def titles_template() -> bytes:
    """Return an empty table with two rows to show how."""
    return workbook([Sheet("单位称号", "", _columns(), EXAMPLES, frozen=2)])


def _columns() -> list[Column]:
    return [Column(head, width) for head, width in HEADS]


def _row(one: UnitTitle) -> list[Cell]:
    """Return a title's row, by what the ledger knew on the day."""
    later = one.last_on != one.named_on or one.last_paper != one.paper
    return [
        one.programme.name,
        one.unit.name,
        one.named_on,
        one.paper,
        one.valid_then,
        WORDS[one.status_then],
        one.last_on if later else None,
        one.last_paper if later else "",
        one.last_words if later else "",
        one.next_check_on,
    ]


def notice_paper(programme: Programme, rows: Sequence[Application], today: date) -> OfficialPaper:
    """Return the sheet of a public notice of who is to be named; places for telephone and address are left to be filled in."""
    begins, until = min(one.notice_from for one in rows), max(one.notice_until for one in rows)
    office = f"{programme.city.name}创建办公室"
    body = Body()
    body.text(
        f"根据申报、核查和推荐情况，拟命名下列 {len(rows)} 个单位为“{programme.name}”，现予公示。",
        f"公示时间：{chinese_day(begins)}至{chinese_day(until)}。公示期间，如有异议，请向{office}反映；反映情况要实事求是，受理单位为反映人保密。",
        "受理电话：　　　　　　　　受理地址：　　　　　　　　",
    )
    body.table(
        NOTICE_COLUMNS,
        [
            (str(number), one.unit.name, one.recommended_by.name if one.recommended_by else "自荐")
            for number, one in enumerate(rows, start=1)
        ],
    )
    return OfficialPaper(
        title=f"关于拟命名{programme.name}的公示",
        blocks=body.blocks,
        issuer=office,
        day=chinese_day(min(begins, today)),
    )
