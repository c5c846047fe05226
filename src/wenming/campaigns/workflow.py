"""The life cycle of a title: from which standing to which other, and who may record it.

The states and the main path are those of the field (none → provincial → nominated → selected → holder; holder → suspended →
restored or cancelled; nominated → nomination stopped), put together from published cases [I]. What is marked "ours" below was
added by us, because cities really take these steps; no rule that we have seen forbids or demands them.
"""

from __future__ import annotations

from collections.abc import Mapping

from wenming.campaigns.enums import TitleStatus
from wenming.organisations.enums import Role

_S = TitleStatus

TRANSITIONS: Mapping[str, frozenset[str]] = {
    _S.NONE: frozenset(
        {
            _S.PROVINCIAL,
            # prefecture cities are nominated by the province without a provincial title of their own [ours]
            _S.NOMINATED,
            # titles without a nomination: sanitary city, provincial titles [ours]
            _S.SELECTED,
        }
    ),
    _S.PROVINCIAL: frozenset(
        {
            _S.NOMINATED,
            # a sanitary city goes from the provincial title to the public notice [ours]
            _S.SELECTED,
            # the province takes its title back [ours]
            _S.NONE,
        }
    ),
    _S.NOMINATED: frozenset(
        {
            _S.SELECTED,
            _S.NOMINATION_STOPPED,
            # nominated again for the next cycle: Xinyang 2015 and 2018 [ours]
            _S.NOMINATED,
            # not nominated for the next cycle: back to what the city was [ours]
            _S.PROVINCIAL,
            _S.NONE,
        }
    ),
    _S.SELECTED: frozenset(
        {
            _S.HOLDER,
            # the public notice brought an objection: back to what the city was [ours]
            _S.NOMINATED,
            _S.PROVINCIAL,
            _S.NONE,
        }
    ),
    _S.HOLDER: frozenset(
        {
            _S.SUSPENDED,
            # 工作滑坡 cancels without a suspension before it: Changzhi and Changde
            _S.CANCELLED,
            # re-confirmed by a re-check: Xinyang as a sanitary city, spring 2018 [ours]
            _S.HOLDER,
        }
    ),
    _S.SUSPENDED: frozenset({_S.RESTORED, _S.CANCELLED}),
    _S.RESTORED: frozenset(
        {
            # the next re-check confirms it; or it happens again [ours]
            _S.HOLDER,
            _S.SUSPENDED,
            _S.CANCELLED,
        }
    ),
    # a city that lost its title starts anew [ours]
    _S.CANCELLED: frozenset({_S.PROVINCIAL, _S.NOMINATED, _S.SELECTED}),
    # when the time is over [ours]
    _S.NOMINATION_STOPPED: frozenset({_S.NOMINATED, _S.PROVINCIAL, _S.NONE}),
}
"""Standing -> the standings that may follow it."""

RECORDED_BY = frozenset({Role.OFFICE})
"""Roles that may record a change."""

HOLDS = frozenset({_S.HOLDER, _S.RESTORED, _S.SUSPENDED})
"""Standings of a city that has the title; a suspended one keeps it in name [ours]."""
STANDS = frozenset({_S.NOMINATED, _S.SELECTED, _S.NOMINATION_STOPPED})
"""Standings of a nominated city."""


def may_follow(before: str | None, after: str) -> bool:
    """Tell whether a standing may follow another one; ``None`` before: the first record of a title, which may say anything."""
    return after in (TitleStatus.values if before is None else TRANSITIONS[before])


def following(before: str | None) -> list[str]:
    """Return the standings that may follow, in the order of the life cycle."""
    return [status for status in TitleStatus.values if may_follow(before, status)]


def capacity_of(status: str) -> str:
    """Return as what the negative list takes a city of this standing: "holder", "nominated" or "applicant"."""
    if status in HOLDS:
        return "holder"
    return "nominated" if status in STANDS else "applicant"
