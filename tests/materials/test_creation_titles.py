"""The ledger of titles: what can be recorded of one, how it stood on a day, units that end, what stands in inboxes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.materials.cases import make_supplier
from tests.materials.creation_cases import (
    DAY,
    PAPER,
    TODAY,
    applied,
    bring_application,
    community,
    programme,
    titled,
)
from tests.people import AT, OFFICER, STREET, make_account, make_city
from wenming.kernel.models import Event
from wenming.materials.actions import NotPossibleError
from wenming.materials.actions import creation as actions
from wenming.materials.actions.asking import ask_city
from wenming.materials.actions.creation import Known
from wenming.materials.enums.creation import UnitTitleAction, UnitTitleStatus
from wenming.materials.models import MaterialItem, Supplier, UnitTitle
from wenming.materials.queries.creation.titles import TitleFilter, titles_as_of, titles_listed
from wenming.materials.tasks import creation as tasks
from wenming.materials.workflow import CURRENT, TITLE_EVENTS, TITLE_TABLE
from wenming.messaging.models import Notice

pytestmark = pytest.mark.django_db


def me(person=OFFICER, at=AT):
    return {"by": make_account(person), "at": at}


def holding(unit):
    return Supplier.objects.in_city(make_city()).filter(unit=unit, until__isnull=True).count()


def run(title, action, **changed):
    """Record something of a title."""
    said = {"on": TODAY, "paper": PAPER, **changed}
    calls = {
        "keep": actions.keep_title,
        "warn": lambda **one: actions.warn_title(words="暗访不合格", **one),
        "withdraw": lambda **one: actions.withdraw_title(words="严重违纪", **one),
        "expire": actions.expire_title,
        "end": actions.end_title,
        "move": actions.move_title,
    }
    return calls[action](title=title, **said, **me())


def end_unit(unit, on=TODAY - DAY):
    unit.ends_on = on
    unit.save()


def test_read_the_table_of_titles_lets_only_what_holds_go_on():
    every = set(UnitTitleAction.values) - {"confer"}
    assert {state: set(found) for state, found in TITLE_TABLE.items()} == {
        state: every if state in CURRENT else set() for state in UnitTitleStatus.values
    }
    assert set(TITLE_EVENTS) == every
    assert all(transition.parties == {"office"} for found in TITLE_TABLE.values() for transition in found.values())


def test_keep_moves_the_next_look_and_may_prolong_the_title():
    title = titled(named_on=date(2024, 6, 1))
    assert (title.valid_until, title.next_check_on) == (date(2027, 6, 1), date(2025, 6, 1))
    title = run(title, "keep", on=date(2026, 10, 1))
    assert (title.status, title.next_check_on) == ("held", date(2027, 6, 1))
    title = run(title, "keep", valid_until=date(2030, 6, 1))
    assert (title.valid_until, title.next_check_on) == (date(2030, 6, 1), date(2027, 11, 2))
    kinds = list(Event.objects.in_city(title.city).filter(kind__startswith="unit_title").values_list("kind", flat=True))
    assert sorted(kinds) == ["unit_title.entered", "unit_title.kept", "unit_title.kept"]


@pytest.mark.parametrize(
    ("action", "changed", "reason"),
    [
        ("keep", {"paper": " "}, "no_paper"),
        ("keep", {"on": TODAY + DAY}, "in_future"),
        ("keep", {"on": date(2025, 1, 1)}, "before_last"),
        ("keep", {"valid_until": TODAY}, "validity_backwards"),
        ("warn", {"next_check_on": TODAY}, "validity_backwards"),
        ("expire", {}, "still_valid"),
        ("end", {}, "unit_lives"),
    ],
)
def test_record_what_does_not_fit_is_refused(action, changed, reason):
    with pytest.raises(NotPossibleError, match=reason):
        run(titled(), action, **changed)


def test_record_without_words_is_refused():
    title = titled()
    for call in (
        lambda: actions.warn_title(title=title, on=TODAY, paper=PAPER, words=" ", **me()),
        lambda: actions.withdraw_title(title=title, on=TODAY, paper=PAPER, words="", **me()),
        lambda: actions.void_title(title=title, words="", **me()),
    ):
        with pytest.raises(NotPossibleError, match="no_words"):
            call()
    with pytest.raises(PermissionDenied):
        actions.keep_title(title=title, on=TODAY, paper=PAPER, **me(STREET))


def test_warn_sets_an_earlier_look_and_keep_takes_the_warning_back():
    title = run(titled(), "warn", next_check_on=date(2027, 2, 1))
    assert (title.status, title.next_check_on) == ("warned", date(2027, 2, 1))
    assert run(title, "warn").next_check_on == date(2027, 11, 2)
    assert run(title, "keep").status == "held"


def test_keep_a_title_that_has_run_out_wants_a_new_day():
    title = titled(named_on=date(2022, 1, 1))
    with pytest.raises(NotPossibleError, match="validity_over"):
        run(title, "keep")
    assert run(title, "keep", valid_until=date(2028, 1, 1)).valid_until == date(2028, 1, 1)


@pytest.mark.parametrize(("action", "status"), [("withdraw", "withdrawn"), ("expire", "expired"), ("end", "ended")])
def test_lose_a_title_lets_nothing_be_supplied_for_it_any_more(action, status):
    unit = community()
    title = titled(unit, named_on=date(2022, 1, 1))
    assert holding(unit) == 2
    if action == "end":
        end_unit(unit)
    title = run(title, action)
    assert (title.status, title.next_check_on, holding(unit)) == (status, None, 0)
    with pytest.raises(NotPossibleError, match="not_here"):
        run(title, "keep")


def test_move_lets_the_unit_that_carries_on_hold_it_since_the_day():
    unit, into = community(), community("书院社区")
    title = run(titled(unit), "warn")
    with pytest.raises(NotPossibleError, match="into_itself"):
        run(title, "move", into=unit)
    other = community("荷塘社区")
    titled(other)
    with pytest.raises(NotPossibleError, match="holds_already"):
        run(title, "move", into=other)
    gone = community("旧社区")
    end_unit(gone)
    with pytest.raises(NotPossibleError, match="unit_ended"):
        run(title, "move", into=gone)
    made = run(title, "move", into=into, words="合并")
    title.refresh_from_db()
    assert (title.status, made.status, made.moved_from, made.named_on) == ("moved", "warned", title, title.named_on)
    assert (holding(unit), holding(into)) == (0, 2)
    then = {one.unit.name: one.status_then for one in titles_as_of(title.city, TODAY)}
    assert then == {"槐荫社区": "moved", "书院社区": "warned", "荷塘社区": "held"}
    before = {one.unit.name for one in titles_as_of(title.city, TODAY - DAY)}
    assert before == {"槐荫社区", "荷塘社区"}


def test_void_takes_a_title_out_of_every_day():
    title = titled()
    assert actions.void_title(title=title, words="录错单位", **me()).status == "void"
    assert list(titles_as_of(title.city, date(2026, 1, 1))) == []
    titled()


def test_list_the_ledger_as_of_a_day_knows_what_was_decided_by_then():
    title = run(titled(named_on=date(2024, 1, 1)), "withdraw", on=date(2026, 5, 1))

    def standing(on, what):
        rows = titles_listed(title.city, TitleFilter(on=on, standing=what), today=TODAY)
        return [one.status_then for one in rows]

    assert standing(date(2026, 4, 30), "valid") == ["held"]
    assert standing(date(2026, 5, 1), "valid") == []
    assert standing(date(2026, 5, 1), "gone") == ["withdrawn"]
    assert standing(date(2023, 12, 31), "all") == []
    over = titled(community("书院社区"), named_on=date(2023, 1, 1))
    assert standing(date(2026, 1, 1), "over") == []
    assert standing(date(2026, 1, 2), "over") == ["held"]
    end_unit(over.unit)
    assert standing(TODAY, "orphan") == ["held"]


def test_enter_titles_of_earlier_years_takes_all_or_none():
    one, unit = programme(), community()
    day = date(2024, 3, 1)

    def enter(*known):
        return actions.enter_titles(city=one.city, known=known, **me())

    with pytest.raises(NotPossibleError, match="nothing_said"):
        enter()
    for known, reason in (
        (Known(one, unit, day, " "), "no_paper"),
        (Known(one, unit, TODAY + DAY, "号"), "in_future"),
        (Known(one, unit, day, "号", last_on=day - DAY), "before_last"),
        (Known(one, unit, day, "号", valid_until=day - DAY), "validity_backwards"),
    ):
        with pytest.raises(NotPossibleError, match=reason):
            enter(Known(one, community("书院社区"), day, "号"), known)
    assert not UnitTitle.objects.in_city(one.city).exists()
    held, lost = enter(
        Known(one, unit, day, "号", last_on=date(2025, 3, 1), last_paper="查号"),
        Known(one, community("书院社区"), day, "号", status="withdrawn", last_on=date(2025, 5, 1), words="事故"),
    )
    assert (held.next_check_on, lost.next_check_on, lost.status) == (date(2026, 3, 1), None, "withdrawn")
    assert list(lost.entries.order_by("pk").values_list("action", "status", "on")) == [
        ("confer", "held", day), ("withdraw", "withdrawn", date(2025, 5, 1)),
    ]  # fmt: skip
    with pytest.raises(NotPossibleError, match="holds_already"):
        enter(Known(one, unit, day, "号"))
    enter(Known(one, unit, date(2020, 1, 1), "旧号", status="expired", last_on=date(2023, 1, 2)))


def test_write_a_title_twice_or_without_its_next_look_is_refused_by_the_database():
    title = titled()
    rows = UnitTitle.objects.in_city(title.city)
    for wrong in (
        lambda: rows.update(next_check_on=None),
        lambda: rows.update(status="moved"),
        lambda: rows.update(valid_until=date(2020, 1, 1)),
        lambda: UnitTitle.objects.create(
            city=title.city, programme=title.programme, unit=title.unit, named_on=TODAY, paper="号", status="held", valid_until=TODAY,
            next_check_on=TODAY, by=title.by, at=AT,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_ask_holders_every_year_in_december():
    unit = community()
    title = titled(unit)
    december = AT + timedelta(days=31)
    ask_city(city=title.city, at=AT)
    rows = MaterialItem.objects.in_city(title.city).filter(unit=unit)
    assert not rows.exists()
    ask_city(city=title.city, at=december)
    assert sorted(rows.values_list("requirement__source", "due_on")) == [
        ("account", date(2026, 12, 25)), ("yards", date(2026, 12, 25)),
    ]  # fmt: skip


def notices(**wanted):
    return list(Notice.objects.in_city(make_city()).filter(**wanted).order_by("pk").values_list("title", flat=True))


def event_of(kind):
    return Event.objects.in_city(make_city()).filter(kind=kind).order_by("-pk")[0]


def test_tell_of_an_application_the_office_then_the_unit():
    one = applied(community())
    for _time in range(2):
        tasks.tell_of_step(event_of("application.applied"))
    assert notices(done_at=None) == ["创建申报待受理：槐荫社区（市级文明社区）"]
    actions.return_application(application=one, words="补", **me())
    tasks.tell_of_step(event_of("application.returned"))
    assert notices(done_at=None) == ["市级文明社区：退回补正中"]
    actions.resubmit_application(application=one, reason="已补", **me(STREET))
    tasks.tell_of_step(event_of("application.resubmitted"))
    assert notices(done_at=None) == ["创建申报待受理：槐荫社区（市级文明社区）"]
    actions.accept_application(application=one, **me())
    ask_city(city=one.city, at=AT)
    tasks.tell_of_step(event_of("application.accepted"))
    assert notices(done_at=None) == ["市级文明社区：材料报送中"]


def test_tell_of_a_step_that_leaves_the_state_tells_nothing():
    one = bring_application("noticed", community(), supplied=False)
    actions.record_objection(application=one, received_on=TODAY, words="不好", **me())
    tasks.tell_of_step(event_of("application.objected"))
    assert notices() == []


def test_remind_of_checks_puts_one_line_a_month_before_the_office_and_ends_it():
    first, second = titled(named_on=date(2025, 12, 1)), titled(community("书院社区"), named_on=date(2025, 12, 20))
    titled(community("荷塘社区"), named_on=date(2026, 6, 1))
    from wenming.materials.actions.creation.telling import remind_of_checks

    assert [remind_of_checks(city=first.city, at=AT) for _time in range(2)] == [2, 2]
    line = "市级文明社区：2026-12 有 2 个称号到复查期"
    assert notices(kind="task") == [line]
    assert notices(kind="notice") == ["市级文明社区：2026-12-01 前复查", "市级文明社区：2026-12-20 前复查"]
    run(first, "keep")
    tasks.tell_of_title(event_of("unit_title.kept"))
    assert notices(kind="task", done_at=None) == [line]
    run(second, "withdraw")
    tasks.tell_of_title(event_of("unit_title.withdrawn"))
    assert notices(kind="task", done_at=None) == []
    assert tasks.remind_cities() >= 0


def test_tell_of_a_merged_unit_reminds_the_office_of_its_titles():
    from wenming.organisations.actions import close_unit

    close_unit(unit=make_supplier("小单位", "department"), on=TODAY, by=None, at=AT)
    tasks.tell_of_unit(event_of("unit.closed"))
    assert notices() == []
    title = titled()
    close_unit(unit=title.unit, on=TODAY, by=None, at=AT)
    tasks.tell_of_unit(event_of("unit.closed"))
    assert notices() == ["1 个称号的单位已撤销，请登记转移或终止"]
