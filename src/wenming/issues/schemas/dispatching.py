"""What the forms of dispatching show: units in protocol order, the limits of the category with the moment at which each ends."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wenming.engine.deadlines import Limit, LimitUnit, NeverExpiresError, expiry
from wenming.issues.models import DisposalLimit, Issue, MinorClass
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.moments import amount_text
from wenming.organisations.models import Unit
from wenming.standards.schemas import in_language


def due_words(lamps: Lamps, limit: Limit, *, visit: bool) -> str:
    """Return when a limit that begins now ends, "" where the calendar has no end for it."""
    calendar = lamps.clock if visit else lamps.calendar
    try:
        due = expiry(calendar, limit, lamps.at)
    except NeverExpiresError:
        return ""
    return _("到期 %(moment)s") % {"moment": lamps.moment(due)} if due else ""


def limit_rows(
    issue: Issue, limits: list[DisposalLimit], lamps: Lamps, chosen: str, *, visit: bool
) -> list[dict[str, Any]]:
    """Return the limits of the category as choices, the usual one first; ``chosen`` is the value that was sent."""
    usual = next((row for row in limits if not row.condition), None)
    rows = [*([usual] if usual else []), *(row for row in limits if row.condition)]
    found = [
        {
            "value": f"is:{row.condition}" if row.condition else "",
            "label": row.condition or (issue.minor.name if issue.minor else ""),
            "amount": amount_text(row.amount, row.unit),
            "due": due_words(lamps, Limit(row.amount, LimitUnit(row.unit)), visit=visit),
        }
        for row in rows
    ]
    if usual is None:
        found.insert(0, {"value": "", "label": _("按本市处置环节时限"), "amount": "", "due": ""})
    return [{**row, "on": row["value"] == chosen} for row in found]


def minor_rows(minors: list[MinorClass], limits: dict[int, list[DisposalLimit]], chosen: str) -> list[dict[str, Any]]:
    """Return the categories by their groups, each with its condition of filing, its limits and its unit."""
    groups: list[dict[str, Any]] = []
    for minor in minors:
        if not groups or groups[-1]["key"] != minor.major_id:
            major = minor.major
            groups.append({"key": minor.major_id, "label": in_language(major.name, major.name_en), "rows": []})
        groups[-1]["rows"].append(
            {
                "value": minor.pk,
                "name": in_language(minor.name, minor.name_en),
                "condition": minor.filing_condition,
                "limits": _limits(limits.get(minor.pk, [])),
                "unit": minor.unit.name if minor.unit else "",
                "on": str(minor.pk) == chosen,
            }
        )
    return groups


def _limits(rows: list[DisposalLimit]) -> str:
    """Return the limits of a category in one line."""
    texts = [
        f"{row.condition} {amount_text(row.amount, row.unit)}" if row.condition else amount_text(row.amount, row.unit)
        for row in rows
    ]
    return _("、").join(texts)


def unit_options(units: list[Unit]) -> list[dict[str, str]]:
    """Return units for the list that opens while one types, in protocol order; the short name helps to find them."""
    return [{"value": unit.name, "hint": unit.short_name} for unit in units]


def reminder_text(issue: Issue, lamps: Lamps) -> str:
    """Return the words of a reminder, ready to send."""
    lamp = lamps(issue)
    rest = f"（{lamp.rest}）" if lamp.rest else ""
    due = _("，到期 %(moment)s") % {"moment": lamps.moment(issue.due_at)} if issue.due_at else ""
    facts = {
        "number": issue.number,
        "place": issue.place,
        "text": issue.text,
        "due": due,
        "rest": rest,
    }
    return _("%(number)s %(place)s：%(text)s%(due)s%(rest)s。请尽快处置并反馈。") % facts
