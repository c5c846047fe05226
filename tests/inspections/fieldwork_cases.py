"""Small field rounds for tests: sites of the example checklists, a team, members, visits of a day."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from tests.checklists import adopt_example, adopt_sanitary
from tests.people import INSPECTOR, OFFICER, Person, make_account, make_city
from tests.sites.places import SQUARE, make_site, make_unit

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Nine in the morning of the city's day."""
TODAY = date(2026, 11, 20)
MARKET, ROAD = "农贸市场", "主干道"
ITEMS = {MARKET: ("农贸-01-01", "农贸-02-01"), ROAD: ("干道-01-01", "干道-02-01")}
"""The check items of the two types, as tests/checklists.py has them."""
GRADES = [["好", 1000], ["一般", 600], ["差", 0]]


def make_kind(name: str = MARKET) -> Any:
    """A type of site that has a checklist of the same name."""
    from wenming.sites.models import SiteType

    types = SiteType.objects.in_city(make_city())
    values = {
        "name": name,
        "checklist": name,
        "order": types.count(),
        "hours": [[day, 480, 1080] for day in range(1, 8)],
    }
    return types.filter(name=name).first() or SiteType.objects.create(city=make_city(), **values)


def make_places(number: int, *, first: int = 1) -> list[Any]:
    """So many sites, roads and markets by turns, in one street, a hundred metres apart."""
    street = make_unit("柏树街道")
    return [
        make_site(
            f"F{place:03}", f"第{place}处", area=street, type=make_kind((MARKET, ROAD)[place % 2]), at=(SQUARE[0] + place * 0.001, SQUARE[1])
        )
        for place in range(first, first + number)
    ]  # fmt: skip


def make_field_round(state: str = "planning", **values: Any) -> Any:
    """A field round of the city at home, without anybody in it; the example checklists are adopted."""
    from wenming.inspections.models import FieldRound
    from wenming.standards.models import Checklist, Edition

    city = make_city()
    if not Checklist.objects.in_city(city).exists():
        adopt_example()
    facts = {
        "name": "第一次暗访", "edition": Edition.objects.in_city(city).first() or adopt_sanitary(), "starts_on": TODAY, "ends_on": TODAY,
        "days": [TODAY.isoformat()], "manner": "incognito", "place_milli": 200, "grades": GRADES, "opening": "after",
        "planner": make_account(OFFICER), "created_at": AT, "seed": "5" * 64,
        "started_at": AT if state in {"running", "ended"} else None, "ended_at": AT if state == "ended" else None,
    }  # fmt: skip
    return FieldRound.objects.create(city=city, state=state, **{**facts, **values})


def make_member(
    field_round: Any, person: Person = INSPECTOR, *, team: str = "甲组", code: str = "", **values: Any
) -> Any:
    """Somebody who walks in a round; the team is made once."""
    from wenming.inspections.models import Team, TeamMember

    own = {"city": field_round.city, "field_round": field_round}
    group = Team.objects.in_city(field_round.city).filter(field_round=field_round, name=team).first()
    group = group or Team.objects.create(**own, name=team)
    number = TeamMember.objects.in_city(field_round.city).filter(field_round=field_round, team=group).count() + 1
    return TeamMember.objects.create(
        **own, team=group, account=make_account(person), code=code or f"{team[0]}{number}", **values
    )


def make_visits(field_round: Any, member: Any, sites: Sequence[Any], **values: Any) -> list[Any]:
    """One visit to each of the sites, today, in this order."""
    from wenming.inspections.models import Visit

    begun = Visit.objects.in_city(field_round.city).filter(field_round=field_round).count()
    facts = {"city": field_round.city, "field_round": field_round, "member": member, "on": TODAY, **values}
    return [
        Visit.objects.create(**{"number": begun + place, "order": place, "site": site, **facts})
        for place, site in enumerate(sites, start=1)
    ]


def running_round(visits: int = 3, person: Person = INSPECTOR, **values: Any) -> tuple[Any, Any, list[Any]]:
    """A running round, its one member, and so many visits of today."""
    field_round = make_field_round("running", **values)
    member = make_member(field_round, person)
    return field_round, member, make_visits(field_round, member, make_places(visits))


def say(visit: Any, item: str, verdict: str = "met", *, replaces: Sequence[Any] = (), **values: Any) -> Any:
    """An answer of the visit's member, as if it had come from the phone."""
    from wenming.inspections.models import Answer, AnswerReplacement

    facts = {
        "places": 1 if verdict == "unmet" else 0,
        "device": "phone-1",
        "said_at": AT,
        "received_at": AT,
        "key": uuid.uuid4(),
    }
    who = {"by": visit.member.account} if visit.member else {}
    answer = Answer.objects.create(
        city=visit.city, visit=visit, item=item, verdict=verdict, **{**who, **facts, **values}
    )
    for replaced in replaces:
        AnswerReplacement.objects.create(city=visit.city, answer=answer, replaced=replaced)
    return answer


def find(visit: Any, item: str = "", text: str = "有积水", **values: Any) -> Any:
    """A finding of the visit's member."""
    from wenming.inspections.models import FieldFinding

    facts = {"device": "phone-1", "said_at": AT, "received_at": AT, "key": uuid.uuid4(), "by": visit.member.account}
    return FieldFinding.objects.create(city=visit.city, visit=visit, item=item, text=text, **{**facts, **values})


def finish(*visits: Any) -> None:
    """These visits were looked at."""
    for visit in visits:
        visit.state, visit.finished_at = "finished", AT
        visit.save()


def walked(city: Any, site: Any, *, by: Any, member: Any, on: date) -> Any:
    """One visit of a round of any city that is over, by accounts that are there already."""
    from wenming.inspections.models import FieldRound, Team, TeamMember, Visit
    from wenming.standards.models import Edition

    facts = {
        "starts_on": on,
        "ends_on": on,
        "days": [on.isoformat()],
        "manner": "incognito",
        "opening": "after",
        "grades": GRADES,
    }
    times = {"created_at": AT, "started_at": AT, "ended_at": AT, "seed": "5" * 64}
    edition = Edition.objects.in_city(city).order_by("pk").first()
    own = {
        "city": city,
        "field_round": FieldRound.objects.create(
            city=city, name="收工的一轮", edition=edition, planner=by, state="ended", **facts, **times
        ),
    }
    team = Team.objects.create(**own, name="甲组")
    walker = TeamMember.objects.create(**own, team=team, account=member, code="甲1")
    return Visit.objects.create(**own, number=1, site=site, member=walker, on=on, order=1)
