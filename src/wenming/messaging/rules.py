"""Who may do what with the inbox and the channels, and when a channel is quiet."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import rules as registry

from wenming.kernel.models import Account, City
from wenming.messaging.models import Channel
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of


@registry.predicate
def finishes_tasks(account: Account, city: City) -> bool:
    """Whoever a task was put to may say that it is done; an auditor watches and changes nothing."""
    return bool(roles_of(account, city) - {Role.AUDITOR})


@registry.predicate
def keeps_channels(account: Account, city: City) -> bool:
    """What leaves the house is decided by the campaign office, and set up by the system administrator."""
    return bool(roles_of(account, city) & {Role.OFFICE, Role.SYSTEM_ADMINISTRATOR})


def quiet_until(channel: Channel, at: datetime, zone: ZoneInfo, *, visits: bool) -> datetime | None:
    """Return when the quiet hours end in which a moment lies, None outside of them; ``visits``: a visit period (迎检) runs."""
    begins, ends = channel.quiet_from, channel.quiet_until
    if begins is None or ends is None or begins == ends or (visits and channel.visit_lifts_quiet):
        return None
    here = at.astimezone(zone)
    now = here.time()
    inside = begins <= now < ends if begins < ends else now >= begins or now < ends
    if not inside:
        return None
    day = here.date() + timedelta(days=1 if now >= ends else 0)
    return datetime.combine(day, ends, zone)
