"""The workbook of the organisation: units, aliases, groups, people and their tenures, one sheet each; any of them may be missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from wenming.documents.imports.workbooks import read_workbook
from wenming.engine.observations import NothingReadableError
from wenming.engine.rosters import AliasRow, GroupRow, Roster, RosterProblem, TenureRow, UnitRow
from wenming.organisations.enums import AliasKind, UnitKind
from wenming.workbench.imports.sheets import Line, WrongCellError, lines_of, problem_of

UNIT_HEADS = ("单位名称", "类别", "上级单位", "简称", "统一代码", "排序", "设立日期", "撤销日期")
ALIAS_HEADS = ("单位", "别名", "来由")
GROUP_HEADS = ("组名", "单位")
TENURE_HEADS = ("姓名", "电话", "单位", "职务", "身份", "排序", "任职日期", "离任日期")
HEAD, DEPUTY = "主要负责人", "副职"


def words_of(enumeration: Any) -> dict[str, str]:
    """Return the Chinese words of an enumeration with their values: a workbook is Chinese, whatever its reader's language."""
    with translation.override("zh-hans"):
        return {str(label): value for value, label in enumeration.choices}


def read_roster(content: bytes) -> Roster:
    """Return everything that the workbook says, each row used or listed as a problem.

    Raises NothingReadableError where the bytes are no workbook, or none of its sheets is known.
    """
    sheets = {sheet.name.strip(): sheet for sheet in read_workbook(content)}
    readers: dict[str, tuple[tuple[str, ...], Callable[[Line], Any]]] = {
        "单位": (UNIT_HEADS, _unit_reader()),
        "别名": (ALIAS_HEADS, _alias_reader()),
        "单位组": (GROUP_HEADS, _group),
        "人员任职": (TENURE_HEADS, _tenure),
    }
    if not sheets.keys() & readers.keys():
        raise NothingReadableError(
            _("没有认识的工作表：请用导出的模板，工作表叫 %(names)s") % {"names": _("、").join(readers)}
        )
    found: dict[str, list[Any]] = {}
    problems: list[RosterProblem] = []
    count = 0
    for name, (heads, read) in readers.items():
        found[name] = []
        lines = lines_of(sheets[name], heads) if name in sheets else iter(())
        if lines is None:
            text = _("没有找到表头“%(head)s”") % {"head": heads[0]}
            problems.append(RosterProblem(name, 1, heads[0], "", text, _("用导出的模板，保留表头一行")))
            continue
        for line in lines:
            count += 1
            try:
                found[name].append(read(line))
            except WrongCellError as fault:
                problems.append(problem_of(name, line, fault))
    units, aliases, groups, tenures = (tuple(found[name]) for name in readers)
    return Roster(units, aliases, groups, tenures, tuple(problems), count)


def _unit_reader() -> Callable[[Line], UnitRow]:
    """Return what reads a row of the sheet of units."""
    kinds = words_of(UnitKind)

    def read(line: Line) -> UnitRow:
        row = UnitRow(
            row=line.row,
            name=line.needed("单位名称", 80),
            kind=line.one_of("类别", kinds),
            parent=line.short("上级单位", 80),
            short_name=line.short("简称", 40),
            code=line.short("统一代码", 20),
            order=line.number("排序"),
            since=line.day("设立日期"),
            until=line.day("撤销日期"),
        )
        _check_days(line, row.since, row.until, "撤销日期")
        return row

    return read


def _alias_reader() -> Callable[[Line], AliasRow]:
    """Return what reads a row of the sheet of aliases."""
    kinds = words_of(AliasKind)

    def read(line: Line) -> AliasRow:
        unit, name = line.needed("单位", 80), line.needed("别名", 80)
        return AliasRow(line.row, unit, name, line.one_of("来由", kinds, usual=str(AliasKind.SHORT)))

    return read


def _group(line: Line) -> GroupRow:
    """Return a row of the sheet of groups."""
    return GroupRow(line.row, line.needed("组名", 40), line.needed("单位", 80))


def _tenure(line: Line) -> TenureRow:
    """Return a row of the sheet of people."""
    rank = line.one_of("身份", {HEAD: HEAD, DEPUTY: DEPUTY}, usual="")
    row = TenureRow(
        row=line.row,
        person=line.needed("姓名", 40),
        phone=line.short("电话", 30),
        unit=line.needed("单位", 80),
        title=line.needed("职务", 60),
        is_head=rank == HEAD,
        is_deputy=rank == DEPUTY,
        order=line.number("排序"),
        since=line.day("任职日期"),
        until=line.day("离任日期"),
    )
    _check_days(line, row.since, row.until, "离任日期")
    return row


def _check_days(line: Line, since: Any, until: Any, head: str) -> None:
    """Refuse what ends before it begins."""
    if since and until and until < since:
        raise WrongCellError(head, line.text(head), _("早于开始的日期"), _("改正其中一个日期"))
