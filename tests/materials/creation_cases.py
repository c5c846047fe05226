"""Mass creation for tests: a programme, applications and titles, brought to any state by the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.data import PACKS
from tests.materials.cases import SECOND, make_item, picture, report
from tests.people import AT, COMMUNITY, OFFICER, STREET, make_account, make_city
from tests.sites.places import make_unit

DAY = timedelta(days=1)
TODAY = date(2026, 11, 2)
"""The day of AT."""
PAPER = "清河文〔2026〕8 号"


def edition(kind: str = "community") -> Any:
    """Return the shipped edition for a kind of programme, adopted once."""
    from wenming.standards.actions import adopt_edition

    pack = PACKS / f"city-civilised-{kind}-2026.yaml"
    return adopt_edition(city=make_city(), source=pack.read_text("utf-8"), file_name=pack.name, by=None, at=AT)


def facts(**changed: Any) -> dict[str, Any]:
    """Return what a programme is told when it is opened."""
    usual = {
        "name": "市级文明社区", "conferred_by": "市委、市政府", "years": 3, "recheck_months": 12, "notice_days": 7,
        "applies_from": None, "applies_until": None,
    }  # fmt: skip
    return {**usual, **changed}


def programme(kind: str = "community", *, at: Any = AT, **changed: Any) -> Any:
    """Return a programme, opened once by its name."""
    from wenming.materials.actions.creation import open_programme
    from wenming.materials.models import Programme

    said = facts(**changed)
    known = Programme.objects.in_city(make_city()).filter(name=said["name"]).first()
    return known or open_programme(
        city=make_city(), kind=kind, level="city", edition=edition(kind), facts=said, by=make_account(OFFICER), at=at
    )


def community(name: str = "槐荫社区") -> Any:
    """Return a community below the street of the cast; the first is the one for which the cast's community worker acts."""
    make_account(STREET)
    street = make_unit("柏树街道")
    if name == "槐荫社区":
        make_account(COMMUNITY)
    unit = make_unit(name, "community", street)
    if unit.parent_id != street.pk:
        from wenming.organisations.actions import move_unit

        unit = move_unit(unit=unit, parent=street, by=None, at=AT) or unit
        unit.refresh_from_db()
    return unit


def applied(unit: Any = None, *, by: Any = STREET, at: Any = AT, **changed: Any) -> Any:
    """Return an application of a community, sent in by its street."""
    from wenming.materials.actions.creation import apply_for_title

    one = programme(at=at, **changed)
    return apply_for_title(programme=one, unit=unit or community(), reason="秩序良好", by=make_account(by), at=at)


def found_all(application: Any, *, clear: bool = True) -> list[Any]:
    """Return a finding for every rule of an application's programme."""
    from wenming.materials.actions.creation import Found
    from wenming.materials.queries.creation.conditions import rules_of

    return [
        Found(one.side, one.code, clear=clear, checked_on=TODAY, source="联合审查")
        for one in rules_of(application.programme)
    ]


def supply_all(application: Any, *, at: Any = AT) -> None:
    """Let everything be asked, handed in and passed."""
    from wenming.materials.actions import pass_material, submit_material
    from wenming.materials.models import Requirement

    street, office, second = (make_account(person) for person in (STREET, OFFICER, SECOND))
    rows = Requirement.objects.in_city(application.city).filter(programme=application.programme, rhythm="once")
    for one in rows.order_by("pk"):
        item = make_item(one, unit=application.unit, due_on=max(TODAY, application.at.date()) + 20 * DAY)
        item = submit_material(item=item, given=[picture() if one.kind == "picture" else report()], by=street, at=at)
        item = pass_material(item=item, by=office, at=at)
        if one.two_reviews:
            pass_material(item=item, by=second, at=at)


def bring_application(state: str, unit: Any = None, *, supplied: bool = True) -> Any:
    """Bring an application to a state by the shortest way; ``supplied=False``: its materials are waived by a stroke of the pen of tests."""
    from wenming.materials.actions import creation as actions

    me = {"by": make_account(OFFICER), "at": AT}
    one = applied(unit)
    if state == "returned":
        return actions.return_application(application=one, words="补材料", **me)
    if state == "withdrawn":
        return actions.withdraw_application(application=one, words="不报了", by=make_account(STREET), at=AT)
    if state == "refused":
        return actions.refuse_application(application=one, on=TODAY, words="条件不够", **me)
    steps = ("preparing", "recommended", "noticed", "named")
    for step in steps[: steps.index(state) + 1 if state in steps else 0]:
        one = _STEPS[step](one, actions, me, supplied)
    return one


def _accept(one: Any, actions: Any, me: Any, _supplied: bool) -> Any:
    return actions.accept_application(application=one, **me)


def _recommend(one: Any, actions: Any, me: Any, supplied: bool) -> Any:
    actions.record_findings(application=one, found=found_all(one), **me)
    if supplied:
        supply_all(one)
    else:
        from wenming.materials.models import Requirement

        Requirement.objects.in_city(one.city).filter(rhythm="once").update(until=TODAY)
    return actions.recommend_application(application=one, on=TODAY, paper=PAPER, **me)


def _publish(one: Any, actions: Any, me: Any, _supplied: bool) -> Any:
    return actions.publish_notice(application=one, begins=TODAY - 8 * DAY, until=TODAY - 2 * DAY, **me)


def _name(one: Any, actions: Any, me: Any, _supplied: bool) -> Any:
    actions.name_unit(application=one, on=TODAY, paper=PAPER, **me)
    one.refresh_from_db()
    return one


_STEPS = {"preparing": _accept, "recommended": _recommend, "noticed": _publish, "named": _name}


def titled(unit: Any = None, *, named_on: date = date(2025, 6, 1), **changed: Any) -> Any:
    """Return a title of earlier years."""
    from wenming.materials.actions.creation import Known, enter_titles

    known = Known(programme(), unit or community(), named_on, "旧文〔2025〕1 号", **changed)
    return enter_titles(city=make_city(), known=[known], by=make_account(OFFICER), at=AT)[0]
