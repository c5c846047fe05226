"""Small requests for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.people import OFFICER, SINCE, make_account, make_city

AT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
"""A Wednesday."""


def unit(name: str = "市城管局", kind: str = "department", **facts: Any) -> Any:
    """A unit of the city at home, founded once."""
    from wenming.organisations.actions import found_unit
    from wenming.organisations.models import Unit

    known = Unit.objects.in_city(make_city()).filter(name=name).first()
    return known or found_unit(city=make_city(), kind=kind, name=name, since=SINCE, by=None, at=AT, **facts)


def wanted(one: Any = None, **facts: Any) -> Any:
    """A form of a quarter of an hour, unless it is said otherwise."""
    from wenming.burden.actions import Wanted

    usual = {"kind": "form", "purpose": "other", "reference": "花箱清单", "fact": "沿街花箱数量", "why": "没有登记过"}
    return Wanted(unit=one or unit(), **{**usual, **facts})


def ask(*asks: Any, **options: Any) -> list[Any]:
    """Requests of the office."""
    from wenming.burden.actions import register_ask

    who = {"city": make_city(), "by": make_account(OFFICER), "at": AT}
    return register_ask(asks=asks or [wanted()], **{**who, **options})


def budget(kind: str = "department", photos: int = 15, forms: int = 10, minutes: int = 300, **options: Any) -> Any:
    """What units of a kind may be asked, set by the office."""
    from wenming.burden.actions import set_budget
    from wenming.burden.queries import Limits

    who = {"city": make_city(), "by": make_account(OFFICER), "at": AT, "since": AT.date()}
    return set_budget(unit_kind=kind, limits=Limits(photos, forms, minutes), **{**who, **options})
