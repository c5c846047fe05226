"""Reports of one matter: found, joined, told apart, and everything taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from wenming.issues.actions.joining import join_issue, part_issue
from wenming.issues.actions.steps import require
from wenming.issues.enums import DuplicateState, IssueState
from wenming.issues.models import DuplicatePair, Issue
from wenming.issues.queries.duplicates import likely_pairs
from wenming.issues.rules import tells_duplicates
from wenming.issues.workflow import OPEN
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again

_D: Any = DuplicateState


@transaction.atomic
def note_duplicates(*, issue: Issue, by: Account | None, at: datetime) -> list[DuplicatePair]:
    """Write down with which open issues this one is likely the same; pairs that are known already stay as they are.

    Nothing where it is settled already.
    """
    locked = Issue.objects.in_city(issue.city).select_for_update(of=("self",)).select_related("city").get(pk=issue.pk)
    if locked.state not in OPEN:
        return []
    known = set(_pairs_with(locked).values_list("issue_id", "other_id"))
    rows = []
    for other, found in likely_pairs(locked):
        first, second = sorted((locked.pk, other.pk))
        if (first, second) not in known:
            rows.append(
                DuplicatePair(
                    city=locked.city,
                    issue_id=first,
                    other_id=second,
                    score=max(1, round(found.score * 1000)),
                    metres=None if found.metres is None else round(found.metres),
                    reasons=[str(reason) for reason in found.reasons],
                    found_at=at,
                )
            )
    if rows:
        DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True)
        data = {"number": locked.number, "pairs": len(rows)}
        record_event(city=locked.city, kind="duplicates.found", subject=locked, data=data, by=by, at=at)
    return rows


def _pairs_with(issue: Issue) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.in_city(issue.city).filter(Q(issue=issue) | Q(other=issue))


def _lock(pair: DuplicatePair, by: Account | None) -> DuplicatePair:
    """Lock a pair, and ask again whether this person may decide."""
    rows = DuplicatePair.objects.in_city(pair.city).select_for_update(of=("self",))
    locked = rows.select_related("city", "issue", "other", "issue__city", "other__city").get(pk=pair.pk)
    if by is not None:
        require_again(tells_duplicates, by, locked.city)
    return locked


@transaction.atomic
def tell_apart(*, pair: DuplicatePair, by: Account | None, at: datetime) -> DuplicatePair:
    """Say that the two are not the same matter; it is remembered. NotPossibleError("pair_decided")."""
    locked = _lock(pair, by)
    require(locked.state == _D.OPEN, "pair_decided")
    _decide(locked, _D.NOT_SAME, by, at)
    data = {"issue": locked.issue.number, "other": locked.other.number}
    record_event(city=locked.city, kind="duplicate_pair.told_apart", subject=locked, data=data, by=by, at=at)
    return locked


@transaction.atomic
def join_group(*, master: Issue, others: Sequence[Issue], by: Account | None, at: datetime) -> list[Issue]:
    """Join issues into the one that goes on, all or none; each is an event of its own. What was found among them is thereby decided.

    NotPossibleError as ``join_issue``.
    """
    joined = [join_issue(issue=other, master=master, by=by, at=at) for other in others]
    keys = [master.pk, *(other.pk for other in others)]
    among = DuplicatePair.objects.in_city(master.city).filter(issue__in=keys, other__in=keys)
    for pair in among.filter(state=_D.OPEN).select_for_update():
        _decide(pair, _D.JOINED, by, at)
    return joined


@transaction.atomic
def take_back(*, pair: DuplicatePair, by: Account | None, at: datetime) -> DuplicatePair:
    """Ask about the two again: told apart no longer, or taken out of each other. NotPossibleError("pair_open")."""
    locked = _lock(pair, by)
    require(locked.state != _D.OPEN, "pair_open")
    was = locked.state
    _decide(locked, _D.OPEN, None, None)
    follower = next((one for one in (locked.other, locked.issue) if one.state == IssueState.JOINED), None)
    if was == _D.JOINED and follower is not None:
        # who is taken out is asked about again, whomever it was joined into
        for other in _pairs_with(follower).filter(state=_D.JOINED).select_for_update():
            _decide(other, _D.OPEN, None, None)
        part_issue(issue=follower, by=by, at=at)
    else:
        data = {"issue": locked.issue.number, "other": locked.other.number}
        record_event(city=locked.city, kind="duplicate_pair.taken_back", subject=locked, data=data, by=by, at=at)
    return locked


def _decide(pair: DuplicatePair, state: str, by: Account | None, at: datetime | None) -> None:
    """Write what was decided of a pair."""
    pair.state, pair.by, pair.at = state, by, at
    pair.save(update_fields=["state", "by", "at"])
