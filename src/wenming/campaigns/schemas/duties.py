"""Duties of units and lines of a plan as pages, paper and files show them. All values are ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.campaigns.enums import MARKS, PARTS, MilestoneKind, Part
from wenming.campaigns.queries.duties import Duty, PlanLine
from wenming.campaigns.queries.matrix import CampaignMatrix, Head
from wenming.engine.responsibility import LEAD, Load
from wenming.kernel.schemas import number_text, points_text
from wenming.organisations.enums import UnitKind
from wenming.organisations.schemas.units import day_text
from wenming.standards.schemas import node_name

BETWEEN = "、"


def duty_row(found: CampaignMatrix, duty: Duty, unit: int | None) -> dict[str, Any]:
    """Return one duty; ``others`` are the units beside this one, the lead first."""
    chief = duty.chief.person.name if duty.chief else (duty.terms.chief if duty.terms else "")
    return {
        "part": str(Part(duty.part).label),
        "mark": str(MARKS[Part(duty.part)]),
        "look": f"k-{duty.part}",
        "code": duty.node.code,
        "name": node_name(duty.node),
        "above": " / ".join(node_name(node) for node in duty.path),
        "url": reverse("campaigns:clause", args=[found.campaign.city.slug, found.campaign.pk, duty.node.code]),
        "points": points_text(duty.clause.points),
        "due": due_text(duty.due, duty.due_on),
        "materials": duty.terms.materials if duty.terms else "",
        "spots": duty.terms.spots if duty.terms else "",
        "note": duty.terms.note if duty.terms else "",
        "chief": chief,
        "others": others_text(found, duty, unit),
    }


def others_text(found: CampaignMatrix, duty: Duty, unit: int | None) -> str:
    """Return the units beside this one, part by part; a group that is there as a whole stands for its members."""
    said = []
    for part in PARTS:
        units = [pk for pk in duty.clause.who(part) if pk != unit and pk in found.heads]
        names: dict[str, None] = {}
        for pk in units:
            whole = (name for name, members in found.groups.items() if pk in members and members <= set(units))
            names[next(whole, found.heads[pk].label)] = None
        if names:
            said.append(_("%(part)s：%(units)s") % {"part": part.label, "units": BETWEEN.join(names)})
    return _("；").join(said)


def due_text(due: str, due_on: date | None) -> str:
    """Return a time limit: as written, and the day where one is named."""
    if due_on is None:
        return due
    day = day_text(due_on)
    return f"{due}（{day}）" if due else day


def duty_sections(found: CampaignMatrix, duties: Sequence[Duty], unit: int) -> list[dict[str, Any]]:
    """Return the duties of a unit by part, each part with its rows as HTML and what it sums up to."""
    sections = []
    for part, some in groupby(duties, key=lambda duty: duty.part):
        rows = list(some)
        points = sum((duty.clause.points for duty in rows), start=type(rows[0].clause.points)(0))
        facts = {"count": len(rows), "points": points_text(points)}
        body = {"rows": [duty_row(found, duty, unit) for duty in rows], "texts": duty_texts()}
        sections.append(
            {
                "part": part,
                "label": str(Part(part).label),
                "mark": str(MARKS[Part(part)]),
                "count": number_text(len(rows)),
                "sum": _("%(count)s 条，%(points)s 分") % facts,
                "rows_html": render_to_string("campaigns/duty_rows.html", body, using="jinja2"),
            }
        )
    return sections


def duty_texts() -> dict[str, str]:
    """Return the heads of the columns of duties."""
    return {
        "points": pgettext("column", "分值"),
        "due": pgettext("column", "完成时限"),
        "materials": pgettext("column", "材料要求"),
        "others": pgettext("column", "其他单位"),
        "chief": pgettext("column", "负责领导"),
    }


def unit_rows(found: CampaignMatrix, loads: Mapping[int, Load], heads: Iterable[Head]) -> str:
    """Return the body of the table of units with what each carries."""
    args = [found.campaign.city.slug, found.campaign.pk]
    top = max((load.lead_points for load in loads.values()), default=0)
    rows = []
    for head in heads:
        load = loads[head.pk]
        rows.append(
            {
                "name": head.name,
                "gone": _("已撤销") if head.ended else "",
                "kind": str(UnitKind(head.kind).label),
                "url": reverse("campaigns:unit_duties", args=[*args, head.pk]),
                "letter_url": reverse("campaigns:letter", args=[*args, head.pk]),
                "plan_url": f"{reverse('campaigns:plan', args=args)}?unit={head.pk}",
                "lead": count_text(load.lead),
                "points": points_text(load.lead_points) if load.lead else "",
                "width": f"{float(load.lead_points / top * 100) if top else 0:.1f}%",
                "responsible": count_text(load.responsible),
                "cooperating": count_text(load.cooperating),
                "sponsor": count_text(load.sponsor),
            }
        )
    texts = {
        "kind": _("类别"),
        "lead": pgettext("column", "牵头"),
        "points": _("牵头分值"),
        "responsible": pgettext("column", "责任"),
        "cooperating": pgettext("column", "配合"),
        "sponsor": pgettext("column", "包保"),
        "letter": _("目标责任书"),
        "plan": _("年度计划"),
    }
    return render_to_string("campaigns/load_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def count_text(count: int) -> str:
    """Return a count, nothing for none."""
    return number_text(count) if count else ""


def month_groups(found: CampaignMatrix, lines: Sequence[PlanLine], unit: int | None) -> list[dict[str, Any]]:
    """Return dated lines month by month."""
    return [
        {
            "month": formats.date_format(date(year, month, 1), "YEAR_MONTH_FORMAT"),
            "lines": [plan_row(found, line, unit) for line in some],
        }
        for (year, month), some in groupby(lines, key=lambda line: (line.day.year, line.day.month))  # type: ignore[union-attr]
    ]


def plan_row(found: CampaignMatrix, line: PlanLine, unit: int | None) -> dict[str, Any]:
    """Return one line of a plan."""
    state = {"tone": "", "label": ""}
    if line.past:
        # of a clause only its time limit is known, not whether it was kept: that is no fault
        late = line.milestone is not None
        state = {"tone": "bad" if late else "", "shape": "square" if late else "dash", "label": _("时限已过")}
    elif line.near:
        state = {"tone": "warn", "shape": "triangle", "label": _("30 天内")}
    day = formats.date_format(line.day, _("n月j日")) if line.day else ""
    if line.milestone is not None:
        return {**_milestone_row(line), "day": day, "state": state}
    assert line.duty is not None  # noqa: S101  a line is one or the other
    lead = BETWEEN.join(found.heads[pk].label for pk in line.duty.clause.who(LEAD) if pk in found.heads)
    row = duty_row(found, line.duty, unit)
    return {**row, "day": day, "state": state, "kind": pgettext("plan", "条目"), "lead": lead, "due": line.duty.due}


def _milestone_row(line: PlanLine) -> dict[str, Any]:
    """Return a milestone in the columns of a plan."""
    milestone = line.milestone
    done = _("%(day)s 完成") % {"day": day_text(milestone.done_on)} if milestone.done_on else ""  # type: ignore[union-attr]
    return {
        "kind": str(MilestoneKind(milestone.kind).label),  # type: ignore[union-attr]
        "code": "",
        "name": milestone.name,  # type: ignore[union-attr]
        "url": "",
        "part": "",
        "look": "",
        "mark": "",
        "points": "",
        "due": done,
        "materials": milestone.note,  # type: ignore[union-attr]
        "lead": milestone.unit.name if milestone.unit else _("全市"),  # type: ignore[union-attr]
        "others": "",
        "chief": "",
    }
