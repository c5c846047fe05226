"""The State Council's notice on holidays, typed into a workbook: a row for each stretch of days off, and for each weekend that is worked."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.deadlines import SpecialDay
from wenming.engine.observations import NothingReadableError
from wenming.engine.rosters import RosterProblem
from wenming.organisations.imports.calendars import WORKED
from wenming.workbench.imports.sheets import Line, WrongCellError, lines_of, problem_of

HEADS = ("日期", "至", "名称", "安排")
OFF, WORK = "放假", "上班"
LONGEST = 31


def read_notice(content: bytes) -> tuple[list[SpecialDay], list[RosterProblem]]:
    """Return the days that the first sheet with the heads names, in order, and every row that cannot be used.

    Raises NothingReadableError where the bytes are no workbook or no sheet has the heads.
    """
    for sheet in read_workbook(content):
        lines = lines_of(sheet, HEADS)
        if lines is not None:
            break
    else:
        raise NothingReadableError(_("没有找到表头“日期”：请用模板，一行一段假期，一行一个上班日"))
    days: dict[date, SpecialDay] = {}
    problems: list[RosterProblem] = []
    for line in lines:
        try:
            new = {day.day: day for day in _days(line)}
            _refuse_twice(line, new.keys() & days.keys())
            days |= new
        except WrongCellError as fault:
            problems.append(problem_of(sheet.name, line, fault))
    if not days and not problems:
        raise NothingReadableError(_("表里没有一行日期"))
    return sorted(days.values(), key=lambda one: one.day), problems


def _refuse_twice(line: Line, twice: set[date]) -> None:
    """Refuse a day that stood in a row before."""
    if twice:
        text = _("%(day)s 出现了两次") % {"day": min(twice).isoformat()}
        raise WrongCellError("日期", line.text("日期"), text, _("删去其中一行"))


def _days(line: Line) -> list[SpecialDay]:
    """Return the days of one row."""
    first, last = line.day("日期"), line.day("至")
    if first is None:
        raise WrongCellError("日期", "", _("没有填"), _("写成 2026-01-31"))
    last = last or first
    if not first <= last < first + timedelta(days=LONGEST):
        raise WrongCellError("至", line.text("至"), _("不在开始日期之后一个月以内"), _("改正其中一个日期"))
    works = line.one_of("安排", {OFF: "", WORK: WORK}, usual="") == WORK
    name = line.short("名称", 40) or (WORKED if works else OFF)
    return [SpecialDay(first + timedelta(days=step), works, name) for step in range((last - first).days + 1)]
