"""Items as cards, rows and heads: what, for which clause and period, by when, where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.engine.filing import number_text
from wenming.materials.enums import ItemState, PaperKind, Rhythm
from wenming.materials.imports.papers import endings_for
from wenming.materials.models import MaterialItem, Requirement
from wenming.materials.workflow import OPEN

TONES = {
    str(ItemState.ASSIGNED): ("", "dash"),
    str(ItemState.DRAFTING): ("info", "half"),
    str(ItemState.SUBMITTED): ("info", "arrow"),
    str(ItemState.RETURNED): ("bad", "back"),
    str(ItemState.PASSED): ("ok", "check"),
    str(ItemState.COMPILED): ("ok", "check"),
    str(ItemState.LOCKED): ("ok", "square"),
    str(ItemState.WAIVED): ("", "cross"),
}
"""State -> tone and shape of its pill."""
SOON = 3
"""Days before the day from which it counts as near."""


def state_view(state: str) -> dict[str, str]:
    """Return a state as a pill."""
    tone, shape = TONES[str(state)]
    return {"tone": tone, "shape": shape, "label": str(ItemState(state).label)}


def number_of(requirement: Requirement) -> str:
    """Return a requirement's place in the filing order: Ⅰ-1-1)-(1)."""
    return number_text(requirement.node.code, requirement.number)


def period_text(rhythm: str, period: date) -> str:
    """Return a period in words, "" for what is wanted once."""
    if rhythm == Rhythm.ONCE:
        return ""
    if rhythm == Rhythm.YEARLY:
        return _("%(year)s 年") % {"year": period.year}
    if rhythm == Rhythm.QUARTERLY:
        return _("%(year)s 年第 %(quarter)s 季度") % {"year": period.year, "quarter": period.month // 3 + 1}
    return formats.date_format(period, "YEAR_MONTH_FORMAT")


def lamp_of(item: MaterialItem, on: date) -> dict[str, str]:
    """Return how an item stands against its day: shape, word, what is left; only where it is the unit's turn."""
    left = (item.due_on - on).days
    day = formats.date_format(item.due_on, "DATE_FORMAT")
    if item.state not in OPEN:
        return {"tone": "mute", "word": "", "rest": "", "ends": day}
    if left < 0:
        rest = ngettext("过了 %(n)s 天", "过了 %(n)s 天", -left) % {"n": -left}
        return {"tone": "bad", "word": pgettext("material", "已过期"), "rest": rest, "ends": day}
    rest = _("今天到期") if left == 0 else ngettext("还有 %(n)s 天", "还有 %(n)s 天", left) % {"n": left}
    if left <= SOON:
        return {"tone": "warn", "word": pgettext("material", "快到期"), "rest": rest, "ends": day}
    return {"tone": "ok", "word": pgettext("material", "待报送"), "rest": rest, "ends": day}


def item_url(item: MaterialItem) -> str:
    """Return the page of an item."""
    return reverse("materials:item", args=[item.city.slug, item.pk])


def asks_text(requirement: Requirement) -> str:
    """Say what is asked for: kind and how many."""
    return f"{PaperKind(requirement.kind).label} × {requirement.count}"


def item_card(item: MaterialItem, on: date, *, several: bool, returned: str = "") -> dict[str, Any]:
    """Return an item as a card for the thumb; ``several``: the person supplies for several units, so that each card names its own."""
    one = item.requirement
    return {
        "url": item_url(item),
        "file_url": reverse("materials:file", args=[item.city.slug, item.pk]),
        "name": one.name,
        "number": number_of(one),
        "period": period_text(one.rhythm, item.period),
        "asks": asks_text(one),
        "picture": one.kind == PaperKind.PICTURE,
        "unit": item.unit.name if several else "",
        "lamp": lamp_of(item, on),
        "state": state_view(item.state),
        "returned": returned,
        "tone": "bad" if item.state == ItemState.RETURNED else lamp_of(item, on)["tone"],
        "drafting": item.state == ItemState.DRAFTING,
    }


def item_rows(items: Iterable[MaterialItem], on: date) -> str:
    """Return items as rows of a table."""
    rows = [
        {
            "url": item_url(item),
            "name": item.requirement.name,
            "number": number_of(item.requirement),
            "unit": item.unit.name,
            "period": period_text(item.requirement.rhythm, item.period),
            "asks": asks_text(item.requirement),
            "due": formats.date_format(item.due_on, "SHORT_DATE_FORMAT"),
            "late": item.state in OPEN and item.due_on < on,
            "state": state_view(item.state),
        }
        for item in items
    ]
    texts = {
        "number": _("编号"),
        "unit": pgettext("column", "单位"),
        "period": _("所属时段"),
        "asks": _("要什么"),
        "due": _("报送期限"),
        "state": _("状态"),
        "late": pgettext("material", "已过期"),
    }
    return render_to_string("materials/item_rows.html", {"rows": rows, "texts": texts}, using="jinja2")


def limit_words(requirement: Requirement) -> list[str]:
    """Say in words which formats are taken, how large, how long."""
    limits = requirement.limits
    said = ["、".join(endings_for(requirement.kind, limits))]
    if limits.get("bytes"):
        said.append(_("每个文件不超过 %(size)s MB") % {"size": f"{limits['bytes'] / 1024**2:g}"})
    if limits.get("pixels"):
        said.append(_("长边不少于 %(pixels)s 像素") % {"pixels": limits["pixels"]})
    if limits.get("characters"):
        said.append(_("不超过 %(n)s 字") % {"n": limits["characters"]})
    if requirement.window_months:
        said.append(_("要近 %(n)s 个月内的") % {"n": requirement.window_months})
    return said
