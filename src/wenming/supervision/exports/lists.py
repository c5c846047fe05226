"""A list as a workbook and as a paper in Word; records of decisions as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Cell, Column, Paper, PaperTable, Sheet, paper_file, workbook
from wenming.kernel.schemas import days_text
from wenming.supervision.enums import ListMark, NotRanked, RunState
from wenming.supervision.models import Decision, ListEntry, ListRun
from wenming.supervision.queries.recurrence import Recurrence
from wenming.supervision.schemas.deciding import kind_name
from wenming.supervision.schemas.lists import measure_text, value_text, version_facts


def list_workbook(
    run: ListRun, entries: Sequence[ListEntry], recurrence: Mapping[tuple[str, int], Recurrence]
) -> bytes:
    """Return every line of a list with what it was computed from, and how it was computed."""
    columns = [
        Column(_("分组"), 14),
        Column(_("名次"), 8),
        Column(_("单位"), 24),
        Column(measure_text(run.version), 12, "percent"),
        Column(_("分子"), 10),
        Column(_("分母"), 10),
        Column(_("回头看又出现"), 12),
        Column(_("30 天内再次上报"), 12),
        Column(_("名次区间"), 12),
        Column(_("榜"), 8),
        Column(_("连续黑榜"), 10),
        Column(_("说明"), 24),
    ]
    rows = (_row(run, entry, recurrence) for entry in entries)
    facts = [(one["name"], one["value"]) for one in version_facts(run.version)]
    facts += [
        (_("依据"), run.rule.source),
        (_("状态"), run.get_state_display()),
        (_("第几次计算"), str(run.number)),
        (_("输入校验码"), run.input_digest),
        (_("结果校验码"), run.result_digest),
        (_("名次区间"), _("区间内的名次在 95% 的把握下不可区分；名次按公式，区间只作参考")),
    ]
    title = f"{run.rule.name} {days_text(run.begins_on, run.ends_on)}"
    return workbook(
        [
            Sheet(_("红黑榜"), title, columns, rows, frozen=3),
            Sheet(_("怎么算"), "", [Column(_("项目"), 20), Column(_("说明"), 80)], facts),
        ]
    )


def _row(run: ListRun, entry: ListEntry, recurrence: Mapping[tuple[str, int], Recurrence]) -> list[Cell]:
    back = recurrence.get((entry.group.side, entry.unit_id))
    _value, of, per = value_text(entry.of, entry.per, run.version.kind)
    return [
        entry.group.name,
        entry.place,
        entry.unit.name,
        entry.of / entry.per if entry.per else None,
        float(of.replace(",", "")) if of else 0,
        int(per.replace(",", "")) if per else 0,
        f"{back.share.back}/{back.share.looked}" if back and back.share else "",
        f"{back.back}/{back.closed}" if back else "",
        f"{entry.first}–{entry.last}" if entry.place else "",
        str(ListMark(entry.mark).label) if entry.mark else "",
        entry.times or None,
        str(NotRanked(entry.reason).label) if entry.reason else "",
    ]


def list_paper(run: ListRun, entries: Sequence[ListEntry]) -> bytes:
    """Return a list as a paper: who stands on it, group by group, and the whole table as an annex."""
    period = days_text(run.begins_on, run.ends_on)
    paragraphs = [
        _("按照《%(rule)s》，现将 %(period)s 各单位按%(measure)s排名情况通报如下。")
        % {"rule": run.rule.source or run.rule.name, "period": period, "measure": measure_text(run.version)}
    ]
    for mark in (ListMark.RED, ListMark.BLACK):
        paragraphs.append(f"# {ListMark(mark).label}")
        paragraphs += _named(entries, str(mark)) or [_("本期没有单位列入。")]
    paragraphs += [f"# {_('说明')}", *_remarks(run, entries)]
    table = PaperTable(
        _("附件"),
        f"{run.rule.name}（{period}）",
        [(_("分组"), 26), (_("名次"), 16), (_("单位"), 62), (measure_text(run.version), 26), (_("分子/分母"), 32), (_("名次区间"), 28), (_("榜"), 18), (_("连续黑榜"), 24)],
        [_paper_row(run, entry) for entry in entries],
    )  # fmt: skip
    return paper_file(Paper(f"{run.rule.name}\n{period}", "", "", paragraphs, [], [table]))


def _named(entries: Iterable[ListEntry], mark: str) -> list[str]:
    """Return the units with a mark, a line for each group."""
    groups: dict[str, list[str]] = {}
    for entry in entries:
        if entry.mark == mark:
            groups.setdefault(entry.group.name, []).append(entry.unit.name)
    return [f"{name}：{pgettext('list', '、').join(units)}。" for name, units in groups.items()]


def _remarks(run: ListRun, entries: Sequence[ListEntry]) -> list[str]:
    """Return what a reader has to know of the numbers."""
    rest = sum(entry.place is None for entry in entries)
    remarks = [
        _("本期没有任务或件数不足的 %(count)s 个单位不排名；数值相同的单位名次并列、同榜。") % {"count": rest},
        _("名次按公式计算；附件中的名次区间表示在 95% 的把握下与哪些名次不可区分。约谈、问责等由有权机关另行决定。"),
    ]
    if run.state != RunState.APPROVED:
        remarks.append(_("本榜尚未审定，仅供核对。"))
    return remarks


def _paper_row(run: ListRun, entry: ListEntry) -> list[str]:
    value, of, per = value_text(entry.of, entry.per, run.version.kind)
    return [
        entry.group.name,
        str(entry.place or "—"),
        entry.unit.name,
        value,
        f"{of}/{per}" if per else "",
        f"{entry.first}–{entry.last}" if entry.place else "",
        str(ListMark(entry.mark).label) if entry.mark else (str(NotRanked(entry.reason).label) if entry.reason else ""),
        str(entry.times or ""),
    ]


def decisions_workbook(rows: Iterable[Decision]) -> bytes:
    """Return records of decisions; those that were withdrawn say so."""
    columns = [
        Column(_("决定日期"), 12),
        Column(_("类别"), 16),
        Column(_("单位"), 24),
        Column(_("文号"), 24),
        Column(_("决定机关"), 24),
        Column(_("事由"), 40),
        Column(_("撤销原因"), 24),
    ]
    lines: list[list[Cell]] = []
    for one in rows:
        gone = getattr(one, "withdrawal", None)
        about = [one.decided_on, kind_name(one.kind), one.unit.name, one.paper_number, one.body, one.note]
        lines.append([*about, gone.reason if gone else ""])
    return workbook([Sheet(_("决定记录"), "", columns, lines, frozen=1)])
