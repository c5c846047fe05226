"""What is agreed on a clause beside its units: materials, time limits, and the leader who answers for it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from wenming.campaigns.actions.responsibilities import lock_campaign, require_own
from wenming.campaigns.models import Campaign, ClauseChief, ClauseTerms
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import Person
from wenming.standards.models import Node

ONE_DAY = timedelta(days=1)
TEXTS = ("materials", "due", "spots", "chief", "note")


@transaction.atomic
def set_terms(
    *,
    campaign: Campaign,
    node: Node,
    by: Account | None,
    at: datetime,
    materials: str = "",
    due: str = "",
    due_on: date | None = None,
    spots: str = "",
    chief: str = "",
    note: str = "",
) -> ClauseTerms | None:
    """Say what holds for a clause from now on; what was said before stays in its history. None where nothing differs."""
    campaign = lock_campaign(campaign, by)
    require_own(campaign, node)
    wanted = {"materials": materials, "due": due, "due_on": due_on, "spots": spots, "chief": chief, "note": note}
    rows = ClauseTerms.objects.in_city(campaign.city).filter(campaign=campaign, node=node)
    known = rows.order_by("-at", "-pk").first()
    before = {name: getattr(known, name) for name in wanted} if known else dict.fromkeys(TEXTS, "") | {"due_on": None}
    if before == wanted:
        return None
    terms = ClauseTerms.objects.create(city=campaign.city, campaign=campaign, node=node, by=by, at=at, **wanted)
    data = {"node": node.code, "due_on": due_on.isoformat() if due_on else "", "due": due}
    record_event(city=campaign.city, kind="clause_terms.set", subject=terms, data=data, by=by, at=at)
    return terms


@transaction.atomic
def name_chief(*, campaign: Campaign, node: Node, person: Person, by: Account | None, at: datetime) -> ClauseChief:
    """Let a leader answer for a clause from today on; whoever did so before, does no more. NotPossibleError("chief_already")."""
    campaign = lock_campaign(campaign, by)
    require_own(campaign, node)
    known = _chief(campaign, node)
    if known is not None and known.person_id == person.pk:
        raise NotPossibleError("chief_already")
    day = at.astimezone(campaign.city.zone).date()
    if known is not None:
        _end(known, day)
    chief = ClauseChief.objects.create(
        city=campaign.city, campaign=campaign, node=node, person=person, since=day, by=by, at=at
    )
    data = {"node": node.code, "person": person.pk}
    record_event(city=campaign.city, kind="clause_chief.named", subject=chief, data=data, by=by, at=at)
    return chief


@transaction.atomic
def end_chief(*, campaign: Campaign, node: Node, by: Account | None, at: datetime) -> ClauseChief:
    """Let nobody answer for a clause in person any more. NotPossibleError("no_chief") where nobody does."""
    campaign = lock_campaign(campaign, by)
    known = _chief(campaign, node)
    if known is None:
        raise NotPossibleError("no_chief")
    _end(known, at.astimezone(campaign.city.zone).date())
    record_event(city=campaign.city, kind="clause_chief.ended", subject=known, data={"node": node.code}, by=by, at=at)
    return known


def _chief(campaign: Campaign, node: Node) -> ClauseChief | None:
    """Return the leader who answers for a clause now."""
    return ClauseChief.objects.in_city(campaign.city).filter(campaign=campaign, node=node, until__isnull=True).first()


def _end(chief: ClauseChief, day: date) -> None:
    """End a leader's answering on the day before, or today where it began today."""
    chief.until = max(chief.since, day - ONE_DAY)
    chief.save(update_fields=["until"])
