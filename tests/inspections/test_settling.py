"""Rows that could not be used, settled by hand: one by one, all alike at once, taken back, remembered."""

import pytest

from tests.inspections.test_actions import kinds, statistics, write
from tests.people import LEADER, OFFICER, make_account
from tests.rounds import AT, make_edition, make_import, row
from wenming.inspections.actions import (
    NotPossibleError,
    accept_alias,
    accept_names,
    settle_rows,
    withdraw_alias,
)
from wenming.inspections.models import ImportRow, NameAlias, Observation
from wenming.inspections.queries import rows_in_order
from wenming.kernel.models import Event
from wenming.kernel.queries.events import verify_chain

pytestmark = pytest.mark.django_db
ROWS = [
    row(serial=1),
    row("市容市貌", "路口2", 0.2, serial=2),
    row("市容市貌", "路口3", "三处", serial=3),
    row("", "路口4", serial=4),
    row(site="路口5", deduction="三处", serial=5),
]


def code_of(name="文明交通1"):
    return make_edition().nodes.get(name=name).code


def officer():
    return make_account(OFFICER)


def the_row(import_, number):
    return next(one for one in rows_in_order(import_) if one.row == number)


def settle(import_, number, answer, *, everywhere=False, remember=False, by=None):
    row_ = the_row(import_, number)
    return settle_rows(
        import_=import_,
        row=row_,
        answer=answer,
        everywhere=everywhere,
        remember=remember,
        by=by or officer(),
        at=AT,
    )


def states(import_):
    return [(one.row, one.state, one.kind, one.milli) for one in rows_in_order(import_)]


def test_settle_a_name_for_all_rows_with_it_keeps_the_second_problem_of_a_row():
    import_ = make_import(ROWS)
    assert settle(import_, 3, {"code": code_of()}, everywhere=True) == 2
    import_.refresh_from_db()
    assert import_.accepted == {"市容市貌": code_of()}
    assert states(import_)[:2] == [(3, "used", "name_unknown", 800), (4, "open", "deduction_not_number", None)]
    assert settle(import_, 4, {"deduction": "0.3"}) == 1
    assert states(import_)[1] == (4, "used", "name_unknown", 700)
    import_.refresh_from_db()
    assert (import_.tally["open"], import_.tally["used"]) == (2, 2)


def test_settle_one_row_leaves_the_others_with_the_same_problem_open():
    import_ = make_import(ROWS)
    assert settle(import_, 4, {"deduction": "0.5"}) == 1
    assert settle(import_, 3, {"code": code_of()}) == 1
    import_.refresh_from_db()
    assert import_.accepted == {}
    assert [state for _row, state, _kind, _milli in states(import_)] == ["used", "open", "open", "open"]
    assert settle(import_, 6, {"deduction": "0"}, everywhere=True) == 1


def test_settle_by_leaving_out_and_taking_back_returns_to_the_problem():
    import_ = make_import(ROWS)
    before = states(import_)
    settle(import_, 5, {"skip": True})
    assert states(import_)[2] == (5, "skipped", "name_missing", None)
    settle(import_, 5, {})
    assert states(import_) == before
    settle(import_, 3, {"code": code_of()}, everywhere=True)
    settle(import_, 3, {}, everywhere=True)
    import_.refresh_from_db()
    assert import_.accepted == {}
    assert states(import_)[0] == before[0]


def test_settled_rows_are_written_in_the_order_of_the_workbook_with_their_answers():
    import_ = make_import(ROWS)
    settle(import_, 3, {"code": code_of()}, everywhere=True)
    settle(import_, 4, {"deduction": "0.3"})
    settle(import_, 5, {"skip": True})
    settle(import_, 6, {"deduction": "1"})
    import_.refresh_from_db()
    round_ = write(import_)
    rows = Observation.objects.in_city(round_.city).order_by("pk").values_list("row", "written", "milli")
    assert list(rows) == [(2, "文明交通1", 1000), (3, "市容市貌", 800), (4, "市容市貌", 700), (6, "文明交通1", 0)]
    assert round_.left_out == 1
    assert verify_chain(round_.city).whole


def test_write_refuses_a_settled_row_that_no_longer_counts_for_what_was_shown():
    import_ = make_import(ROWS)
    settle(import_, 3, {"code": code_of()}, everywhere=True)
    ImportRow.objects.in_city(import_.city).filter(row=3).update(milli=1)
    import_.refresh_from_db()
    with pytest.raises(ValueError, match="does not count for what was shown"):
        write(import_, partial=True)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"code": "no-such"}, "not_a_leaf"),
        ({"deduction": "很多"}, "not_a_number"),
        ({"deduction": "1.5"}, "not_a_number"),
        ({"deduction": " "}, "not_a_number"),
    ],
)
def test_settle_with_an_answer_that_makes_no_sense_is_refused(answer, reason):
    import_ = make_import(ROWS)
    with pytest.raises(NotPossibleError, match=reason):
        settle(import_, 4, answer)


def test_settle_what_somebody_else_settled_meanwhile_is_refused():
    import_ = make_import(ROWS)
    seen = the_row(import_, 4)
    settle(import_, 4, {"skip": True})
    with pytest.raises(NotPossibleError, match="row_gone"):
        settle_rows(import_=import_, row=seen, answer={"skip": True}, everywhere=False, by=officer(), at=AT)
    seen.pk = 0
    with pytest.raises(NotPossibleError, match="row_gone"):
        settle_rows(import_=import_, row=seen, answer={"skip": True}, everywhere=False, by=officer(), at=AT)


def test_settle_more_rows_than_one_statement_takes_settles_them_all():
    import_ = make_import([row("市容市貌", f"路口{number}", 0.1) for number in range(1100)])
    assert settle(import_, 2, {"code": code_of()}, everywhere=True) == 1100
    import_.refresh_from_db()
    assert statistics(write(import_)) == {code_of(): (1100, 1100 * 900)}


def test_settle_records_one_event_with_place_and_answer():
    import_ = make_import(ROWS)
    settle(import_, 4, {"skip": True})
    event = Event.objects.in_city(import_.city).get(kind="round_import.settled")
    assert event.data == {
        "place": "实地测评!4",
        "kind": "name_unknown",
        "value": "市容市貌",
        "rows": 1,
        "answer": {"skip": True},
    }


def test_accept_a_name_as_alias_is_used_by_itself_at_the_next_import():
    accept_names(import_=make_import(ROWS), names={"市容市貌": code_of(), "x": ""}, remember=True, by=officer(), at=AT)
    following = make_import(ROWS[:2], name="第二轮")
    assert following.tally["open"] == 0
    assert following.summary["notes"]["alias_used"]["first"] == [
        ["实地测评", 3, "项目", "市容市貌", {"name": "文明交通1"}]
    ]


def test_settle_by_hand_remembers_the_name_where_asked():
    settle(make_import(ROWS), 3, {"code": code_of()}, everywhere=True, remember=True)
    alias = NameAlias.objects.in_city(make_edition().city).get()
    assert (alias.written, alias.node.code, alias.accepted_by.username) == ("市容市貌", code_of(), OFFICER.username)


def test_accept_a_name_that_is_no_line_is_refused():
    with pytest.raises(NotPossibleError, match="not_a_leaf"):
        accept_names(import_=make_import(ROWS), names={"市容市貌": "nowhere"}, by=officer(), at=AT)


def test_withdraw_an_alias_stops_its_use_and_accepting_brings_it_back():
    edition = make_edition()
    node = edition.nodes.get(name="文明交通1")
    alias = accept_alias(edition=edition, written="市容 市貌", node=node, by=officer(), at=AT)
    written = write(make_import(ROWS[:2]))
    alias = withdraw_alias(alias=alias, by=officer(), at=AT)
    with pytest.raises(NotPossibleError, match="alias_gone"):
        withdraw_alias(alias=alias, by=officer(), at=AT)
    assert make_import(ROWS[:2]).tally["open"] == 1
    assert Observation.objects.in_city(edition.city).filter(round=written).count() == 2
    again = accept_alias(edition=edition, written="市容市貌", node=node, by=officer(), at=AT)
    assert (again.pk, again.withdrawn_at) == (alias.pk, None)
    assert make_import(ROWS[:2]).tally["open"] == 0
    assert kinds()[-4:] == [
        "name_alias.withdrawn",
        "round_import.started",
        "name_alias.accepted",
        "round_import.started",
    ]


def test_settle_and_aliases_by_anybody_but_the_office_are_refused():
    from django.core.exceptions import PermissionDenied

    import_, edition = make_import(ROWS), make_edition()
    node, leader = edition.nodes.get(name="文明交通1"), make_account(LEADER)
    alias = accept_alias(edition=edition, written="甲", node=node, by=officer(), at=AT)
    for action in (
        lambda: settle(import_, 3, {"skip": True}, by=leader),
        lambda: accept_alias(edition=edition, written="乙", node=node, by=leader, at=AT),
        lambda: withdraw_alias(alias=alias, by=leader, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            action()
