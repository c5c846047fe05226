"""The chain of events is checked: what was found is an event itself, so that it cannot be told otherwise later."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City, Event
from wenming.kernel.queries.events import CHECKED, chain_end, verify_chain
from wenming.organisations.rules import audits, require_again

AT_ONCE = 20_000
"""Events that are checked while somebody waits: about a second."""


def check_chain(*, city: City, by: Account | None, at: datetime, asked: Event | None = None) -> Event:
    """Check every event of the city's chain and keep what was found; ``asked`` is the event that asked a job for it."""
    if by is not None:
        require_again(audits, by, city)
    found = verify_chain(city)
    data = {
        "events": found.events,
        "broken": found.broken,
        "reason": found.reason,
        "asked": asked.number if asked else None,
    }
    with transaction.atomic():
        return record_event(city=city, kind=CHECKED, subject=city, data=data, by=by, at=at)


@transaction.atomic
def ask_chain_check(*, city: City, by: Account, at: datetime) -> Event:
    """Let a job check the chain."""
    require_again(audits, by, city)
    return record_event(city=city, kind="chain.check_asked", subject=city, data={}, by=by, at=at)


def start_chain_check(*, city: City, by: Account, at: datetime) -> Event:
    """Check a short chain at once, a long one by a job."""
    action = check_chain if chain_end(city) <= AT_ONCE else ask_chain_check
    return action(city=city, by=by, at=at)
