"""What phones send: kept once, refused with a word, conflicts side by side, never anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tests.inspections.fieldwork_cases import AT, running_round
from tests.inspections.fieldwork_records import HERE, answer, photo, record, send
from tests.people import AUDITOR, FIRM, INSPECTOR, make_account
from wenming.inspections.models import Answer, FieldFile, FieldFinding, VisitStep
from wenming.inspections.queries.fieldwork import conflicts_of, standing_answers
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
KEPT, KNOWN = ("kept", ""), ("known", "")
MARKS = [{"kind": "circle", "points": [[0.1, 0.2], [0.5, 1]]}]


def refused(reason):
    return ("refused", reason)


@pytest.fixture
def place(db):
    """A running round of three visits of the inspector, and the inspector."""
    field_round, member, visits = running_round(3)
    road, market, third = visits
    return field_round, member.account, (road, market, third)


def test_send_a_batch_twice_keeps_each_once_with_one_event(place):
    field_round, me, (road, *_others) = place
    finding = record("finding", road, item="干道-01-01", text="有积水", places=2, **HERE)
    voice = photo(road, b"RIFF1234WAVE", file_kind="voice")
    batch = (
        answer(road, verdict="unmet", note="井盖旁"), finding, photo(road, b"bytes", finding, marks=MARKS, **HERE), voice,
        record("visit_end", road, state="finished", note=""),
    )  # fmt: skip
    assert send(me, *batch) == [KEPT] * 5
    assert send(me, *batch, at=AT + timedelta(hours=1)) == [KNOWN] * 5
    counts = [model.objects.in_city(field_round.city).count() for model in (Answer, FieldFinding, FieldFile, VisitStep)]
    assert counts == [1, 1, 2, 1]
    (event,) = Event.objects.in_city(field_round.city).filter(kind="field.records_received")
    assert (event.data["visits"], event.data["records"], event.data["findings"], event.data["late"]) == (
        [road.pk],
        5,
        1,
        False,
    )
    assert (len(event.data["digest"]), event.by) == (64, None)
    road.refresh_from_db()
    assert (road.state, road.finished_at) == ("finished", AT)


def test_change_an_answer_replaces_it_and_two_phones_make_a_conflict(place):
    field_round, me, (road, *_others) = place
    first = answer(road)
    second, third = (
        answer(road, verdict="unmet", replaces=[first["key"]]),
        answer(road, verdict="not_applicable", replaces=[first["key"]]),
    )
    assert send(me, first, second) == [KEPT, KEPT]
    assert send(me, third, device="phone-2") == [KEPT]
    standing = conflicts_of(field_round)[road.pk, "干道-01-01"]
    assert [one.verdict for one in standing] == ["unmet", "not_applicable"]
    assert send(me, answer(road, replaces=[second["key"], third["key"]])) == [KEPT]
    assert conflicts_of(field_round) == {}
    assert [one.verdict for one in standing_answers(field_round.city, [road])] == ["met"]


def test_replace_an_answer_that_is_not_here_or_of_another_item_replaces_nothing(place):
    field_round, me, (road, *_others) = place
    other, gone = answer(road, item="干道-02-01"), answer(road)
    assert send(me, other, answer(road, replaces=[other["key"], gone["key"]])) == [KEPT, KEPT]
    assert standing_answers(field_round.city, [road]).count() == 2


def test_send_a_key_again_with_other_content_is_refused(place):
    _round, me, (road, *_others) = place
    said = answer(road)
    assert send(me, said, {**said, "verdict": "not_applicable"}) == [KEPT, refused("key_reused")]
    assert send(me, {**said, "note": "改"}) == [refused("key_reused")]


def test_send_what_cannot_be_is_refused_with_its_word_and_the_rest_is_kept(place):
    _round, me, (road, market, _third) = place
    lost = record("finding", road, text="x", places=1)
    theirs = answer(road.pk + 99)
    sent = {
        "not_yours": theirs,
        "unknown_item": answer(market),
        "unknown_grade": answer(road, item="干道-02-01", grade="优"),
        "unknown_finding": photo(road, b"1", lost),
        "too_large": photo(road, b"1", size=41 * 1024 * 1024),
        "too_long": answer(road, note="长" * 501),
        "unknown_kind": record("score", road),
        "bad_value": answer(road, verdict="unmet") | {"places": 0},
    }
    assert send(me, *sent.values(), answer(road)) == [*map(refused, sent), KEPT]
    assert send(me, record("finding_withdrawal", road, finding=lost["key"])) == [refused("unknown_finding")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "no uuid"}, {"key": 7}, {"visit": True}, {"visit": None}, {"said_at": "yesterday"}, {"said_at": "2026-11-20T09:00:00"},
        {"said_at": None}, {"said_at": "2026-13-45T09:00:00Z"}, {"verdict": "perhaps"}, {"count": -1}, {"count": 1.5}, {"note": 7}, {"note": "a\0b"},
        {"replaces": "all"}, {"verdict": "not_applicable", "count": 3}, {"item": " "},
    ],
)  # fmt: skip
def test_send_an_answer_with_a_bad_value_is_refused(place, wrong):
    _round, me, (road, *_others) = place
    assert send(me, {**answer(road), **wrong}) == [refused("bad_value")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 91, "lng": 1}, {"lat": "x", "lng": 1}, {"lat": 1}, {"accuracy": 3}, {"sha256": "A" * 64}, {"sha256": 1}, {"marks": {}}, {"marks": [1]},
        {"marks": [{"points": [[2, 0]]}]}, {"marks": [{"points": [1]}]}, {"marks": [{"kind": 3, "points": []}]}, {"finding": "x"},
    ],
)  # fmt: skip
def test_send_a_file_with_a_bad_value_is_refused(place, wrong):
    _round, me, (road, *_others) = place
    assert send(me, {**photo(road, b"1"), **wrong}) == [refused("bad_value")]
    assert send(me, "no record") == [refused("unknown_kind")]


def test_end_and_reopen_a_visit_shows_the_last_of_it_and_a_replaced_one_stays(place):
    _round, me, (road, market, third) = place
    end = record("visit_end", road, state="skipped", skip="closed", note="门口有告示")
    assert send(me, end, record("visit_reopen", road)) == [KEPT, KEPT]
    assert send(me, record("visit_end", market, state="skipped", skip="not_found")) == [KEPT]
    third.state, third.skip, third.finished_at = "skipped", "replaced", AT
    third.save()
    assert send(me, record("visit_end", third, state="finished")) == [KEPT]
    assert send(me, record("visit_end", road, state="skipped")) == [refused("bad_value")]
    for visit, state in ((road, ("planned", "")), (market, ("skipped", "not_found")), (third, ("skipped", "replaced"))):
        visit.refresh_from_db()
        assert (visit.state, visit.skip) == state


def test_withdraw_a_finding_twice_withdraws_it_once(place):
    _round, me, (road, *_others) = place
    finding = record("finding", road, text="看错了", places=1)
    assert send(me, finding) == [KEPT]
    twice = [record("finding_withdrawal", road, finding=finding["key"]) for _time in range(2)]
    assert send(me, *twice) == [KEPT, KNOWN]
    assert send(me, record("finding_withdrawal", road, finding=finding["key"])) == [KNOWN]


def test_send_with_a_wrong_clock_is_put_right_and_never_lies_in_the_future(place):
    field_round, me, (road, *_others) = place
    slow, fast = answer(road), answer(road, item="干道-02-01", said_at=(AT + timedelta(days=2)).isoformat())
    assert send(me, slow, fast, shift=timedelta(hours=-3)) == [KEPT, KEPT]
    said = dict(Answer.objects.in_city(field_round.city).values_list("item", "said_at"))
    assert said == {"干道-01-01": AT - timedelta(hours=3), "干道-02-01": AT}


def test_send_to_a_round_that_is_over_is_kept_and_said_to_be_late(place):
    field_round, me, (road, *_others) = place
    field_round.state, field_round.ended_at = "ended", AT
    field_round.save()
    assert send(me, answer(road)) == [KEPT]
    assert Event.objects.in_city(field_round.city).get(kind="field.records_received").data["late"] is True


def test_send_bytes_that_were_sent_before_asks_for_nothing_and_a_day_has_an_end(place, monkeypatch):
    field_round, me, (road, *_others) = place
    from wenming.inspections.actions.fieldwork import rows
    from wenming.kernel.actions import store_file

    assert send(me, photo(road, b"same"), photo(road, b"other")) == [KEPT, KEPT]
    first = FieldFile.objects.in_city(field_round.city).order_by("pk")[0]
    first.file = store_file(city=field_round.city, name="a.jpg", chunks=[b"same"], by=me, at=AT)
    first.completed_at = AT
    first.save()
    assert send(me, photo(road, b"same", name="b.jpg")) == [KEPT]
    assert FieldFile.objects.in_city(field_round.city).get(name="b.jpg").file_id == first.file_id
    monkeypatch.setattr(rows, "DAY_LIMIT", 4 + 5 + 4 + 2)
    assert send(me, photo(road, b"12"), photo(road, b"3")) == [KEPT, refused("day_full")]


def test_send_as_somebody_else_is_refused_and_without_a_walking_post_denied(place):
    _round, _me, (road, *_others) = place
    assert send(make_account(FIRM), answer(road)) == [refused("not_yours")]
    with pytest.raises(PermissionDenied):
        send(make_account(AUDITOR), answer(road))
    assert make_account(INSPECTOR) != make_account(FIRM)
