"""Telling people of clocks: once when a limit draws near (yellow), once when it has run out (red); and of suspensions that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from wenming.issues.actions.telling import (
    DESK,
    TURNS,
    UNIT,
    Addressee,
    checking_role,
    desk_of,
    key_of,
    page_of,
    until_words,
    with_helpers,
)
from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.models import Issue, IssueStep
from wenming.issues.workflow import OPEN
from wenming.kernel.models import City
from wenming.messaging.actions import announce, tell
from wenming.messaging.actions.outbox import News
from wenming.messaging.enums import NEWS, NoticeKind
from wenming.messaging.models import Notice
from wenming.organisations.enums import Role

LOOK_BACK = timedelta(days=7)
"""How far back a lamp may have changed: so long the workers may have stood still, and nobody is left untold."""
SOON, OVER, SUSPENSION = "issue.due_soon", "issue.overdue", "issue.suspension_over"


def remind_of_limits(*, city: City, at: datetime) -> int:
    """Tell of every clock whose lamp has changed and of every suspension that is over; return how many issues were told of now."""
    return _clocks(city, at) + _suspensions(city, at)


def _clocks(city: City, at: datetime) -> int:
    """Tell whoever has the turn of lamps that became yellow or red."""
    changed = Q(warns_at__gt=at - LOOK_BACK) | Q(runs_out_at__gt=at - LOOK_BACK)
    issues = Issue.objects.in_city(city).filter(changed, state__in=OPEN, warns_at__lte=at)
    told = 0
    checks = checking_role(city, at)
    for issue in issues.select_related("city", "unit", "desk").order_by("pk"):
        kind = OVER if issue.runs_out_at < at else SOON
        cause = f"{kind}:{issue.pk}:{issue.runs_out_at.isoformat()}"
        told += _tell(issue, kind, cause, _whose_turn(issue, checks, at), at)
    return told


@transaction.atomic
def _tell(issue: Issue, kind: str, cause: str, whom: list[Addressee], at: datetime) -> bool:
    """Tell of one lamp; False where that was done before."""
    first = _key(cause, whom[0])
    if Notice.objects.in_city(issue.city).filter(key=first).exists():
        return False
    for one in whom:
        tell(
            city=issue.city,
            key=_key(cause, one),
            title=f"{NEWS[kind]}：{issue.text}",
            text=" · ".join(
                part for part in (issue.number, issue.place, until_words(issue.runs_out_at, issue.city)) if part
            ),
            url=page_of(issue),
            role=one.role,
            unit=one.unit,
            news=kind,
            number=issue.number,
            at=at,
        )
    _announce(issue, kind, cause, whom, at)
    return True


def _key(cause: str, one: Addressee) -> str:
    return f"{cause}:{one.role}:{one.unit.pk if one.unit else ''}"


def _whose_turn(issue: Issue, checks: str, at: datetime) -> list[Addressee]:
    """Return who has the turn of an issue as it stands."""
    if TURNS[issue.state][1] == UNIT:
        return with_helpers(issue, issue.unit, at)
    if issue.desk and issue.state != IssueState.DISPUTED:
        return desk_of(issue.desk)
    return [Addressee(checks if issue.state == IssueState.ANSWERED else str(Role.OFFICE))]


def _suspensions(city: City, at: datetime) -> int:
    """Ask the dispatcher what becomes of issues whose suspension is over."""
    today = at.astimezone(city.zone).date()
    over = Issue.objects.in_city(city).filter(
        state=IssueState.SUSPENDED, suspended_until__lte=today, suspended_until__gt=today - LOOK_BACK
    )
    return sum(_ask(issue, at) for issue in over.select_related("city", "desk").order_by("pk"))


@transaction.atomic
def _ask(issue: Issue, at: datetime) -> bool:
    """Put one suspension that is over to the dispatcher, as a task that ends when it is decided."""
    steps = IssueStep.objects.in_city(issue.city).filter(issue=issue, action=IssueAction.SUSPEND)
    step = steps.order_by("-pk")[0]
    whom = desk_of(issue.desk) if issue.desk else [Addressee(str(Role.OFFICE))]
    key = key_of(step, DESK, whom[0])
    if Notice.objects.in_city(issue.city).filter(key=key).exists():
        return False
    tell(
        city=issue.city,
        key=key,
        kind=NoticeKind.TASK,
        title=f"{NEWS[SUSPENSION]}：{issue.text}",
        text=" · ".join(part for part in (issue.number, issue.place) if part),
        url=page_of(issue),
        role=whom[0].role,
        unit=whom[0].unit,
        due_on=issue.suspended_until,
        news=SUSPENSION,
        number=issue.number,
        at=at,
    )
    _announce(issue, SUSPENSION, f"{SUSPENSION}:{step.pk}", whom, at)
    return True


def _announce(issue: Issue, kind: str, cause: str, whom: list[Addressee], at: datetime) -> None:
    to = [(one.role, one.unit.pk if one.unit else None) for one in whom]
    announce(city=issue.city, news=News(kind, issue.number, page_of(issue), cause), to=to, at=at)
