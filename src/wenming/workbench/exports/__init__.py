"""Lists that cross nouns, as Excel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.queries import RoundResult
from wenming.documents.exports import Cell, Column, Sheet, unused_workbook, workbook
from wenming.engine.rosters import RosterProblem
from wenming.kernel.models import City
from wenming.organisations.enums import AliasKind, Role, UnitKind
from wenming.organisations.models import Person, Post, Tenure, Unit, UnitAlias, UnitGroupMember
from wenming.organisations.queries import tenures_in
from wenming.organisations.schemas.people import masked
from wenming.standards.schemas import edition_title
from wenming.workbench.imports.accounts import ACCOUNT_HEADS
from wenming.workbench.imports.accounts import SHEET as ACCOUNT_SHEET
from wenming.workbench.imports.notices import HEADS as NOTICE_HEADS
from wenming.workbench.imports.notices import OFF, WORK
from wenming.workbench.imports.rosters import (
    ALIAS_HEADS,
    DEPUTY,
    GROUP_HEADS,
    HEAD,
    TENURE_HEADS,
    UNIT_HEADS,
    words_of,
)

WIDTHS = {
    "单位名称": 34,
    "单位": 34,
    "上级单位": 30,
    "别名": 26,
    "职务": 22,
    "组名": 18,
    "类别": 16,
    "简称": 18,
    "统一代码": 20,
}
"""Widths of columns that are not the usual one."""


def rounds_workbook(results: Sequence[RoundResult]) -> bytes:
    """Return every round with its score."""
    columns = (
        Column(pgettext("column", "轮次"), 24),
        Column(pgettext("column", "测评体系"), 36),
        Column(_("开始日期"), 12),
        Column(_("结束日期"), 12),
        Column(pgettext("column", "行数"), 8),
        Column(pgettext("column", "得分"), 10, "score"),
        Column(pgettext("column", "满分"), 10, "score"),
        Column(pgettext("column", "得分率"), 10, "percent"),
    )
    rows: list[list[Cell]] = [
        [
            one.round.name,
            edition_title(one.round.edition),
            one.round.starts_on,
            one.round.ends_on,
            one.rows,
            *_total(one),
        ]
        for one in results
    ]
    return workbook([Sheet(_("测评轮次"), "", columns, rows)])


def _total(one: RoundResult) -> list[Cell]:
    """Return score, attainable points and rate, or nothing where no total may be announced."""
    root = one.total
    if root is None or root.rate is None:
        return [None, None, None]
    return [float(root.score), float(root.attainable), float(root.rate)]


def roster_workbook(city: City, units: QuerySet[Unit], on: date) -> bytes:
    """Return the units of a list with their aliases, groups and people, as the import reads them; numbers of telephones stay masked."""
    rows = list(units.select_related("parent"))
    chosen = {unit.pk for unit in rows}
    kinds = {value: word for word, value in words_of(UnitKind).items()}
    sources = {value: word for word, value in words_of(AliasKind).items()}
    aliases = [one for one in UnitAlias.objects.in_city(city).select_related("unit") if one.unit_id in chosen]
    members = [
        one for one in UnitGroupMember.objects.in_city(city).select_related("group", "unit") if one.unit_id in chosen
    ]
    tenures = [one for one in tenures_in(city, on=on) if one.unit_id in chosen]
    return workbook(
        [
            _sheet("单位", UNIT_HEADS, (_unit(one, kinds) for one in rows)),
            _sheet(
                "别名",
                ALIAS_HEADS,
                (
                    [one.unit.name, one.name, sources[one.kind]]
                    for one in sorted(aliases, key=lambda alias: (alias.unit.position, alias.name))
                ),
            ),
            _sheet(
                "单位组",
                GROUP_HEADS,
                (
                    [one.group.name, one.unit.name]
                    for one in sorted(members, key=lambda member: (member.group.name, member.unit.position))
                ),
            ),
            _sheet("人员任职", TENURE_HEADS, (_tenure(one) for one in tenures)),
        ]
    )


def _sheet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Sheet:
    """Return a sheet of the organisation."""
    return Sheet(name, "", [Column(head, WIDTHS.get(head, 14)) for head in heads], rows)


def _unit(unit: Unit, kinds: dict[str, str]) -> list[Cell]:
    """Return a unit's row."""
    parent = unit.parent.name if unit.parent else ""
    dates = (unit.starts_on, unit.ends_on)
    return [unit.name, kinds[unit.kind], parent, unit.short_name, unit.code, unit.order, *dates]


def _tenure(one: Tenure) -> list[Cell]:
    """Return a tenure's row."""
    rank = HEAD if one.is_head else DEPUTY if one.is_deputy else ""
    phone = masked(one.person.phone)
    return [one.person.name, phone, one.unit.name, one.title, rank, one.order, one.starts_on, one.ends_on]


def roster_problems_workbook(problems: Iterable[RosterProblem]) -> bytes:
    """Return what cannot be used, each with its place, its fault and the mend."""
    return unused_workbook([one.sheet, one.row, one.column, one.value, one.problem, one.mend] for one in problems)


def notice_template() -> bytes:
    """Return the empty form of a notice on holidays, with two rows to show how."""
    columns = [Column(head, 16) for head in NOTICE_HEADS]
    rows: list[list[Cell]] = [
        ["2026-05-01", "2026-05-05", "劳动节", OFF],
        ["2026-05-09", "", "", WORK],
    ]
    return workbook([Sheet("放假安排", "", columns, rows)])


def people_workbook(people: Iterable[Person], held: Mapping[int, Sequence[Tenure]]) -> bytes:
    """Return people with what they are, a row for each tenure; numbers of telephones stay masked."""
    columns = (
        Column(_("姓名"), 12),
        Column(pgettext("column", "电话"), 14),
        Column(pgettext("column", "单位"), 34),
        Column(_("职务"), 22),
        Column(_("任职日期"), 12),
    )
    rows: list[list[Cell]] = []
    for person in people:
        known = [person.name, masked(person.phone)]
        rows += [[*known, one.unit.name, one.title, one.starts_on] for one in held.get(person.pk, ())] or [
            [*known, "", "", None]
        ]
    return workbook([Sheet(pgettext("page", "人员"), "", columns, rows)])


def posts_workbook(posts: Iterable[Post]) -> bytes:
    """Return posts: who, by which name, what, for which unit, from when until when, delegated by whom."""
    columns = (
        Column(_("姓名"), 12),
        Column(pgettext("column", "登录名"), 20),
        Column(pgettext("column", "职责"), 22),
        Column(pgettext("column", "单位"), 34),
        Column(_("任职日期"), 12),
        Column(_("离任日期"), 12),
        Column(_("委托自"), 12),
    )
    rows: Iterable[list[Cell]] = (
        [
            one.account.name,
            one.account.username,
            str(Role(one.role).label),
            one.unit.name if one.unit else _("全市"),
            one.starts_on,
            one.ends_on,
            one.delegated_from.account.name if one.delegated_from else "",
        ]
        for one in posts
    )
    return workbook([Sheet(pgettext("page", "岗位"), "", columns, rows)])


def account_template() -> bytes:
    """Return the empty list of people who are to get accounts, with two rows to show how; a sheet beside it names the roles."""
    columns = [Column(head, WIDTHS.get(head, 16)) for head in ACCOUNT_HEADS]
    rows: list[list[Cell]] = [
        ["张三", "市城市管理局", "13900000000", "责任单位联络员", "", "办公室主任", ""],
        ["李四", "某某咨询公司", "", "第三方机构人员", "lisi.zx", "项目经理", "2026-12-31"],
    ]
    roles: list[list[Cell]] = [[word] for word in words_of(Role)]
    return workbook([Sheet(ACCOUNT_SHEET, "", columns, rows), Sheet("职责", "", [Column("职责", 24)], roles)])


def slips_workbook(lines: Iterable[Mapping[str, str]]) -> bytes:
    """Return slips of first passwords as a list, for an office that prints its own."""
    columns = (
        Column(pgettext("column", "单位"), 34),
        Column(_("姓名"), 12),
        Column(pgettext("column", "登录名"), 20),
        Column(_("初始密码"), 24),
        Column(_("一次性登录链接"), 60),
        Column(_("有效期至"), 18),
    )
    keys = ("unit", "name", "username", "password", "url", "until")
    return workbook([Sheet(_("初始密码条"), "", columns, [[one[key] for key in keys] for one in lines])])
