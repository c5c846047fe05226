"""The watch for relapses: feeding rounds to the charts, opening alarms, looking at them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from wenming.assessment.models import (
    RelapseAlarm,
    RelapseChart,
    RelapseFeed,
    RelapseSettings,
    RelapseVerdict,
)
from wenming.assessment.queries.boards import CHUNK, Shelf, read_shelf
from wenming.assessment.queries.relapses import (
    looks_a_month,
    relapse_settings,
    responsible_units,
    rounds_to_feed,
)
from wenming.assessment.rules import judges_relapse
from wenming.engine.monitoring.boards import Looks
from wenming.engine.monitoring.levels import Levels, wanted_run
from wenming.engine.monitoring.nights import Night, feed_night
from wenming.engine.monitoring.priors import Prior, fitted_prior
from wenming.inspections.models import Round
from wenming.inspections.queries import Look, looks_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.messaging.actions import tell
from wenming.organisations.enums import Role
from wenming.organisations.rules import require_again, works_in_office

RECENT = timedelta(days=90)
"""Alarms of older rounds are not opened: nobody can act on them any more. They move the charts all the same."""
BY_ITSELF = 5
"""An item that fewer sites were looked at for has the usual rate of all items."""
UNKNOWN = Prior(0.5, 9.5)
"""Where no round was drawn by lot yet, one look in twenty is taken to fail."""


class RelapseRefusedError(Exception):
    """What was asked does not fit the alarm as it stands; the argument names why (``enums.relapse_refusal_words``)."""


@transaction.atomic
def set_relapse_settings(*, city: City, per_month: int, times: int, by: Account, at: datetime) -> RelapseSettings:
    """Say how many false alarms a month are bearable, and from how many times the usual failures on a relapse is one.

    It holds for rounds fed from now on; alarms that were opened stay.
    """
    city = City.objects.select_for_update().get(pk=city.pk)
    require_again(works_in_office, by, city)
    values = {"per_month": per_month, "times": times}
    row, _new = RelapseSettings.objects.in_city(city).update_or_create(
        defaults=values, create_defaults={**values, "city": city}
    )
    record_event(city=city, kind="relapse.settings_set", subject=row, data=values, by=by, at=at)
    return row


@transaction.atomic
def judge_relapse(*, alarm: RelapseAlarm, outcome: str, note: str, by: Account, at: datetime) -> RelapseVerdict:
    """Say what was found at an alarm: a relapse, a single lapse, or a wrong record. RelapseRefusedError("judged_already")."""
    city = alarm.city
    alarm = RelapseAlarm.objects.in_city(city).select_for_update(of=("self",)).get(pk=alarm.pk)
    require_again(judges_relapse, by, city)
    if RelapseVerdict.objects.in_city(city).filter(alarm=alarm).exists():
        raise RelapseRefusedError("judged_already")
    said = RelapseVerdict.objects.create(city=city, alarm=alarm, outcome=outcome, note=note, by=by, at=at)
    record_event(
        city=city, kind="relapse.judged", subject=said, data={"alarm": alarm.pk, "outcome": outcome}, by=by, at=at
    )
    return said


@transaction.atomic
def watch_relapses(*, city: City, by: Account | None, at: datetime) -> list[RelapseFeed]:
    """Feed the rounds whose manner is known and that were not fed yet to the charts, the earliest first, and open the alarms that follow.

    Where a fed round was taken back, or an earlier one came in late, all charts are begun anew from the first round: the state of a chart is
    always that of its looks in their order. An alarm starts its chart at zero again (what was found once is not found twice); it stays open
    until somebody has looked. Running it again changes nothing.
    """
    city = City.objects.select_for_update().get(pk=city.pk)
    anew, rounds = rounds_to_feed(city)
    if anew:
        RelapseFeed.objects.in_city(city).all().delete()
        RelapseChart.objects.in_city(city).all().delete()
    if not rounds and not anew:
        return []
    shelf, settings = read_shelf(city), relapse_settings(city)
    feeds: list[RelapseFeed] = []
    touched: set[str] = set()
    for round_ in rounds:
        looks = list(looks_of(round_))
        touched.update(look.site for look in looks)
        feeds.append(_feed(shelf, round_, looks, settings, at))
    _write_shelf(city, shelf, touched)
    data = {"rounds": [feed.round.number for feed in feeds], "alarms": sum(feed.alarms for feed in feeds), "anew": anew}
    record_event(city=city, kind="relapse.watched", subject=city, data=data, by=by, at=at)
    return feeds


def _feed(shelf: Shelf, round_: Round, looks: list[Look], settings: RelapseSettings, at: datetime) -> RelapseFeed:
    """Feed one round; keep what it gave."""
    drawn = round_.manner.drawn
    chart = np.array([shelf.number(look.site, look.item) for look in looks], dtype=np.int32)
    failed = np.array([look.failed for look in looks], dtype=np.uint8)
    board, fed = shelf.board(), Looks(chart, failed, drawn)
    run = wanted_run(looks_a_month(round_, len(looks)), settings.per_month)
    levels = Levels.of(run, times=float(settings.times))
    priors = _priors(board.kind, board.failures, board.looks, len(shelf.kinds), fed)
    night = feed_night(board, fed, levels=levels, priors=priors)
    shelf.keep(board)
    recent = at.astimezone(round_.city.zone).date() - round_.ends_on <= RECENT
    opened = _open(round_, looks, night, levels, at) if recent else 0
    feed = RelapseFeed.objects.create(
        city=round_.city,
        round=round_,
        drawn=drawn,
        looks=len(looks),
        failed=int(failed.sum()),
        alarms=len(night.looks) if recent else 0,
        micro_expected=round(night.expected * 1e6) if recent else 0,
        run=round(run),
        at=at,
    )
    if opened:
        _tell(feed, at)
    return feed


def _priors(kind: Any, failures: Any, looks: Any, kinds: int, fed: Looks) -> list[Prior]:
    """Return the usual rates of every kind of item from all drawn looks, those of this round included."""
    failures, looks = failures.astype(np.int64), looks.astype(np.int64)
    if fed.drawn:
        np.add.at(failures, fed.chart, fed.failed)
        np.add.at(looks, fed.chart, 1)
    whole = fitted_prior(failures, looks) or UNKNOWN
    order = np.argsort(kind, kind="stable")
    parts = np.split(order, np.searchsorted(kind[order], np.arange(1, kinds)))
    return [
        (fitted_prior(failures[part], looks[part]) if (looks[part] > 0).sum() >= BY_ITSELF else None) or whole
        for part in parts
    ]


def _open(round_: Round, looks: Sequence[Look], night: Night, levels: Levels, at: datetime) -> int:
    """Open the alarms of a round; those that a run before this one opened already stay as they are. Return how many are new."""
    alarming = [looks[place] for place in night.looks.tolist()]
    units = responsible_units(round_, alarming)
    known = set(RelapseAlarm.objects.in_city(round_.city).filter(round=round_).values_list("site", "item"))
    rows = [
        RelapseAlarm(
            city=round_.city,
            site=look.site,
            item=look.item,
            node_id=look.node_id,
            round=round_,
            area=look.area,
            unit=units.get(look.site),
            units_written=look.units_written,
            height=int(night.heights[place]),
            limit=int(levels.limits[level]),
            lift=int(levels.lifts[level]),
            level_milli=round(levels.rates[level] * 1000),
            stands_out=bool(night.stands_out[place]),
            opened_at=at,
        )
        for place, (look, level) in enumerate(zip(alarming, night.levels.tolist(), strict=True))
        if (look.site, look.item) not in known
    ]
    RelapseAlarm.objects.bulk_create(rows, batch_size=CHUNK)
    return len(rows)


def _write_shelf(city: City, shelf: Shelf, sites: set[str]) -> None:
    """Write the charts of the sites that were looked at, in bulk."""
    rows = [
        RelapseChart(pk=shelf.keys.get(site), city=city, site=site, items=items, states=states)
        for site, items, states in shelf.rows(sorted(sites))
    ]
    RelapseChart.objects.bulk_create([row for row in rows if row.pk is None], batch_size=CHUNK)
    old = [row for row in rows if row.pk is not None]
    RelapseChart.objects.bulk_create(
        old, batch_size=CHUNK, update_conflicts=True, update_fields=["items", "states"], unique_fields=["id"]
    )


def _tell(feed: RelapseFeed, at: datetime) -> None:
    """Tell the office, and the liaison of each unit that answers for such a site: how many, and where to look; never the matter."""
    city = feed.city
    alarms = RelapseAlarm.objects.in_city(city).filter(round=feed.round).select_related("unit")
    by_unit: dict[int, int] = {}
    units = {}
    for alarm in alarms:
        if alarm.unit_id is not None:
            by_unit[alarm.unit_id] = by_unit.get(alarm.unit_id, 0) + 1
            units[alarm.unit_id] = alarm.unit
    url = reverse("assessment:relapses", args=[city.slug])
    with override("zh-hans"):
        title = _("复发报警 %(count)s 个，请看一看") % {"count": len(alarms)}
        tell(city=city, key=f"relapse:{feed.round_id}", title=title, url=url, role=str(Role.OFFICE), at=at)
        for key, count in sorted(by_unit.items()):
            title = _("贵单位负责的点位有复发报警 %(count)s 个") % {"count": count}
            tell(city=city, key=f"relapse:{feed.round_id}:{key}", title=title, url=url, unit=units[key], at=at)
