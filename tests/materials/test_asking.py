"""The night asks within the budget, once, and nothing that is there already; inboxes hold one line a unit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.materials.cases import bring, campaign, file_for, make_item, make_requirement, make_supplier, node, papers_of
from tests.people import AT, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from wenming.burden.actions import set_budget
from wenming.burden.models import Ask, RefusedAsk, WeekLoad
from wenming.burden.queries import Limits
from wenming.kernel.models import Event
from wenming.materials import actions
from wenming.materials.actions import NotPossibleError, Wish
from wenming.materials.actions.asking import Asked, ask_city
from wenming.materials.actions.telling import remind_of_materials, tell_of_asked, tell_of_step
from wenming.materials.models import MaterialItem, Supplier
from wenming.materials.tasks import collecting
from wenming.messaging.models import Notice

pytestmark = pytest.mark.django_db


def ask(day: date = date(2026, 11, 2)) -> Asked:
    """Let the night of a day ask."""
    return ask_city(city=make_city(), at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC))


def items() -> list[tuple[str, str]]:
    """Return what was asked: name, period."""
    rows = MaterialItem.objects.in_city(make_city()).select_related("requirement").order_by("pk")
    return [(one.requirement.name, one.period.isoformat()) for one in rows]


def notices() -> list[tuple[str, bool]]:
    """Return the lines of inboxes, and whether each is done."""
    return [(one.title, one.done_at is not None) for one in Notice.objects.in_city(make_city()).order_by("pk")]


def last_event(kind: str) -> Event:
    return Event.objects.in_city(make_city()).filter(kind=kind).order_by("-number").first()


def test_ask_for_a_month_asks_once_and_counts_it_in_the_week():
    make_requirement("月报", since=date(2026, 11, 1))
    make_requirement("实景图片", kind="picture", count=2, rhythm="quarterly", since=date(2026, 11, 1))
    assert ask() == Asked(1, 0)
    assert ask() == Asked(0, 0)
    assert items() == [("月报", "2026-11-01")]
    row = Ask.objects.in_city(make_city()).get()
    assert (row.kind, row.purpose, row.count, row.minutes) == ("form", "material", 1, 15)
    assert MaterialItem.objects.in_city(make_city()).get().ask == row
    assert ask(date(2026, 12, 1)) == Asked(2, 0)
    assert items()[1:] == [("月报", "2026-12-01"), ("实景图片", "2026-10-01")]


def test_ask_over_the_budget_waits_with_the_numbers_and_is_tried_next_week():
    officer, one_form = make_account(OFFICER), Limits(photos=5, forms=1, minutes=100)
    set_budget(city=make_city(), unit_kind="department", limits=one_form, since=AT.date(), by=officer, at=AT)
    make_requirement("甲报", since=date(2026, 11, 1))
    make_requirement("乙报", since=date(2026, 11, 1))
    assert ask() == Asked(1, 1)
    refused = RefusedAsk.objects.in_city(make_city()).get()
    assert (refused.purpose, refused.measure, refused.used, refused.wanted, refused.most) == (
        "material",
        "forms",
        1,
        1,
        1,
    )
    # the same week says it once
    assert ask(date(2026, 11, 3)) == Asked(0, 1)
    assert RefusedAsk.objects.in_city(make_city()).count() == 1
    assert ask(date(2026, 11, 9)) == Asked(1, 0)


def test_ask_late_in_the_month_leaves_a_week():
    make_requirement("月报", since=date(2026, 11, 1))
    ask(date(2026, 11, 23))
    assert MaterialItem.objects.in_city(make_city()).get().due_on == date(2026, 11, 30)


def test_ask_for_what_another_clause_has_already_costs_nothing():
    first = make_requirement("月报", since=date(2026, 11, 1))
    ask()
    item = file_for(MaterialItem.objects.in_city(make_city()).get())
    second = make_requirement("同一条款的另一项", since=date(2026, 11, 1), clause="1.1")
    assert ask(date(2026, 11, 3)) == Asked(1, 0)
    free = MaterialItem.objects.in_city(make_city()).get(requirement=second)
    assert (free.ask, WeekLoad.objects.in_city(make_city()).get().forms) == (None, 1)
    assert last_event("material.asked").data["served"] == 1
    assert papers_of(item)[0].unit_id == free.unit_id
    assert first.pk != second.pk


def test_tell_of_what_was_asked_is_one_line_that_ends_when_nothing_is_left():
    make_requirement("甲报", since=date(2026, 11, 1))
    make_requirement("乙报", since=date(2026, 11, 1))
    ask()
    tell_of_asked(event=last_event("material.asked"))
    collecting.tell_of_new(last_event("material.asked"))
    assert notices() == [("有 2 份材料要报送，最早 2026年11月25日 到期", False)]
    one, two = MaterialItem.objects.in_city(make_city()).order_by("pk")
    file_for(one)
    tell_of_step(event=last_event("material.submitted"))
    assert notices()[0][1] is False
    file_for(two)
    collecting.tell_of_change(last_event("material.submitted"))
    assert notices()[0][1] is True


def test_tell_of_a_return_says_why():
    bring(make_item(), "returned")
    tell_of_step(event=last_event("material.returned"))
    line = Notice.objects.in_city(make_city()).get()
    assert (line.title, line.text) == ("材料被退回：环境整治说明报告（没有数据）", "写明数量")


def test_remind_of_materials_speaks_once_before_the_day_and_once_after():
    make_item()
    assert remind_of_materials(city=make_city(), at=AT) == 0
    for _again in range(2):
        assert remind_of_materials(city=make_city(), at=AT + timedelta(days=20)) == 1
    assert remind_of_materials(city=make_city(), at=AT + timedelta(days=24)) == 1
    assert [one[0] for one in notices()] == [
        "1 份材料 2026年11月25日 到期", "1 份材料已过期（2026年11月25日 到期）",
    ]  # fmt: skip


def test_run_the_night_and_the_morning_goes_through_the_cities_that_ask():
    make_city()
    assert (collecting.ask_cities(), collecting.remind_cities()) == (0, 0)
    make_requirement("月报", since=date(2020, 1, 1))
    assert collecting.ask_cities() >= 1


def wish(**facts):
    usual = {"node": node(), "kind": "report", "name": "月报", "rhythm": "monthly", "units": [make_supplier()]}
    return Wish(**{**usual, **facts})


def test_add_requirements_numbers_them_within_their_clause():
    campaign()
    made = actions.add_requirements(
        campaign=campaign(), wishes=[wish(), wish(name="季报", rhythm="quarterly"), wish(node=node("1.2"))],
        by=make_account(OFFICER), at=AT,
    )  # fmt: skip
    assert [(one.node.code, one.number) for one in made] == [("1.1", 1), ("1.1", 2), ("1.2", 1)]
    assert made[0].since == AT.date()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"units": []}, "no_suppliers"),
        ({"until": date(2026, 1, 1)}, "ends_early"),
    ],
)
def test_add_a_requirement_that_says_too_little_is_refused(facts, reason):
    campaign()
    with pytest.raises(NotPossibleError, match=reason):
        actions.add_requirements(campaign=campaign(), wishes=[wish(**facts)], by=make_account(OFFICER), at=AT)


def test_add_a_requirement_that_does_not_fit_is_refused():
    campaign()
    officer = make_account(OFFICER)
    with pytest.raises(NotPossibleError, match="nothing_new"):
        actions.add_requirements(campaign=campaign(), wishes=[], by=officer, at=AT)
    actions.add_requirements(campaign=campaign(), wishes=[wish(number=3)], by=officer, at=AT)
    with pytest.raises(NotPossibleError, match="number_taken"):
        actions.add_requirements(campaign=campaign(), wishes=[wish(number=3)], by=officer, at=AT)
    gone = make_supplier("已撤单位")
    gone.ends_on = date(2026, 10, 1)
    with pytest.raises(NotPossibleError, match="unit_ended"):
        actions.add_requirements(campaign=campaign(), wishes=[wish(units=[gone])], by=officer, at=AT)
    stranger = node("1.2")
    stranger.edition_id = -1
    with pytest.raises(NotPossibleError, match="no_clause"):
        actions.add_requirements(campaign=campaign(), wishes=[wish(node=stranger)], by=officer, at=AT)
    with pytest.raises(PermissionDenied):
        actions.add_requirements(campaign=campaign(), wishes=[wish()], by=make_account(SUPERVISOR), at=AT)


def test_change_a_requirement_ends_and_begins_suppliers():
    one, officer = make_requirement(), make_account(OFFICER)
    other = make_supplier("市园林局")
    changed = actions.change_requirement(
        requirement=one, facts={"name": "新名称", "count": 2}, units=[other], by=officer, at=AT
    )
    assert (changed.name, changed.count, changed.due_day) == ("新名称", 2, 25)
    rows = Supplier.objects.in_city(make_city()).order_by("pk").values_list("unit__name", "until")
    assert list(rows) == [("市环卫处", AT.date()), ("市园林局", None)]
    actions.change_requirement(requirement=one, facts={}, units=[other], by=officer, at=AT)
    assert last_event("requirement.changed").data == {"changed": [], "begun": [], "ended": []}


def test_end_a_requirement_asks_no_more_and_is_not_ended_twice():
    one, officer = make_requirement("月报", since=date(2026, 11, 1)), make_account(OFFICER)
    with pytest.raises(NotPossibleError, match="ends_early"):
        actions.end_requirement(requirement=one, until=date(2026, 10, 1), by=officer, at=AT)
    actions.end_requirement(requirement=one, until=date(2026, 11, 20), by=officer, at=AT)
    assert ask() == Asked(0, 0)
    late = AT + timedelta(days=30)
    with pytest.raises(NotPossibleError, match="ended_already"):
        actions.end_requirement(requirement=one, until=date(2027, 1, 1), by=officer, at=late)
    with pytest.raises(NotPossibleError, match="ended_already"):
        actions.change_requirement(requirement=one, facts={}, units=[make_supplier()], by=officer, at=late)


def test_mark_a_paper_by_its_unit_draws_a_red_line_and_the_office_remarks():
    item = bring(make_item(), "submitted")
    (paper,) = papers_of(item)
    area = actions.Area(1, 100, 200, 300, 20)
    liaison, officer = make_account(LIAISON), make_account(OFFICER)
    line = actions.mark_paper(paper=paper, area=area, red_line=True, by=liaison, at=AT)
    with pytest.raises(PermissionDenied):
        actions.mark_paper(paper=paper, area=area, words="请补", by=liaison, at=AT)
    with pytest.raises(NotPossibleError, match="no_words"):
        actions.mark_paper(paper=paper, area=area, words=" ", by=officer, at=AT)
    with pytest.raises(NotPossibleError, match="off_page"):
        actions.mark_paper(paper=paper, area=actions.Area(1, 900, 0, 200, 20), words="外", by=officer, at=AT)
    remark = actions.mark_paper(paper=paper, area=area, words="请补数据", by=officer, at=AT)
    with pytest.raises(PermissionDenied):
        actions.remove_mark(mark=remark, by=liaison, at=AT)
    assert actions.remove_mark(mark=line, by=liaison, at=AT).removed_at == AT
    with pytest.raises(NotPossibleError, match="removed_already"):
        actions.remove_mark(mark=line, by=officer, at=AT)


def test_waive_what_was_asked_takes_it_off_the_week():
    make_requirement("月报", since=date(2026, 11, 1))
    ask()
    item = MaterialItem.objects.in_city(make_city()).get()
    actions.waive_material(item=item, reason="本月停办", by=make_account(OFFICER), at=AT + timedelta(days=1))
    assert WeekLoad.objects.in_city(make_city()).get().forms == 0


def test_ask_for_what_another_title_has_already_costs_nothing_and_offers_the_paper():
    from tests.campaigns.test_campaigns import make_campaign
    from tests.checklists import adopt_example, adopt_sanitary
    from wenming.materials.models import Requirement
    from wenming.materials.queries.details import usable_papers
    from wenming.materials.queries.reaching import joined_papers
    from wenming.standards.models import Edition, Node

    first = make_requirement("道路保洁说明", clause=JOINED[0], since=date(2026, 11, 1))
    adopt_sanitary()
    adopt_example()
    (paper,) = papers_of(file_for(make_item(first)))
    sanitary = Edition.objects.in_city(make_city()).get(code="sanitary-example")
    other = make_campaign("国家卫生城市", order=2, edition=sanitary)
    place = Node.objects.in_city(make_city()).get(edition=sanitary, code=JOINED[1])
    second = Requirement.objects.create(
        city=make_city(), campaign=other, node=place, number=1, kind="report", name="道路保洁", rhythm="monthly",
        since=date(2026, 11, 1), at=AT,
    )  # fmt: skip
    Supplier.objects.create(city=make_city(), requirement=second, unit=paper.unit, since=second.since)
    assert ask() == Asked(1, 0)
    item = MaterialItem.objects.in_city(make_city()).get(requirement=second)
    assert (item.ask, usable_papers(item)) == (None, [paper])
    assert joined_papers(make_account(OFFICER), make_city(), place) == [paper]
    assert joined_papers(make_account(OFFICER), make_city(), node("1.2")) == []


JOINED = ("10.2", "s2.1")
