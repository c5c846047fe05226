"""The ledger as a workbook, as the import of ledgers reads it again; with photos in their cells, or without and then as long as it likes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO

from django.db.models import QuerySet
from django.utils.translation import override

from wenming.documents.exports import Cell, Column, Pictures, Sheet, unused_workbook, workbook, write_workbook
from wenming.issues.enums import PhotoMoment
from wenming.issues.models import Issue
from wenming.issues.queries.exports import IssueFacts, in_portions
from wenming.kernel.models import City

HEADS = (
    ("编号", 14), ("来源", 12), ("来源编号", 16), ("上报时间", 17), ("位置", 24), ("属地", 14), ("小类", 16), ("测评条目", 12), ("问题描述", 40),
    ("整改前照片", 22), ("责任单位", 20), ("会办单位", 20), ("责任人", 10), ("整改措施", 24), ("时限", 17), ("紧急", 6), ("整改情况", 30), ("整改后照片", 22),
    ("销号日期", 17), ("状态", 10),
)  # fmt: skip
"""Heads of the workbook: Chinese, whatever the reader's language."""
SHEET = "问题台账"
MOST_WITH_PICTURES = 500
AT_ONCE = 10_000
"""Rows that somebody waits for; longer ledgers are written by a job."""
ROW_HEIGHT = 90
LIMITS = {"work_hour": "{}个工作时", "work_day": "{}个工作日", "hour": "{}小时", "day": "{}日内"}
_PHOTO_HEADS = frozenset({"整改前照片", "整改后照片"})


def ledger_workbook(city: City, issues: QuerySet[Issue], *, pictures: bool = False) -> bytes:
    """Return issues with everything that a ledger says of them."""
    buffer = io.BytesIO()
    write_ledger(buffer, city, issues, pictures=pictures)
    return buffer.getvalue()


def write_ledger(file: IO[bytes], city: City, issues: QuerySet[Issue], *, pictures: bool = False) -> None:
    """Write issues with everything that a ledger says of them, read and written in portions: little memory, however many there are."""
    columns = [Column(head, width) for head, width in HEADS if pictures or head not in _PHOTO_HEADS]
    rows = (_row(city, issue, facts, pictures=pictures) for issue, facts in in_portions(city, issues, photos=pictures))
    with override("zh-hans"):  # the import reads these words, whatever language the page has
        write_workbook(file, [Sheet(SHEET, "", columns, rows, frozen=1, height=ROW_HEIGHT if pictures else 0)])


def ledger_template() -> bytes:
    """Return an empty ledger with its heads and one row to show how."""
    example: dict[str, Cell] = {
        "位置": "人民路 1 号院门口", "问题描述": "垃圾桶满溢，周围散落垃圾", "责任单位": "市城市管理局、望河区", "责任人": "王某", "整改措施": "立即清运，增加频次",
        "时限": "3个工作日", "整改前照片": "（照片放在格里）",
    }  # fmt: skip
    row = [example.get(head, "例子，导入前删去" if head == "编号" else "") for head, _width in HEADS]
    return workbook([Sheet(SHEET, "", [Column(head, width) for head, width in HEADS], [row], frozen=1)])


def _row(city: City, issue: Issue, facts: IssueFacts, *, pictures: bool) -> list[Cell]:
    """Return an issue's row."""
    before, after = (
        [Pictures(facts.pictures(city.slug, moment)) for moment in (PhotoMoment.BEFORE, PhotoMoment.AFTER)]
        if pictures
        else (None, None)
    )
    values: dict[str, Cell] = {
        "编号": issue.number,
        "来源": str(issue.get_source_display()),
        "来源编号": issue.source_number,
        "上报时间": _moment(city, issue.reported_at),
        "位置": issue.place,
        "属地": issue.area.name if issue.area else "",
        "小类": issue.minor.name if issue.minor else "",
        "测评条目": issue.node.code if issue.node else "",
        "问题描述": issue.text,
        "整改前照片": before,
        "责任单位": issue.unit.name if issue.unit else "",
        "会办单位": "、".join(facts.helpers),
        "责任人": str(facts.dispatch.get("chief", "")),
        "整改措施": str(facts.dispatch.get("measure", "")),
        "时限": limit_text(city, issue),
        "紧急": "是" if issue.is_urgent else "",
        "整改情况": facts.answer,
        "整改后照片": after,
        "销号日期": _moment(city, issue.closed_at) if issue.closed_at else "",
        "状态": str(issue.get_state_display()),
    }
    return [values[head] for head, _width in HEADS if pictures or head not in _PHOTO_HEADS]


def _moment(city: City, at: object) -> str:
    """Return a moment by the city's own clock, as the import reads it."""
    return at.astimezone(city.zone).strftime("%Y-%m-%d %H:%M")  # type: ignore[attr-defined]


def limit_text(city: City, issue: Issue) -> str:
    """Return a limit as offices write it: so many days, else until when, else nothing."""
    if issue.limit_amount:
        return LIMITS[issue.limit_unit].format(issue.limit_amount)
    return _moment(city, issue.due_at) if issue.due_at else ""


def problems_workbook(lines: Iterable[dict[str, str]]) -> bytes:
    """Return what of a table cannot be used, each with its place, its fault and the mend."""

    def rows() -> Iterator[list[Cell]]:
        for one in lines:
            row = int(one["row"]) if one["row"].isdecimal() and one["row"] != "0" else ""
            yield [one["sheet"], row, one["column"], one["value"], one["problem"], one["mend"]]

    return unused_workbook(rows())
