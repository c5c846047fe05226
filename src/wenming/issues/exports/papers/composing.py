"""Which paper is composed of what: from the records as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from wenming.issues.actions.papers import Draft
from wenming.issues.enums import PaperKind
from wenming.issues.exports.papers.briefs import brief, brief_of_issues
from wenming.issues.exports.papers.bulletins import bulletin
from wenming.issues.exports.papers.mornings import morning
from wenming.issues.exports.papers.orders import order
from wenming.issues.exports.papers.slides import slides
from wenming.issues.models import Issue, IssuePaper
from wenming.issues.queries.bulletins import figures_of, morning_of, photos_of
from wenming.issues.queries.papers import issuer_of, issues_of
from wenming.kernel.models import City

OF_ISSUES: tuple[str, ...] = tuple(
    map(str, (PaperKind.SUPERVISION, PaperKind.RECTIFICATION, PaperKind.BRIEF, PaperKind.SLIDES))
)
"""Kinds that are made of chosen issues; the others, and a brief as well, of a period."""


def of_period(city: City, kind: str, first: date, last: date, *, at: datetime) -> Draft:
    """Compose what is made of a period: bulletin, brief, or the picture of a morning (whose day is ``first``)."""
    office = issuer_of(city)
    if kind == PaperKind.MORNING:
        found = morning_of(city, first, at=at)
        photos = photos_of(city, [*found.worst, *found.best, *found.decide])
        return morning(found, photos, office=office, day=first)
    if kind == PaperKind.BRIEF:
        found = morning_of(city, first, at=at, since=first, until=last)
        return brief(found, office=office)
    figures = figures_of(city, first, last, at=at)
    return bulletin(figures, photos_of(city, figures.reported), office=office)


def of_issues(city: City, kind: str, issues: Sequence[Issue], *, at: datetime) -> Draft:
    """Compose what is made of chosen issues, at least one; an order goes to the unit of the first."""
    office, photos = issuer_of(city), photos_of(city, issues)
    if kind == PaperKind.SLIDES:
        return slides(issues, photos, office=office, at=at)
    if kind == PaperKind.BRIEF:
        return brief_of_issues(issues, office=office, at=at)
    unit = issues[0].unit
    if unit is None:
        raise ValueError("an order goes to a unit, and the issue has none")
    return order(kind, unit, issues, photos, office=office, at=at)


def again(paper: IssuePaper, *, at: datetime) -> Draft:
    """Compose a paper anew from the records as they are now."""
    if paper.kind in OF_ISSUES and paper.begins_on is None:
        return of_issues(paper.city, paper.kind, list(issues_of(paper)), at=at)
    if paper.begins_on is None or paper.ends_on is None:
        raise ValueError(f"a {paper.kind} without a period")
    return of_period(paper.city, paper.kind, paper.begins_on, paper.ends_on, at=at)
