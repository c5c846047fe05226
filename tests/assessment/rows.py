"""Rounds as rows straight from the database: many of them, for charts that need a history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.people import HOME, OFFICER, make_account, make_city
from tests.rounds import AT, make_edition

FIRST = date(2026, 9, 5)
NODE = "9.1"


def write_rounds(
    looks: Mapping[str, str],
    *,
    first: date = FIRST,
    apart: int = 7,
    manner: str = "incognito",
    drawn: bool = True,
    slug: str = HOME,
    start: int = 1,
) -> list[Any]:
    """Write as many rounds as the texts are long: site -> one character per round, x failed, . in order, blank not looked at."""
    from wenming.inspections.models import Observation, Round, RoundManner

    city, edition = make_city(slug), make_edition(slug)
    node = edition.nodes.get(code=NODE)
    found = []
    for turn in range(max(map(len, looks.values()))):
        day = first + timedelta(days=apart * turn)
        number = start + turn
        round_ = Round.objects.create(
            city=city,
            number=number,
            name=f"随机暗访第{number}周",
            edition=edition,
            starts_on=day,
            ends_on=day,
            created_at=AT,
        )
        if manner:
            RoundManner.objects.create(city=city, round=round_, manner=manner, drawn=drawn, said_at=AT)
        rows = [
            Observation(
                city=city, round=round_, node=node, sheet="暗访", row=place, written=node.name, site=site, area="望河街道",
                milli=0 if seen[turn] == "x" else 1000,
            )
            for place, (site, seen) in enumerate(looks.items(), start=2)
            if turn < len(seen) and seen[turn] != " "
        ]  # fmt: skip
        Observation.objects.bulk_create(rows)
        found.append(round_)
    return found


def quiet(sites: int, rounds: int) -> dict[str, str]:
    """Return sites at which nothing is ever amiss."""
    return {f"点位{place:03}": "." * rounds for place in range(sites)}


def watch(slug: str = HOME, at: Any = AT) -> list[Any]:
    """Run the night's watch."""
    from wenming.assessment.actions import watch_relapses

    return watch_relapses(city=make_city(slug), by=None, at=at)


def officer() -> Any:
    """Who works in the office."""
    return make_account(OFFICER)


def open_alarm(city: Any) -> Any:
    """Open an alarm at the first site of the city's first round that lost a point there, as the night's watch would."""
    from wenming.assessment.models import RelapseAlarm
    from wenming.inspections.models import Observation

    lost = Observation.objects.in_city(city).filter(milli__lt=1000).exclude(site="").select_related("node")
    row = lost.order_by("round__number", "pk").first()
    return RelapseAlarm.objects.create(
        city=city, site=row.site, item=row.item or row.node.code, node=row.node, round_id=row.round_id, area=row.area,
        units_written=row.units_written, height=26, limit=25, lift=17, level_milli=32, stands_out=True, opened_at=AT,
    )  # fmt: skip
