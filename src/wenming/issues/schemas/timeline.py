"""办理经过: every step of an issue as a line, the newest first, with the leaders' notes and the moment at which its limit ran out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.issues.enums import IssueAction, IssueSource, LookBackResult, Recurrence, RequestKind
from wenming.issues.models import IssueStep
from wenming.issues.queries.case import Case
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.lines import Line
from wenming.issues.schemas.moments import amount_text
from wenming.issues.schemas.notes import note_lines
from wenming.issues.schemas.who import Held, step_person
from wenming.organisations.models import Unit

_A: Any = IssueAction
_TONES = {_A.REWORK: "now", _A.RETURN: "now", _A.DISPUTE: "now", _A.VOID: "bad"}
Units = Mapping[int, Unit]


def timeline_of(case: Case, held: Held, units: Units, lamps: Lamps) -> list[Line]:
    """Return what happened, the newest first."""
    lines = [_line(case, step, held, units, lamps) for step in case.steps]
    lines += note_lines(case.notes, held, lamps)
    ends = case.issue.runs_out_at
    if ends is not None and ends < lamps.at:
        title = _("到期未办结，亮红灯")
        lines.append(Line(ends, lamps.moment(ends), "bad", title, who=_("系统")))
    order = sorted(range(len(lines)), key=lambda place: (lines[place].moment, place), reverse=True)
    return [lines[place] for place in order]


def _line(case: Case, step: IssueStep, held: Held, units: Units, lamps: Lamps) -> Line:
    """Return one step."""
    photos = tuple(photo for photo in case.photos if photo.step_id == step.pk)
    return Line(
        step.at,
        lamps.moment(step.at),
        _TONES.get(step.action, "done"),
        step_title(step),
        step.note or (case.issue.text if step.action == _A.REPORT else ""),
        step_person(step, held),
        tuple(_facts(step, units, lamps)),
        tuple(_links(case, step)),
        photos,
        _("代 %(unit)s 填报") % {"unit": step.entered_for.name} if step.entered_for else "",
        step.in_time is False,
    )


def step_title(step: IssueStep) -> str:
    """Return what was done, with the unit that it went to or came from."""
    unit = step.unit.name if step.unit else ""
    named = {
        _A.DISPATCH: _("派遣至 %(unit)s"),
        _A.FORWARD: _("转派至 %(unit)s"),
        _A.RETURN: _("%(unit)s 回退"),
        _A.ARBITRATE: _("裁定由 %(unit)s 处置"),
        _A.REMIND: _("催办 %(unit)s"),
        _A.PASS: _("%(unit)s 核查通过，上报上一级"),
    }
    if step.action in named and unit:
        return str(named[step.action]) % {"unit": unit}
    if step.action == _A.REPORT and step.data.get("source"):
        return str(IssueSource(step.data["source"]).label)
    if step.action == _A.ASK:
        return str(RequestKind(step.data["request"]).label)
    return {
        _A.ANSWER: _("处置完成"),
        _A.REWORK: _("核查不通过，退回返工"),
        _A.CLOSE: _("核查通过，结案"),
    }.get(step.action, str(IssueAction(step.action).label))


def _facts(step: IssueStep, units: Units, lamps: Lamps) -> list[str]:
    """Return what a step fixed beside its words."""
    data, found = step.data, []
    if step.action in {_A.DISPATCH, _A.ARBITRATE} and step.due_at:
        amount = amount_text(data["amount"], data["unit_of_limit"]) if data.get("amount") else ""
        limit = _("限 %(amount)s，") % {"amount": amount} if amount else ""
        found.append(limit + _("到期 %(moment)s") % {"moment": lamps.moment(step.due_at)})
    if data.get("until"):
        found.append(_("到 %(moment)s") % {"moment": _until(data["until"], lamps)})
    if data.get("suggested") in units:
        found.append(_("建议由 %(unit)s 办理") % {"unit": units[data["suggested"]].name})
    helpers = [units[key].name for key in data.get("helpers", ()) if key in units]
    if helpers:
        found.append(_("会办：%(units)s") % {"units": pgettext("list", "、").join(helpers)})
    if step.action == _A.LOOK_BACK:
        found.append(_("满 %(day)s 天：%(word)s") % {"day": data["day"], "word": LookBackResult(data["result"]).label})
    if data.get("recurrence"):
        found.append(_("会不会再有：%(word)s") % {"word": Recurrence(data["recurrence"]).label})
    if data.get("before"):
        found += [_("原为：%(text)s") % {"text": text} for text in data["before"].values() if text]
    return found


def _until(text: str, lamps: Lamps) -> str:
    """Return a moment or a day that a step keeps as text."""
    return lamps.moment(datetime.fromisoformat(text)) if "T" in text else lamps.day_text(date.fromisoformat(text))


def _links(case: Case, step: IssueStep) -> list[tuple[str, str]]:
    """Return the other issues that a step names."""
    numbers = [step.data.get("master"), step.data.get("parent"), *step.data.get("children", ())]
    slug = case.issue.city.slug
    return [(number, reverse("issues:issue", args=[slug, number])) for number in numbers if number]
