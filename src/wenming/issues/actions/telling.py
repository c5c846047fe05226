"""Who is told of what was done with an issue, and what they need not do any more.

The turn of an issue is a task in somebody's inbox: one for whoever settles it (the lead and those who help), one for whoever decides next
(dispatcher, checker, office). It ends when a later step hands the turn on, in whatever order the jobs run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from wenming.issues.enums import IssueAction, IssueState
from wenming.issues.models import Issue, IssueHelper, IssueStep
from wenming.issues.workflow import EVENTS
from wenming.kernel.models import Account, City, Event
from wenming.messaging.actions import announce, settle, tell
from wenming.messaging.actions.outbox import News
from wenming.messaging.enums import NEWS, NoticeKind
from wenming.messaging.queries import open_tasks_about
from wenming.organisations.enums import Role, UnitKind
from wenming.organisations.models import Post, Unit
from wenming.organisations.queries.people import running
from wenming.organisations.rules import works_in_office

_A: Any = IssueAction
_S: Any = IssueState
UNIT, DESK = "unit", "desk"
"""The two turns: to settle it, to decide about it."""
BOTH = (UNIT, DESK)
ENDS: dict[str, tuple[str, ...]] = {
    _A.ACCEPT: (),
    _A.FILE: (),
    _A.CORRECT: (),
    _A.RETIME: (),
    _A.AMEND: (),
    _A.SPLIT: (),
    _A.INVITE: (),
    _A.LOOK_BACK: (),
    _A.REMIND: (UNIT,),
    _A.ASK: (DESK,),
}
"""Action -> whose earlier tasks it ends; every other action ends both."""
GIVES = (_A.DISPATCH, _A.ARBITRATE, _A.AMEND)
STREETS = frozenset({UnitKind.STREET, UnitKind.TOWN})


@dataclass(frozen=True, slots=True)
class Addressee:
    """Holders of a post, or one person."""

    role: str = ""
    unit: Unit | None = None
    account: Account | None = None


def office(_step: IssueStep) -> list[Addressee]:
    """The campaign office."""
    return [Addressee(str(Role.OFFICE))]


def dispatcher(step: IssueStep) -> list[Addressee]:
    """At whose desk it lies: a district, a street, or the campaign office."""
    return desk_of(step.desk) if step.desk else office(step)


def desk_of(unit: Unit) -> list[Addressee]:
    """Return the second dispatchers of a unit."""
    return [Addressee(str(Role.STREET_OFFICE if unit.kind in STREETS else Role.DISTRICT_OFFICE), unit)]


def checker(step: IssueStep) -> list[Addressee]:
    """Who looks whether it is settled: the desk where it lies, at last the city's supervisors, the office where there are none."""
    if step.desk:
        return desk_of(step.desk)
    return [Addressee(str(checking_role(step.city, step.at)))]


def checking_role(city: City, at: datetime) -> str:
    """Return the post that checks for the whole city."""
    day = at.astimezone(city.zone).date()
    held = Post.objects.in_city(city).filter(running(day), role=Role.SUPERVISOR).exists()
    return str(Role.SUPERVISOR if held else Role.OFFICE)


def units(step: IssueStep) -> list[Addressee]:
    """The unit that had it when the step was taken, and those that help."""
    gave = IssueStep.objects.in_city(step.city).filter(
        issue=step.issue, action__in=GIVES, unit__isnull=False, pk__lte=step.pk
    )
    last = gave.select_related("unit").order_by("-pk").first()
    return with_helpers(step.issue, last.unit, step.at) if last else []


def with_helpers(issue: Issue, lead: Unit, at: datetime) -> list[Addressee]:
    """Return a lead and those that had been asked to help by a moment."""
    helpers = (
        IssueHelper.objects.in_city(issue.city).filter(issue=issue, at__lte=at).select_related("unit").order_by("pk")
    )
    return [Addressee(unit=lead), *(Addressee(unit=one.unit) for one in helpers)]


def invited(step: IssueStep) -> list[Addressee]:
    """The units that were asked to help."""
    return [Addressee(unit=one) for one in Unit.objects.in_city(step.city).filter(pk__in=step.data["helpers"])]


def forwarded_to(step: IssueStep) -> list[Addressee]:
    """The second dispatcher who has it from now on."""
    return desk_of(step.unit)


def reporter(step: IssueStep) -> list[Addressee]:
    """Whoever reported it, unless it was he who did this, or the office, which sees everything."""
    account = step.issue.reported_by
    if account is None or account == step.by or not account.is_active or works_in_office(account, step.city):
        return []
    return [Addressee(account=account)]


def nobody(_step: IssueStep) -> list[Addressee]:
    """Nobody's turn."""
    return []


Whom = Callable[[IssueStep], list[Addressee]]
TURNS: dict[str, tuple[Whom, str]] = {
    _S.REPORTED: (dispatcher, DESK),
    _S.ACCEPTED: (dispatcher, DESK),
    _S.FILED: (dispatcher, DESK),
    _S.DISPATCHED: (units, UNIT),
    _S.ANSWERED: (checker, DESK),
    _S.SUSPENDED: (nobody, DESK),
    _S.DISPUTED: (office, DESK),
}
"""State -> whose turn it is there, and which turn; nobody's while it is suspended."""
TASKS: dict[str, tuple[Whom, str]] = {
    _A.REPORT: (dispatcher, DESK),
    _A.FORWARD: (forwarded_to, DESK),
    _A.DISPATCH: (units, UNIT),
    _A.INVITE: (invited, UNIT),
    _A.REMIND: (units, UNIT),
    _A.ANSWER: (checker, DESK),
    _A.SELF_HANDLE: (checker, DESK),
    _A.PASS: (checker, DESK),
    _A.REWORK: (units, UNIT),
    _A.REOPEN: (units, UNIT),
    _A.RETURN: (dispatcher, DESK),
    _A.DISPUTE: (office, DESK),
    _A.ARBITRATE: (units, UNIT),
    _A.ASK: (dispatcher, DESK),
    _A.REFUSE: (units, UNIT),
    _A.EXTEND: (units, UNIT),
    _A.RESUME: (units, UNIT),
}
"""Action -> whose turn it is from now on, and which turn."""
NOTICES: dict[str, tuple[Whom, ...]] = {
    _A.CLOSE: (reporter,),
    _A.VOID: (reporter, units),
    _A.JOIN: (reporter, units),
    _A.SUSPEND: (units,),
    _A.RETIME: (units,),
    _A.STRIKE: (reporter, units),
}
"""Action -> who is told and has nothing to do."""
SILENT = frozenset({_A.ACCEPT, _A.FILE, _A.CORRECT, _A.SPLIT, _A.AMEND, _A.LOOK_BACK})
"""What nobody waits for: the ledger shows it."""
BACK = frozenset({_A.RESTORE, _A.PART})
"""It stands where it stood: whose turn it was has it again."""


@transaction.atomic
def tell_of_step(*, step: IssueStep, event: Event) -> None:
    """Tell of one step, inside and outside, and end the tasks that later steps have ended. Twice tells nothing twice."""
    if step.action == IssueAction.REPORT and not step.issue.is_urgent:
        return
    if step.action not in SILENT:
        told = _tasks(step) + _notices(step)
        news = News(event.kind, step.issue.number, page_of(step.issue), f"{event.kind}:{event.pk}")
        to = [(one.role, one.unit.pk if one.unit else None) for one in told]
        announce(city=step.city, news=news, to=to, at=event.at)
    settle_tasks(issue=step.issue)


def _tasks(step: IssueStep) -> list[Addressee]:
    """Put the turn into the inboxes of those who have it."""
    find, kind = TURNS[step.after] if step.action in BACK else TASKS.get(step.action, (nobody, DESK))
    whom = find(step)
    for one in whom:
        _tell(step, one, kind, NoticeKind.TASK)
    return whom


def _notices(step: IssueStep) -> list[Addressee]:
    """Tell those who have nothing to do."""
    whom = [one for find in NOTICES.get(step.action, ()) for one in find(step)]
    for one in whom:
        _tell(step, one, "told", NoticeKind.NOTICE)
    return whom


def _tell(step: IssueStep, one: Addressee, turn_of: str, kind: Any) -> None:
    issue, due = step.issue, step.due_at if turn_of == UNIT else None
    facts = [issue.number, issue.place, until_words(due, step.city) if due else "", step.note]
    tell(
        city=step.city,
        key=key_of(step, turn_of, one),
        kind=kind,
        title=f"{NEWS[EVENTS[step.action]]}：{issue.text}",
        text=" · ".join(fact for fact in facts if fact),
        url=page_of(issue),
        role=one.role,
        unit=one.unit,
        account=one.account,
        due_on=due.astimezone(step.city.zone).date() if due and kind == NoticeKind.TASK else None,
        news=EVENTS[step.action],
        number=issue.number,
        at=step.at,
    )


def key_of(step: IssueStep, turn_of: str, one: Addressee) -> str:
    """Return the cause of a notice: issue, step, turn, addressee."""
    who = f"{one.role}:{one.unit.pk if one.unit else ''}:{one.account.pk if one.account else ''}"
    return f"issue:{step.issue_id}:{step.pk}:{turn_of}:{who}"


def page_of(issue: Issue) -> str:
    """Return the page of an issue, without the host; the address is promised to everybody who was ever told of it."""
    return f"/{issue.city.slug}/issues/{issue.number}/"


def until_words(due: datetime, city: City) -> str:
    """Say by when."""
    return _("%(at)s 到期") % {"at": formats.date_format(due.astimezone(city.zone), "SHORT_DATETIME_FORMAT")}


def settle_tasks(*, issue: Issue) -> int:
    """End the open tasks of an issue that a later step has ended. Return how many."""
    tasks = [(task, *_cause(task.key)) for task in open_tasks_about(issue.city, issue.number)]
    if not tasks:
        return 0
    first = min(step for _task, step, _turn in tasks)
    later = list(
        IssueStep.objects.in_city(issue.city).filter(issue=issue, pk__gt=first).select_related("by").order_by("pk")
    )
    ended = 0
    for task, step, turn_of in tasks:
        over = _ending(later, step, turn_of)
        if over is not None:
            ended += settle(city=issue.city, key=task.key, by=over.by, at=over.at)
    return ended


def _cause(key: str) -> tuple[int, str]:
    """Return the step and the turn of a task by its key."""
    _issue, _number, step, turn_of, *_who = key.split(":")
    return int(step), turn_of


def _ending(steps: Sequence[IssueStep], after: int, turn_of: str) -> IssueStep | None:
    """Return the first step after one that ended its task."""
    return next((one for one in steps if one.pk > after and turn_of in ENDS.get(one.action, BOTH)), None)
