"""The timetable: what runs by itself, when (time of the installation), and why."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

TIMETABLE: tuple[tuple[str, str, time], ...] = (
    # after the offices have gone home; orphans are harmless, so once a night is enough
    ("sweep_files", "wenming.kernel.tasks.sweep_files", time(2, 40)),
    # photos of which a part came and no more, two weeks ago
    ("sweep_parts", "wenming.inspections.tasks.sweep_parts", time(2, 45)),
    # before the offices open, so that the inbox of the morning knows what has come near or was missed
    ("remind_cities", "wenming.campaigns.tasks.remind_cities", time(6, 10)),
    # when the day's cases are settled; a city that has settled nothing new keeps its model
    ("learn_cities", "wenming.issues.tasks.proposals.learn_cities", time(3, 10)),
    # before inspectors set out; a week is drawn once, on its first day on which the machine runs
    ("draw_look_backs", "wenming.issues.tasks.lookbacks.draw_cities", time(6, 20)),
    # the leaders read it at half past seven
    ("make_mornings", "wenming.issues.tasks.mornings.make_mornings", time(7, 20)),
    # facts that repeat are put down before the week's talks; the same issue suggests nothing twice
    ("suggest_cities", "wenming.supervision.tasks.suggest_cities", time(6, 0)),
    # after the rounds of the day are written, before the morning is made
    ("watch_relapses", "wenming.assessment.tasks.relapses.watch_cities", time(3, 40)),
    # what was corrected, renamed or put in force since; a league that rests on the same is not kept again
    ("rank_cities", "wenming.assessment.tasks.leagues.rank_cities", time(3, 50)),
    # when rounds and papers of the day are counted; a city in which nothing has changed keeps yesterday's
    ("make_forecasts", "wenming.assessment.tasks.forecasts.make_in_cities", time(4, 30)),
    # what a burst or a restored archive left behind
    ("look_at_left", "wenming.evidence.tasks.look_at_left", time(1, 40)),
    # papers that came in a burst, after the photos: their pictures are compared in the same archive
    ("read_left_papers", "wenming.materials.tasks.checking.read_left", time(2, 10)),
    # telephone numbers are nobody's business longer than their limits need
    ("sweep_codes", "wenming.kernel.tasks.sweep_codes", time(2, 50)),
    # what went out is no record of the city
    ("sweep_deliveries", "wenming.messaging.tasks.sweep_deliveries", time(3, 0)),
    # what the month needs is asked for within the week's budget; what had no room is tried again next week
    ("ask_for_materials", "wenming.materials.tasks.collecting.ask_cities", time(4, 10)),
    # before the offices open, once for each day on which something is due
    ("remind_of_materials", "wenming.materials.tasks.collecting.remind_cities", time(6, 30)),
    # a season before a title is looked at again: one line a month for the office, one for each unit
    ("remind_of_checks", "wenming.materials.tasks.creation.remind_cities", time(6, 40)),
    # when offices open; only on working days of the city, and only through channels that are on
    ("send_digests", "wenming.messaging.tasks.send_digests", time(8, 30)),
)
"""(name, dotted path, hour). Named jobs only: the table in the database is made to agree with this one."""
EVERY: tuple[tuple[str, str, int, str], ...] = (
    # robots take 20 messages a minute: one a round holds all news since the last
    ("deliver_due", "wenming.messaging.tasks.deliver_due", 1, "fast"),
    # what steps changed is read beside the totals until it is folded; the less of it, the quicker every count
    ("fold_issue_tallies", "wenming.issues.tasks.tallies.fold_cities", 1, "long"),
    # a photo may come hours after what was said with it; where a round opens at once or in the evening, this is the moment
    ("open_due_findings", "wenming.inspections.tasks.open_due", 5, "long"),
    # limits are counted in hours of work
    ("remind_of_issues", "wenming.issues.tasks.notices.remind_cities", 15, "fast"),
)
"""(name, dotted path, minutes, cluster): what runs all day."""


def install(**_signal: Any) -> list[str]:
    """Make the stored schedule agree with the timetable and return the names that it now holds; runs after ``migrate``."""
    names = [*(one[0] for one in TIMETABLE), *(one[0] for one in EVERY)]
    Schedule.objects.exclude(name__in=names).delete()
    now = timezone.localtime()
    for name, path, hour in TIMETABLE:
        Schedule.objects.get_or_create(
            name=name,
            defaults={
                "func": path,
                "schedule_type": Schedule.DAILY,
                "cluster": "long",
                "next_run": _next(hour, now),
            },
        )
    for name, path, minutes, cluster in EVERY:
        Schedule.objects.get_or_create(
            name=name,
            defaults={
                "func": path,
                "schedule_type": Schedule.MINUTES,
                "minutes": minutes,
                "cluster": cluster,
                "next_run": now,
            },
        )
    return names


def _next(hour: time, now: datetime) -> datetime:
    """Return the next moment at which the clock shows ``hour``."""
    today = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
