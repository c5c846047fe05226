"""The loop of a material (报送项), of an application for a unit's title and of the title itself: what can be done where they stand, and in which capacity.

待报送 起草中 待审核 已通过/已退回 已汇编 已锁定, and 不再要求. A first review that passes leaves it where it is until a second person has looked, where the
requirement asks for two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wenming.materials.enums import ItemState, MaterialAction, MaterialParty
from wenming.materials.enums.creation import ApplicationAction, ApplicationState, UnitTitleAction, UnitTitleStatus

_S: Any = ItemState
_A: Any = MaterialAction
_P: Any = MaterialParty

STAYS = ""
"""The target of an action that leaves the state as it is, or that decides itself."""


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an action leads, and who may take it (kinds of MaterialParty). ``target`` is a state or STAYS."""

    target: str
    parties: frozenset[str]


def _to(target: str, *parties: str) -> Transition:
    return Transition(target, frozenset(parties))


_SUPPLIERS = (_P.UNIT, _P.DESK, _P.OFFICE)
_SUPPLY = {_A.DRAFT: _to(_S.DRAFTING, *_SUPPLIERS), _A.SUBMIT: _to(_S.SUBMITTED, *_SUPPLIERS)}
# what is said of a paper can be put right until somebody has looked
_CAPTION = {_A.CAPTION: _to(STAYS, *_SUPPLIERS)}
_WAIVE = {_A.WAIVE: _to(_S.WAIVED, _P.OFFICE)}
_RETURN = {_A.RETURN: _to(_S.RETURNED, _P.OFFICE)}

TABLE: Mapping[str, Mapping[str, Transition]] = {
    _S.ASSIGNED: {**_SUPPLY, **_WAIVE},
    _S.DRAFTING: {**_SUPPLY, **_WAIVE, **_CAPTION, _A.DROP: _to(_S.DRAFTING, *_SUPPLIERS)},
    _S.SUBMITTED: {
        # a pass leaves it here while a second person has still to look
        _A.PASS: _to(_S.PASSED, _P.OFFICE),
        **_RETURN,
        **_CAPTION,
        # taken back before anybody has looked
        _A.TAKE_BACK: _to(_S.DRAFTING, *_SUPPLIERS),
    },
    _S.RETURNED: {**_SUPPLY, **_WAIVE},
    # found out later
    _S.PASSED: {_A.COMPILE: _to(_S.COMPILED, _P.OFFICE), **_RETURN},
    _S.COMPILED: {_A.LOCK: _to(_S.LOCKED, _P.OFFICE), **_RETURN},
    _S.LOCKED: {},
    _S.WAIVED: {_A.RESTORE: _to(STAYS, _P.OFFICE)},
}
"""State -> what can be done there. What is locked stays as it was filed."""

EVENTS: Mapping[str, str] = {
    _A.DRAFT: "material.drafted",
    _A.DROP: "material.paper_dropped",
    _A.SUBMIT: "material.submitted",
    _A.TAKE_BACK: "material.taken_back",
    _A.PASS: "material.passed",
    _A.RETURN: "material.returned",
    _A.COMPILE: "material.compiled",
    _A.LOCK: "material.locked",
    _A.WAIVE: "material.waived",
    _A.RESTORE: "material.restored",
    _A.CAPTION: "material.captioned",
}
"""Action -> the kind of its event in the chain."""

OPEN: frozenset[str] = frozenset({_S.ASSIGNED, _S.DRAFTING, _S.RETURNED})
"""States in which it is the unit's turn."""
IN: frozenset[str] = frozenset({_S.SUBMITTED, _S.PASSED, _S.COMPILED, _S.LOCKED})
"""States in which the unit has done its part."""
COMPLETE: frozenset[str] = frozenset({_S.PASSED, _S.COMPILED, _S.LOCKED})
"""States in which nothing is missing."""


def transition_of(state: str, action: str) -> Transition | None:
    """Return where an action leads from a state, None where it cannot be taken there."""
    return TABLE[state].get(action)


def actions_for(state: str, parties: Iterable[str]) -> frozenset[str]:
    """Return what somebody in these capacities can do where a material stands."""
    held = frozenset(parties)
    return frozenset(action for action, transition in TABLE[state].items() if transition.parties & held)


_AS: Any = ApplicationState
_AA: Any = ApplicationAction
_TS: Any = UnitTitleStatus
_TA: Any = UnitTitleAction
_APPLICANTS = (_P.UNIT, _P.DESK)
_CHECK = {_AA.CHECK: _to(STAYS, _P.OFFICE)}
_LEAVE = {_AA.WITHDRAW: _to(_AS.WITHDRAWN, *_APPLICANTS)}
_REFUSE = {_AA.REFUSE: _to(_AS.REFUSED, _P.OFFICE)}

APPLICATION_TABLE: Mapping[str, Mapping[str, Transition]] = {
    _AS.APPLIED: {
        **_CHECK, **_LEAVE, **_REFUSE,
        _AA.ACCEPT: _to(_AS.PREPARING, _P.OFFICE),
        _AA.RETURN: _to(_AS.RETURNED, _P.OFFICE),
    },
    _AS.RETURNED: {**_LEAVE, _AA.RESUBMIT: _to(_AS.APPLIED, *_APPLICANTS, _P.OFFICE)},
    _AS.PREPARING: {**_CHECK, **_LEAVE, **_REFUSE, _AA.RECOMMEND: _to(_AS.RECOMMENDED, _P.OFFICE)},
    _AS.RECOMMENDED: {**_CHECK, **_REFUSE, _AA.PUBLISH: _to(_AS.NOTICED, _P.OFFICE)},
    _AS.NOTICED: {
        **_CHECK, **_REFUSE,
        _AA.OBJECT: _to(STAYS, _P.OFFICE),
        _AA.SETTLE: _to(STAYS, _P.OFFICE),
        _AA.NAME: _to(_AS.NAMED, _P.OFFICE),
    },
    _AS.NAMED: {},
    _AS.REFUSED: {},
    _AS.WITHDRAWN: {},
}  # fmt: skip
"""Where an application stands -> what can be done there. Who is named is decided elsewhere; what was decided is put down here."""

APPLICATION_EVENTS: Mapping[str, str] = {
    _AA.APPLY: "application.applied",
    _AA.RESUBMIT: "application.resubmitted",
    _AA.WITHDRAW: "application.withdrawn",
    _AA.CHECK: "application.checked",
    _AA.ACCEPT: "application.accepted",
    _AA.RETURN: "application.returned",
    _AA.RECOMMEND: "application.recommended",
    _AA.PUBLISH: "application.noticed",
    _AA.OBJECT: "application.objected",
    _AA.SETTLE: "application.objection_settled",
    _AA.NAME: "application.named",
    _AA.REFUSE: "application.refused",
}
"""Action -> the kind of its event in the chain."""
APPLYING: frozenset[str] = frozenset({_AS.PREPARING, _AS.RECOMMENDED, _AS.NOTICED})
"""States in which an applicant supplies every material of the programme."""

_HOLDING = {
    _TA.KEEP: _to(_TS.HELD, _P.OFFICE),
    _TA.WARN: _to(_TS.WARNED, _P.OFFICE),
    _TA.WITHDRAW: _to(_TS.WITHDRAWN, _P.OFFICE),
    _TA.EXPIRE: _to(_TS.EXPIRED, _P.OFFICE),
    _TA.MOVE: _to(_TS.MOVED, _P.OFFICE),
    _TA.END: _to(_TS.ENDED, _P.OFFICE),
    _TA.VOID: _to(_TS.VOID, _P.OFFICE),
}
TITLE_TABLE: Mapping[str, Mapping[str, Transition]] = {
    _TS.HELD: _HOLDING,
    _TS.WARNED: _HOLDING,
    **{gone: {} for gone in (_TS.WITHDRAWN, _TS.EXPIRED, _TS.MOVED, _TS.ENDED, _TS.VOID)},
}
"""Where a unit's title stands -> what can be recorded of it."""
TITLE_EVENTS: Mapping[str, str] = {
    _TA.KEEP: "unit_title.kept",
    _TA.WARN: "unit_title.warned",
    _TA.WITHDRAW: "unit_title.withdrawn",
    _TA.EXPIRE: "unit_title.expired",
    _TA.MOVE: "unit_title.moved",
    _TA.END: "unit_title.ended",
    _TA.VOID: "unit_title.voided",
}
CURRENT: frozenset[str] = frozenset({_TS.HELD, _TS.WARNED})
"""States in which a unit has its title."""
