"""The inbox as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.messaging.enums import NoticeKind
from wenming.messaging.models import Notice
from wenming.organisations.enums import Role

SOON = timedelta(days=3)
"""From so long before its limit a task is called due soon."""


def lamp_of(notice: Notice, today: date) -> dict[str, str]:
    """Return how a line stands against its limit: tone, label, and what is left."""
    if notice.done_at is not None:
        return {"tone": "ok", "label": pgettext("lamp", "已办结"), "rest": ""}
    if notice.kind == NoticeKind.NOTICE:
        return {"tone": "mute", "label": str(notice.get_kind_display()), "rest": ""}
    if notice.due_on is None:
        return {"tone": "mute", "label": pgettext("lamp", "不限时"), "rest": ""}
    left = (notice.due_on - today).days
    if left < 0:
        rest = ngettext("超 %(days)s 天", "超 %(days)s 天", -left) % {"days": -left}
        return {"tone": "bad", "label": pgettext("lamp", "超期"), "rest": rest}
    rest = ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left} if left else _("今天到期")
    if notice.due_on - today <= SOON:
        return {"tone": "warn", "label": pgettext("lamp", "临期"), "rest": rest}
    return {"tone": "ok", "label": pgettext("lamp", "正常"), "rest": rest}


def inbox_rows(notices: Iterable[Notice], city: City, today: date, *, finishes: bool, token: str) -> str:
    """Return the lines of an inbox; ``token`` is the page's own against forged forms."""
    texts = {
        "done": pgettext("inbox", "办结"),
        "away": pgettext("inbox", "收起"),
        "back": pgettext("inbox", "放回"),
        "open": pgettext("inbox", "去看"),
    }
    rows = [inbox_row(one, city, today, finishes=finishes) for one in notices]
    return render_to_string("messaging/inbox_rows.html", {"rows": rows, "texts": texts, "token": token}, using="jinja2")


def inbox_row(notice: Notice, city: City, today: date, *, finishes: bool) -> dict[str, Any]:
    """Return one line, formatted, with what this person may do with it."""
    # the turn of an issue ends by what is done with the issue
    open_task = notice.kind == NoticeKind.TASK and notice.done_at is None and not notice.news
    return {
        "lamp": lamp_of(notice, today),
        "title": notice.title,
        "text": notice.text,
        "url": notice.url,
        "facts": _facts(notice, city),
        "done_url": _url("done", notice, city) if open_task and finishes else "",
        "away_url": "" if notice.own_away or notice.done_at else _url("away", notice, city),
        "back_url": _url("back", notice, city) if notice.own_away and not notice.done_at else "",
    }


def todo_item(notice: Notice, today: date) -> dict[str, str]:
    """Return an open task as a row of the home."""
    lamp = lamp_of(notice, today)
    return {
        "tone": lamp["tone"],
        "state": lamp["label"],
        "title": notice.title,
        "text": " · ".join(part for part in (lamp["rest"], notice.text) if part),
        "url": notice.url or reverse("messaging:inbox", args=[notice.city.slug]),
        "action": pgettext("inbox", "去看"),
    }


def _facts(notice: Notice, city: City) -> str:
    """Say to whom it was told, when, until when, and who has done it."""
    facts = [addressee(notice)]
    if notice.due_on:
        facts.append(_("%(day)s 前") % {"day": formats.date_format(notice.due_on, "DATE_FORMAT")})
    if notice.done_at:
        by = notice.done_by.name if notice.done_by else _("系统")
        facts.append(_("%(at)s 由%(name)s办结") % {"at": moment_text(notice.done_at, city), "name": by})
    else:
        facts.append(moment_text(notice.created_at, city))
    return " · ".join(facts)


def addressee(notice: Notice) -> str:
    """Say to which post a line was told."""
    if notice.account_id:
        return _("给本人")
    role = str(Role(notice.role).label) if notice.role else ""
    return " ".join(part for part in (notice.unit.name if notice.unit else "", role) if part) or _("给全市")


def _url(name: str, notice: Notice, city: City) -> str:
    return reverse(f"messaging:{name}", args=[city.slug, notice.pk])
