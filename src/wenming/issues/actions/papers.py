"""Papers are made, edited, made again from fresh data, and given the number that came back from the office's document system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wenming.issues.actions.steps import require
from wenming.issues.enums import PaperChange, PaperState
from wenming.issues.models import Issue, IssuePaper, PaperIssue, PaperVersion
from wenming.issues.rules import makes_papers
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as composed: its kind and title, the data that it will always be rendered from, and the issues that it is about."""

    kind: str
    title: str
    content: Mapping[str, Any]
    issues: tuple[Issue, ...] = ()
    unit: Unit | None = None
    first: date | None = None
    last: date | None = None


@transaction.atomic
def make_paper(*, city: City, draft: Draft, by: Account | None, at: datetime) -> IssuePaper:
    """Keep a paper as a draft. One of a kind that stands for its period (bulletin, morning) is made again if it is there already.

    ``by=None``: the morning's job. NotPossibleError: "paper_issued" where the one of the period has left the house.
    """
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        require_again(makes_papers, by, city)
    known = None
    if draft.first is not None and draft.kind in ("bulletin", "morning"):
        known = IssuePaper.objects.in_city(city).filter(kind=draft.kind, begins_on=draft.first).first()
    if known is not None:
        return _change(known, PaperChange.REMADE, draft.title, draft.content, draft.issues, by=by, at=at)
    paper = IssuePaper.objects.create(
        city=city,
        kind=draft.kind,
        title=draft.title,
        unit=draft.unit,
        begins_on=draft.first,
        ends_on=draft.last,
        made_by=by,
        made_at=at,
        changed_at=at,
    )
    _write(paper, PaperChange.MADE, draft.content, by, at)
    _name(paper, draft.issues)
    data = {"kind": draft.kind, "issues": [issue.number for issue in draft.issues]}
    record_event(city=city, kind="issue_paper.made", subject=paper, data=data, by=by, at=at)
    return paper


@transaction.atomic
def edit_paper(
    *, paper: IssuePaper, title: str, content: Mapping[str, Any], by: Account | None, at: datetime
) -> IssuePaper:
    """Keep a version with other words. NotPossibleError("paper_issued")."""
    return _change(paper, PaperChange.EDITED, title, content, None, by=by, at=at)


@transaction.atomic
def remake_paper(*, paper: IssuePaper, draft: Draft, by: Account | None, at: datetime) -> IssuePaper:
    """Keep a version with the figures of now; what was written by hand stays in the version before. NotPossibleError("paper_issued")."""
    return _change(paper, PaperChange.REMADE, draft.title, draft.content, draft.issues, by=by, at=at)


def register_number(
    *,
    paper: IssuePaper,
    number: str,
    issued_on: date,
    signer: str,
    by: Account | None,
    at: datetime,
    scan: tuple[str, bytes] | None = None,
) -> IssuePaper:
    """Write down the document number that came back, when it was issued, who signed; from then on the paper is not changed.

    ``scan`` is the signed paper as a file. NotPossibleError: "paper_issued", "no_number", "paper_number_taken".
    """
    require(number.strip(), "no_number")
    kept = store_file(city=paper.city, name=scan[0], chunks=[scan[1]], by=by, at=at) if scan else None
    with transaction.atomic():
        locked = _locked(paper, by)
        taken = IssuePaper.objects.in_city(locked.city).filter(number=number.strip()).exists()
        require(not taken, "paper_number_taken")
        locked.state, locked.number, locked.issued_on = PaperState.ISSUED, number.strip(), issued_on
        locked.signer, locked.scan, locked.changed_at = signer.strip(), kept, at
        locked.save()
        data = {"number": locked.number, "issued_on": issued_on.isoformat(), "signer": locked.signer}
        record_event(city=locked.city, kind="issue_paper.issued", subject=locked, data=data, by=by, at=at)
    return locked


def _change(
    paper: IssuePaper,
    change: Any,
    title: str,
    content: Mapping[str, Any],
    issues: Iterable[Issue] | None,
    *,
    by: Account | None,
    at: datetime,
) -> IssuePaper:
    """Append a version."""
    locked = _locked(paper, by)
    locked.title, locked.version, locked.changed_at = title, locked.version + 1, at
    locked.save()
    _write(locked, change, content, by, at)
    if issues is not None:
        PaperIssue.objects.in_city(locked.city).filter(paper=locked).delete()
        _name(locked, issues)
    data = {"version": locked.version}
    record_event(city=locked.city, kind=f"issue_paper.{change}", subject=locked, data=data, by=by, at=at)
    return locked


def _locked(paper: IssuePaper, by: Account | None) -> IssuePaper:
    """Lock a paper that is still a draft, and ask again whether the person may change it."""
    locked = (
        IssuePaper.objects.in_city(paper.city).select_for_update(of=("self",)).select_related("city").get(pk=paper.pk)
    )
    if by is not None:
        require_again(makes_papers, by, locked.city)
    require(locked.state == PaperState.DRAFT, "paper_issued")
    return locked


def _write(paper: IssuePaper, change: Any, content: Mapping[str, Any], by: Account | None, at: datetime) -> None:
    PaperVersion.objects.create(
        city=paper.city, paper=paper, number=paper.version, change=change, content=dict(content), by=by, at=at
    )


def _name(paper: IssuePaper, issues: Iterable[Issue]) -> None:
    PaperIssue.objects.bulk_create([PaperIssue(city=paper.city, paper=paper, issue=issue) for issue in issues])
