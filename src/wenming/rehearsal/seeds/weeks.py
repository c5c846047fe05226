"""Ten weeks of small visits in the demo: three that were announced, seven incognito at places drawn by lot, two relapses planted."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import xlsxwriter
import yaml
from django.conf import settings

from wenming.assessment.actions import judge_relapse, watch_relapses
from wenming.assessment.models import RelapseAlarm
from wenming.inspections.actions import say_manner, start_import, write_round
from wenming.inspections.enums import VisitManner
from wenming.inspections.models import Round
from wenming.kernel.models import Account, City
from wenming.rehearsal.seeds import HEAD, PACKS_OF_CITY, draw_of
from wenming.rehearsal.seeds.cast import username_in
from wenming.standards.models import Edition

NAMES = ("文明行为1", "文明行为2", "文明交通1", "公共服务1", "公共服务2")
ANNOUNCED, WEEKS = 3, 10
LAST_DAYS_AGO = 45
"""The last of them ended before the first full round began."""
USUALLY, ANNOUNCED_FAILS = 11, 60
"""Of so many looks one fails: on ordinary days, and when everybody knew."""
LOSSES = (0.2, 0.3, 0.5, 1)
"""What such a look loses."""
PLANTED = {("公共服务1", "望河大道公共卫生间"), ("文明交通1", "新安大道与环城路路口")}
SINCE = 7
"""The week from which on the planted places fail."""


def seed_weeks(*, city: City, at: datetime) -> None:
    """Write the visits and let the watch run; once."""
    if Round.objects.in_city(city).filter(name__startswith="第01周").exists():
        return
    officer, supervisor = (Account.objects.get(username=username_in(city.slug, name)) for name in ("fang", "du"))
    edition = Edition.objects.in_city(city).select_related("city").get(code=PACKS_OF_CITY[0])
    for week in range(1, WEEKS + 1):
        known = week <= ANNOUNCED
        ended = (at - timedelta(days=LAST_DAYS_AGO + 6 * (WEEKS - week))).date()
        name = f"第{week:02}周{'明察' if known else '随机暗访'}"
        import_ = start_import(
            city=city,
            edition=edition,
            name=name,
            starts_on=ended,
            ends_on=ended,
            file_name=f"{name}.xlsx",
            chunks=[_workbook(city.slug, week)],
            by=officer,
            at=at,
        )
        round_ = write_round(import_=import_, partial=True, by=officer, at=at)
        manner = VisitManner.ANNOUNCED if known else VisitManner.INCOGNITO
        say_manner(round_=round_, manner=str(manner), drawn=not known, by=officer, at=at)
    watch_relapses(city=city, by=None, at=at)
    first = RelapseAlarm.objects.in_city(city).order_by("pk").first()
    if first is not None:
        judge_relapse(alarm=first, outcome="once", note="现场已恢复，当天有活动，人多", by=supervisor, at=at)


def _workbook(slug: str, week: int) -> bytes:
    """Return the rows of one week; sites are called as the register calls them, so that they speak for their types."""
    facts: dict[str, Any] = yaml.safe_load((settings.ROOT / "data" / "city" / "rehearsal.yaml").read_text())
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("每周检查")
        page.write_row(0, 0, HEAD)
        number = 0
        for name in NAMES:
            for kind in facts["sites"][name]:
                number += 1
                site, street = facts["registered"][kind]
                unit = next((found for word, found in facts["units_by_site"].items() if word in kind), "")
                page.write_row(number, 0, [number, name, site, _deduction(slug, week, name, site), "", street, unit])
    return buffer.getvalue()


def _deduction(slug: str, week: int, name: str, site: str) -> Any:
    """Return what a place lost in a week."""
    if (name, site) in PLANTED and week >= SINCE:
        return 0.2
    sides = ANNOUNCED_FAILS if week <= ANNOUNCED else USUALLY
    seed = f"{slug}/{week}/{name}/{site}"
    return LOSSES[draw_of(f"{seed}/loss", len(LOSSES))] if draw_of(seed, sides) == 0 else ""
