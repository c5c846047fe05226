"""Papers of the rehearsal city: last week's bulletin, this morning's picture, an order with the number that came back."""

from __future__ import annotations

from datetime import datetime

from wenming.issues.actions.papers import make_paper, register_number
from wenming.issues.enums import IssueState, PaperKind
from wenming.issues.exports.papers import of_issues, of_period
from wenming.issues.queries import issues_in
from wenming.issues.queries.bulletins import week_of
from wenming.kernel.models import Account, City


def seed_papers(*, city: City, by: Account, at: datetime) -> None:
    """Make the papers from the city's issues, by the actions that people use."""
    today = at.astimezone(city.zone).date()
    first, last = week_of(today)
    make_paper(city=city, draft=of_period(city, str(PaperKind.BULLETIN), first, last, at=at), by=by, at=at)
    make_paper(city=city, draft=of_period(city, str(PaperKind.MORNING), today, today, at=at), by=None, at=at)
    late = list(issues_in(city).filter(state=IssueState.DISPATCHED).order_by("runs_out_at", "pk"))
    if late:
        issues = [issue for issue in late if issue.unit_id == late[0].unit_id][:4]
        order = make_paper(city=city, draft=of_issues(city, str(PaperKind.SUPERVISION), issues, at=at), by=by, at=at)
        number = f"演练督〔{today.year}〕1号"
        register_number(paper=order, number=number, issued_on=today, signer="何主任", by=by, at=at)
