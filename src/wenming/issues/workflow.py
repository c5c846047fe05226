"""The loop of an issue: what can be done with it where it stands, and in which capacity.

上报 受理 立案 派遣 处置 核查 结案, with the side actions of digital city management (domain.md 6.2): return, rework, extension, suspension, void,
self-handling; and what campaign offices do besides: forwarding to a second dispatcher, disputes of ownership, joining, splitting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wenming.issues.enums import IssueAction, IssueParty, IssueState

_S: Any = IssueState
_A: Any = IssueAction
_P: Any = IssueParty

STAYS = ""
"""The target of an action that leaves the state as it is."""
BACK = "<held>"
"""The target of an action that leads back to where the issue stood before it was voided, joined or suspended."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an action leads, and who may take it (kinds of IssueParty). ``target`` is a state, STAYS or BACK."""

    target: str
    parties: frozenset[str]


def _to(target: str, *parties: str) -> Transition:
    return Transition(target, frozenset(parties))


_DISPATCHERS = (_P.OFFICE, _P.DESK)
_TRIAGE = {
    # what turns out to be nothing, or known already, ends before it is dispatched; only the city's office says so
    _A.VOID: _to(_S.VOID, _P.OFFICE),
    _A.JOIN: _to(_S.JOINED, _P.OFFICE),
    _A.CORRECT: _to(STAYS, *_DISPATCHERS),
}
_SELF = {_A.SELF_HANDLE: _to(_S.ANSWERED, _P.REPORTER, *_DISPATCHERS)}

# the system's own: the calendar was corrected, and a limit that runs is computed again
_TIMED = {_A.RETIME: _to(STAYS)}
# after an appeal: taken by whoever reviewed it (rules.amends_counts), offered to nobody
_STRUCK = {_A.STRIKE: _to(_S.VOID)}
_AMENDED = {_A.AMEND: _to(STAYS), **_STRUCK}

TABLE: Mapping[str, Mapping[str, Transition]] = {
    _S.REPORTED: {
        **_TRIAGE,
        **_SELF,
        _A.CORRECT: _to(STAYS, _P.REPORTER, *_DISPATCHERS),
        # whoever reported may say that it is known already, before anybody has taken it in hand
        _A.JOIN: _to(_S.JOINED, _P.OFFICE, _P.REPORTER),
        _A.ACCEPT: _to(_S.ACCEPTED, *_DISPATCHERS),
    },
    _S.ACCEPTED: {**_TRIAGE, **_SELF, _A.FILE: _to(_S.FILED, *_DISPATCHERS)},
    _S.FILED: {
        **_TRIAGE,
        _A.DISPATCH: _to(_S.DISPATCHED, *_DISPATCHERS),
        _A.FORWARD: _to(_S.FILED, *_DISPATCHERS),
        # a second dispatcher sends back what is not his
        _A.RETURN: _to(_S.FILED, _P.DESK),
        _A.SPLIT: _to(STAYS, *_DISPATCHERS),
    },
    _S.DISPATCHED: {
        **_TIMED,
        **_STRUCK,
        _A.CORRECT: _to(STAYS, *_DISPATCHERS),
        _A.VOID: _to(_S.VOID, _P.OFFICE),
        _A.JOIN: _to(_S.JOINED, _P.OFFICE),
        # sent to another unit after all (二次派遣)
        _A.DISPATCH: _to(_S.DISPATCHED, *_DISPATCHERS),
        _A.SPLIT: _to(STAYS, *_DISPATCHERS),
        _A.INVITE: _to(STAYS, *_DISPATCHERS),
        _A.REMIND: _to(STAYS, _P.CHECKER, *_DISPATCHERS),
        # the dispatcher may enter what a unit without a phone says (代录)
        _A.ANSWER: _to(_S.ANSWERED, _P.UNIT, *_DISPATCHERS),
        _A.RETURN: _to(_S.FILED, _P.UNIT),
        _A.DISPUTE: _to(_S.DISPUTED, _P.UNIT, _P.DESK),
        _A.ASK: _to(STAYS, _P.UNIT),
        _A.REFUSE: _to(STAYS, *_DISPATCHERS),
        _A.EXTEND: _to(STAYS, *_DISPATCHERS),
        _A.SUSPEND: _to(_S.SUSPENDED, *_DISPATCHERS),
    },
    _S.ANSWERED: {
        **_TIMED,
        **_AMENDED,
        # a district's check hands it up, the city's check closes it; the office may enter the district's for it (代录)
        _A.PASS: _to(STAYS, *_DISPATCHERS),
        _A.CLOSE: _to(_S.CLOSED, _P.OFFICE, _P.CHECKER),
        _A.REWORK: _to(_S.DISPATCHED, _P.OFFICE, _P.DESK, _P.CHECKER),
        _A.JOIN: _to(_S.JOINED, _P.OFFICE),
    },
    _S.SUSPENDED: {
        **_TIMED,
        **_STRUCK,
        _A.RESUME: _to(_S.DISPATCHED, *_DISPATCHERS),
        _A.VOID: _to(_S.VOID, _P.OFFICE),
        _A.REMIND: _to(STAYS, _P.CHECKER, *_DISPATCHERS),
    },
    _S.DISPUTED: {_A.ARBITRATE: _to(_S.DISPATCHED, _P.OFFICE), _A.VOID: _to(_S.VOID, _P.OFFICE)},
    _S.CLOSED: {
        **_AMENDED,
        _A.REOPEN: _to(_S.DISPATCHED, _P.OFFICE, _P.CHECKER),
        # who was sent to look whether it held; what came back begins an issue of its own
        _A.LOOK_BACK: _to(STAYS, _P.VISITOR),
    },
    _S.VOID: {_A.RESTORE: _to(BACK, _P.OFFICE)},
    _S.JOINED: {_A.PART: _to(BACK, _P.OFFICE)},
}
"""State -> what can be done there. REPORT begins an issue and stands in no row."""

EVENTS: Mapping[str, str] = {
    _A.REPORT: "issue.reported",
    _A.ACCEPT: "issue.accepted",
    _A.FILE: "issue.filed",
    _A.FORWARD: "issue.forwarded",
    _A.DISPATCH: "issue.dispatched",
    _A.ANSWER: "issue.answered",
    _A.PASS: "issue.passed",
    _A.REWORK: "issue.reworked",
    _A.CLOSE: "issue.closed",
    _A.REOPEN: "issue.reopened",
    _A.RETURN: "issue.returned",
    _A.DISPUTE: "issue.disputed",
    _A.ARBITRATE: "issue.arbitrated",
    _A.ASK: "issue.asked",
    _A.REFUSE: "issue.refused",
    _A.EXTEND: "issue.extended",
    _A.SUSPEND: "issue.suspended",
    _A.RESUME: "issue.resumed",
    _A.VOID: "issue.voided",
    _A.RESTORE: "issue.restored",
    _A.SELF_HANDLE: "issue.self_handled",
    _A.JOIN: "issue.joined",
    _A.PART: "issue.parted",
    _A.SPLIT: "issue.split",
    _A.INVITE: "issue.invited",
    _A.REMIND: "issue.reminded",
    _A.CORRECT: "issue.corrected",
    _A.RETIME: "issue.retimed",
    _A.LOOK_BACK: "issue.looked_back",
    _A.AMEND: "issue.amended",
    _A.STRIKE: "issue.struck",
}
"""Action -> the kind of its event in the chain."""

OPEN: frozenset[str] = frozenset(
    {_S.REPORTED, _S.ACCEPTED, _S.FILED, _S.DISPATCHED, _S.ANSWERED, _S.SUSPENDED, _S.DISPUTED}
)
"""States of an issue that is not settled (未结)."""
WAITS_FOR_DESK: frozenset[str] = frozenset({_S.REPORTED, _S.ACCEPTED, _S.FILED, _S.ANSWERED})
"""States in which it is the turn of whoever has the desk."""


def transition_of(state: str, action: str) -> Transition | None:
    """Return where an action leads from a state, None where it cannot be taken there."""
    return TABLE[state].get(action)


def actions_for(state: str, parties: Iterable[str]) -> frozenset[str]:
    """Return what somebody in these capacities can do where an issue stands."""
    held = frozenset(parties)
    return frozenset(action for action, transition in TABLE[state].items() if transition.parties & held)
