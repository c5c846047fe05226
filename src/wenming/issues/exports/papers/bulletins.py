"""The weekly 通报: basis, figures with rates, ranking where there is enough, problems by class, who did well and who did not, what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from wenming.documents.exports.official import Annex, Block, Body, OfficialPaper, chinese_day, paper_data
from wenming.documents.imports.texts import document_text, filled
from wenming.issues.actions.papers import Draft
from wenming.issues.exports.papers.words import (
    BLANK,
    Photos,
    columns_of,
    facts_of,
    issue_row,
    led_in,
    matter_text,
    percent,
    photo_cell,
    place_of,
    ran_out_text,
    state_words,
    unit_of,
)
from wenming.issues.models import Issue
from wenming.issues.queries.bulletins import RANKED, Figures, Share, UnitLine

SHOWN = 6
"""Problems of a class that stand in the body; the annex has all."""
MOST = 120
"""Rows of an annex; a bulletin is read, the ledger has the rest."""
OTHER = "其他"


def bulletin(figures: Figures, photos: Photos, *, office: str) -> Draft:
    """Compose the bulletin of a week."""
    text = document_text("weekly-bulletin")
    facts = facts_of(figures, office)
    body = Body()
    body.text(*filled(text["opening"], facts))
    _ranking(body, text, facts, figures.units)
    _problems(body, text, figures)
    _lists(body, text, facts, figures)
    body.text(*filled(text["closing"], facts))
    paper = OfficialPaper(
        title=filled(text["title"], facts),
        blocks=body.blocks,
        recipients=filled(text["recipients"], facts),
        annexes=_annexes(text, figures, photos),
        issuer=office,
        day=chinese_day(figures.at.astimezone(figures.city.zone)),
        number=filled(text["number"], facts),
        head=text["head"],
        headed=True,
        copies=filled(text["copies"], facts),
        printer=office,
        printed=chinese_day(figures.at.astimezone(figures.city.zone)),
    )
    named = {issue.pk: issue for issue in (*figures.reported[:MOST], *figures.overdue[:MOST])}
    title = paper.title.replace("\n", "")
    content = {"paper": paper_data(paper)}
    return Draft("bulletin", title, content, tuple(named.values()), None, figures.first, figures.last)


def _ranking(body: Body, text: Mapping[str, Any], facts: Mapping[str, Any], units: Sequence[UnitLine]) -> None:
    """Write the ranking of units; those with too few cases stand behind, without a place."""
    body.text(*filled(text["ranking"], facts))
    rows, place, before = [], 0, None
    for number, one in enumerate(units, start=1):
        ranked = one.to_close >= RANKED
        share = Share(one.in_time, one.to_close)
        # the same rate, the same place
        if ranked and (before is None or share.part * before.whole != before.part * share.whole):
            place = number
        before = share if ranked else before
        figures = (one.to_close, one.closed, one.in_time)
        rate = percent(share) if ranked else BLANK
        rows.append([str(place) if ranked else BLANK, one.unit.name, *map(str, figures), rate, str(one.overdue)])
    if rows:
        body.table(columns_of(text, "ranking"), rows)


def _problems(body: Body, text: Mapping[str, Any], figures: Figures) -> None:
    """Write the problems by class; within a class they stand by district, then by the unit's place in protocol order."""
    body.head(1, text["problems"])
    if not figures.reported:
        body.text(text["no_problems"])
    classes: dict[str, list[Issue]] = {}
    for issue in figures.reported:
        classes.setdefault(issue.minor.major.name if issue.minor else OTHER, []).append(issue)
    for name, issues in sorted(classes.items(), key=lambda one: (one[0] == OTHER, -len(one[1]))):
        body.head(2, f"{name}（{len(issues)}件）")
        for district, some in groupby(issues[:SHOWN], key=figures.district_of):
            for issue in some:
                place = place_of(issue)
                lead = f"{district.name}{place}" if district and not place.startswith(district.name) else place
                facts = {"place": led_in(lead), "text": matter_text(issue.text), "unit": unit_of(issue)}
                body.head(3, filled(text["problem"], facts))
        if len(issues) > SHOWN:
            body.text(filled(text["more"], {"count": len(issues) - SHOWN}))


def _lists(body: Body, text: Mapping[str, Any], facts: Mapping[str, Any], figures: Figures) -> None:
    """Write who did well, and where problems still lie."""
    body.head(1, text["lists"])
    body.head(2, text["good"])
    names = "、".join(one.unit.name for one in figures.good)
    body.text(filled(text["good_text" if names else "good_none"], {**facts, "names": names}))
    body.head(2, text["late"])
    late = "、".join(filled(text["late_one"], {"unit": one.unit.name, "count": one.overdue}) for one in figures.late)
    body.text(filled(text["late_text" if late else "late_none"], {**facts, "names": late}))


def _annexes(text: Mapping[str, Any], figures: Figures, photos: Photos) -> list[Annex]:
    """Return the annexes: the problems of the week with their photos, and what is out of time."""
    words = state_words()
    problems = [
        issue_row(number, issue, unit_of(issue), words[issue.state], photo_cell(photos, issue))
        for number, issue in enumerate(figures.reported[:MOST], start=1)
    ]
    overdue = [
        issue_row(
            number, issue, unit_of(issue), ran_out_text(issue), str(issue.rework_count), str(issue.reminder_count)
        )
        for number, issue in enumerate(figures.overdue[:MOST], start=1)
    ]
    names = text["annexes"]
    return [
        Annex(names[name], [Block("table", columns=columns_of(text, name), rows=rows)])
        for name, rows in (("problems", problems), ("overdue", overdue))
        if rows
    ]
