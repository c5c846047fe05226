"""Who answers for a clause: parts given, taken and handed over, one step back at hand.

A part is ended, never deleted: it lasts until the day before, or, where it began only today, until today. Every step leaves one
``ResponsibilityChange`` that names the rows it ended and began, and one event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.campaigns.enums import Part
from wenming.campaigns.models import Campaign, Responsibility, ResponsibilityChange
from wenming.campaigns.rules import keeps_campaigns
from wenming.engine.responsibility import LEAD
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import Succession, Unit, UnitGroup
from wenming.organisations.rules import require_again
from wenming.standards.models import Node

ONE_DAY = timedelta(days=1)
WEIGHT = {part: place for place, part in enumerate(Part.values)}
"""The weightiest part first: of two parts of one unit in a clause the weightier one stays when it takes over another's."""


@dataclass
class _Step:
    """What a step ends and begins while it runs."""

    campaign: Campaign
    by: Account | None
    at: datetime
    ended: list[int] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The city's day of the step."""
        return self.at.astimezone(self.campaign.city.zone).date()

    def end(self, rows: Iterable[Responsibility]) -> None:
        """End open parts."""
        for row in rows:
            row.until = max(row.since, self.day - ONE_DAY)
            row.save(update_fields=["until"])
            self.ended.append(row.pk)

    def begin(
        self,
        node: Node,
        unit: Unit,
        part: str,
        like: Responsibility | None = None,
        group: UnitGroup | None = None,
    ) -> None:
        """Give a unit a part, last among those of its kind; ``like``: in the place and with the words of the part that it takes over."""
        rows = _open(self.campaign).filter(node=node, part=part)
        last = rows.aggregate(last=Max("order"))["last"]
        row = Responsibility.objects.create(
            city=self.campaign.city,
            campaign=self.campaign,
            node=node,
            unit=unit,
            part=part,
            group=like.group if like else group,
            written=like.written if like else "",
            order=like.order if like else (0 if last is None else last + 1),
            since=self.day,
            by=self.by,
            at=self.at,
        )
        self.begun.append(row.pk)

    def record(self, kind: str, data: Mapping[str, Any], undoes: ResponsibilityChange | None = None) -> Any:
        """Keep the step, and tell it; a step that changed nothing leaves no trace."""
        if not self.ended and not self.begun:
            return None
        change = ResponsibilityChange.objects.create(
            city=self.campaign.city,
            campaign=self.campaign,
            ended=self.ended,
            begun=self.begun,
            undoes=undoes,
            by=self.by,
            at=self.at,
        )
        told = {**data, "ended": self.ended, "begun": self.begun}
        record_event(
            city=self.campaign.city,
            kind=f"responsibility.{kind}",
            subject=self.campaign,
            data=told,
            by=self.by,
            at=self.at,
        )
        return change


@transaction.atomic
def assign_part(
    *, campaign: Campaign, node: Node, unit: Unit, part: str, by: Account | None, at: datetime
) -> ResponsibilityChange | None:
    """Let a unit do this for a clause from today on, and nothing else there; None where it does already.

    Others keep their parts, even a second lead: pages show that as a fault. ``by=None`` means the installation's operator.
    NotPossibleError: "other_edition" for a clause of another edition, "unit_ended".
    """
    step = _begun(campaign, [node], [unit], by, at)
    mine = list(_open(step.campaign).filter(node=node, unit=unit))
    step.end(row for row in mine if row.part != part)
    if all(row.part != part for row in mine):
        step.begin(node, unit, part)
    return step.record("assigned", {"node": node.code, "unit": unit.pk, "part": str(part)})


@transaction.atomic
def end_part(
    *, campaign: Campaign, node: Node, unit: Unit, by: Account | None, at: datetime
) -> ResponsibilityChange | None:
    """Let a unit answer for nothing in a clause any more. NotPossibleError("no_part") where it has no part there."""
    step = _begun(campaign, [node], [], by, at)
    mine = list(_open(step.campaign).filter(node=node, unit=unit))
    if not mine:
        raise NotPossibleError("no_part")
    step.end(mine)
    return step.record("ended", {"node": node.code, "unit": unit.pk})


@transaction.atomic
def replace_lead(
    *, campaign: Campaign, node: Node, unit: Unit, by: Account | None, at: datetime
) -> ResponsibilityChange | None:
    """Let this unit alone lead a clause: whoever led it beside or before it leads it no more."""
    step = _begun(campaign, [node], [unit], by, at)
    rows = list(_open(step.campaign).filter(node=node))
    kept = [row for row in rows if row.unit_id == unit.pk and row.part == Part.LEAD]
    step.end(row for row in rows if row not in kept and (row.part == Part.LEAD or row.unit_id == unit.pk))
    if not kept:
        step.begin(node, unit, LEAD)
    return step.record("lead_replaced", {"node": node.code, "unit": unit.pk})


@transaction.atomic
def set_clause(
    *,
    campaign: Campaign,
    node: Node,
    parts: Mapping[str, Sequence[Unit]],
    by: Account | None,
    at: datetime,
    named_by: Mapping[int, UnitGroup] | None = None,
) -> ResponsibilityChange | None:
    """Say everything about the units of one clause at once: part -> units in order. What stays is left as it is.

    ``named_by``: unit -> the group by which it was named (各区). NotPossibleError("named_twice") where one unit has two parts.
    """
    wanted = [(unit, str(part)) for part, units in parts.items() for unit in units]
    if len({unit.pk for unit, _part in wanted}) < len(wanted):
        raise NotPossibleError("named_twice")
    step = _begun(campaign, [node], [], by, at)
    rows = list(_open(step.campaign).filter(node=node))
    known = {(row.unit_id, row.part) for row in rows}
    fresh = [(unit, part) for unit, part in wanted if (unit.pk, part) not in known]
    _require_alive([unit for unit, _part in fresh], step.day)
    step.end(row for row in rows if (row.unit_id, row.part) not in {(unit.pk, part) for unit, part in wanted})
    for unit, part in fresh:
        step.begin(node, unit, part, group=(named_by or {}).get(unit.pk))
    return step.record("clause_set", {"node": node.code})


@transaction.atomic
def hand_over(
    *, campaign: Campaign, unit: Unit, to: Unit, by: Account | None, at: datetime
) -> ResponsibilityChange | None:
    """Let a successor carry on every open part of a unit that has ended; its rows stay as history.

    Where the successor has a part in the clause already, the weightier one of both stays. NotPossibleError: "unit_goes_on" for a
    unit that still exists, "no_successor" for one that does not carry on for it, "unit_ended".
    """
    step = _begun(campaign, [], [to], by, at)
    if unit.ends_on is None or unit.ends_on >= step.day:
        raise NotPossibleError("unit_goes_on")
    if not Succession.objects.in_city(campaign.city).filter(before=unit, after=to).exists():
        raise NotPossibleError("no_successor")
    for row in _open(step.campaign).filter(unit=unit).select_related("node", "group").order_by("pk"):
        theirs = list(_open(step.campaign).filter(node=row.node, unit=to))
        step.end([row])
        if all(WEIGHT[one.part] > WEIGHT[row.part] for one in theirs):
            step.end(theirs)
            step.begin(row.node, to, row.part, like=row)
    return step.record("handed_over", {"unit": unit.pk, "to": to.pk})


@transaction.atomic
def undo_change(*, change: ResponsibilityChange, by: Account | None, at: datetime) -> ResponsibilityChange:
    """Take the last step of a campaign back: what it ended goes on as if nothing had been, what it began is over.

    Undoing the undoing brings it back. NotPossibleError("not_the_last") when there was another step since, ("changed_since")
    when its rows were changed in another way.
    """
    step = _begun(change.campaign, [], [], by, at)
    last = ResponsibilityChange.objects.in_city(change.city).filter(campaign=change.campaign).latest("pk")
    if last.pk != change.pk:
        raise NotPossibleError("not_the_last")
    rows = Responsibility.objects.in_city(change.city).in_bulk([*last.ended, *last.begun])
    begun, ended = [rows[key] for key in last.begun], [rows[key] for key in last.ended]
    moved_on = any(row.until is not None for row in begun) or any(row.until is None for row in ended)
    taken = {(row.node_id, row.unit_id, row.part) for row in ended} & set(
        _open(step.campaign).exclude(pk__in=last.begun).values_list("node_id", "unit_id", "part")
    )
    if moved_on or taken:
        raise NotPossibleError("changed_since")
    step.end(begun)
    for row in ended:
        row.until = None
        row.save(update_fields=["until"])
        step.begun.append(row.pk)
    return step.record("undone", {"change": last.pk}, undoes=last)


def lock_campaign(campaign: Campaign, by: Account | None) -> Campaign:
    """Lock a campaign, and ask once more whether this person may change it."""
    locked = (
        Campaign.objects.in_city(campaign.city)
        .select_for_update(of=("self",))
        .select_related("city")
        .get(pk=campaign.pk)
    )
    if by is not None:
        require_again(keeps_campaigns, by, locked.city)
    return locked


def require_own(campaign: Campaign, node: Node) -> None:
    """Raise NotPossibleError("other_edition") for a clause that is not of the edition by which the campaign runs now."""
    if node.edition_id != campaign.edition_id:
        raise NotPossibleError("other_edition")


def _begun(campaign: Campaign, nodes: Sequence[Node], units: Sequence[Unit], by: Account | None, at: datetime) -> _Step:
    """Begin a step under the campaign's lock, with clauses of its edition and units that exist."""
    step = _Step(lock_campaign(campaign, by), by, at)
    for node in nodes:
        require_own(step.campaign, node)
    _require_alive(units, step.day)
    return step


def _require_alive(units: Sequence[Unit], day: date) -> None:
    """Raise NotPossibleError("unit_ended") where one of the units does not exist any more."""
    if any(unit.ends_on is not None and unit.ends_on < day for unit in units):
        raise NotPossibleError("unit_ended")


def _open(campaign: Campaign) -> Any:
    """Return the parts of a campaign that run."""
    return Responsibility.objects.in_city(campaign.city).filter(campaign=campaign, until__isnull=True)
