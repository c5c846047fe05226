"""What every action on something to be supplied begins and ends with: the lock, the second look, the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wenming.campaigns.models import Campaign
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.enums import MaterialAction, MaterialParty
from wenming.materials.models import Filing, MaterialItem, MaterialVersion
from wenming.materials.rules import keeps_materials, parties_of
from wenming.materials.workflow import EVENTS, transition_of
from wenming.organisations.rules import require_again

_ORDER = (MaterialParty.UNIT, MaterialParty.OFFICE, MaterialParty.DESK)
"""Who may act in several capacities acts in the first of these."""


class NotPossibleError(Exception):
    """The action does not fit any more; the message is a word that the page translates (``enums.refusal_words``)."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An action under way: the locked item, what is done, where it leads, who does it in which capacity, when."""

    item: MaterialItem
    action: str
    target: str
    party: str
    by: Account
    at: datetime

    @property
    def on_behalf(self) -> bool:
        """Whether somebody else acts for the unit."""
        return self.party != MaterialParty.UNIT


def begin(item: MaterialItem, action: Any, by: Account, at: datetime) -> Doing:
    """Lock the item, and ask again whether it can be done where it stands now, by this person.

    NotPossibleError("not_here") where the state does not allow the action, ("cycle_locked") where its year is in the archive, PermissionDenied
    where the person does not.
    """
    rows = MaterialItem.objects.in_city(item.city).select_for_update(of=("self",))
    locked = rows.select_related("city", "unit", "unit__city", "requirement").get(pk=item.pk)
    transition = transition_of(locked.state, action)
    if transition is None:
        raise NotPossibleError("not_here")
    require(action == MaterialAction.LOCK or not is_archived(locked), "cycle_locked")
    held: list[str] = []

    def allowed(account: Account, _city: object) -> bool:
        able = parties_of(account, locked) & transition.parties
        held.extend(str(one) for one in _ORDER if one in able)
        return bool(held)

    require_again(allowed, by, locked.city)
    return Doing(locked, str(action), str(transition.target), held[0], by, max(at, locked.changed_at))


def finish(doing: Doing, data: Mapping[str, Any] | None = None) -> MaterialItem:
    """Move the item and record the one event; the caller has set whatever changes beside the state."""
    item, before = doing.item, doing.item.state
    item.state = doing.target or before
    item.changed_at = doing.at
    item.save()
    facts = {"unit": item.unit_id, "before": str(before), "after": str(item.state), "version": item.version}
    record_event(
        city=item.city,
        kind=EVENTS[doing.action],
        subject=item,
        data={**facts, **(data or {}), **({"entered_for": item.unit_id} if doing.on_behalf else {})},
        by=doing.by,
        at=doing.at,
    )
    return item


def require(condition: object, reason: str) -> None:
    """Raise NotPossibleError with the reason unless the condition holds."""
    if not condition:
        raise NotPossibleError(reason)


def is_archived(item: MaterialItem) -> bool:
    """Tell whether the year in which an item was due is closed: its filing is the archive."""
    rows = Filing.objects.in_city(item.city).filter(campaign=item.requirement.campaign_id, locks=True)
    return rows.filter(since__lte=item.due_on, until__gte=item.due_on).exists()


def latest_of(item: MaterialItem) -> MaterialVersion | None:
    """Return the latest version of an item."""
    return MaterialVersion.objects.in_city(item.city).filter(item=item).order_by("-number").first()


def handed_in(item: MaterialItem) -> MaterialVersion:
    """Return the version of an item that was handed in."""
    return MaterialVersion.objects.in_city(item.city).get(item=item, number=item.version)


def locked_campaign(campaign: Campaign) -> Campaign:
    """Lock a campaign: what is numbered, drawn or graded in it is so one after the other."""
    rows = Campaign.objects.in_city(campaign.city).select_for_update(of=("self",))
    return rows.select_related("city", "edition").get(pk=campaign.pk)


def office_campaign(campaign: Campaign, by: Account) -> Campaign:
    """Lock a campaign for the office."""
    held = locked_campaign(campaign)
    require_again(keeps_materials, by, held.city)
    return held
