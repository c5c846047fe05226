"""The week's look-backs: drawn by lot among what comes of age, shared out to people who had no part in it, laid open when they are over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from wenming.draws.actions import draw_lots, reveal_secret, seal_draw
from wenming.draws.enums import DrawPurpose, DrawState, UnitState
from wenming.draws.models import Draw, DrawnUnit
from wenming.engine.sampling import FrameRow, Rule
from wenming.issues.enums import LookBackReason
from wenming.issues.models import LookBack, LookBackWeek
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.queries.lookbacks import (
    OPEN_FOR,
    Due,
    barred_from,
    come_of_age,
    look_back_settings,
    shared_out,
    visitors_in,
)
from wenming.issues.queries.risks import risky_among
from wenming.kernel.actions import record_event
from wenming.kernel.models import City

WEEK = timedelta(days=6)
TOLD_AFTER = WEEK + OPEN_FOR + timedelta(days=1)
"""The day, counted from the Monday, on which the last visit is over."""
TITLE = "回头看 {monday:%Y-%m-%d}"


@transaction.atomic
def draw_week(*, city: City, monday: date, at: datetime) -> LookBackWeek | None:
    """Draw the look-backs of a week, once; None where it was drawn before. Only the system does.

    The frame is every closed issue that is 7, 30 or 90 days old in that week. The lots are sealed: until the last visit is over
    nobody but each visitor learns where he goes, and afterwards everybody can repeat the draw. Where the evidence of an issue needs a
    second look it is visited as well; its visitor is not told why.
    """
    city = City.objects.select_for_update().get(pk=city.pk)
    week, _created = LookBackWeek.objects.in_city(city).get_or_create(city=city, monday=monday)
    if week.drawn_at is not None:
        return None
    settings = look_back_settings(city)
    due = come_of_age(city, monday, monday + WEEK)
    rows = _by_lot(week, due, settings.per_week, at)
    taken = {row.issue_id for row in rows}
    risky = risky_among(city, [one for one in due if one.issue.pk not in taken], settings.risk_points)
    rows += [_row(week, one, LookBackReason.RISK) for one in risky[: settings.by_risk]]
    _share_out(city, rows, at)
    LookBack.objects.bulk_create(rows)
    week.drawn_at = at
    week.save()
    # how many, never which: the chain of events has many readers
    record_event(city=city, kind="look_back.week_drawn", subject=week, data={"visits": len(rows)}, by=None, at=at)
    return week


@transaction.atomic
def send_missing(*, city: City, at: datetime) -> int:
    """Send somebody where nobody could be sent before: people have come, or posts have changed. Return to how many."""
    today = at.astimezone(city.zone).date()
    waiting = LookBack.objects.in_city(city).select_for_update(of=("self",)).select_related("issue")
    rows = list(waiting.filter(visitor__isnull=True, result="", until_on__gte=today).order_by("due_on", "pk"))
    _share_out(city, rows, at)
    LookBack.objects.in_city(city).bulk_update(rows, ["visitor"])
    return sum(row.visitor is not None for row in rows)


@transaction.atomic
def reveal_weeks(*, city: City, at: datetime) -> int:
    """Lay open the draws of the weeks whose last visit is over. Return how many."""
    today = at.astimezone(city.zone).date()
    weeks = LookBackWeek.objects.in_city(city).filter(monday__lte=today - TOLD_AFTER, draw__isnull=False)
    draws = Draw.objects.in_city(city).filter(pk__in=weeks.values("draw"), state=DrawState.DRAWN)
    revealed = 0
    for draw in draws.order_by("pk"):
        reveal_secret(draw=draw, by=None, at=at)
        revealed += 1
    return revealed


def sizes_of(due: Sequence[Due], per_week: int) -> dict[str, int]:
    """Return stratum -> how many are drawn: the visits of a week shared evenly among the ages, what an age cannot use goes to the others.

    The younger age gets the odd visit. Two of an age at least, where there are as many: one alone says nothing of its error.
    """
    counts = {stratum_of(day): sum(1 for one in due if one.day == day) for day in DAYS}
    sizes = dict.fromkeys(counts, 0)
    left = min(per_week, len(due))
    while left:
        open_ages = [name for name in sizes if sizes[name] < counts[name]]
        for name in open_ages[:left]:
            sizes[name] += 1
        left -= min(left, len(open_ages))
    return {name: size for name, size in sizes.items() if size}


def stratum_of(day: int) -> str:
    """Return the stratum of an age, which sorts as the ages do."""
    return f"{day:02d}"


def _by_lot(week: LookBackWeek, due: Sequence[Due], per_week: int, at: datetime) -> list[LookBack]:
    """Seal and draw the lots of a week, and return the visits that they make, not written yet."""
    sizes = sizes_of(due, per_week)
    if not sizes:
        return []
    draw = seal_draw(
        city=week.city,
        title=TITLE.format(monday=week.monday),
        purpose=str(DrawPurpose.LOOK_BACK),
        frame=[FrameRow(one.key, stratum_of(one.day)) for one in due],
        rule=Rule(round=f"{week.monday:%Y-%m-%d}", sizes=sizes),
        keeper=None,
        by=None,
        at=at,
        reveal_from=week.monday + TOLD_AFTER,
    )
    week.draw = draw_lots(draw=draw, by=None, at=at)
    chosen = DrawnUnit.objects.in_city(week.city).filter(draw=week.draw, state=UnitState.CHOSEN)
    known = {one.key: one for one in due}
    counts = Counter(stratum_of(one.day) for one in due)
    rows = []
    for unit in chosen.order_by("stratum", "order"):
        row = _row(week, known[unit.key], LookBackReason.DRAWN)
        row.stratum = unit.stratum
        row.stratum_chosen, row.stratum_size = sizes[unit.stratum], counts[unit.stratum]
        rows.append(row)
    return rows


def _row(week: LookBackWeek, one: Due, reason: Any) -> LookBack:
    """Return a visit that is not written yet."""
    return LookBack(
        city=week.city,
        issue=one.issue,
        day=one.day,
        reason=reason,
        week=week,
        due_on=one.on,
        until_on=one.on + OPEN_FOR,
    )


def _share_out(city: City, rows: Sequence[LookBack], at: datetime) -> None:
    """Say who goes where, in the order of the visits' days."""
    today = at.astimezone(city.zone).date()
    issues = [row.issue for row in sorted(rows, key=lambda row: (row.due_on, row.issue_id))]
    sent = shared_out(issues, visitors_in(city, on=today), barred_from(city, issues, on=today))
    for row in rows:
        row.visitor = sent[row.issue.pk]
