"""Applications for titles: who may do what where they stand, what is refused, what is asked of whom meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tests.materials.cases import OUTSIDER, bring, make_item, make_supplier
from tests.materials.creation_cases import (
    DAY,
    PAPER,
    TODAY,
    applied,
    bring_application,
    community,
    edition,
    facts,
    found_all,
    programme,
    supply_all,
    titled,
)
from tests.people import AT, COMMUNITY, DISTRICT, OFFICER, STRANGER, STREET, make_account, make_city
from tests.sites.places import make_unit
from wenming.kernel.models import Event
from wenming.materials.actions import NotPossibleError
from wenming.materials.actions import creation as actions
from wenming.materials.actions.asking import ask_city
from wenming.materials.actions.creation.steps import begin
from wenming.materials.enums.creation import ApplicationAction, ApplicationState
from wenming.materials.models import Application, MaterialItem, NoticeObjection, Programme, Requirement, Supplier
from wenming.materials.workflow import APPLICATION_EVENTS, APPLICATION_TABLE

pytestmark = pytest.mark.django_db
PARTIES = {"office": OFFICER, "unit": COMMUNITY, "desk": STREET, "nobody": OUTSIDER}


def me(person=OFFICER, at=AT):
    return {"by": make_account(person), "at": at}


def running(unit, rhythm="once"):
    rows = Supplier.objects.in_city(make_city()).filter(unit=unit, requirement__rhythm=rhythm, until__isnull=True)
    return rows.filter(requirement__programme__isnull=False).count()


@pytest.mark.parametrize("state", ApplicationState.values)
def test_begin_in_every_state_lets_in_exactly_whom_the_table_names(state):
    one = bring_application(state, community(), supplied=False)
    assert one.state == state
    for action in ApplicationAction.values:
        transition = APPLICATION_TABLE[state].get(action)
        for party, person in PARTIES.items():
            with transaction.atomic():
                if transition is None:
                    with pytest.raises(NotPossibleError, match="not_here"):
                        begin(one, action, make_account(person), AT)
                elif party in transition.parties:
                    assert begin(one, action, make_account(person), AT).target == transition.target
                else:
                    with pytest.raises(PermissionDenied):
                        begin(one, action, make_account(person), AT)
    assert set(APPLICATION_EVENTS) == set(ApplicationAction.values)


def test_open_a_programme_asks_once_of_applicants_and_every_year_of_holders():
    one = programme()
    rows = Requirement.objects.in_city(one.city).filter(programme=one).order_by("node__position", "number")
    assert [(row.node.code, row.number, row.rhythm, row.source) for row in rows] == [
        ("1.1", 1, "once", "application-form"), ("1.1", 2, "once", "account"), ("1.1", 3, "yearly", "account"),
        ("2.1", 1, "once", "yards"), ("2.1", 2, "yearly", "yards"), ("4.1", 1, "once", "neighbours"),
    ]  # fmt: skip
    event = Event.objects.in_city(one.city).get(kind="programme.opened")
    assert event.data["requirements"] == [row.pk for row in rows.order_by("pk")]


def test_open_change_and_end_a_programme_refuse_what_does_not_fit():
    one = programme()
    kinds = {"city": one.city, "kind": "community", "level": "city", "edition": edition()}
    with pytest.raises(NotPossibleError, match="name_taken"):
        actions.open_programme(facts=facts(), **kinds, **me())
    backwards = facts(name="另一个", applies_from=TODAY, applies_until=TODAY - DAY)
    with pytest.raises(NotPossibleError, match="window_backwards"):
        actions.open_programme(facts=backwards, **kinds, **me())
    with pytest.raises(PermissionDenied):
        actions.open_programme(facts=facts(name="另一个"), **kinds, **me(STREET))
    other = programme(name="区级文明社区")
    with pytest.raises(NotPossibleError, match="name_taken"):
        actions.change_programme(programme=other, facts=facts(), **me())
    changed = actions.change_programme(programme=one, facts=facts(years=5, applies_until=TODAY), **me())
    assert (changed.years, changed.applies_until) == (5, TODAY)
    assert Event.objects.in_city(one.city).get(kind="programme.changed").data["changed"] == ["years", "applies_until"]
    assert actions.end_programme(programme=one, **me()).ended_on == TODAY
    for action in (
        lambda: actions.end_programme(programme=one, **me()),
        lambda: actions.change_programme(programme=one, facts=facts(), **me()),
    ):
        with pytest.raises(NotPossibleError, match="programme_ended"):
            action()


def test_apply_by_the_unit_itself_and_by_the_unit_above_says_who_recommends():
    own = applied(community(), by=COMMUNITY)
    above = applied(community("书院社区"))
    office = applied(community("荷塘社区"), by=OFFICER)
    street = make_unit("柏树街道")
    assert [one.recommended_by for one in (own, above, office)] == [None, street, None]
    rows = Event.objects.in_city(own.city).filter(kind="application.applied").order_by("pk")
    assert [event.data.get("entered_for") for event in rows] == [None, above.unit_id, office.unit_id]
    assert [(step.action, step.after, step.on) for step in own.steps.all()] == [("apply", "applied", TODAY)]


def test_apply_refuses_what_cannot_become_an_application():
    one, unit = programme(), community()

    def refused(reason, *, of=one, who=unit, by=OFFICER, at=AT, words="好"):
        with pytest.raises(NotPossibleError, match=reason):
            actions.apply_for_title(programme=of, unit=who, reason=words, **me(by, at))

    refused("no_words", words=" ")
    refused("not_for_unit", who=make_unit("市环卫处", "department"))
    early = programme(name="下年", applies_from=TODAY + DAY)
    late = programme(name="上年", applies_until=TODAY - DAY)
    refused("window_closed", of=early)
    refused("window_closed", of=late)
    with pytest.raises(PermissionDenied):
        actions.apply_for_title(programme=one, unit=make_unit("远处社区", "community"), reason="好", **me(STREET))
    gone = community("旧社区")
    gone.ends_on = TODAY - DAY
    gone.save()
    refused("unit_ended", who=gone)
    applied(unit)
    refused("applied_already")
    titled(community("书院社区"))
    refused("holds_already", who=community("书院社区"))
    ended = actions.end_programme(programme=programme(name="停了"), **me())
    refused("programme_ended", of=ended)


def test_return_and_send_in_again_keeps_every_step():
    one = applied(community())
    with pytest.raises(NotPossibleError, match="no_words"):
        actions.return_application(application=one, words=" ", **me())
    one = actions.return_application(application=one, words="补推荐意见", **me())
    with pytest.raises(NotPossibleError, match="no_words"):
        actions.resubmit_application(application=one, reason="", **me(COMMUNITY))
    one = actions.resubmit_application(application=one, reason="已补", **me(COMMUNITY))
    assert (one.state, one.reason) == ("applied", "已补")
    assert list(one.steps.order_by("pk").values_list("action", "words")) == [
        ("apply", "秩序良好"), ("return", "补推荐意见"), ("resubmit", "已补"),
    ]  # fmt: skip
    with pytest.raises(NotPossibleError, match="no_words"):
        actions.withdraw_application(application=one, words="", **me(STREET))


def test_accept_lets_the_unit_supply_and_the_night_asks_it():
    unit = community()
    one = bring_application("preparing", unit)
    assert (running(unit), running(unit, "yearly")) == (4, 0)
    ask_city(city=one.city, at=AT)
    items = MaterialItem.objects.in_city(one.city).filter(unit=unit, requirement__programme=one.programme)
    assert sorted(items.values_list("requirement__source", flat=True)) == [
        "account", "application-form", "neighbours", "yards",
    ]  # fmt: skip
    ask_city(city=one.city, at=AT)
    assert items.count() == 4


def test_refuse_lets_fall_away_what_was_asked_and_a_new_application_wants_it_again():
    unit = make_supplier(community().name)
    one = bring_application("preparing", unit)
    ask_city(city=one.city, at=AT)
    items = MaterialItem.objects.in_city(one.city).filter(unit=unit).order_by("pk")
    first, second, _third, last = items
    bring(first, "submitted")
    bring(second, "drafting")
    actions.refuse_application(application=one, on=TODAY, words="条件不够", **me(at=AT + timedelta(hours=9)))
    states = dict(items.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk], states[last.pk]) == ("submitted", "waived", "waived")
    assert running(unit) == 0
    assert items.get(pk=last.pk).ask is None
    again = actions.accept_application(application=applied(unit), **me(at=AT + timedelta(hours=10)))
    states = dict(items.values_list("pk", "state"))
    assert (states[second.pk], states[last.pk], again.state) == ("drafting", "assigned", "preparing")
    assert running(unit) == 4


def test_want_again_what_had_come_back_stands_as_returned():
    unit = make_supplier(community().name)
    one = bring_application("preparing", unit)
    ask_city(city=one.city, at=AT)
    item = MaterialItem.objects.in_city(one.city).filter(unit=unit, requirement__kind="report").get()
    bring(item, "returned")
    later = AT + timedelta(hours=9)
    actions.withdraw_application(application=one, words="先不报", **me(STREET, later))
    item.refresh_from_db()
    assert (item.state, item.waived_reason) == ("waived", "申报或称号已经结束")
    actions.accept_application(application=applied(unit), **me(at=later))
    item.refresh_from_db()
    assert (item.state, item.waived_reason) == ("returned", "")


def test_record_findings_refuses_what_says_nothing():
    one = applied(community())
    found = found_all(one)

    def refused(reason, *sent):
        with pytest.raises(NotPossibleError, match=reason):
            actions.record_findings(application=one, found=sent, **me())

    refused("nothing_said")
    refused("rule_unknown", actions.Found("condition", "N1", clear=True, checked_on=TODAY, source="表"))
    refused("no_words", actions.Found("negative", "N1", clear=True, checked_on=TODAY, source=" "))
    refused("in_future", actions.Found("negative", "N1", clear=True, checked_on=TODAY + DAY, source="表"))
    actions.record_findings(application=one, found=[*found_all(one, clear=False)[:1], *found[1:]], **me(at=AT + DAY))
    event = Event.objects.in_city(one.city).get(kind="application.checked")
    assert (event.data["against"], len(event.data["rules"])) == (["settled"], 6)


def test_recommend_needs_every_rule_looked_at_and_every_material_passed():
    one = bring_application("preparing", community())

    def recommend(**changed):
        said = {"on": TODAY, "paper": PAPER, **changed}
        return actions.recommend_application(application=one, **said, **me())

    with pytest.raises(NotPossibleError, match="no_paper"):
        recommend(paper="")
    with pytest.raises(NotPossibleError, match="in_future"):
        recommend(on=TODAY + DAY)
    with pytest.raises(NotPossibleError, match="conditions_open"):
        recommend()
    actions.record_findings(application=one, found=found_all(one), **me())
    with pytest.raises(NotPossibleError, match="materials_open"):
        recommend()
    supply_all(one)
    assert recommend().state == "recommended"


def test_publish_and_name_wait_for_the_notice_and_for_objections():
    unit = community()
    one = bring_application("recommended", unit, supplied=False)
    with pytest.raises(NotPossibleError, match="notice_short"):
        actions.publish_notice(application=one, begins=TODAY, until=TODAY + 5 * DAY, **me())
    one = actions.publish_notice(application=one, begins=TODAY, until=TODAY + 6 * DAY, **me())
    later = AT + 8 * DAY
    with pytest.raises(NotPossibleError, match="no_paper"):
        actions.name_unit(application=one, on=TODAY, paper=" ", **me())
    with pytest.raises(NotPossibleError, match="notice_runs"):
        actions.name_unit(application=one, on=TODAY + 6 * DAY, paper=PAPER, **me(at=later))
    for words, on, reason in (("", TODAY, "no_words"), ("不好", TODAY - DAY, "outside_notice")):
        with pytest.raises(NotPossibleError, match=reason):
            actions.record_objection(application=one, received_on=on, words=words, **me(at=later))
    objection = actions.record_objection(application=one, received_on=TODAY + DAY, words="楼道杂物多", **me(at=later))
    with pytest.raises(NotPossibleError, match="objections_open"):
        actions.name_unit(application=one, on=TODAY + 7 * DAY, paper=PAPER, **me(at=later))
    outcomes = (("", TODAY + DAY, "no_words"), ("已清", TODAY, "outside_notice"))
    for outcome, on, reason in outcomes:
        with pytest.raises(NotPossibleError, match=reason):
            actions.settle_objection(objection=objection, on=on, upheld=False, outcome=outcome, **me(at=later))
    settled = {"objection": objection, "on": TODAY + 3 * DAY, "upheld": False, "outcome": "已清理，居民认可"}
    actions.settle_objection(**settled, **me(at=later))
    with pytest.raises(NotPossibleError, match="settled_already"):
        actions.settle_objection(**settled, **me(at=later))
    with pytest.raises(NotPossibleError, match="validity_backwards"):
        actions.name_unit(application=one, on=TODAY + 7 * DAY, paper=PAPER, valid_until=TODAY, **me(at=later))
    title = actions.name_unit(application=one, on=TODAY + 7 * DAY, paper=PAPER, **me(at=later))
    assert (title.valid_until, title.next_check_on) == (date(2029, 11, 9), date(2027, 11, 9))
    assert (running(unit), running(unit, "yearly")) == (0, 2)
    event = Event.objects.in_city(one.city).get(kind="application.named")
    assert (event.data["title"], event.data["before"], event.data["after"]) == (title.pk, "noticed", "named")
    assert NoticeObjection.objects.in_city(one.city).get().outcome == "已清理，居民认可"


def test_name_a_unit_that_was_given_the_title_meanwhile_is_refused():
    one = bring_application("noticed", community(), supplied=False)
    titled(community())
    with pytest.raises(NotPossibleError, match="holds_already"):
        actions.name_unit(application=one, on=TODAY, paper=PAPER, **me())


def test_refuse_needs_a_reason():
    with pytest.raises(NotPossibleError, match="no_words"):
        actions.refuse_application(application=applied(community()), on=TODAY, words="", **me())


def test_write_two_open_applications_or_a_naming_without_notice_is_refused_by_the_database():
    one = applied(community())
    rows = Application.objects.in_city(one.city).filter(pk=one.pk)
    copy = {"programme": one.programme, "unit": one.unit, "reason": "x", "by": one.by, "at": AT, "changed_at": AT}
    for wrong in (
        lambda: Application.objects.create(city=one.city, **copy),
        lambda: rows.update(state="named"),
        lambda: rows.update(notice_from=TODAY),
        lambda: Programme.objects.in_city(one.city).update(years=0),
        lambda: Requirement.objects.in_city(one.city).filter(programme=one.programme).update(programme=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_act_from_another_city_or_from_above_another_street_is_denied():
    one = applied(community())
    for person in (STRANGER, DISTRICT):
        with pytest.raises(PermissionDenied):
            actions.withdraw_application(application=one, words="撤", **me(person))


def test_change_what_a_programme_asks_for_leaves_who_supplies_it():
    from wenming.materials.actions import change_requirement

    unit = community()
    one = bring_application("preparing", unit)
    row = Requirement.objects.in_city(one.city).filter(programme=one.programme, source="account", rhythm="once").get()
    changed = change_requirement(requirement=row, facts={"note": "写数字"}, units=None, **me())
    assert (changed.note, running(unit)) == ("写数字", 4)
    data = Event.objects.in_city(one.city).get(kind="requirement.changed").data
    assert data == {"changed": ["note"], "begun": [], "ended": []}


def test_end_an_application_drops_also_what_cost_the_unit_nothing():
    unit = community()
    one = bring_application("preparing", unit)
    row = Requirement.objects.in_city(one.city).filter(programme=one.programme, source="account", rhythm="once").get()
    item = make_item(row, unit=unit)
    actions.withdraw_application(application=one, words="不报", **me(STREET))
    item.refresh_from_db()
    assert item.state == "waived"
