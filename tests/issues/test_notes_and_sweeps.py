"""Leaders' notes from proposal to feedback; checks at like sites within their budget."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.issues.cases import bring, make_disposer, make_issue, make_minor
from tests.people import (
    AT,
    AUDITOR,
    FIRM,
    GROUP_HEAD,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    SUPERVISOR,
    make_account,
    make_city,
)
from tests.sites.places import make_site, make_type, make_unit
from wenming.burden.actions import OverBudgetError, set_budget
from wenming.burden.models import Ask, RefusedAsk
from wenming.burden.queries import Limits, loads_of_week
from wenming.issues import actions
from wenming.issues.actions import NotPossibleError, Plan, TooManySitesError
from wenming.issues.models import Issue, LeaderNote, Sweep, SweepSite
from wenming.issues.queries.sweeps import Askable, askable_for, drawn_of
from wenming.kernel.models import Event
from wenming.organisations.models import Person, Tenure
from wenming.sites.models import Site, SiteUnit

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOON = date(2026, 11, 5)
SAME = {"by": None, "at": AT}


def make_leader(account=None):
    city = make_city()
    person = Person.objects.create(city=city, name="高长明", account=account)
    office = make_unit("市政府", "headquarters")
    Tenure.objects.create(
        city=city, person=person, unit=office, title="副市长", is_head=True, order=1, starts_on=date(2026, 1, 1)
    )
    return person


def make_note(state="proposed", leader=None):
    """Return a note brought to a state, and its unit."""
    unit = make_disposer()
    issue = bring(make_issue(), "dispatched", unit=unit)
    note = actions.propose_note(issue=issue, leader=leader or make_leader(), proposal="建议督办", **SAME)
    if state != "proposed":
        note = actions.instruct_note(note=note, instruction="同意", on=AT.date(), paper_number="〔2026〕7 号", **SAME)
    if state in {"assigned", "answered"}:
        note = actions.assign_note(note=note, unit=unit, due_on=SOON, **SAME)
    if state == "answered":
        note = actions.answer_note(note=note, feedback="已办结", **SAME)
    return note


def test_lead_a_note_through_its_pages_records_every_step_on_the_issues_trail(client):
    leader, unit = make_leader(), make_disposer()
    issue = bring(make_issue(), "dispatched", unit=unit)
    client.force_login(make_account(OFFICER))
    page = f"/{HOME}/issues/{issue.number}/note/"
    assert "高长明" in client.get(page).content.decode()
    assert client.post(page, {"leader": leader.pk, "proposal": "建议督办"}).status_code == 302
    note = LeaderNote.objects.in_city(make_city()).get()
    at = f"/{HOME}/issues/notes/{note.pk}"
    assert client.post(f"{at}/instruct/", {"instruction": "同意", "on_day": "2026-11-02"}).status_code == 302
    late = (timezone.now() + 9 * DAY).date()
    assert client.get(f"{at}/assign/").status_code == 200
    assert client.post(f"{at}/assign/", {"unit": "市环卫处", "due_on": late}).status_code == 302
    assert "反馈结果" in client.get(f"/{HOME}/issues/notes/").content.decode()
    client.force_login(make_account(LIAISON))
    assert client.post(f"{at}/answer/", {"feedback": ""}).status_code == 422
    assert client.post(f"{at}/answer/", {"feedback": "已办结"}).status_code == 302
    assert "没有等待办理的批示" in client.get(f"/{HOME}/issues/notes/").content.decode()
    assert "已办结" in client.get(f"/{HOME}/issues/notes/?all").content.decode()
    kinds = Event.objects.in_city(make_city()).filter(subject=f"issues.Issue:{issue.pk}").order_by("-number")
    assert list(kinds.values_list("kind", flat=True)[:4]) == [
        "leader_note.answered", "leader_note.assigned", "leader_note.instructed", "leader_note.proposed",
    ]  # fmt: skip
    timeline = client.get(f"/{HOME}/issues/{issue.number}/").content.decode()
    assert "高长明 批示" in timeline
    assert "批示反馈" in timeline


def test_see_a_note_is_for_the_office_its_leader_its_unit_and_those_who_supervise(client):
    own = make_account(LEADER)
    make_note("assigned", make_leader(own))
    seen = {}
    for person in (OFFICER, SUPERVISOR, AUDITOR, LIAISON, LEADER, GROUP_HEAD, INSPECTOR, FIRM):
        client.force_login(make_account(person))
        answer = client.get(f"/{HOME}/issues/notes/")
        seen[person.role] = "建议督办" in answer.content.decode() if answer.status_code == 200 else answer.status_code
    assert seen == {
        "office": True, "supervisor": True, "auditor": True, "liaison": True, "leader": True, "group_head": 403, "inspector": 403,
        "firm": 403,
    }  # fmt: skip
    LeaderNote.objects.in_city(make_city()).update(leader=Person.objects.create(city=make_city(), name="另一位"))
    client.force_login(own)
    assert "建议督办" not in client.get(f"/{HOME}/issues/notes/").content.decode()


def test_take_a_step_of_a_note_twice_or_too_early_is_refused():
    note, unit = make_note("assigned"), make_disposer()
    for step in (
        lambda: actions.instruct_note(note=note, instruction="同意", on=AT.date(), **SAME),
        lambda: actions.assign_note(note=note, unit=unit, due_on=SOON, **SAME),
        lambda: actions.answer_note(note=make_note("instructed"), feedback="已办", **SAME),
    ):
        with pytest.raises(NotPossibleError, match="note_moved"):
            step()
    with pytest.raises(NotPossibleError, match="note_late"):
        actions.assign_note(note=make_note("instructed"), unit=unit, due_on=AT.date() - DAY, **SAME)
    for step in (
        lambda: actions.propose_note(issue=note.issue, leader=note.leader, proposal=" ", **SAME),
        lambda: actions.instruct_note(note=make_note(), instruction=" ", on=AT.date(), **SAME),
        lambda: actions.answer_note(note=note, feedback=" ", **SAME),
    ):
        with pytest.raises(NotPossibleError, match="no_text"):
            step()


def test_take_a_step_of_a_note_as_somebody_else_is_refused(client):
    note, supervisor = make_note("assigned"), make_account(SUPERVISOR)
    by = {"by": supervisor, "at": AT}
    for step in (
        lambda: actions.propose_note(issue=note.issue, leader=note.leader, proposal="x", **by),
        lambda: actions.instruct_note(note=note, instruction="x", on=AT.date(), **by),
        lambda: actions.answer_note(note=note, feedback="x", **by),
    ):
        with pytest.raises(PermissionDenied):
            step()
    client.force_login(supervisor)
    assert client.get(f"/{HOME}/issues/notes/{note.pk}/answer/").status_code == 403


def make_like(number, unit="市环卫处", **facts):
    """Return a site of the same kind with a responsible unit."""
    city, site = make_city(), make_site(f"p{number:02}", **facts)
    who = make_disposer() if unit == "市环卫处" else make_unit(unit, "department")
    SiteUnit.objects.create(city=city, site=site, unit=who, part="responsible", since=date(2026, 1, 1), at=AT)
    return site


def make_origin():
    return make_issue(site=make_site("o"))


def open_at(issue, *, at=AT, **facts):
    plan = {"question": "有没有满溢", "way": "random", "count": 3, "due_on": SOON} | facts
    return actions.open_sweep(issue=issue, plan=Plan(**plan), by=make_account(OFFICER), at=at)


def codes_of(sweep):
    return list(SweepSite.objects.in_city(make_city()).filter(sweep=sweep).values_list("site__code", flat=True))


def test_open_a_check_asks_like_sites_only_and_can_be_drawn_again():
    issue = make_origin()
    for number in range(5):
        make_like(number)
    make_like(8, type=make_type("背街小巷"))
    closed = make_like(9)
    Site.objects.in_city(make_city()).filter(pk=closed.pk).update(ends_on=date(2026, 10, 1))
    make_site("p7")
    asked = codes_of(open_at(issue))
    assert len(asked) == 3
    assert set(asked) < {"p00", "p01", "p02", "p03", "p04"}
    # the word it was drawn with stands in the check: drawn with it again, the same sites come out
    draw = Sweep.objects.in_city(make_city()).get().draw
    everything = [
        Askable(site, make_disposer())
        for site in Site.objects.in_city(make_city()).filter(code__lt="p05", code__gt="p")
    ]
    assert [one.site.code for one in drawn_of(everything, draw, 3)] == asked


def test_open_a_check_by_area_or_by_chosen_sites_asks_those():
    issue, street = make_origin(), make_unit("柏树街道")
    make_like(1, area=street)
    make_like(2)
    assert codes_of(open_at(issue, way="area", area=street)) == ["p01"]
    assert codes_of(open_at(issue, way="chosen", codes=("p02", "p77"))) == ["p02"]
    with pytest.raises(NotPossibleError, match="nothing_to_ask"):
        open_at(issue, way="chosen")


def test_ask_the_same_unit_about_the_same_site_and_category_waits_thirty_days():
    issue = make_origin()
    make_like(1)
    open_at(issue)
    with pytest.raises(NotPossibleError, match="nothing_to_ask"):
        open_at(issue, at=AT + 29 * DAY, due_on=date(2026, 12, 31))
    other = make_issue(site=issue.site, minor=make_minor("占道经营", code="03"))
    assert codes_of(open_at(other)) == ["p01"]
    assert codes_of(open_at(issue, at=AT + 31 * DAY, due_on=date(2026, 12, 31))) == ["p01"]


def test_open_a_check_over_the_budget_is_refused_with_the_numbers(client):
    issue = make_origin()
    officer = make_account(OFFICER)
    for number in range(4):
        make_like(number)
    make_like(5, unit="市园林处")
    actions.set_sweep_limits(city=make_city(), most_sites=4, by=officer, at=AT)
    limits = Limits(photos=15, forms=3, minutes=300)
    set_budget(city=make_city(), unit_kind="department", limits=limits, since=AT.date(), by=officer, at=AT)
    with pytest.raises(TooManySitesError) as many:
        open_at(issue, count=5)
    assert (many.value.wanted, many.value.most) == (5, 4)
    # every site is a form in the week of its unit
    open_at(issue, way="chosen", codes=("p00", "p01"))
    other = make_issue(site=issue.site, minor=make_minor("占道经营", code="03"))
    with pytest.raises(OverBudgetError) as caught:
        open_at(other, way="chosen", codes=("p02", "p03", "p05"))
    assert [(one.unit.name, one.used, one.wanted, one.most) for one in caught.value.overs] == [("市环卫处", 2, 2, 3)]
    assert RefusedAsk.objects.in_city(make_city()).get().purpose == "sweep"
    assert Sweep.objects.in_city(make_city()).count() == 1
    # the next week there is room again
    assert codes_of(open_at(issue, way="chosen", codes=("p02", "p03"), at=AT + 7 * DAY, due_on=date(2026, 12, 1)))
    client.force_login(officer)
    sent = {"question": "有没有", "way": "random", "count": 5, "due_on": (timezone.now() + DAY).date()}
    page = f"/{HOME}/issues/{make_issue(site=issue.site, minor=make_minor('乱堆', code='04')).number}/sweep/"
    answer = client.post(page, sent)
    assert (answer.status_code, "一次最多 4 处" in answer.content.decode()) == (422, True)
    answer = client.post(page, sent | {"way": "chosen", "codes": "p00、p01、p02、p03"})
    assert (answer.status_code, "每周上限 3 份" in answer.content.decode()) == (422, True)


def test_open_a_check_in_a_community_counts_in_its_week_too():
    community = make_unit("槐荫社区", "community")
    make_like(1, area=community)
    open_at(make_origin())
    loads = loads_of_week(make_city(), date(2026, 11, 2))
    assert sorted((one.unit.name, one.used.forms) for one in loads) == [("市环卫处", 1), ("槐荫社区", 1)]


def test_open_a_check_wrongly_is_refused():
    make_like(1)
    issue = make_origin()
    for facts, reason in (
        ({"question": " "}, "no_text"),
        ({"due_on": AT.date() - DAY}, "note_late"),
        ({"way": "chosen", "codes": ("x",)}, "nothing_to_ask"),
    ):
        with pytest.raises(NotPossibleError, match=reason):
            open_at(issue, **facts)
    without = make_issue()
    assert askable_for(without, at=AT) == []
    with pytest.raises(NotPossibleError, match="no_type"):
        open_at(without)
    supervisor = make_account(SUPERVISOR)
    with pytest.raises(PermissionDenied):
        actions.open_sweep(issue=issue, plan=Plan("有没有", "random", 1, SOON), by=supervisor, at=AT)
    with pytest.raises(PermissionDenied):
        actions.set_sweep_limits(city=make_city(), most_sites=4, by=supervisor, at=AT)
    # the system itself may
    assert actions.open_sweep(issue=issue, plan=Plan("有没有", "random", 1, SOON), **SAME).by is None
    assert actions.set_sweep_limits(city=make_city(), most_sites=4, **SAME).most_sites == 4


def test_answer_for_sites_from_the_phone_opens_an_issue_only_where_there_is_one(client):
    issue = make_origin()
    for number in (1, 2, 3):
        make_like(number)
    sweep = open_at(issue)
    rows = list(SweepSite.objects.in_city(make_city()).filter(sweep=sweep).order_by("pk"))
    client.force_login(make_account(LIAISON))
    own = client.get(f"/{HOME}/issues/sweeps/").content.decode()
    assert own.count("/issues/sweeps/sites/") == 3
    page = [f"/{HOME}/issues/sweeps/sites/{row.pk}/" for row in rows]
    assert client.get(page[0]).status_code == 200
    assert client.post(page[0], {"answer": "clear"}).status_code == 302
    assert client.post(page[0], {"answer": "clear"}).status_code == 422
    assert client.post(page[1], {"answer": "found"}).status_code == 422
    assert client.post(page[1], {"answer": "found", "text": "东侧两个桶满溢"}).status_code == 302
    found = SweepSite.objects.in_city(make_city()).get(pk=rows[1].pk).found
    assert (found.source, found.text, found.minor, found.site) == (
        "sweep", "东侧两个桶满溢", issue.minor, rows[1].site,
    )  # fmt: skip
    client.force_login(make_account(OFFICER))
    progress = client.get(f"/{HOME}/issues/sweeps/{sweep.pk}/").content.decode()
    assert "2 / 3 处" in progress
    assert found.number in progress
    assert "有没有满溢" in client.get(f"/{HOME}/issues/{issue.number}/").content.decode()
    assert actions.answer_sweep_site(row=rows[2], answer="clear", **SAME).answered_by is None


def test_see_or_answer_a_check_as_somebody_else_is_refused(client):
    make_like(1, unit="市园林处")
    sweep = open_at(make_origin())
    row = SweepSite.objects.in_city(make_city()).get(sweep=sweep)
    client.force_login(make_account(SUPERVISOR))
    assert client.get(f"/{HOME}/issues/sweeps/{sweep.pk}/").status_code == 200
    assert client.get(f"/{HOME}/issues/sweeps/sites/{row.pk}/").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.answer_sweep_site(row=row, answer="clear", by=make_account(SUPERVISOR), at=AT)
    make_disposer()
    client.force_login(make_account(LIAISON))
    assert client.get(f"/{HOME}/issues/sweeps/{sweep.pk}/").status_code == 404
    assert client.get(f"/{HOME}/issues/sweeps/sites/{row.pk}/").status_code == 404
    client.force_login(make_account(INSPECTOR))
    assert client.get(f"/{HOME}/issues/sweeps/").status_code == 403


def test_open_a_check_by_its_page_and_set_the_limits(client):
    make_like(1)
    issue = make_origin()
    client.force_login(make_account(OFFICER))
    page = f"/{HOME}/issues/{issue.number}/sweep/"
    assert "可以问的有 1 处" in client.get(page).content.decode()
    due = (timezone.now() + DAY).date()
    start = {"question": "有没有", "count": 3, "due_on": due}
    assert "按属地选点位要写属地" in client.post(page, start | {"way": "area"}).content.decode()
    assert "指定点位要写点位编号" in client.post(page, start | {"way": "chosen"}).content.decode()
    assert client.post(page, start | {"way": "chosen", "codes": "p01"}).status_code == 302
    assert "有没有" in client.get(f"/{HOME}/issues/sweeps/").content.decode()
    limits = f"/{HOME}/issues/sweeps/limits/"
    assert client.post(limits, {"most_sites": 0}).status_code == 422
    assert client.post(limits, {"most_sites": 9}).status_code == 302
    assert 'value="9"' in client.get(limits).content.decode()
    assert Issue.objects.in_city(make_city()).count() == 1


def test_ask_for_a_photo_with_a_rework_counts_it_or_refuses_the_rework(client):
    issue = bring(make_issue(), "answered")
    client.force_login(make_account(SUPERVISOR))
    limits = Limits(photos=0, forms=3, minutes=300)
    page = f"/{HOME}/issues/{issue.number}/rework/"
    none = set_budget(city=make_city(), unit_kind="department", limits=limits, since=AT.date(), **SAME)
    sent = {"note": "桶还是满的", "ask_photo": "on"}
    refused = client.post(page, sent)
    assert (refused.status_code, "每周上限 0 张" in refused.content.decode()) == (422, True)
    assert Issue.objects.in_city(make_city()).get().state == "answered"
    none.photos = 2
    none.save()
    assert client.post(page, sent).status_code == 302
    asked = Ask.objects.in_city(make_city()).get()
    assert (asked.unit, asked.kind, asked.purpose) == (issue.unit, "photo", "rework")
    assert asked.reference == f"issue:{issue.number}/1"
    assert "请补一张整改后照片" in client.get(f"/{HOME}/issues/{issue.number}/").content.decode()
