"""A field round in the list and at the head of its pages. Nothing here says where anybody goes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.inspections.enums import FieldRoundState, IssueOpening, VisitManner
from wenming.inspections.models import FieldRound
from wenming.kernel.schemas import days_text, milli_text, moment_text, number_text
from wenming.standards.schemas import edition_title

STATES = {
    str(FieldRoundState.PLANNING): ("warn", "half"),
    str(FieldRoundState.RUNNING): ("info", "arrow"),
    str(FieldRoundState.ENDED): ("warn", "square"),
    str(FieldRoundState.WRITTEN): ("ok", "check"),
    str(FieldRoundState.VOID): ("", "cross"),
}


def state_pill(field_round: FieldRound) -> dict[str, str]:
    """Return the state as a pill."""
    tone, shape = STATES[field_round.state]
    return {"label": str(FieldRoundState(field_round.state).label), "tone": tone, "shape": shape}


def round_line(field_round: FieldRound, done: int, total: int) -> dict[str, Any]:
    """Return one field round as a row: that it exists, and how far it is."""
    return {
        "pk": field_round.pk,
        "url": reverse("inspections:field_round", args=[field_round.city.slug, field_round.pk]),
        "name": field_round.name,
        "state": state_pill(field_round),
        "manner": str(VisitManner(field_round.manner).label),
        "held": days_text(field_round.starts_on, field_round.ends_on),
        "edition": edition_title(field_round.edition),
        "done": done,
        "total": total,
        "progress": _("%(done)s / %(total)s") % {"done": number_text(done), "total": number_text(total)},
        "planner": field_round.planner.name,
        "result_url": _result_url(field_round),
    }


def _result_url(field_round: FieldRound) -> str:
    """Return where the score of what was written stands, "" where nothing was."""
    if field_round.round is None:
        return ""
    return reverse("assessment:score", args=[field_round.city.slug, field_round.round.number])


def facts_of(field_round: FieldRound, *, inside: bool) -> list[dict[str, Any]]:
    """Return what was decided about a round; to who does not see its visits (``inside``) no hours, and not that sites are looked at twice."""
    city = field_round.city
    grades = _("、").join(f"{name} {milli_text(milli)}" for name, milli in field_round.grades)
    facts = [
        (_("测评体系"), edition_title(field_round.edition)),
        (_("检查方式"), str(VisitManner(field_round.manner).label)),
        (_("起止日期"), days_text(field_round.starts_on, field_round.ends_on)),
        (_("点位来源"), _("抽签") if field_round.draw_id else _("手工选点")),
        *(((_("双人复测"), f"{field_round.double_percent}%"),) if inside else ()),
        (_("不符合一处扣"), milli_text(field_round.place_milli)),
        (_("等次得分"), grades or pgettext("grades", "没有设")),
        (_("问题立案"), str(IssueOpening(field_round.opening).label)),
        (_("安排人"), field_round.planner.name),
        *(((_("开始"), moment_text(field_round.started_at, city)),) if inside and field_round.started_at else ()),
        *(((_("收工"), moment_text(field_round.ended_at, city)),) if inside and field_round.ended_at else ()),
        *(((_("作废原因"), field_round.void_reason),) if field_round.void_reason else ()),
    ]
    return [{"name": name, "value": value} for name, value in facts]
