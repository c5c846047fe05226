"""督办单 and 整改通知书: what one unit has to settle, by when, and the slip that comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wenming.documents.exports.official import (
    Annex,
    Block,
    Body,
    Figure,
    OfficialPaper,
    chinese_day,
    paper_data,
)
from wenming.documents.imports.texts import document_text, filled
from wenming.issues.actions.papers import Draft
from wenming.issues.exports.papers.words import (
    BLANK,
    Photos,
    columns_of,
    due_text,
    issue_row,
    led_in,
    matter_text,
    moment_of,
    photo_cell,
    place_of,
)
from wenming.issues.models import Issue
from wenming.organisations.models import Unit

TEXTS = {"supervision": "supervision-order", "rectification": "rectification-notice"}


def order(kind: str, unit: Unit, issues: Sequence[Issue], photos: Photos, *, office: str, at: datetime) -> Draft:
    """Compose the order to a unit about these issues of it; all of them are of one city, at least one."""
    text, city = document_text(TEXTS[kind]), issues[0].city
    local = at.astimezone(city.zone)
    ends = [issue.due_at for issue in issues if issue.due_at is not None and issue.due_at > at]
    facts = {
        "city": city.name,
        "office": office,
        "unit": unit.name,
        "year": local.year,
        "count": len(issues),
        "day": chinese_day(local),
        "deadline": moment_of(max(ends), city) if ends else "收到之日起三日内",
    }
    body, annexes = _body(kind, text, facts, issues, photos)
    paper = OfficialPaper(
        title=text["title"],
        blocks=body.blocks,
        recipients=filled(text["recipients"], facts),
        annexes=annexes,
        issuer=office,
        day=chinese_day(local),
        number=filled(text["number"], facts),
        head=text["head"],
        headed=kind == "rectification",
    )
    title = f"{text['title']}（{unit.name}，{len(issues)}件）"
    return Draft(kind, title, {"paper": paper_data(paper)}, tuple(issues), unit)


def _body(
    kind: str, text: Mapping[str, Any], facts: Mapping[str, Any], issues: Sequence[Issue], photos: Photos
) -> tuple[Body, list[Annex]]:
    """Return body and annexes: a 督办单 has a table and a slip, a 整改通知书 sentences and photos."""
    body = Body()
    body.text(*filled(text["paragraphs"], facts))
    body.head(1, text["issues"])
    if kind == "supervision":
        rows = [
            issue_row(number, issue, clause_of(issue), due_text(issue), photo_cell(photos, issue))
            for number, issue in enumerate(issues, start=1)
        ]
        body.table(columns_of(text, "issues"), rows)
        annexes = [_slip(text)]
    else:
        _listed(body, text, issues)
        annexes = _pictures(text, issues, photos)
    body.text(*filled(text["closing"], facts))
    if text["form"]:
        body.table([(head, width) for head, width in text["form"]], text["form_rows"])
    return body, annexes


def clause_of(issue: Issue) -> str:
    """Return the clause that an issue falls short of: its code and name."""
    return f"{issue.node.code} {issue.node.name}" if issue.node else (issue.minor.name if issue.minor else BLANK)


def _listed(body: Body, text: Mapping[str, Any], issues: Sequence[Issue]) -> None:
    """Write the issues as numbered sentences."""
    for issue in issues:
        facts = {"place": led_in(place_of(issue)), "text": matter_text(issue.text), "due": due_text(issue)}
        if issue.node is None:
            body.head(3, filled(text["problem_plain"], facts))
        else:
            body.head(3, filled(text["problem"], {**facts, "clause": clause_of(issue)}))


def _slip(text: Mapping[str, Any]) -> Annex:
    """Return the slip on which the unit answers by hand; a row is as high as what has to be written there."""
    rows = [[name, "\n" * lines] for name, lines in text["slip_rows"]]
    return Annex(text["annex"], [Block("table", columns=columns_of(text, "slip"), rows=rows)])


def _pictures(text: Mapping[str, Any], issues: Sequence[Issue], photos: Photos) -> list[Annex]:
    """Return the photos of the issues, numbered as they are listed."""
    shown = [
        Figure(photo.pk, f"{number}．{place_of(issue) or issue.number}")
        for number, issue in enumerate(issues, start=1)
        if (photo := photos.get((issue.pk, "before"))) is not None
    ]
    return [Annex(text["annex"], [Block("photos", photos=shown)])] if shown else []
