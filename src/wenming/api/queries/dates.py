"""The dates that concern a person's posts: those of the campaigns, limits of issues, own tasks, and for the office the visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from wenming.campaigns.queries.dates import DatedMatter, dates_of
from wenming.campaigns.rules import sees_responsibilities
from wenming.issues.enums import IssueState
from wenming.issues.models import Issue, IssueHelper
from wenming.issues.queries import issues_visible_to
from wenming.kernel.models import Account, City
from wenming.messaging.enums import NoticeKind
from wenming.messaging.queries import inbox_of
from wenming.organisations.enums import Role
from wenming.organisations.models import Unit, VisitPeriod
from wenming.organisations.rules import roles_of, units_of, works_in_office

BEHIND, AHEAD = timedelta(days=90), timedelta(days=730)
"""How far a calendar reaches: past dates stay for a quarter, so that what was moved or cancelled is seen."""
FOR_THE_CITY = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.GROUP_HEAD})
"""Who works for the whole city, and has all its dates."""


ISSUES_MOST = 300
"""So many limits of issues a calendar holds, the latest first."""
_ANSWERED = frozenset({IssueState.ANSWERED, IssueState.CLOSED})
_FALLEN = frozenset({IssueState.VOID, IssueState.JOINED, IssueState.SUSPENDED})


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """A line of a calendar. ``key`` is stable ("milestone-12"); ``name`` and ``of`` never leave the house.

    ``page`` (name and key) or ``url`` lead to the matter. ``day`` is the whole day, or the city's day of ``begins``; ``to_do``: somebody has to do it by then.
    """

    key: str
    kind: str
    number: str
    name: str
    of: str
    day: date
    done: bool
    cancelled: bool
    to_do: bool
    changed_at: datetime
    begins: datetime | None = None
    ends: datetime | None = None
    page: tuple[str, int] | None = None
    url: str = ""


def lines_for(account: Account, city: City, unit: Unit | None, *, at: datetime) -> list[CalendarLine]:
    """Return the dates of one unit, or with None all that concern the person's posts, by day."""
    today = at.astimezone(city.zone).date()
    since, until = today - BEHIND, today + AHEAD
    found = [_matter(one) for one in _matters(account, city, unit, since, until)]
    found += _issues(account, city, unit, since, until)
    if unit is None:
        found += _tasks(account, city, since, until, at)
        if works_in_office(account, city):
            found += _visits(city, since)
    return sorted({line.key: line for line in found}.values(), key=lambda line: (line.day, line.key))


def _matters(account: Account, city: City, unit: Unit | None, since: date, until: date) -> list[DatedMatter]:
    """Return the dates of the campaigns that the person may know of."""
    if not sees_responsibilities(account, city):
        return []
    if unit is None and roles_of(account, city) & FOR_THE_CITY:
        return dates_of(city, None, since=since, until=until)
    units = [unit] if unit is not None else units_of(account, city)
    return [one for each in units for one in dates_of(city, each, since=since, until=until)]


def _issues(account: Account, city: City, unit: Unit | None, since: date, until: date) -> list[CalendarLine]:
    """Return the limits of the issues that the units dispose of, or help with. One query; at most ``ISSUES_MOST``.

    Neither a calendar of the whole city nor a phone is helped by thousands of lines: who works for all units has the ledger.
    """
    units = [unit] if unit is not None else units_of(account, city)
    if not units:
        return []
    helped = IssueHelper.objects.in_city(city).filter(unit__in=units).values("issue")
    zone = city.zone
    near = {"due_at__gte": datetime.combine(since, time(), zone), "due_at__lt": datetime.combine(until, time(), zone)}
    issues = issues_visible_to(account, city).filter(Q(unit__in=units) | Q(pk__in=helped), **near)
    return [_issue(issue, zone) for issue in issues.order_by("-due_at", "-pk")[:ISSUES_MOST]]


def _issue(issue: Issue, zone: ZoneInfo) -> CalendarLine:
    """Return the limit of one issue; it is done once the unit has answered, and falls away where the issue is none."""
    return CalendarLine(
        key=f"issue-{issue.number}",
        kind="issue",
        number=issue.number,
        name=issue.text,
        of=issue.unit.name if issue.unit else "",
        day=issue.due_at.astimezone(zone).date(),
        done=issue.state in _ANSWERED,
        cancelled=issue.state in _FALLEN,
        to_do=True,
        changed_at=issue.changed_at,
        url=f"/{issue.city.slug}/issues/{issue.number}/",
    )


def _matter(matter: DatedMatter) -> CalendarLine:
    kind, *keys = (str(part) for part in matter.uid)
    return CalendarLine(
        key="-".join([kind, *keys]),
        kind=matter.kind,
        number="-".join(keys),
        name=matter.name,
        of=matter.of,
        day=matter.day,
        done=matter.done,
        cancelled=matter.cancelled,
        to_do=matter.kind != "recheck",
        changed_at=matter.changed_at,
        page=_page_of(matter),
    )


def _page_of(matter: DatedMatter) -> tuple[str, int]:
    """Return the name of the page of a matter, and its key."""
    if matter.kind == "milestone":
        return "campaigns:milestone", int(matter.uid[1])
    return ("campaigns:title" if matter.kind == "recheck" else "campaigns:campaign"), matter.key


def _tasks(account: Account, city: City, since: date, until: date, at: datetime) -> list[CalendarLine]:
    """Return the tasks of the inbox that have a limit, but those of issues, which have lines of their own. One query."""
    tasks = inbox_of(account, city, at=at).filter(kind=NoticeKind.TASK, due_on__gte=since, due_on__lte=until)
    tasks = tasks.exclude(news__startswith="issue.")
    return [
        CalendarLine(
            key=f"task-{task.pk}",
            kind="task",
            number=str(task.pk),
            name=task.title,
            of="",
            day=task.due_on,
            done=task.done_at is not None,
            cancelled=False,
            to_do=True,
            changed_at=task.done_at or task.created_at,
            url=task.url,
        )
        for task in tasks
    ]


def _visits(city: City, since: date) -> list[CalendarLine]:
    """Return the periods of official visits. One query."""
    return [
        CalendarLine(
            key=f"visit-{visit.pk}",
            kind="visit",
            number=str(visit.pk),
            name=visit.reason,
            of="",
            day=visit.starts_at.astimezone(city.zone).date(),
            done=visit.ended_at is not None,
            cancelled=False,
            to_do=False,
            changed_at=visit.ended_at or visit.starts_at,
            begins=visit.starts_at,
            ends=visit.ended_at,
        )
        for visit in VisitPeriod.objects.in_city(city).filter(starts_at__date__gte=since)
    ]
