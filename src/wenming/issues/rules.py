"""Who may see issues, report them, and in which capacity somebody acts on one."""

from __future__ import annotations

from collections.abc import Callable

import rules as registry

from wenming.issues.enums import IssueParty, IssueState
from wenming.issues.models import Issue, LeaderNote, LookBack, SweepSite
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.models import Unit
from wenming.organisations.rules import posts_now, roles_of, works_in_office

SEES_EVERY_ISSUE = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR, Role.GROUP_HEAD})
SEES_OWN_ISSUES = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE, Role.COMMUNITY_WORKER, Role.LIAISON})
FINDS_ISSUES = frozenset({Role.INSPECTOR, Role.FIRM})
DISPATCHES_FOR_UNIT = frozenset({Role.DISTRICT_OFFICE, Role.STREET_OFFICE})
SEES_ALL_RATES = frozenset({Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})
ENTERS = DISPATCHES_FOR_UNIT | {Role.OFFICE}
VISITS = FINDS_ISSUES | {Role.SUPERVISOR}
"""Who is sent to look whether what was settled has held."""
REPORTS = SEES_OWN_ISSUES | FINDS_ISSUES | {Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.GROUP_HEAD}
"""Auditors look on; administrators keep the machine."""


@registry.predicate
def sees_every_issue(account: Account, city: City) -> bool:
    """Open problems are internal: every one of them is for those who work for the whole city."""
    return bool(roles_of(account, city) & SEES_EVERY_ISSUE)


@registry.predicate
def sees_issues(account: Account, city: City) -> bool:
    """The ledger, or the part of it that lies in the account's areas or falls to its units; finders see what they reported."""
    return bool(roles_of(account, city) & (SEES_EVERY_ISSUE | SEES_OWN_ISSUES | FINDS_ISSUES))


@registry.predicate
def reports_issues(account: Account, city: City) -> bool:
    """Whoever works for the campaign may report what is wrong."""
    return bool(roles_of(account, city) & REPORTS)


@registry.predicate
def dispatches_issues(account: Account, city: City) -> bool:
    """Who has a desk: the campaign office, and the offices of districts and streets."""
    return bool(roles_of(account, city) & (DISPATCHES_FOR_UNIT | {Role.OFFICE}))


@registry.predicate
def reminds_units(account: Account, city: City) -> bool:
    """Who dispatches, and who supervises, may remind a unit."""
    return bool(roles_of(account, city) & (DISPATCHES_FOR_UNIT | {Role.OFFICE, Role.SUPERVISOR}))


@registry.predicate
def keeps_views(account: Account, city: City) -> bool:
    """Whoever sees issues may keep filters under names of its own; auditors leave no traces."""
    return sees_issues(account, city) and Role.AUDITOR not in roles_of(account, city)


@registry.predicate
def shares_views(account: Account, city: City) -> bool:
    """A view for everybody is the campaign office's to give and to take away."""
    return works_in_office(account, city)


@registry.predicate
def sees_all_rates(account: Account, city: City) -> bool:
    """Who compares units: the office, leaders, supervisors, auditors."""
    return bool(roles_of(account, city) & SEES_ALL_RATES)


@registry.predicate
def sees_rates(account: Account, city: City) -> bool:
    """The rates of issues; a unit sees its own and those below it."""
    return bool(roles_of(account, city) & (SEES_ALL_RATES | SEES_OWN_ISSUES))


@registry.predicate
def enters_issues(account: Account, city: City) -> bool:
    """The office and the second dispatchers enter what reaches them on paper, by telephone or in a chat, and send it on at once."""
    return bool(roles_of(account, city) & ENTERS)


def desks_of(account: Account, city: City) -> list[Unit]:
    """Return the units at whose desk the account may take issues in hand (二级派遣), its own ones, in the order of its posts."""
    return [post.unit for post in posts_now(account, city) if post.unit and post.role in DISPATCHES_FOR_UNIT]


def usual_desk(account: Account, city: City) -> Unit | None:
    """Return where a report of this person lies: at his own desk, or (None) at the campaign office."""
    desks = [] if works_in_office(account, city) else desks_of(account, city)
    return desks[0] if desks else None


@registry.predicate
def keeps_categories(account: Account, city: City) -> bool:
    """Categories and limits decide who is late: the campaign office keeps them."""
    return works_in_office(account, city)


@registry.predicate
def tells_duplicates(account: Account, city: City) -> bool:
    """Whether two reports are one matter says the campaign office, which alone joins issues."""
    return works_in_office(account, city)


@registry.predicate
def imports_issues(account: Account, city: City) -> bool:
    """Whole tables of issues, with what happened before, are brought in by the campaign office."""
    return works_in_office(account, city)


def parties_of(account: Account, issue: Issue) -> frozenset[str]:
    """Return in which capacities the account may act on the issue as it stands.

    The campaign office always acts as such, also where a desk has it (the second dispatcher works for it). DESK is who holds the post of a
    district or street for the unit at whose desk it lies; UNIT who holds a post for the unit that disposes of it.
    """
    found: set[str] = set()
    posts = posts_now(account, issue.city)
    roles = {post.role for post in posts}
    if Role.OFFICE in roles:
        found.add(str(IssueParty.OFFICE))
    if Role.SUPERVISOR in roles:
        found.add(str(IssueParty.CHECKER))
    for post in posts:
        if post.unit_id is None:
            continue
        if post.unit_id == issue.desk_id and post.role in DISPATCHES_FOR_UNIT:
            found.add(str(IssueParty.DESK))
        if post.unit_id == issue.unit_id and post.role in SEES_OWN_ISSUES:
            found.add(str(IssueParty.UNIT))
    return frozenset(found | _of_own(account, issue, roles))


def _of_own(account: Account, issue: Issue, roles: set[str]) -> set[str]:
    """Return the capacities that somebody has by himself, whatever his unit: who reported it, who is sent to look at it again."""
    found: set[str] = set()
    if issue.reported_by_id == account.pk and roles & REPORTS:
        found.add(str(IssueParty.REPORTER))
    waiting = LookBack.objects.in_city(issue.city).filter(issue=issue, visitor_id=account.pk, result="")
    if roles & VISITS and issue.state == IssueState.CLOSED and waiting.exists():
        found.add(str(IssueParty.VISITOR))
    return found


@registry.predicate
def makes_look_backs(account: Account, city: City) -> bool:
    """Who is sent on visits to what was settled; each sees his own only."""
    return bool(roles_of(account, city) & VISITS)


@registry.predicate
def sees_look_backs(account: Account, city: City) -> bool:
    """The page of visits: who is sent, and who sees every issue, for what is over."""
    return makes_look_backs(account, city) or sees_every_issue(account, city)


@registry.predicate
def sees_recurrence(account: Account, city: City) -> bool:
    """How much came back is compared by those who compare units: the office, leaders, supervisors, auditors."""
    return sees_all_rates(account, city)


@registry.predicate
def arranges_look_backs(account: Account, city: City) -> bool:
    """How many visits a week, and extra ones: the campaign office and the supervisors."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR})


@registry.predicate
def keeps_notes(account: Account, city: City) -> bool:
    """Leaders' notes are written down and given on by the campaign office."""
    return works_in_office(account, city)


@registry.predicate
def sees_every_note(account: Account, city: City) -> bool:
    """What leaders wrote is seen by the office, by those who supervise and by those who audit."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR})


@registry.predicate
def sees_notes(account: Account, city: City) -> bool:
    """The list of notes, or one's own: those a leader wrote, those one's unit carries out."""
    return bool(roles_of(account, city) & (SEES_OWN_ISSUES | {Role.OFFICE, Role.SUPERVISOR, Role.AUDITOR, Role.LEADER}))


def answers_note(note: LeaderNote) -> Callable[[Account, City], bool]:
    """Return who may report back on this note: who holds a post for its unit, and the office for it."""

    def may(account: Account, city: City) -> bool:
        posts = posts_now(account, city)
        own = any(post.unit_id == note.unit_id and post.role in SEES_OWN_ISSUES for post in posts)
        return keeps_notes(account, city) or (note.unit_id is not None and own)

    return may


@registry.predicate
def opens_sweeps(account: Account, city: City) -> bool:
    """Asking many units at once costs all of them time: only the campaign office does."""
    return works_in_office(account, city)


@registry.predicate
def sees_sweeps(account: Account, city: City) -> bool:
    """Checks at like sites are seen by who works for the whole city; a unit sees what it was asked."""
    return bool(roles_of(account, city) & (SEES_EVERY_ISSUE | SEES_OWN_ISSUES))


def answers_sweep_site(row: SweepSite) -> Callable[[Account, City], bool]:
    """Return who may answer for this site: who holds a post for the unit that was asked, and the office for it."""

    def may(account: Account, city: City) -> bool:
        posts = posts_now(account, city)
        own = any(post.unit_id == row.unit_id and post.role in SEES_OWN_ISSUES for post in posts)
        return opens_sweeps(account, city) or own

    return may


@registry.predicate
def amends_counts(account: Account, city: City) -> bool:
    """What an upheld appeal changes of an issue is changed by the office or a supervisor."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR})


@registry.predicate
def reads_trail(account: Account, city: City) -> bool:
    """The chain of events of an issue is read by those who answer for the whole city, and by those who audit."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.LEADER, Role.SUPERVISOR, Role.AUDITOR})


@registry.predicate
def sees_papers(account: Account, city: City) -> bool:
    """Papers about the whole city's problems are for those who see all of them."""
    return sees_every_issue(account, city)


@registry.predicate
def makes_papers(account: Account, city: City) -> bool:
    """The campaign office writes the bulletins, the supervisors write orders."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SUPERVISOR})
