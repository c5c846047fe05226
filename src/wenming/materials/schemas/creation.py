"""Mass creation as people see it: pills, cards of programmes, rows of applications and titles, histories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, days_text, moment_text
from wenming.materials.enums.creation import (
    ApplicationAction,
    ApplicationState,
    CreationKind,
    CreationLevel,
    UnitTitleAction,
    UnitTitleStatus,
)
from wenming.materials.models import Application, ApplicationStep, Programme, UnitTitle, UnitTitleEntry
from wenming.materials.queries.creation.applications import Numbers
from wenming.materials.workflow import CURRENT

STATE_TONES = {
    str(ApplicationState.APPLIED): ("warn", "triangle"),
    str(ApplicationState.RETURNED): ("bad", "back"),
    str(ApplicationState.PREPARING): ("info", "half"),
    str(ApplicationState.RECOMMENDED): ("info", "arrow"),
    str(ApplicationState.NOTICED): ("info", "square"),
    str(ApplicationState.NAMED): ("ok", "check"),
    str(ApplicationState.REFUSED): ("", "cross"),
    str(ApplicationState.WITHDRAWN): ("", "dash"),
}
"""State of an application -> tone and shape of its pill."""
NEAR = 90
"""Days before a re-check from which it counts as near."""


def state_pill(state: str) -> dict[str, str]:
    """Return the state of an application as a pill."""
    tone, shape = STATE_TONES[str(state)]
    return {"tone": tone, "shape": shape, "label": str(ApplicationState(state).label)}


def standing_pill(status: str, valid_until: date, on: date) -> dict[str, str]:
    """Return how a title stands on a day as a pill: that its time is over comes before what was decided last."""
    label = str(UnitTitleStatus(status).label)
    if status not in CURRENT:
        return {"tone": "bad" if status == UnitTitleStatus.WITHDRAWN else "", "shape": "cross", "label": label}
    if valid_until < on:
        return {"tone": "bad", "shape": "square", "label": _("已过有效期，待登记")}
    warned = status == UnitTitleStatus.WARNED
    return {"tone": "warn" if warned else "ok", "shape": "triangle" if warned else "check", "label": label}


def check_words(title: UnitTitle, on: date) -> dict[str, str]:
    """Return when a title is looked at next: the day, how far away it is, and its tone; "" for one that is no more held."""
    if title.next_check_on is None:
        return {"day": "", "rest": "", "tone": ""}
    left = (title.next_check_on - on).days
    day = formats.date_format(title.next_check_on, "SHORT_DATE_FORMAT")
    if left < 0:
        return {"day": day, "rest": ngettext("过了 %(n)s 天", "过了 %(n)s 天", -left) % {"n": -left}, "tone": "bad"}
    if left > NEAR:
        return {"day": day, "rest": "", "tone": ""}
    rest = ngettext("还有 %(n)s 天", "还有 %(n)s 天", left) % {"n": left} if left else _("今天到期")
    return {"day": day, "rest": rest, "tone": "warn"}


def day_text(day: date | None) -> str:
    """Return a day in a column."""
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else DASH


def window_text(programme: Programme) -> str:
    """Say when a programme takes applications."""
    first, last = programme.applies_from, programme.applies_until
    if first and last:
        return days_text(first, last)
    if first:
        return _("%(day)s 起") % {"day": formats.date_format(first, "DATE_FORMAT")}
    return _("%(day)s 截止") % {"day": formats.date_format(last, "DATE_FORMAT")} if last else _("随时可以申报")


def takes_applications(programme: Programme, on: date) -> bool:
    """Tell whether a programme takes applications on a day."""
    return programme.ended_on is None and (programme.applies_from or on) <= on <= (programme.applies_until or on)


def rhythm_text(programme: Programme) -> str:
    """Say how long its titles hold, and how often they are looked at."""
    facts = {"years": programme.years, "months": programme.recheck_months}
    return _("有效 %(years)s 年，每 %(months)s 个月复查一次") % facts


def programme_card(one: Programme, numbers: Numbers, on: date) -> dict[str, Any]:
    """Return a programme as a card."""
    slug = one.city.slug
    titles = f"{reverse('materials:unit_titles', args=[slug])}?programme={one.pk}"
    url = reverse("materials:programme", args=[slug, one.pk])
    return {
        "name": one.name,
        "url": url,
        "kind": str(CreationKind(one.kind).label),
        "level": str(CreationLevel(one.level).label),
        "conferred_by": one.conferred_by,
        "window": window_text(one),
        "open": takes_applications(one, on),
        "ended": one.ended_on,
        "rhythm": rhythm_text(one),
        "apply_url": reverse("materials:apply", args=[slug, one.pk]),
        "numbers": [
            {"label": _("申报办理中"), "value": numbers.open, "url": url},
            {"label": pgettext("creation", "公示中"), "value": numbers.noticed, "url": f"{url}?state=noticed"},
            {"label": _("现有称号"), "value": numbers.held, "url": f"{titles}&standing=valid"},
            {"label": _("一年内复查"), "value": numbers.due, "url": f"{titles}&standing=due"},
        ],
    }


def application_url(one: Application) -> str:
    """Return the page of an application."""
    return reverse("materials:application", args=[one.city.slug, one.pk])


def application_rows(rows: Iterable[Application], complete: Mapping[int, tuple[int, int]]) -> str:
    """Return applications as rows of a table; ``complete``: unit -> (complete, asked)."""
    shown = [
        {
            "url": application_url(one),
            "unit": one.unit.name,
            "by": one.recommended_by.name if one.recommended_by else _("自荐"),
            "state": state_pill(one.state),
            "objected": getattr(one, "objected", False),
            "materials": "{}/{}".format(*complete[one.unit_id]) if one.unit_id in complete else DASH,
            "notice": days_text(one.notice_from, one.notice_until) if one.notice_from else DASH,
            "at": moment_text(one.changed_at, one.city),
        }
        for one in rows
    ]
    texts = {
        "by": _("推荐单位"),
        "state": _("状态"),
        "objected": _("有异议待处理"),
        "materials": _("材料齐全"),
        "notice": _("公示时间"),
        "at": _("最近变动"),
    }
    return render_to_string("materials/creation/application_rows.html", {"rows": shown, "texts": texts}, using="jinja2")


def title_url(one: UnitTitle) -> str:
    """Return the page of a title."""
    return reverse("materials:unit_title", args=[one.city.slug, one.pk])


def title_rows(rows: Iterable[UnitTitle], on: date, today: date) -> str:
    """Return titles as rows of the ledger as it stood on a day."""
    shown = [
        {
            "url": title_url(one),
            "unit": one.unit.name,
            "orphan": _("单位已撤销") if one.status_then in CURRENT and _ended(one, on) else "",
            "programme": one.programme.name,
            "pill": standing_pill(one.status_then, one.valid_then, on),
            "named": day_text(one.named_on),
            "paper": one.paper,
            "valid": day_text(one.valid_then),
            "check": check_words(one, today),
        }
        for one in rows
    ]
    texts = {
        "programme": _("创建项目"),
        "pill": _("状态"),
        "named": _("命名日期"),
        "paper": _("命名文号"),
        "valid": pgettext("unit title", "有效期至"),
        "check": _("下次复查"),
    }
    return render_to_string("materials/creation/title_rows.html", {"rows": shown, "texts": texts}, using="jinja2")


def _ended(one: UnitTitle, on: date) -> bool:
    return one.unit.ends_on is not None and one.unit.ends_on < on


def title_card(one: UnitTitle, today: date) -> dict[str, Any]:
    """Return a title as a card for the thumb."""
    return {
        "url": title_url(one),
        "programme": one.programme.name,
        "unit": one.unit.name,
        "pill": standing_pill(one.status, one.valid_until, today),
        "named": day_text(one.named_on),
        "paper": one.paper,
        "valid": day_text(one.valid_until),
        "check": check_words(one, today),
    }


def steps_view(steps: Iterable[ApplicationStep], city: City) -> list[dict[str, Any]]:
    """Return the history of an application, the latest first."""
    bad = {str(ApplicationAction.RETURN), str(ApplicationAction.REFUSE), str(ApplicationAction.OBJECT)}
    return [
        {
            "label": str(ApplicationAction(one.action).label),
            "on": day_text(one.on),
            "paper": one.paper,
            "words": one.words,
            "by": one.by.name,
            "at": moment_text(one.at, city),
            "tone": "bad" if one.action in bad else "done",
        }
        for one in steps
    ]


def entries_view(entries: Iterable[UnitTitleEntry], city: City) -> list[dict[str, Any]]:
    """Return what was recorded of a title, the latest first."""
    tones = {
        str(UnitTitleAction.WARN): "now",
        str(UnitTitleAction.WITHDRAW): "bad",
        str(UnitTitleAction.EXPIRE): "bad",
        str(UnitTitleAction.VOID): "todo",
    }
    return [
        {
            "label": str(UnitTitleAction(one.action).label),
            "on": day_text(one.on),
            "valid": day_text(one.valid_until),
            "paper": one.paper,
            "words": one.words,
            "by": one.by.name,
            "at": moment_text(one.at, city),
            "tone": tones.get(one.action, "done"),
        }
        for one in entries
    ]
