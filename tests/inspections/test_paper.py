"""Paper forms are typed in: the same records as from a phone, marked as paper, by whoever typed; nothing is guessed or overwritten."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.inspections.fieldwork_cases import AT, MARKET, ROAD, make_kind, make_visits, running_round, say
from tests.people import AUDITOR, FIRM, INSPECTOR, OFFICER, SUPERVISOR, make_account
from tests.sites.places import make_site
from wenming.inspections.actions.fieldwork.paper import PaperRefusedError, Typed, type_in
from wenming.inspections.models import Answer, FieldFinding, Visit
from wenming.inspections.queries.fieldwork import standing_answers
from wenming.inspections.queries.fieldwork.paper import sheets_for
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=8)


def visit_at(kind: str) -> Any:
    """A visit of a running round at a place of this kind."""
    field_round, member, _ = running_round(0)
    return make_visits(field_round, member, [make_site("S1", "东门", type=make_kind(kind))])[0]


def typing(visit: Any, text: str, *, by: Any = OFFICER, **values: Any) -> Typed:
    """Type a form in."""
    version = sheets_for(visit.field_round, [visit])[visit.site.type.checklist].version
    facts = {"version": version, "rest": "met", "key": uuid.uuid4(), "said_at": AT, "at": LATER, **values}
    return type_in(visit=visit, text=text, by=make_account(by), **facts)


def standing(visit: Any) -> list[tuple[str, str, int, str, str]]:
    """What stands at a visit."""
    rows = standing_answers(visit.city, [visit]).select_related("by")
    return [(one.item, one.verdict, one.places, one.device, one.by.username) for one in rows]


def test_type_in_keeps_answers_and_a_finding_on_behalf_of_whoever_was_there():
    visit = visit_at(MARKET)
    assert typing(visit, "1 x2 东侧有积水") == Typed(met=1, unmet=1, void=0, findings=1, conflicts=0)
    typist = OFFICER.username
    assert standing(visit) == [("农贸-01-01", "unmet", 2, "paper", typist), ("农贸-02-01", "met", 0, "paper", typist)]
    found = FieldFinding.objects.in_city(visit.city).get()
    assert (found.item, found.text, found.places, found.device, found.said_at) == (
        "农贸-01-01",
        "东侧有积水",
        2,
        "paper",
        AT,
    )
    visit.refresh_from_db()
    assert (visit.state, visit.finished_at, visit.member.account.username) == ("finished", AT, INSPECTOR.username)
    event = Event.objects.in_city(visit.city).order_by("-number").first()
    assert (event.kind, event.by.username, event.data["records"]) == ("field.records_received", typist, 4)


def test_type_in_the_same_page_twice_keeps_it_once():
    visit, key = visit_at(MARKET), uuid.uuid4()
    first = typing(visit, "1 有积水; 2 不适用", key=key)
    assert typing(visit, "1 有积水; 2 不适用", key=key) == Typed(0, 1, 1, findings=0, conflicts=0)
    assert first == Typed(0, 1, 1, findings=1, conflicts=0)
    assert (Answer.objects.in_city(visit.city).count(), FieldFinding.objects.in_city(visit.city).count()) == (2, 1)


def test_type_in_again_replaces_what_the_same_person_typed():
    visit = visit_at(MARKET)
    typing(visit, "1 有积水")
    assert typing(visit, "1 x3 有积水，未清理") == Typed(1, 1, 0, findings=1, conflicts=0)
    assert [one[:3] for one in standing(visit)] == [("农贸-01-01", "unmet", 3), ("农贸-02-01", "met", 0)]
    kept = FieldFinding.objects.in_city(visit.city).filter(withdrawal__isnull=True)
    assert [one.text for one in kept] == ["有积水，未清理"]
    typing(visit, "")
    assert not kept.all().exists(), "met after all: the problem is taken back"
    assert {one[1] for one in standing(visit)} == {"met"}


def test_type_in_what_differs_from_the_phone_stands_beside_it():
    visit = visit_at(MARKET)
    say(visit, "农贸-01-01", "met")
    say(visit, "农贸-02-01", "met")
    assert typing(visit, "1 有积水") == Typed(1, 1, 0, findings=1, conflicts=1)
    assert [one[:2] for one in standing(visit)] == [
        ("农贸-01-01", "met"), ("农贸-01-01", "unmet"), ("农贸-02-01", "met"),
    ]  # fmt: skip
    assert typing(visit, "").conflicts == 1, "corrected: it agrees with the phone, which stands as it was"
    # a second typist who reads the form otherwise replaces nobody's answer
    assert typing(visit, "1 不适用", by=INSPECTOR).conflicts == 1
    assert [one[1] for one in standing(visit)] == ["met", "met", "not_applicable", "met"]


def test_type_in_leaves_open_what_nobody_looked_at():
    visit = visit_at(MARKET)
    assert typing(visit, "2 不适用", rest="open") == Typed(0, 0, 1, findings=0, conflicts=0)
    assert Visit.objects.in_city(visit.city).get().state == "planned"
    assert typing(visit, "1 符合", rest="open", by=INSPECTOR).met == 1
    assert len(standing(visit)) == 2


def test_type_in_of_graded_rows_needs_each_grade():
    visit = visit_at(ROAD)
    with pytest.raises(PaperRefusedError, match="ungraded"):
        typing(visit, "")
    assert typing(visit, "2 一般; 1 看到0 没有广告") == Typed(0, 2, 0, findings=1, conflicts=0)
    graded = standing_answers(visit.city, [visit]).get(item="干道-02-01")
    assert (graded.grade, graded.verdict) == ("一般", "unmet")


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("褪色", {}, "faults"),
        ("", {"rest": "open"}, "nothing"),
        ("1 有积水", {"version": "0000"}, "other_form"),
    ],
)
def test_type_in_refused_keeps_nothing(text: str, values: dict[str, Any], reason: str):
    visit = visit_at(MARKET)
    with pytest.raises(PaperRefusedError, match=reason):
        typing(visit, text, **values)
    assert standing(visit) == []


def test_type_in_refused_where_nothing_can_be_typed():
    visit = visit_at(MARKET)
    key = uuid.uuid4()
    typing(visit, "1 有积水", key=key)
    with pytest.raises(PaperRefusedError, match="key_reused"):
        typing(visit, "1 有污水", key=key)
    visit.site.type.checklist = ""
    visit.site.type.save()
    with pytest.raises(PaperRefusedError, match="no_form"):
        typing(visit, "")
    visit.field_round.state, visit.field_round.void_reason = "void", "重来"
    visit.field_round.save()
    with pytest.raises(PaperRefusedError, match="over_already"):
        typing(visit, "")
    visit.field_round.state, visit.field_round.void_reason = "running", ""
    visit.field_round.save()
    visit.member = visit.order = None
    visit.save()
    with pytest.raises(PaperRefusedError, match="no_member"):
        typing(visit, "")


def test_type_in_by_others_or_before_its_day_is_refused():
    visit = visit_at(MARKET)
    for person in (AUDITOR, SUPERVISOR, FIRM):
        with pytest.raises(PermissionDenied):
            typing(visit, "", by=person)
    visit.on = (LATER + timedelta(days=1)).date()
    visit.save()
    with pytest.raises(PermissionDenied):
        typing(visit, "", by=INSPECTOR)
    assert typing(visit, "").met == 2, "the planner knows where everybody goes"
