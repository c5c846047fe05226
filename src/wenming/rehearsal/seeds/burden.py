"""What was asked of some units of the rehearsal city in the last weeks, and what was refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from wenming.burden.actions import OverBudgetError, RepeatedAskError, Wanted, keeping_refusals, register_ask
from wenming.burden.enums import AskKind, AskPurpose
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit

WEEK = timedelta(weeks=1)
NAMES = ("市城市管理局", "望河街道", "滨河社区")
ASKED = (
    (11, 0, AskKind.FORM, 3, "背街小巷台账"),
    (9, 1, AskKind.PHOTO, 6, "街面整治前后照片"),
    (8, 2, AskKind.FORM, 2, "楼道长名单"),
    (6, 0, AskKind.RECORD, 2, "专题会议记录"),
    (4, 2, AskKind.PHOTO, 4, "宣传栏照片"),
    (3, 1, AskKind.FORM, 4, "网格员分工表"),
    (2, 0, AskKind.PHOTO, 5, "垃圾分类点照片"),
    (1, 2, AskKind.VISIT, 1, "陪同查看老旧小区"),
    (0, 2, AskKind.PHOTO, 4, "公共晾晒点照片"),
    (0, 1, AskKind.RECORD, 1, "周例会记录"),
)
"""Weeks ago, whom, what, how many, and what it was about."""
REFUSED = ((2, AskKind.PHOTO, 6, "楼道整治照片"), (1, AskKind.RECORD, 1, "周例会记录"))
WHY = "没有登记过，现场才有"


def seed_burden(*, city: City, officer: Account, at: datetime) -> None:
    """Register what was asked week by week; the last two are refused: one is too much, one is a repeat."""
    units = [Unit.objects.in_city(city).get(name=name, ends_on=None) for name in NAMES]
    for back, place, kind, count, fact in ASKED:
        one = _wanted(units[place], kind, count, fact)
        register_ask(city=city, asks=[one], by=officer, at=at - back * WEEK)
    for place, kind, count, fact in REFUSED:
        with suppress(OverBudgetError, RepeatedAskError), keeping_refusals(city=city, by=officer, at=at):
            register_ask(city=city, asks=[_wanted(units[place], kind, count, fact)], by=officer, at=at)


def _wanted(unit: Unit, kind: Any, count: int, fact: str) -> Wanted:
    """Return a request of the office itself."""
    return Wanted(
        unit=unit,
        kind=str(kind),
        purpose=str(AskPurpose.OTHER),
        reference=f"own:{fact}",
        fact=fact,
        why=WHY,
        count=count,
    )
