"""The loop of a material (报送项): what can be done with it where it stands, and in which capacity.

待报送 起草中 待审核 已通过/已退回 已汇编 已锁定, and 不再要求. A first review that passes leaves it where it is until a second person has looked, where the
requirement asks for two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wenming.materials.enums import ItemState, MaterialAction, MaterialParty

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
