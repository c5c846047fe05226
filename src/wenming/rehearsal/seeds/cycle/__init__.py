"""A county's whole filing cycle: asked month by month within the budget, handed in, reviewed by two people, with planted copies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import yaml

from wenming.campaigns.actions.campaigns import start_campaign
from wenming.campaigns.actions.titles import add_title
from wenming.campaigns.models import Campaign
from wenming.engine.collecting import month_after, month_of
from wenming.kernel.actions.installation import create_city
from wenming.kernel.models import Account, City
from wenming.materials.actions import (
    Wish,
    add_requirements,
    pass_material,
    return_material,
    submit_material,
)
from wenming.materials.actions.asking import ask_city
from wenming.materials.models import MaterialItem
from wenming.organisations.actions import appoint, found_unit
from wenming.organisations.enums import Role, UnitKind
from wenming.organisations.models import Unit
from wenming.rehearsal.seeds.cast import person_named
from wenming.rehearsal.seeds.cycle import papers, plan
from wenming.standards.actions import adopt_edition
from wenming.standards.models import Node

SLUG, NAME, NAME_EN = "tongshan", "桐山县（演练）", "Tongshan county (rehearsal)"
MONTHS = 12
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)


@dataclass(slots=True)
class Cycle:
    """A cycle as it was made: its campaign, who works in it, and what was planted, each pair by the names of its two papers."""

    campaign: Campaign
    office: Account
    second: Account
    liaisons: Mapping[int, Account]
    planted: list[tuple[str, str]] = field(default_factory=list)
    """(name of the copy, name of what it was copied from), reports and pictures."""
    alike: list[str] = field(default_factory=list)
    """Names of honest papers that look like others."""

    @property
    def city(self) -> City:
        """The county."""
        return self.campaign.city


def seed_cycle(*, at: datetime, numbers: Collection[int] = range(plan.TASKS), months: int = MONTHS) -> Cycle:
    """Make a county whose last months before that of ``at`` are all handed in, for the tasks of these numbers.

    All of them: 60 contents, 75 tasks, 2,000 pictures, 1,000 documents and 268 reports; that takes some minutes.
    """
    cycle = _begin(at)
    wanted = [one for one in plan.tasks() if one.number in numbers]
    first = month_after(month_of(at.astimezone(cycle.city.zone).date()), -months)
    _ask_for(cycle, wanted, first)
    known = {one.clause: one for one in wanted}
    for place in range(months):
        month = month_after(first, place)
        for item in _asked(cycle, month):
            _hand_in(cycle, item, known[item.requirement.node.code])
    return cycle


def _begin(at: datetime) -> Cycle:
    """Make the county: units, people, the assessment system and the campaign."""
    city = create_city(slug=SLUG, name=NAME, name_en=NAME_EN, time_zone="Asia/Shanghai", by=None, at=at)
    since = month_after(month_of(at.astimezone(city.zone).date()), -MONTHS)
    begun = datetime(since.year, since.month, 1, 3, tzinfo=city.zone)
    office, second = (_person(city, name, begun) for name in (("office", "桂月明"), ("second", "祁向东")))
    for account in (office, second):
        appoint(city=city, account=account, role=str(Role.OFFICE), by=None, at=begun)
    liaisons = {}
    for place, name in enumerate(plan.UNITS):
        unit = found_unit(city=city, kind=str(UnitKind.DEPARTMENT), name=name, since=since, by=None, at=begun)
        person = _person(city, (f"liaison{place + 1:02}", f"联络员{place + 1:02}"), begun)
        appoint(city=city, account=person, role=str(Role.LIAISON), unit=unit, by=None, at=begun)
        liaisons[unit.pk] = person
    source = yaml.safe_dump(plan.edition(), allow_unicode=True, sort_keys=False)
    edition = adopt_edition(city=city, source=source, file_name="rehearsal-county-cycle.yaml", by=office, at=begun)
    title = add_title(city=city, name="省级文明县城（演练）", by=office, at=begun)
    ends = month_after(since, 3 * MONTHS) - DAY
    campaign = start_campaign(
        title=title, name="演练周期", edition=edition, starts_on=since, ends_on=ends, by=office, at=begun,
        material_month=month_after(since, MONTHS - 1).month,
    )  # fmt: skip
    return Cycle(campaign, office, second, liaisons)


def _person(city: City, name: tuple[str, str], at: datetime) -> Account:
    """Return somebody of the county."""
    return person_named(f"{name[0]}@{city.slug}", name[1], at)


def _ask_for(cycle: Cycle, wanted: Sequence[plan.Task], first: date) -> None:
    """List what every task supplies, each kind a requirement: reports, documents, pictures."""
    city = cycle.city
    nodes = {one.code: one for one in Node.objects.in_city(city).filter(edition=cycle.campaign.edition)}
    units = {one.name: one for one in Unit.objects.in_city(city)}
    wishes = []
    for task in wanted:
        rhythm, reports = task.reports
        kinds = (
            ("report", rhythm, reports),
            ("document", "quarterly", task.documents),
            ("picture", "quarterly", task.pictures),
        )
        for kind, how_often, count in kinds:
            wishes.append(
                Wish(
                    node=nodes[task.clause], kind=kind, rhythm=how_often, count=count, since=first, units=[units[task.unit]],
                    name=f"{task.name}{papers.WORDS[kind]}", two_reviews=kind == "report", window_months=MONTHS,
                )
            )  # fmt: skip
    add_requirements(campaign=cycle.campaign, wishes=wishes, by=cycle.office, at=_night(city, first))


def _night(city: City, day: date) -> datetime:
    """Return the night of a day."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=city.zone)


def _asked(cycle: Cycle, month: date) -> list[MaterialItem]:
    """Ask week by week for a month, as the night job does within the budget; return what was asked."""
    before = set(MaterialItem.objects.in_city(cycle.city).values_list("pk", flat=True))
    for week in range(4):
        ask_city(city=cycle.city, at=_night(cycle.city, month) + week * WEEK)
    rows = MaterialItem.objects.in_city(cycle.city).exclude(pk__in=before).order_by("pk")
    return list(rows.select_related("city", "unit", "requirement__node"))


def _hand_in(cycle: Cycle, item: MaterialItem, task: plan.Task) -> None:
    """Let a unit hand an item in, some of them only at the second time, and two people of the office pass it."""
    when = item.changed_at + (item.pk % 3 + 1) * DAY + 6 * HOUR
    by = cycle.liaisons[item.unit_id]
    given = papers.of_item(item, task, when, cycle)
    if item.pk % 9 == 4:
        item = submit_material(item=item, given=given[:1], by=by, at=when)
        words = "份数不够，请补齐" if len(given) > 1 else "请补上数据"
        item = return_material(item=item, reason="other", words=words, by=cycle.office, at=when + 20 * HOUR)
        item = submit_material(item=item, given=given[1:], by=by, at=when + DAY)
    else:
        item = submit_material(item=item, given=given, by=by, at=when)
    item = pass_material(item=item, by=cycle.office, at=when + 2 * DAY)
    if item.requirement.two_reviews:
        pass_material(item=item, by=cycle.second, at=when + 2 * DAY + HOUR)
