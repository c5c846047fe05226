"""A campaign on the made-up edition of 2021 with parts, terms and leaders, about to move to the edition of 2024."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.people import AT, make_city
from tests.standards.editions import AFTER, BEFORE

SINCE = date(2026, 1, 1)
UNITS = (
    "市城市管理局",
    "市住房和城乡建设局",
    "市园林绿化中心",
    "市公安局交通警察支队",
    "市政务服务和大数据管理局",
    "市民政局",
)
PARTS = (
    ("1.1.1", 0, "lead"), ("1.1.1", 1, "responsible"),
    ("1.1.2", 1, "lead"),
    ("1.1.3", 0, "lead"), ("1.1.3", 5, "cooperating"),
    ("1.2.1", 2, "lead"),
    ("1.2.2", 2, "lead"), ("1.2.2", 0, "cooperating"),
    ("2.1.1", 3, "lead"), ("2.1.1", 0, "responsible"),
    ("2.1.2", 3, "lead"),
    ("2.2.1", 4, "lead"), ("2.2.1", 5, "responsible"),
    ("2.2.2", 5, "lead"), ("2.2.2", 4, "cooperating"), ("2.2.2", 0, "sponsor"), ("2.2.1", 0, "sponsor"),
    ("2.2.3", 0, "lead"),
    ("3.1", 5, "lead"),
)  # fmt: skip
"""(clause, place of the unit in UNITS, part)"""


def adopt(text: str, city: Any = None, at: datetime = AT) -> Any:
    """Adopt one of the made-up editions."""
    from wenming.standards.actions import adopt_edition

    return adopt_edition(city=city or make_city(), source=text, file_name="x.yaml", by=None, at=at)


def make_move(city: Any = None, at: datetime = AT) -> Any:
    """Return a campaign with everything that hangs on its clauses; the edition of 2024 is adopted beside it."""
    from wenming.campaigns.actions.campaigns import start_campaign
    from wenming.campaigns.actions.titles import add_title
    from wenming.campaigns.models import ClauseChief, ClauseTerms, Responsibility
    from wenming.organisations.actions import add_person, found_unit
    from wenming.organisations.models import Unit

    city = city or make_city()
    before, _after = adopt(BEFORE, city, at), adopt(AFTER, city, at)
    title = add_title(city=city, name="滨河文明城市", by=None, at=at)
    campaign = start_campaign(
        title=title,
        name="滨河文明指数 2026",
        edition=before,
        starts_on=SINCE,
        ends_on=date(2028, 12, 31),
        by=None,
        at=at,
    )
    known = {unit.name: unit for unit in Unit.objects.in_city(city)}
    units = [
        known.get(name) or found_unit(city=city, kind="department", name=name, since=SINCE, by=None, at=at)
        for name in UNITS
    ]
    nodes = {node.code: node for node in before.nodes.all()}
    whole = {"city": city, "campaign": campaign, "at": at}
    for place, (code, unit, part) in enumerate(PARTS):
        Responsibility.objects.create(
            node=nodes[code], unit=units[unit], part=part, order=place, since=SINCE, written=units[unit].name, **whole
        )
    for code, facts in TERMS.items():
        ClauseTerms.objects.create(node=nodes[code], **facts, **whole)
    for code, name in CHIEFS.items():
        person = add_person(city=city, name=name, phone="", by=None, at=at)
        ClauseChief.objects.create(node=nodes[code], person=person, since=SINCE, **whole)
    return campaign


TERMS: dict[str, dict[str, Any]] = {
    "1.1.1": {"materials": "保洁记录", "due": "12 月底前", "due_on": date(2026, 12, 31)},
    "2.2.1": {"materials": "窗口名册", "due": "6 月底前", "due_on": date(2026, 6, 30), "chief": "甲" * 100},
    "2.2.2": {
        "materials": "社区名册",
        "due": "9 月底前",
        "due_on": date(2026, 9, 30),
        "chief": "乙" * 100,
        "spots": "丰泽社区",
    },
    "2.2.3": {"note": "随网吧管理并入文化市场"},
}
CHIEFS = {"1.1.1": "甘霖", "2.2.1": "穆清", "2.2.2": "岳明", "2.2.3": "甘棠"}
"""Clause -> the leader who answers for it; both halves of the merger have one."""
