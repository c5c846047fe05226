"""Mass creation in the rehearsal city: three programmes, titles of some years, applications at every stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from wenming.engine.cycles import add_months
from wenming.kernel.models import Account, City
from wenming.materials.actions import Given, pass_material, submit_material
from wenming.materials.actions.asking import ask_city
from wenming.materials.actions.creation import (
    Found,
    Known,
    accept_application,
    apply_for_title,
    enter_titles,
    open_programme,
    publish_notice,
    recommend_application,
    record_findings,
    record_objection,
    return_application,
)
from wenming.materials.models import Application, MaterialItem, Programme
from wenming.materials.queries.creation.conditions import open_materials, rules_of
from wenming.organisations.actions import found_unit, merge_units
from wenming.organisations.models import Unit
from wenming.rehearsal.seeds.materials import picture_of, word_file
from wenming.standards.actions import adopt_edition
from wenming.standards.imports.packs import PACKS

DAY = timedelta(days=1)
SCHOOLS = (
    "市第一高级中学",
    "市第三初级中学",
    "市实验小学",
    "市特殊教育学校",
    "望河区第二小学",
    "城南小学",
    "城南实验学校",
)
MERGED = ("城南小学", "城南实验学校")
"""A school that ended, and the one that carries on."""
PROGRAMMES = (
    ("workplace", "市级文明单位", "city-civilised-workplace-2026", -60, 45),
    ("community", "市级文明社区", "city-civilised-community-2026", None, None),
    ("campus", "市级文明校园", "city-civilised-campus-2026", -120, -30),
)
"""Kind, name, edition, first and last day on which it takes applications, counted from today."""
HELD: dict[str, tuple[tuple[str, int, int, str], ...]] = {
    "市级文明单位": (
        ("市委办公室", 30, 6, "held"), ("市委组织部", 30, 6, "held"), ("市公安局交通警察支队", 30, 11, "held"), ("市民政局", 22, 10, "held"),
        ("市财政局", 22, 10, "held"), ("市总工会", 20, 8, "held"), ("国网市供电公司", 33, 12, "held"), ("中国邮政集团市分公司", 37, 13, "held"),
        ("市商务局", 26, 2, "warned"), ("市水利局", 25, 1, "withdrawn"),
    ),
    "市级文明社区": (
        ("滨河社区", 28, 11, "held"), ("南关社区", 28, 5, "held"), ("新安社区", 16, 4, "held"), ("五里桥社区", 16, 4, "held"),
        ("青林社区", 9, 0, "held"), ("书院社区", 9, 0, "held"), ("东湖社区", 30, 3, "warned"), ("科苑社区", 4, 0, "held"),
    ),
    "市级文明校园": (
        ("市第一高级中学", 24, 11, "held"), ("市第三初级中学", 24, 11, "held"), ("市实验小学", 14, 2, "held"), ("望河区第二小学", 8, 0, "held"),
    ),
}  # fmt: skip
"""Programme -> unit, months since it was named, months since something was recorded of it (0: nothing yet), how it stands."""
WORDS = {"warned": "窗口服务暗访两次不合格，限期整改", "withdrawn": "主要负责人严重违纪，撤销称号"}


@dataclass(frozen=True, slots=True)
class Cast:
    """The office, its second one, the liaison of a unit, the offices of a district and of a street in it."""

    office: Account
    second: Account
    liaison: Account
    district: Account
    street: Account


def seed_creation(*, city: City, cast: Cast, at: datetime) -> None:
    """Open the programmes, enter the titles of earlier years, and lead applications to every stage."""
    today = at.astimezone(city.zone).date()
    units = _units(city, at)
    programmes = {one[1]: _opened(city, one, cast, at, today) for one in PROGRAMMES}
    known = [
        _known(programmes[name], units[unit], number, facts, today)
        for name, rows in HELD.items()
        for number, (unit, *facts) in enumerate(rows, start=1)
        if unit in units
    ]
    enter_titles(city=city, known=known, by=cast.office, at=at - 20 * DAY)
    _merge_schools(city, programmes["市级文明校园"], units, cast, at)
    _apply(programmes, units, cast, at)


def _units(city: City, at: datetime) -> dict[str, Unit]:
    """Return the units of the city by name; its schools are founded below the office for education."""
    rows = {one.name: one for one in Unit.objects.in_city(city).filter(ends_on__isnull=True)}
    above = rows.get("市教育体育局")
    for name in SCHOOLS:
        since = at.astimezone(city.zone).date().replace(month=1, day=1) - 1500 * DAY
        rows[name] = rows.get(name) or found_unit(
            city=city, kind="department", name=name, since=since, parent=above, by=None, at=at
        )
    return rows


def _opened(city: City, facts: tuple[Any, ...], cast: Cast, at: datetime, today: date) -> Programme:
    """Adopt the edition of a programme and open it."""
    kind, name, code, first, last = facts
    pack = PACKS / f"{code}.yaml"
    edition = adopt_edition(city=city, source=pack.read_bytes().decode(), file_name=pack.name, by=cast.office, at=at)
    times = {
        "applies_from": today + first * DAY if first is not None else None,
        "applies_until": today + last * DAY if last is not None else None,
    }
    return open_programme(
        city=city, kind=kind, level="city", edition=edition,
        facts={"name": name, "conferred_by": "市委、市人民政府", "years": 3, "recheck_months": 12, "notice_days": 7, **times},
        by=cast.office, at=at - 150 * DAY,
    )  # fmt: skip


def _known(programme: Programme, unit: Unit, number: int, facts: list[Any], today: date) -> Known:
    """Return a title as papers of earlier years know it."""
    named, last, status = facts
    day = add_months(today, -named)
    recorded = add_months(today, -last) if last else None
    return Known(
        programme, unit, day, f"演练〔{day.year}〕{number + 20} 号", status=status, last_on=recorded,
        last_paper=f"演练〔{recorded.year}〕{number + 60} 号" if recorded else "", words=WORDS.get(status, ""),
    )  # fmt: skip


def _merge_schools(city: City, programme: Programme, units: dict[str, Unit], cast: Cast, at: datetime) -> None:
    """Let a school that has a title end and another one carry on: what becomes of the title is still to be decided."""
    today = at.astimezone(city.zone).date()
    gone, into = (units[name] for name in MERGED)
    known = [_known(programme, gone, 9, [20, 8, "held"], today)]
    enter_titles(city=city, known=known, by=cast.office, at=at - 19 * DAY)
    merge_units(units=[gone], into=into, on=today - 10 * DAY, by=None, at=at - 10 * DAY)


def _apply(programmes: dict[str, Programme], units: dict[str, Unit], cast: Cast, at: datetime) -> None:
    """Lead applications to where they stand."""
    workplace, community = programmes["市级文明单位"], programmes["市级文明社区"]
    start = at - 40 * DAY
    early = [
        apply_for_title(programme=community, unit=units[name], by=by, at=start, reason=reason)
        for name, by, reason in (
            ("文庙社区", cast.street, "三年无安全责任事故，志愿服务站每周有活动，居民满意率逐年上升。"),
            ("春晖社区", cast.street, "老旧小区改造后秩序良好，邻里议事会制度坚持五年。"),
        )
    ]
    for one in early:
        accept_application(application=one, by=cast.office, at=start + DAY)
    for days in (2, 9, 16):
        ask_city(city=community.city, at=start + days * DAY)
    for number, one in enumerate(early):
        _lead_to_notice(one, cast, start + 20 * DAY, at, objected=number == 1)
    own = apply_for_title(
        programme=workplace, unit=units["市城市管理局"], by=cast.liaison, at=at - 12 * DAY, reason="连续两年完成创建任务，窗口服务群众评价良好。"
    )  # fmt: skip
    return_application(
        application=own, words="请补充近两年安全责任情况和主管部门推荐意见。", by=cast.office, at=at - 9 * DAY
    )
    later = apply_for_title(
        programme=community, unit=units["老街社区"], by=cast.district, at=at - 8 * DAY, reason="背街小巷整治成效明显，楼院自治有制度。"
    )  # fmt: skip
    accept_application(application=later, by=cast.office, at=at - 7 * DAY)
    ask_city(city=community.city, at=at - 6 * DAY)
    apply_for_title(
        programme=workplace, unit=units["市园林绿化中心"], by=cast.office, at=at - DAY, reason="公园管理规范，志愿服务经常。"
    )  # fmt: skip


def _lead_to_notice(one: Application, cast: Cast, when: datetime, at: datetime, *, objected: bool) -> None:
    """Check the conditions, let the materials be handed in and passed, recommend it and put it under public notice."""
    checked = (when - 5 * DAY).date()
    source, paper = "市有关部门联合审查", f"演练〔{checked.year}〕审 7 号"
    found = [
        Found(rule.side, rule.code, clear=True, checked_on=checked, source=source, paper=paper)
        for rule in rules_of(one.programme)
    ]
    record_findings(application=one, found=found, by=cast.office, at=when)
    rows = MaterialItem.objects.in_city(one.city).filter(
        requirement__programme=one.programme, unit=one.unit, state="assigned"
    )
    for item in rows.select_related("city", "unit", "requirement"):
        sent = submit_material(item=item, given=_given(item, when), by=cast.street, at=when)
        sent = pass_material(item=sent, by=cast.office, at=when + DAY)
        if sent.state == "submitted":
            pass_material(item=sent, by=cast.second, at=when + 2 * DAY)
    if open_materials(one).exists():
        # a month that began too late for the burden budget
        return
    today = at.astimezone(one.city.zone).date()
    recommended = today - 6 * DAY
    recommend_application(
        application=one, on=recommended, paper=f"演练〔{recommended.year}〕荐 3 号", by=cast.office, at=at - 5 * DAY
    )
    publish_notice(
        application=one, begins=today - 3 * DAY, until=today + 3 * DAY, paper=f"演练〔{today.year}〕公示 2 号", by=cast.office, at=at - 3 * DAY,
    )  # fmt: skip
    if objected:
        record_objection(
            application=one,
            received_on=today - DAY,
            words="反映楼道内有杂物堆放，物业回应慢。",
            by=cast.office,
            at=at - DAY,
        )


def _given(item: MaterialItem, when: datetime) -> list[Given]:
    """Return what a unit sends for an item."""
    requirement, day = item.requirement, when.date()
    if requirement.kind == "picture":
        caption = {"place": f"{item.unit.name}辖区", "people": "居民、志愿者", "theme": requirement.name[:40]}
        seeds = [f"creation/{item.unit.name}/{requirement.name}/{place}" for place in range(requirement.count)]
        return [
            Given(f"实景{n}.jpg", picture_of(seed), taken_at=when, caption=caption) for n, seed in enumerate(seeds, 1)
        ]
    title = f"{item.unit.name}{requirement.name}"
    lines = [
        title,
        f"全年开展活动 {item.pk % 9 + 12} 次，参与居民 {item.pk % 40 + 300} 人次；整改问题 {item.pk % 7 + 20} 件，办结率 100%。",
    ]
    number = f"演练〔{day.year}〕社 {item.pk % 30 + 1} 号" if requirement.kind == "document" else ""
    return [Given(f"{requirement.name}.docx", word_file(lines), title=title, dated=day, document_number=number)]
