"""专报: one page for the leaders: how it stands, what needs their eyes, what they are asked to decide; or the matters that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wenming.documents.exports.official import Body, OfficialPaper, chinese_day, paper_data
from wenming.documents.imports.texts import document_text, filled
from wenming.issues.actions.papers import Draft
from wenming.issues.exports.papers.words import facts_of, led_in, matter_text, place_of, ran_out_text, unit_of
from wenming.issues.models import Issue
from wenming.issues.queries.bulletins import Morning
from wenming.issues.workflow import OPEN


def brief(found: Morning, *, office: str) -> Draft:
    """Compose the brief of a period: its figures, what lies longest, the matters that are put to the leaders."""
    figures, worst, decide = found.figures, found.worst, found.decide
    text, facts = document_text("leader-brief"), facts_of(figures, office)
    body = Body()
    body.text(*filled(text["opening"], facts))
    for name, issues in (("worst", worst), ("decide", decide)):
        body.head(1, text[name])
        if not issues:
            body.text(text[f"{name}_none"])
        for issue in issues:
            body.head(3, _matter(text, issue, why_of(text, issue)))
    body.text(*filled(text["closing"], facts))
    local = figures.at.astimezone(figures.city.zone)
    paper = OfficialPaper(
        title=text["title"],
        blocks=body.blocks,
        recipients=text["recipients"],
        issuer=office,
        day=chinese_day(local),
        number=text["number"],
        head=text["head"],
        headed=True,
    )
    named = {issue.pk: issue for issue in (*worst, *decide)}
    title = f"{text['title']}（{facts['first']}至{facts['last']}）"
    return Draft("brief", title, {"paper": paper_data(paper)}, tuple(named.values()), None, figures.first, figures.last)


def brief_of_issues(issues: Sequence[Issue], *, office: str, at: datetime) -> Draft:
    """Compose a brief about chosen matters, at least one."""
    text, facts = document_text("leader-brief"), {"count": len(issues), "office": office}
    body = Body()
    body.text(*filled(text["chosen_opening"], facts))
    body.head(1, text["chosen"])
    for issue in issues:
        body.head(3, _matter(text, issue, _standing(text, issue, at)))
    body.text(*filled(text["chosen_closing"], facts))
    paper = OfficialPaper(
        title=text["title"],
        blocks=body.blocks,
        recipients=text["recipients"],
        issuer=office,
        day=chinese_day(at.astimezone(issues[0].city.zone)),
        number=text["number"],
        head=text["head"],
        headed=True,
    )
    return Draft("brief", f"{text['title']}（{len(issues)}件）", {"paper": paper_data(paper)}, tuple(issues))


def _standing(text: Mapping[str, Any], issue: Issue, at: datetime) -> str:
    """Return how a chosen matter stands: settled, put to a leader for a reason, or under way and until when."""
    if issue.state not in OPEN:
        return text["why"]["closed"]
    late = issue.runs_out_at is not None and issue.runs_out_at < at
    if late or issue.state == "disputed" or issue.rework_count > 1:
        return why_of(text, issue)
    words = text["why"]["under_way" if issue.runs_out_at else "untimed"]
    return filled(words, {"due": ran_out_text(issue)})


def why_of(text: Mapping[str, Any], issue: Issue) -> str:
    """Return why a matter is put to a leader."""
    if issue.state == "disputed":
        return text["why"]["disputed"]
    if issue.rework_count > 1:
        return filled(text["why"]["reworked"], {"count": issue.rework_count})
    return filled(text["why"]["overdue"], {"due": ran_out_text(issue)})


def _matter(text: Mapping[str, Any], issue: Issue, why: str) -> str:
    facts = {
        "place": led_in(place_of(issue)),
        "text": matter_text(issue.text),
        "unit": unit_of(issue),
        "why": why,
    }
    return filled(text["matter"], facts)
