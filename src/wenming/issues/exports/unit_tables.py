"""整改前/整改后: a table in Word for each unit, photos beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from wenming.documents.exports.phototables import PhotoColumn, PhotoTable, photo_document
from wenming.issues.enums import PhotoMoment
from wenming.issues.exports.ledgers import limit_text
from wenming.issues.models import Issue
from wenming.issues.queries.exports import IssueFacts
from wenming.issues.schemas.outgoing import UnitText, by_unit
from wenming.kernel.models import City

MOST = 300
"""Rows of one document; each may hold four photos."""
SHOWN = 2
"""Photos of one moment in a row."""


def unit_tables(city: City, rows: Sequence[tuple[Issue, IssueFacts]], *, at: datetime) -> bytes:
    """Return one document with a table for each unit that leads."""
    return photo_document([_table(city, group, at) for group in by_unit(rows)])


def _table(city: City, group: UnitText, at: datetime) -> PhotoTable:
    """Return the table of one unit."""
    day = at.astimezone(city.zone)
    columns = (
        PhotoColumn(_("序号"), 14),
        PhotoColumn(_("编号、位置"), 36),
        PhotoColumn(_("问题描述"), 50),
        PhotoColumn(_("整改前"), 68, photos=True),
        PhotoColumn(_("整改后"), 68, photos=True),
        PhotoColumn(_("整改情况"), 32),
    )
    title = _("%(unit)s问题整改情况表") % {"unit": group.unit or _("待定单位")}
    subtitle = _("%(city)s · 共 %(count)s 件 · %(year)s年%(month)s月%(day)s日") % {
        "city": city.name, "count": group.count, "year": day.year, "month": day.month, "day": day.day,
    }  # fmt: skip
    rows = [_row(city, number, issue, facts) for number, (issue, facts) in enumerate(group.issues, start=1)]
    return PhotoTable(title, subtitle, columns, rows)


def _row(city: City, number: int, issue: Issue, facts: IssueFacts) -> list[str | Sequence[bytes]]:
    """Return one issue's row."""
    limit = limit_text(city, issue)
    closed = issue.closed_at.astimezone(city.zone) if issue.closed_at else None
    state = [facts.answer or str(issue.get_state_display())]
    if closed:
        state.append(_("%(month)s月%(day)s日销号") % {"month": closed.month, "day": closed.day})
    elif limit:
        state.append(_("时限：%(limit)s") % {"limit": limit})
    return [
        str(number),
        f"{issue.number}\n{issue.place}".strip(),
        issue.text,
        facts.pictures(city.slug, PhotoMoment.BEFORE, SHOWN),
        facts.pictures(city.slug, PhotoMoment.AFTER, SHOWN),
        "\n".join(state),
    ]
