"""What of issues leaves the house as text: number, place, unit, limit and a link; the matter itself only for a group of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wenming.issues.models import Issue
from wenming.issues.queries.exports import IssueFacts
from wenming.kernel.models import City


@dataclass(slots=True)
class UnitText:
    """The text for one unit: whose it is ("" for issues that nobody has yet), how many issues, the text."""

    unit: str
    count: int = 0
    text: str = ""
    issues: list[tuple[Issue, IssueFacts]] = field(default_factory=list)


def issue_path(city: City, number: str) -> str:
    """Return the address of an issue's page."""
    with suppress(NoReverseMatch):
        return reverse("issues:issue", args=[city.slug, number])
    return f"/{city.slug}/issues/{number}/"


def by_unit(rows: Sequence[tuple[Issue, IssueFacts]]) -> list[UnitText]:
    """Return issues by the unit that leads, units in protocol order, those without one last."""
    found: dict[str, UnitText] = {}
    for issue, facts in sorted(
        rows, key=lambda row: (row[0].unit is None, row[0].unit.position if row[0].unit else "")
    ):
        name = issue.unit.name if issue.unit else ""
        group = found.setdefault(name, UnitText(name))
        group.issues.append((issue, facts))
        group.count += 1
    return list(found.values())


def dispatch_texts(
    city: City, rows: Sequence[tuple[Issue, IssueFacts]], *, link: Callable[[str], str], full: bool
) -> list[UnitText]:
    """Return the texts to be copied into a chat, unit by unit. ``link`` makes whole addresses; ``full`` says what the matter is, too."""
    groups = by_unit(rows)
    for group in groups:
        one = len(group.issues) == 1
        parts = (
            []
            if one
            else [_("【交办】%(unit)s：%(count)s 件") % {"unit": group.unit or _("待定单位"), "count": group.count}]
        )
        for number, (issue, facts) in enumerate(group.issues, start=1):
            lead = "【交办】" if one else f"{number}. "
            parts.append(lead + dispatch_text(city, issue, facts, link=link, full=full, names_unit=one))
        group.text = "\n".join(parts)
    return groups


def dispatch_text(
    city: City, issue: Issue, facts: IssueFacts, *, link: Callable[[str], str], full: bool, names_unit: bool = True
) -> str:
    """Return the text of one issue."""
    parts = [f"{issue.number} {issue.place}".strip()]
    if full:
        parts.append(_("问题：%(text)s") % {"text": issue.text})
    if names_unit and issue.unit:
        parts.append(_("责任单位：%(unit)s") % {"unit": issue.unit.name})
    if facts.helpers:
        parts.append(_("会办单位：%(units)s") % {"units": _("、").join(facts.helpers)})
    if issue.due_at is not None:
        parts.append(_("时限：%(moment)s前") % {"moment": moment_words(city, issue.due_at)})
    parts.append(_("详情：%(link)s") % {"link": link(issue_path(city, issue.number))})
    return _("，").join(parts)


def moment_words(city: City, at: datetime) -> str:
    """Return a moment as people say it in a chat: 11月30日18:00."""
    local = at.astimezone(city.zone)
    return _("%(month)s月%(day)s日%(clock)s") % {
        "month": local.month,
        "day": local.day,
        "clock": local.strftime("%H:%M"),
    }
