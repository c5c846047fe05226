"""Parts of clauses given, taken, handed over and taken back; nothing of their history is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.campaigns.matrices import done, give, node, parts, unit
from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, LEADER, OFFICER, make_account, make_city
from wenming.campaigns.actions import (
    assign_part,
    end_chief,
    end_part,
    hand_over,
    name_chief,
    replace_lead,
    set_clause,
    set_terms,
    undo_change,
)
from wenming.campaigns.models import ClauseChief, ClauseTerms, Responsibility, ResponsibilityChange
from wenming.campaigns.schemas.refusals import _REFUSALS, refusal_words
from wenming.kernel.models import Event
from wenming.organisations.actions import (
    NotPossibleError,
    add_person,
    close_unit,
    merge_units,
    set_group,
    split_unit,
)
from wenming.standards.models import Node

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=40)
TODAY, LATER_DAY = date(2026, 11, 2), date(2026, 12, 12)


@pytest.fixture
def campaign():
    return make_campaign()


def last_event() -> tuple[str, dict]:
    """Return the kind and the data of the city's last event."""
    event = Event.objects.in_city(make_city()).latest("number")
    return event.kind, event.data


def periods(campaign, code: str) -> list[tuple[str, str, date, date | None]]:
    """Return every part that was ever given in a clause."""
    rows = Responsibility.objects.in_city(campaign.city).filter(campaign=campaign, node__code=code).order_by("pk")
    return [(row.unit.name, row.part, row.since, row.until) for row in rows.select_related("unit")]


def test_assign_a_part_gives_it_from_today_and_ends_what_else_the_unit_did_there(campaign):
    where = {"campaign": campaign, "node": node(campaign, "1.1"), "unit": unit("市城管局")}
    assign_part(**where, part="responsible", **done())
    change = assign_part(**where, part="lead", **done(at=LATER))
    assert periods(campaign, "1.1") == [
        ("市城管局", "responsible", TODAY, LATER_DAY - timedelta(days=1)), ("市城管局", "lead", LATER_DAY, None),
    ]  # fmt: skip
    facts = {"node": "1.1", "unit": where["unit"].pk, "part": "lead", "ended": change.ended, "begun": change.begun}
    assert last_event() == ("responsibility.assigned", facts)
    assert str(change) == f"{campaign.pk} {LATER}"
    assert assign_part(**where, part="lead", **done(at=LATER)) is None


def test_assign_a_second_lead_is_kept_and_stands_after_the_first(campaign):
    give(campaign, "1.1", lead="甲局")
    assign_part(campaign=campaign, node=node(campaign, "1.1"), unit=unit("乙局"), part="lead", **done())
    assert parts(campaign, "1.1") == [("甲局", "lead"), ("乙局", "lead")]


def test_assign_a_part_by_anybody_but_the_office_is_refused(campaign):
    with pytest.raises(PermissionDenied):
        assign_part(
            campaign=campaign,
            node=node(campaign, "1.1"),
            unit=unit("甲局"),
            part="lead",
            by=make_account(LEADER),
            at=AT,
        )
    assert parts(campaign, "1.1") == []


def test_assign_a_part_to_a_unit_that_has_ended_or_in_another_edition_is_refused(campaign):
    gone = unit("旧局")
    close_unit(unit=gone, on=date(2026, 6, 1), by=None, at=AT)
    gone.refresh_from_db()
    with pytest.raises(NotPossibleError, match="unit_ended"):
        assign_part(campaign=campaign, node=node(campaign, "1.1"), unit=gone, part="lead", **done())
    foreign = Node(city=campaign.city, edition_id=0, code="x")
    with pytest.raises(NotPossibleError, match="other_edition"):
        assign_part(campaign=campaign, node=foreign, unit=unit("甲局"), part="lead", **done())


def test_end_a_part_keeps_it_as_history_and_refuses_what_is_not_there(campaign):
    where = {"campaign": campaign, "node": node(campaign, "1.1"), "unit": unit("甲局")}
    assign_part(**where, part="sponsor", **done())
    end_part(**where, **done())
    assert periods(campaign, "1.1") == [("甲局", "sponsor", TODAY, TODAY)]
    assert last_event()[0] == "responsibility.ended"
    with pytest.raises(NotPossibleError, match="no_part"):
        end_part(**where, **done())


def test_replace_the_lead_ends_all_other_leads_in_one_step(campaign):
    give(campaign, "1.1", lead="甲局 乙局", cooperating="丙局")
    replace_lead(campaign=campaign, node=node(campaign, "1.1"), unit=unit("丙局"), **done())
    assert parts(campaign, "1.1") == [("丙局", "lead")]
    assert ResponsibilityChange.objects.in_city(make_city()).count() == 2
    give(campaign, "1.2", lead="甲局 乙局", responsible="丙局")
    change = replace_lead(campaign=campaign, node=node(campaign, "1.2"), unit=unit("乙局"), **done())
    assert parts(campaign, "1.2") == [("乙局", "lead"), ("丙局", "responsible")]
    assert (len(change.ended), change.begun) == (1, [])


def test_set_a_clause_leaves_what_stays_and_begins_what_is_new(campaign):
    give(campaign, "1.1", lead="甲局", responsible="乙局 丙局")
    before = Responsibility.objects.in_city(make_city()).get(unit=unit("甲局")).pk
    give(campaign, "1.1", at=LATER, lead="甲局", responsible="丁局", cooperating="乙局")
    assert Responsibility.objects.in_city(make_city()).get(unit=unit("甲局")).pk == before
    assert parts(campaign, "1.1") == [("乙局", "cooperating"), ("甲局", "lead"), ("丁局", "responsible")]
    events = Event.objects.in_city(make_city()).count()
    give(campaign, "1.1", at=LATER, lead="甲局", responsible="丁局", cooperating="乙局")
    assert Event.objects.in_city(make_city()).count() == events


def test_set_a_clause_remembers_the_group_that_named_a_unit_and_refuses_one_unit_twice(campaign):
    group = set_group(city=make_city(), name="各区", units=[unit("甲区")], by=None, at=AT)
    who = {"campaign": campaign, "node": node(campaign, "1.1"), **done()}
    set_clause(**who, parts={"responsible": [unit("甲区")]}, named_by={unit("甲区").pk: group})
    assert Responsibility.objects.in_city(make_city()).get().group == group
    with pytest.raises(NotPossibleError, match="named_twice"):
        set_clause(**who, parts={"lead": [unit("甲局")], "sponsor": [unit("甲局")]})


def test_hand_over_lets_the_successor_carry_on_and_keeps_the_weightier_part(campaign):
    old, new = unit("旧局"), unit("新局")
    give(campaign, "1.1", lead="旧局")
    give(campaign, "1.2", lead="旧局", cooperating="新局")
    give(campaign, "1.3", cooperating="旧局", lead="新局")
    merge_units(units=[old], into=new, on=LATER_DAY, by=None, at=AT)
    old.refresh_from_db()
    hand_over(campaign=campaign, unit=old, to=new, **done(at=LATER))
    found = [parts(campaign, code) for code in ("1.1", "1.2", "1.3")]
    assert found == [[("新局", "lead")]] * 3
    assert ("旧局", "lead", TODAY, LATER_DAY - timedelta(days=1)) in periods(campaign, "1.1")
    assert last_event()[0] == "responsibility.handed_over"
    assert hand_over(campaign=campaign, unit=old, to=new, **done(at=LATER)) is None


def test_hand_over_of_a_unit_that_goes_on_or_to_a_stranger_is_refused(campaign):
    old, new = unit("旧局"), unit("新局")
    give(campaign, "1.1", lead="旧局")
    with pytest.raises(NotPossibleError, match="unit_goes_on"):
        hand_over(campaign=campaign, unit=old, to=new, **done())
    split_unit(unit=old, into=[new], on=LATER_DAY, by=None, at=AT)
    old.refresh_from_db()
    with pytest.raises(NotPossibleError, match="unit_goes_on"):
        hand_over(campaign=campaign, unit=old, to=new, **done())
    with pytest.raises(NotPossibleError, match="no_successor"):
        hand_over(campaign=campaign, unit=old, to=unit("路人局"), **done(at=LATER))


def test_undo_the_last_step_restores_it_with_its_first_day_and_undoing_again_brings_it_back(campaign):
    give(campaign, "1.1", lead="甲局")
    change = replace_lead(campaign=campaign, node=node(campaign, "1.1"), unit=unit("乙局"), **done(at=LATER))
    undone = undo_change(change=change, **done(at=LATER))
    assert parts(campaign, "1.1") == [("甲局", "lead")]
    assert ("甲局", "lead", TODAY, None) in periods(campaign, "1.1")
    assert undone.undoes == change
    undo_change(change=undone, **done(at=LATER))
    assert parts(campaign, "1.1") == [("乙局", "lead")]
    assert last_event()[0] == "responsibility.undone"


def test_undo_a_step_that_is_not_the_last_or_was_changed_since_is_refused(campaign):
    give(campaign, "1.1", lead="甲局")
    first = ResponsibilityChange.objects.in_city(make_city()).get()
    give(campaign, "1.2", lead="甲局")
    with pytest.raises(NotPossibleError, match="not_the_last"):
        undo_change(change=first, **done())
    last = ResponsibilityChange.objects.in_city(make_city()).latest("pk")
    Responsibility.objects.in_city(make_city()).filter(pk__in=last.begun).update(until=TODAY)
    with pytest.raises(NotPossibleError, match="changed_since"):
        undo_change(change=last, **done())


def test_undo_an_end_where_the_part_was_given_anew_elsewhere_is_refused(campaign):
    where = {"campaign": campaign, "node": node(campaign, "1.1"), "unit": unit("甲局")}
    assign_part(**where, part="lead", **done())
    change = end_part(**where, **done())
    row = Responsibility.objects.in_city(make_city()).get()
    Responsibility.objects.create(
        city=row.city, campaign=campaign, node=row.node, unit=row.unit, part="lead", since=TODAY, at=AT
    )
    with pytest.raises(NotPossibleError, match="changed_since"):
        undo_change(change=change, **done())


def test_keep_a_change_undone_twice_is_refused_by_the_database(campaign):
    give(campaign, "1.1", lead="甲局")
    change = ResponsibilityChange.objects.in_city(make_city()).get()
    facts = {"city": campaign.city, "campaign": campaign, "undoes": change, "at": AT}
    ResponsibilityChange.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponsibilityChange.objects.create(**facts)


def test_set_terms_appends_what_differs_and_keeps_what_was_said_before(campaign):
    who = {"campaign": campaign, "node": node(campaign, "1.1")}
    assert set_terms(**who, **done()) is None
    set_terms(**who, materials="台账", due="年底前", due_on=date(2026, 12, 31), **done())
    assert set_terms(**who, materials="台账", due="年底前", due_on=date(2026, 12, 31), **done(at=LATER)) is None
    set_terms(**who, materials="台账", note="新", **done(at=LATER))
    rows = ClauseTerms.objects.in_city(make_city()).order_by("at").values_list("due", "note")
    assert list(rows) == [("年底前", ""), ("", "新")]
    assert last_event() == ("clause_terms.set", {"node": "1.1", "due": "", "due_on": ""})


def test_name_a_chief_ends_the_one_before_and_refuses_the_same_again(campaign):
    who = {"campaign": campaign, "node": node(campaign, "1.1")}
    first, second = (add_person(city=make_city(), name=name, phone="", by=None, at=AT) for name in ("甲某", "乙某"))
    name_chief(**who, person=first, **done())
    with pytest.raises(NotPossibleError, match="chief_already"):
        name_chief(**who, person=first, **done())
    name_chief(**who, person=second, **done(at=LATER))
    rows = ClauseChief.objects.in_city(make_city()).order_by("pk").values_list("person__name", "since", "until")
    assert list(rows) == [("甲某", TODAY, LATER_DAY - timedelta(days=1)), ("乙某", LATER_DAY, None)]
    end_chief(**who, **done(at=LATER))
    assert last_event() == ("clause_chief.ended", {"node": "1.1"})
    with pytest.raises(NotPossibleError, match="no_chief"):
        end_chief(**who, by=None, at=LATER)


def test_set_terms_by_anybody_but_the_office_is_refused(campaign):
    with pytest.raises(PermissionDenied):
        set_terms(campaign=campaign, node=node(campaign, "1.1"), by=make_account(LEADER), at=AT, note="x")


def test_say_why_an_action_was_not_possible_has_words_for_every_reason():
    assert make_account(OFFICER).name
    assert all(refusal_words(reason) for reason in _REFUSALS)
