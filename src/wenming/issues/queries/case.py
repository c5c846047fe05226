"""One issue with everything about it: a constant number of queries, however long its history is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from wenming.engine.replies import is_vague
from wenming.issues.enums import IssueAction
from wenming.issues.models import (
    Issue,
    IssueHelper,
    IssuePhoto,
    IssueRequest,
    IssueStep,
    LeaderNote,
    LimitPause,
    PaperIssue,
    Sweep,
)
from wenming.issues.queries.issues import issues_visible_to
from wenming.issues.queries.notes import notes_visible_to
from wenming.issues.workflow import OPEN
from wenming.kernel.models import Account, City, Event
from wenming.organisations.models import Tenure, Unit
from wenming.organisations.queries import tenures_in

REPEATS = timedelta(days=90)
"""Within this an issue of the same category at the same site is the same trouble again."""
SHOWN_REPEATS = 6
WITH_ITS_CIRCLE = ("parent", "master", "site__type", "minor__major", "node__edition", "reported_by")
DONE = (IssueAction.ANSWER, IssueAction.SELF_HANDLE)
CHIPS, LONGEST_CHIP, LOOKED_AT = 4, 12, 120


BESIDE = ("pauses", "requests", "notes", "sweeps", "papers")
"""What few issues have: the page of an issue asks for each only where the issue itself says that there is some."""


def issue_visible(account: Account, city: City, number: str) -> Issue | None:
    """Return an issue that the account may see, with what its page names."""
    return issues_visible_to(account, city).select_related(*WITH_ITS_CIRCLE).filter(number=number).first()


def issue_opened(account: Account, city: City, number: str) -> Issue | None:
    """Return an issue for its page: with what that names, and whether it has what few have. One query."""
    kinds = (LimitPause, IssueRequest, LeaderNote, Sweep, PaperIssue)
    some = {
        f"has_{name}": Exists(kind.objects.in_city(city).filter(issue=OuterRef("pk")).order_by())
        for name, kind in zip(BESIDE, kinds, strict=True)
    }
    found = issues_visible_to(account, city).select_related(*WITH_ITS_CIRCLE).annotate(**some)
    return found.filter(number=number).first()


def has(issue: Issue, name: str) -> bool:
    """Say whether an issue has something of BESIDE; yes where nobody has asked."""
    return bool(getattr(issue, f"has_{name}", True))


@dataclass(frozen=True)
class Case:
    """An issue and everything that happened to it."""

    issue: Issue
    steps: list[IssueStep]
    photos: list[IssuePhoto]
    pauses: list[LimitPause]
    helpers: list[Unit]
    request: IssueRequest | None
    followers: list[Issue]
    children: list[Issue]
    repeats: list[Issue]
    notes: list[LeaderNote]
    units: dict[int, Unit]

    @property
    def last_answer(self) -> IssueStep | None:
        """The step by which somebody said that it was done, the last one."""
        return next((step for step in reversed(self.steps) if step.action in DONE), None)

    @property
    def children_open(self) -> bool:
        """Whether parts of it are not settled."""
        return any(child.state in OPEN for child in self.children)


def case_of(account: Account, issue: Issue) -> Case:
    """Return the issue with its history. Four queries, and one for each of BESIDE that it has; steps in the order in which they were taken."""
    city = issue.city
    rows = IssueStep.objects.in_city(city).filter(issue=issue).select_related("unit", "desk", "entered_for", "by")
    steps = list(rows.order_by("pk"))
    kin = _kin(account, issue)
    units = _units(issue, steps)
    pauses, notes = (
        LimitPause.objects.in_city(city).filter(issue=issue),
        notes_visible_to(account, city).filter(issue=issue),
    )
    return Case(
        issue=issue,
        steps=steps,
        photos=list(IssuePhoto.objects.in_city(city).filter(issue=issue).select_related("by").order_by("pk")),
        pauses=list(pauses.order_by("pk")) if has(issue, "pauses") else [],
        helpers=[unit for unit in units if unit.helps],
        request=request_of(issue) if has(issue, "requests") else None,
        followers=[one for one in kin if one.master_id == issue.pk],
        children=[one for one in kin if one.parent_id == issue.pk],
        repeats=_repeats_among(kin, issue),
        notes=list(notes.order_by("pk")) if has(issue, "notes") else [],
        units={unit.pk: unit for unit in units},
    )


def _kin(account: Account, issue: Issue) -> list[Issue]:
    """Return what was joined into an issue, divided from it, or is its like at the same site. One query, each sort along its own index."""
    city = issue.city
    seen = issues_visible_to(account, city).select_related(None)
    keys = seen.filter(Q(master=issue) | Q(parent=issue)).order_by().values("pk")
    alike = _alike(account, issue)
    if alike is not None:
        cut = alike.select_related(None).values("pk")[:SHOWN_REPEATS]
        keys = keys.union(Issue.objects.in_city(city).filter(pk__in=cut).order_by().values("pk"))
    return list(Issue.objects.in_city(city).filter(pk__in=keys).select_related("unit").order_by("pk"))


def _repeats_among(kin: list[Issue], issue: Issue) -> list[Issue]:
    """Return the issues of the same category at the same site among those that belong to one, the newest first."""
    if issue.site_id is None or issue.minor_id is None:
        return []
    since = issue.reported_at - REPEATS
    found = [
        one
        for one in kin
        if (one.site_id, one.minor_id) == (issue.site_id, issue.minor_id)
        and since <= one.reported_at <= issue.reported_at
    ]
    return sorted(found, key=lambda one: (one.reported_at, one.pk), reverse=True)[:SHOWN_REPEATS]


def _units(issue: Issue, steps: Iterable[IssueStep]) -> list[Any]:
    """Return the units that help, and those that steps name in their data, in protocol order; ``helps`` tells them apart. One query."""
    named: set[int] = set()
    for step in steps:
        named |= {step.data.get("suggested") or 0, *step.data.get("helpers", [])}
    helps = IssueHelper.objects.in_city(issue.city).filter(issue=issue).order_by().values("unit")
    units = Unit.objects.in_city(issue.city).filter(Q(pk__in=named) | Q(pk__in=helps))
    return list(units.annotate(helps=Exists(helps.filter(unit=OuterRef("pk")))).order_by("position"))


def request_of(issue: Issue) -> IssueRequest | None:
    """Return what the unit has asked for and nobody has decided."""
    rows = IssueRequest.objects.in_city(issue.city).filter(issue=issue, granted__isnull=True)
    return rows.select_related("by").first()


def photos_of(issue: Issue, moment: str) -> list[IssuePhoto]:
    """Return the photos of an issue that show it at a moment (values of PhotoMoment), the first first. One query."""
    rows = IssuePhoto.objects.in_city(issue.city).filter(issue=issue, moment=moment)
    return list(rows.select_related("by").order_by("pk"))


def repeats_at(account: Account, issue: Issue) -> list[Issue]:
    """Return the other issues of the same category at the same site in the 90 days before, the newest first. One query, or none."""
    alike = _alike(account, issue)
    return [] if alike is None else list(alike[:SHOWN_REPEATS])


def _alike(account: Account, issue: Issue) -> QuerySet[Issue] | None:
    if issue.site_id is None or issue.minor_id is None:
        return None
    since = issue.reported_at - REPEATS
    rows = issues_visible_to(account, issue.city).filter(
        site=issue.site_id, minor=issue.minor_id, reported_at__gte=since, reported_at__lte=issue.reported_at
    )
    return rows.exclude(pk=issue.pk)


def state_now(issue: Issue) -> str:
    """Return where the issue stands by now. One query."""
    return Issue.objects.in_city(issue.city).values_list("state", flat=True).get(pk=issue.pk)


def tenures_of(city: City, accounts: Iterable[Account | None], *, at: datetime) -> dict[int, list[Tenure]]:
    """Return what these people are today, by the key of their account, in protocol order. One query."""
    keys = {account.pk for account in accounts if account is not None}
    held: dict[int, list[Tenure]] = {}
    for one in tenures_in(city, on=at.astimezone(city.zone).date()).filter(person__account__in=keys):
        held.setdefault(one.person.account_id, []).append(one)
    return held


def trail_of(issue: Issue) -> list[Event]:
    """Return what the chain of events says of an issue, in its order. One query."""
    rows = Event.objects.in_city(issue.city).filter(subject=f"{issue._meta.label}:{issue.pk}")
    return list(rows.select_related("by").order_by("number"))


def usual_answers(issue: Issue) -> list[str]:
    """Return what is usually answered to issues of this category: the phrases heard most lately, then those of its closing condition.

    One query; at most four short phrases, none that says nothing.
    """
    rows = IssueStep.objects.in_city(issue.city).filter(action=IssueAction.ANSWER, issue__minor=issue.minor_id)
    notes = rows.order_by("-pk").values_list("note", flat=True)[:LOOKED_AT] if issue.minor_id else []
    heard = Counter(phrase for note in notes for phrase in _phrases(note))
    closing = _phrases(issue.minor.closing_condition) if issue.minor else []
    phrases = [phrase for phrase, _count in heard.most_common(CHIPS)]
    return list(dict.fromkeys([*phrases, *closing]))[:CHIPS]


def _phrases(text: str) -> list[str]:
    """Return the short phrases of a sentence that say something."""
    parts = "".join("，" if sign in "，。；,;、\n" else sign for sign in text).split("，")
    kept = (part.strip() for part in parts)
    return [part for part in kept if 2 <= len(part) <= LONGEST_CHIP and not is_vague(part)]


def usual_unit(issue: Issue) -> tuple[Unit, int] | None:
    """Return which other unit mostly settled issues of this category lately, and how many of them. One query."""
    if issue.minor_id is None:
        return None
    rows = Issue.objects.in_city(issue.city).filter(minor=issue.minor_id, closed_at__isnull=False, unit__isnull=False)
    lately = rows.exclude(unit=issue.unit_id).select_related("unit").order_by("-closed_at")[:LOOKED_AT]
    found = Counter(one.unit for one in lately).most_common(1)
    return found[0] if found else None


def open_near(account: Account, issue: Issue, *, words: str = "") -> Sequence[Issue]:
    """Return open issues into which this one may be joined: the one with that number, else those at its site or in its cell. One query."""
    rows = issues_visible_to(account, issue.city).filter(state__in=OPEN).exclude(pk=issue.pk)
    if words:
        return rows.filter(Q(number__icontains=words) | Q(text__icontains=words))[:8]
    here = Q(site=issue.site_id) if issue.site_id else Q(pk__isnull=True)
    if issue.cell_10 is not None:
        here |= Q(cell_10=issue.cell_10)
    return rows.filter(here)[:8]
