"""Visits, answers and findings as rows. Whoever shows them has asked rules.sees_visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.provisions import CheckItem
from wenming.inspections.enums import Coding, SkipReason, Verdict, VisitState
from wenming.inspections.models import Answer, FieldFinding, FieldRound, Visit
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, moment_text

STATES = {
    str(VisitState.PLANNED): ("", "dash"),
    str(VisitState.FINISHED): ("ok", "check"),
    str(VisitState.SKIPPED): ("warn", "cross"),
}
VERDICTS = {
    str(Verdict.MET): ("ok", "check"),
    str(Verdict.UNMET): ("bad", "cross"),
    str(Verdict.NOT_APPLICABLE): ("", "dash"),
}


def visit_rows_html(field_round: FieldRound, visits: Iterable[Visit], *, chooses: bool) -> str:
    """Return the body of the table of visits; ``chooses`` gives those that can be given to somebody else a box to tick."""
    texts = {
        "number": pgettext("column", "编号"),
        "area": pgettext("column", "属地"),
        "coding": pgettext("column", "第几次"),
        "member": pgettext("column", "代号"),
        "day": pgettext("column", "哪天"),
        "state": pgettext("column", "状态"),
    }
    context = {
        "rows": [visit_line(field_round, one) for one in visits],
        "texts": texts,
        "chooses": chooses,
        "choose": _("选中"),
    }
    return render_to_string("inspections/fieldwork/visit_rows.html", context, using="jinja2")


def visit_line(field_round: FieldRound, visit: Visit) -> dict[str, Any]:
    """Return one visit, formatted."""
    tone, shape = STATES[visit.state]
    on = formats.date_format(visit.on, _("n月j日")) if visit.on else ""
    return {
        "pk": visit.pk,
        "url": reverse("inspections:field_visit", args=[field_round.city.slug, field_round.pk, visit.pk]),
        "number": visit.number,
        "site": visit.site.name,
        "code": visit.site.code,
        "type": visit.site.type.name,
        "area": visit.site.area.name if visit.site.area else DASH,
        "coding": str(Coding(visit.coding).label),
        "second": visit.coding == Coding.SECOND,
        "member": visit.member.code if visit.member else _("还没派"),
        "team": visit.member.team.name if visit.member else "",
        "day": _("%(on)s 第 %(order)s 站") % {"on": on, "order": visit.order}
        if on and visit.order
        else on or _("还没排"),
        "state": {"label": str(VisitState(visit.state).label), "tone": tone, "shape": shape},
        "why": str(SkipReason(visit.skip).label) if visit.skip else "",
        "note": visit.note,
        "planned": visit.state == VisitState.PLANNED,
        "skipped": visit.state == VisitState.SKIPPED,
    }


def answer_lines(answers: Iterable[Answer], items: Mapping[str, CheckItem], city: City) -> list[dict[str, Any]]:
    """Return standing answers with the words of their items; of several to one item each says that they differ."""
    rows = list(answers)
    several = {answer.item for answer in rows if sum(1 for one in rows if one.item == answer.item) > 1}
    return [_answer_line(answer, items, city, conflict=answer.item in several) for answer in rows]


def _answer_line(answer: Answer, items: Mapping[str, CheckItem], city: City, *, conflict: bool) -> dict[str, Any]:
    tone, shape = VERDICTS[answer.verdict]
    item = items.get(answer.item)
    counted = _("看到 %(count)s") % {"count": answer.count} if answer.count is not None else ""
    places = _("不符合 %(places)s 处") % {"places": answer.places} if answer.places > 1 else ""
    return {
        "pk": answer.pk,
        "code": answer.item,
        "name": item.name if item else _("检查表里已没有这一项"),
        "verdict": {"label": str(Verdict(answer.verdict).label), "tone": tone, "shape": shape},
        "more": " · ".join(part for part in (counted, places, answer.grade, answer.note) if part),
        "conflict": conflict,
        "said": moment_text(answer.said_at, city),
        "device": answer.device,
    }


def finding_lines(
    field_round: FieldRound, findings: Iterable[FieldFinding], items: Mapping[str, CheckItem]
) -> list[dict[str, Any]]:
    """Return findings with what became of them; one without words is called by its check item."""
    slug = field_round.city.slug
    return [
        {
            "number": one.visit.number,
            "visit_url": reverse("inspections:field_visit", args=[slug, field_round.pk, one.visit_id]),
            "site": one.visit.site.name,
            "item": one.item or DASH,
            "text": one.text or _wordless(items.get(one.item)),
            "place": one.place,
            "places": one.places,
            "photos": one.photos,
            "issue": one.issue.number if one.issue else "",
            "issue_url": reverse("issues:issue", args=[slug, one.issue.number]) if one.issue else "",
            "state": _finding_state(one),
        }
        for one in findings
    ]


def _wordless(item: CheckItem | None) -> str:
    """Return what a finding without words is called."""
    return _("不符合：%(item)s") % {"item": item.name} if item else _("（没有写说明）")


def _finding_state(one: FieldFinding) -> dict[str, str]:
    """Return what became of a finding."""
    withdrawn = hasattr(one, "withdrawal")
    if one.issue is not None:
        label = _("已立案，后来撤销") if withdrawn else pgettext("finding", "已立案")
        return {"label": label, "tone": "warn" if withdrawn else "ok", "shape": "back" if withdrawn else "check"}
    if withdrawn:
        return {"label": pgettext("finding", "已撤销"), "tone": "", "shape": "dash"}
    return {"label": pgettext("finding", "待立案"), "tone": "info", "shape": "half"}
