"""Materials for tests: a campaign with requirements, suppliers and items; papers and versions, brought to any state by the actions."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

from tests.people import AT, INSPECTOR, LIAISON, OFFICER, Person, make_account, make_city
from tests.sites.pictures import photo
from tests.sites.places import make_unit

HOUR = timedelta(hours=1)
SECOND = Person("shen.xibao", "沈细保", "office")
"""Another one of the office: the second to look."""
MONTH = date(2026, 11, 1)
CAPTION = {"place": "人民广场", "people": "志愿者", "theme": "文明劝导"}


def make_supplier(name: str = "市环卫处", kind: str = "department", parent: Any = None) -> Any:
    """Return a unit that supplies materials; the cast's liaison answers for it."""
    from wenming.organisations.models import Post

    unit = make_unit(name, kind, parent)
    Post.objects.in_city(make_city()).get_or_create(
        city=make_city(),
        account=make_account(LIAISON),
        role="liaison",
        unit=unit,
        defaults={"starts_on": date(2026, 1, 1)},
    )
    return unit


def campaign() -> Any:
    """Return the one campaign of these tests, made once."""
    from tests.campaigns.test_campaigns import make_campaign
    from wenming.campaigns.models import Campaign

    return Campaign.objects.in_city(make_city()).order_by("pk").first() or make_campaign()


def node(code: str = "1.1") -> Any:
    """Return a clause of the campaign's edition."""
    from wenming.standards.models import Node

    return Node.objects.in_city(make_city()).get(edition=campaign().edition, code=code)


def make_requirement(name: str = "环境整治说明报告", *, clause: str = "1.1", units: Any = None, **facts: Any) -> Any:
    """Return a requirement with its suppliers, the liaison's unit unless ``units`` are others; written as it is, by no action."""
    from wenming.materials.models import Requirement, Supplier

    city, place = make_city(), node(clause)
    number = Requirement.objects.in_city(city).filter(campaign=campaign(), node=place).count() + 1
    usual = {
        "number": number,
        "kind": "report",
        "rhythm": "monthly",
        "since": date(2026, 1, 1),
        "at": AT,
        "two_reviews": False,
    }
    found = Requirement.objects.create(city=city, campaign=campaign(), node=place, name=name, **{**usual, **facts})
    for unit in units if units is not None else [make_supplier()]:
        Supplier.objects.create(city=city, requirement=found, unit=unit, since=found.since)
    return found


def make_item(
    requirement: Any = None, *, unit: Any = None, period: date = MONTH, due_on: date | None = None, **facts: Any
) -> Any:
    """Return something that a unit is to supply for a period."""
    from wenming.materials.models import MaterialItem

    requirement = requirement or make_requirement(**facts)
    unit = unit or requirement.suppliers.order_by("pk").first().unit
    return MaterialItem.objects.create(
        city=make_city(),
        requirement=requirement,
        unit=unit,
        period=period,
        due_on=due_on or period.replace(day=25),
        changed_at=AT,
    )


def word_file(*paragraphs: str) -> bytes:
    """Return a Word file with these paragraphs."""
    import docx

    paper = docx.Document()
    for one in paragraphs or ("本月整治背街小巷 12 条，清运垃圾 30 吨。",):
        paper.add_paragraph(one)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def report(*paragraphs: str, name: str = "说明报告.docx", **facts: Any) -> Any:
    """Return a Word file as somebody sends it."""
    from wenming.materials.actions import Given

    return Given(name, word_file(*paragraphs), **facts)


def picture(name: str = "现场.jpg", *, size: tuple[int, int] = (40, 30), **facts: Any) -> Any:
    """Return a photo with its caption as somebody sends it."""
    from wenming.materials.actions import Given

    return Given(name, photo(*size), **{"caption": CAPTION, **facts})


def file_for(item: Any, *sent: Any, by: Any = None, at: datetime = AT) -> Any:
    """Hand an item in with what is sent, or with one file of its kind; return it as it is then."""
    from wenming.materials.actions import submit_material

    given = list(sent) or [picture() if item.requirement.kind == "picture" else report()]
    return submit_material(item=item, given=given, by=by or make_account(LIAISON), at=at)


def bring(item: Any, state: str, *, at: datetime = AT) -> Any:
    """Bring an item to a state by the shortest way, an hour a step, the liaison and the office acting; return it as it is then."""
    from wenming.materials import actions

    liaison, officer = make_account(LIAISON), make_account(OFFICER)
    steps: dict[str, list[Any]] = {
        "assigned": [],
        "drafting": [lambda one, when: actions.draft_material(item=one, given=[report()], by=liaison, at=when)],
        "waived": [lambda one, when: actions.waive_material(item=one, reason="本月没有这项工作", by=officer, at=when)],
        "submitted": [lambda one, when: file_for(one, at=when)],
    }
    steps["returned"] = [
        *steps["submitted"],
        lambda one, when: actions.return_material(item=one, reason="no_figures", words="写明数量", by=officer, at=when),
    ]
    steps["passed"] = [*steps["submitted"], lambda one, when: actions.pass_material(item=one, by=officer, at=when)]
    steps["compiled"] = [
        *steps["passed"], lambda one, when: actions.compile_materials(items=[one], by=officer, at=when)[0],
    ]  # fmt: skip
    steps["locked"] = [
        *steps["compiled"], lambda one, when: actions.lock_materials(items=[one], by=officer, at=when)[0],
    ]  # fmt: skip
    for number, step in enumerate(steps[state]):
        item = step(item, at + number * HOUR)
    return item


def version_of(item: Any) -> Any:
    """Return the latest version of an item."""
    return item.versions.order_by("-number").first()


def papers_of(item: Any) -> list[Any]:
    """Return the papers of the latest version of an item, in order."""
    return [row.paper for row in version_of(item).papers.select_related("paper").order_by("order")]


def make_paper(**facts: Any) -> Any:
    """Return a paper that was handed in for an item of its own."""
    return papers_of(file_for(make_item(**facts)))[0]


OUTSIDER = INSPECTOR
"""Somebody of the cast who has nothing to do with materials."""
