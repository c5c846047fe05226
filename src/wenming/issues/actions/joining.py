"""Several reports of one matter joined, and taken apart again; one matter divided among several units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from wenming.issues.actions.reporting import next_number
from wenming.issues.actions.steps import begin, finish, require
from wenming.issues.actions.tallying import tally_step
from wenming.issues.enums import IssueAction, IssueParty, IssueState
from wenming.issues.models import Issue, IssueStep
from wenming.issues.workflow import EVENTS, OPEN
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account


@transaction.atomic
def join_issue(*, issue: Issue, master: Issue, by: Account | None, at: datetime, note: str = "") -> Issue:
    """Join an issue into another of the same matter (并案): the master goes on for both. Reversible.

    NotPossibleError: "joined_to_itself", "master_not_open", "has_followers" (join those singly first), "children_open".
    """
    # both rows are locked in the order of their keys, so that two people who join crosswise wait instead of blocking each other
    pair = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).order_by("pk")
    locked = {one.pk: one for one in pair.filter(pk__in=(issue.pk, master.pk))}
    doing = begin(issue, IssueAction.JOIN, by, at)
    require(issue.pk != master.pk, "joined_to_itself")
    require(master.pk in locked and locked[master.pk].state in OPEN, "master_not_open")
    require(not doing.issue.followers.exists(), "has_followers")
    require(not doing.issue.children.filter(state__in=OPEN).exists(), "children_open")
    doing.issue.master = locked[master.pk]
    finish(doing, note=note, data={"master": locked[master.pk].number})
    return doing.issue


@transaction.atomic
def part_issue(*, issue: Issue, by: Account | None, at: datetime, note: str = "") -> Issue:
    """Take an issue out of its master (拆出): it stands where it stood, and its limit runs on."""
    doing = begin(issue, IssueAction.PART, by, at)
    number = Issue.objects.in_city(issue.city).get(pk=doing.issue.master_id).number
    doing.issue.master = None
    finish(doing, note=note, data={"master": number})
    return doing.issue


@transaction.atomic
def split_issue(*, issue: Issue, texts: Sequence[str], by: Account | None, at: datetime, note: str = "") -> list[Issue]:
    """Divide a matter (分办): one issue for each text, filed at the same desk; the first closes only when these are settled.

    NotPossibleError("no_text", "child_of_another").
    """
    doing = begin(issue, IssueAction.SPLIT, by, at)
    parent = doing.issue
    parts = [text.strip() for text in texts if text.strip()]
    require(parts, "no_text")
    require(parent.parent_id is None, "child_of_another")
    children = [_child(parent, text, by, at) for text in parts]
    finish(doing, note=note, data={"children": [child.number for child in children]})
    return children


def _child(parent: Issue, text: str, by: Account | None, at: datetime) -> Issue:
    """Write one part of a matter, where its parent lies."""
    month = at.astimezone(parent.city.zone).strftime("%Y-%m")
    child = Issue(
        city=parent.city,
        number=f"{month}-{next_number(parent.city, month):04d}",
        state=IssueState.FILED,
        text=text,
        parent=parent,
        reported_by=by,
        reported_at=at,
        changed_at=at,
        desk_id=parent.desk_id,
        chain=parent.chain,
    )
    for name in (
        "place",
        "site_id",
        "area_id",
        "lat",
        "lng",
        "accuracy",
        "cell_10",
        "minor_id",
        "node_id",
        "is_urgent",
        "source",
    ):
        setattr(child, name, getattr(parent, name))
    child.save(force_insert=True)
    step = _first_step(child, parent)
    tally_step(step, None)
    data = {"number": child.number, "step": step.pk, "unit": 0, "parent": parent.number}
    record_event(city=parent.city, kind=EVENTS[str(IssueAction.REPORT)], subject=child, data=data, by=by, at=at)
    return child


def _first_step(child: Issue, parent: Issue) -> IssueStep:
    """Append where a part of a matter came from."""
    return IssueStep.objects.create(
        city=child.city,
        issue=child,
        action=IssueAction.REPORT,
        after=IssueState.FILED,
        party=IssueParty.OFFICE if parent.desk_id is None else IssueParty.DESK,
        desk_id=parent.desk_id,
        data={"parent": parent.number},
        by=child.reported_by,
        at=child.reported_at,
    )
