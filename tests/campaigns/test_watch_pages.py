"""The pages of the watch ledger: who may see it, filters, judging, the board, clearance, the workbook."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.campaigns.test_watching import ask, make_watched, watch
from tests.people import AT, CAST, HOME, LEADER, NOBODY, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from wenming.campaigns.actions.titles import record_title_change
from wenming.campaigns.models import Clearance, ConditionFinding, WatchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def pages(campaign: Any) -> str:
    return f"/{HOME}/campaigns/{campaign.pk}/watch/"


@pytest.mark.parametrize("person", CAST, ids=lambda person: person.username)
def test_watch_ledger_is_for_office_leaders_supervisors_and_auditors(client, person):
    campaign = make_watched()
    entry, row = watch(campaign), ask(campaign, "市公安局")[0]
    client.force_login(make_account(person))
    sees = person.city == HOME and person.role in ("office", "leader", "supervisor", "auditor")
    keeps = person.city == HOME and person.role == "office"
    base = pages(campaign)
    wanted = {
        base: sees, f"{base}conditions/": sees, f"{base}clearance/": sees, f"{base}export/": sees, f"/{HOME}/watch/{entry.pk}/": sees,
        f"{base}new/": keeps, f"{base}conditions/finding/?rule=nominated": keeps, f"{base}clearance/ask/": keeps,
        f"/{HOME}/watch/clearance/{row.pk}/": keeps,
    }  # fmt: skip
    refused = 404 if person in (STRANGER, NOBODY) or not person.role else 403
    assert {url: client.get(url).status_code for url in wanted} == {
        url: 200 if allowed else refused for url, allowed in wanted.items()
    }


def test_watch_leads_to_the_current_campaign_or_says_there_is_none(office):
    assert "监控台账跟着周期走" in office.get(f"/{HOME}/watch/").content.decode()
    campaign = make_watched()
    assert office.get(f"/{HOME}/watch/").url == pages(campaign)


def test_ledger_takes_six_queries_with_one_and_with_three_events(office):
    campaign = make_watched()
    watch(campaign)
    with assert_queries(6):  # session, account, posts, campaign, standing, events
        office.get(pages(campaign))
    watch(campaign), watch(campaign, "G15", "negative")
    with assert_queries(6):
        office.get(pages(campaign))


def test_ledger_proposes_the_effect_for_what_the_city_is(office):
    campaign = make_watched()
    record_title_change(title=campaign.title, status="nominated", on=date(2026, 1, 1), by=None, at=AT)
    watch(campaign, "G15", "negative")
    text = office.get(pages(campaign)).content.decode()
    assert "按提名城市对照后果" in text
    assert "扣年度分 3 分（往前看 12 个月）" in text
    assert "计到 2027年8月1日" in text


def test_ledger_under_a_filter_that_matches_nothing_says_so(office):
    campaign = make_watched()
    assert "没有监控事项" in office.get(pages(campaign)).content.decode()
    assert "没有符合条件的事项" in office.get(f"{pages(campaign)}?state=counts&rule=G15").content.decode()


def test_event_by_form_is_entered_and_judged(office):
    campaign = make_watched()
    form = {"rule": "negative|G15", "event": "城北火情（演练）", "happened_on": "2026-08-01", "source": "快报"}
    assert office.post(f"{pages(campaign)}new/", form).url == pages(campaign)
    entry = WatchEntry.objects.in_city(make_city()).get()
    page = f"/{HOME}/watch/{entry.pk}/"
    shown = office.get(page)
    assert shown.context["proposed"] == "取消申报资格（往前看 12 个月）"
    assert office.post(page, {"state": "counts", "effect": "扣年度分", "points": "3", "note": ""}).url == page
    assert [step["points"] for step in office.get(page).context["steps"]] == ["3", ""]
    wrong = office.post(page, {"state": "open", "effect": "", "points": "3", "note": ""})
    assert (wrong.status_code, "只有认定有影响的事项才扣分" in wrong.content.decode()) == (422, True)
    late = office.post(f"{pages(campaign)}new/", form | {"happened_on": "2999-01-01", "rule": "condition|"})
    assert (late.status_code, "发生日期在今天之后" in late.content.decode()) == (422, True)
    assert office.get(f"/{HOME}/watch/{entry.pk + 99}/").status_code == 404


def test_event_of_a_nominated_city_hints_at_the_points(office):
    campaign = make_watched()
    record_title_change(title=campaign.title, status="nominated", on=date(2026, 1, 1), by=None, at=AT)
    entry = watch(campaign, "G15", "negative")
    form = office.get(f"/{HOME}/watch/{entry.pk}/").context["form"]
    assert str(form.fields["points"].help_text) == "条款写明扣 3 分；认定有影响才填"


def test_event_is_judged_by_the_office_alone(client):
    entry = watch(make_watched())
    client.force_login(make_account(LEADER))
    assert client.get(f"/{HOME}/watch/{entry.pk}/").context["form"] is None
    assert client.post(f"/{HOME}/watch/{entry.pk}/", {"state": "cleared"}).status_code == 403


def test_board_shows_states_lines_and_touching_events(office):
    campaign = make_watched()
    watch(campaign)
    page = f"{pages(campaign)}conditions/"
    with assert_queries(6):  # session, account, posts, campaign, events, findings
        shown = office.get(page)
    cards = shown.context["cards"]
    assert [(card["url"].rpartition("=")[2], card["pill"]["label"], card["about"]) for card in cards] == [
        ("nominated", "尚待核对", ""), ("minors-85", "尚待核对", "往前看 36 个月 · 分数线 85"),
        ("leader-12-months", "尚待核对", "往前看 12 个月"), ("events-12-months", "被事件触及", "往前看 12 个月"),
    ]  # fmt: skip
    assert [one["count"] for one in shown.context["counts"]] == [0, 0, 1, 3]
    finding = f"{page}finding/?rule="
    assert office.post(f"{finding}nominated", {"met": "yes", "source": "名单"}).url == page
    assert office.post(f"{finding}minors-85", {"score": "84.9", "source": "成绩单"}).url == page
    assert [card["pill"]["label"] for card in office.get(page).context["cards"][:2]] == ["条件符合", "未达到"]
    assert ConditionFinding.objects.in_city(make_city()).count() == 2
    assert office.get(f"{finding}nothing").status_code == 404


def test_board_of_an_edition_that_says_nothing_says_so(office):
    campaign = make_watched()
    campaign.rulebook = None
    campaign.applies_on = None
    campaign.save()
    assert "这个版本没有公开申报条件" in office.get(f"{pages(campaign)}conditions/").content.decode()


def test_clearance_by_form_asks_many_and_shows_who_is_late(office):
    campaign = make_watched()
    page = f"{pages(campaign)}clearance/"
    assert "还没有征求过意见" in office.get(page).content.decode()
    ask(campaign, "市公安局", "市财政局")
    today = timezone.now().astimezone(make_city().zone).date()
    form = {"units": "市公安局、市财政局", "asked_on": today.isoformat(), "due_on": today.isoformat()}
    assert office.post(f"{page}ask/", form).url == page
    assert office.post(f"{page}ask/", form | {"units": "市公安局、没有的局"}).status_code == 422
    late = Clearance.objects.in_city(make_city()).filter(asked_on=today).first()
    Clearance.objects.in_city(make_city()).filter(pk=late.pk).update(
        asked_on=today - timedelta(days=9), due_on=today - timedelta(days=2)
    )
    rounds = {found["asked_count"]: found for found in office.get(page).context["rounds"]}
    assert any(found["late"] == "逾期 1 家" for found in office.get(page).context["rounds"])
    assert 2 in rounds
    answer = f"/{HOME}/watch/clearance/{late.pk}/"
    assert (
        office.post(answer, {"answered_on": today.isoformat(), "opinion": "objection", "note": "排水未验收"}).url
        == page
    )
    assert any(found["objections"] == "有意见 1 家" for found in office.get(page).context["rounds"])


def test_clearance_takes_five_queries_with_one_and_with_three(office):
    campaign = make_watched()
    ask(campaign, "市公安局")
    with assert_queries(5):  # session, account, posts, campaign, questions
        office.get(f"{pages(campaign)}clearance/")
    ask(campaign, "市财政局", "市民政局")
    with assert_queries(5):
        office.get(f"{pages(campaign)}clearance/")


def test_export_gives_the_ledger_under_the_filter(office):
    campaign = make_watched()
    watch(campaign), watch(campaign, "G15", "negative", event="只要这一条（演练）")
    ask(campaign, "市公安局")
    answer = office.get(f"{pages(campaign)}export/?kind=negative")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert {name: len(found) - 2 for name, found in rows.items()} == {"监控台账": 1, "条件核对": 4, "会签审核": 1}
    assert rows["监控台账"][2][2:5] == ["只要这一条（演练）", date(2026, 8, 1), date(2027, 8, 1)]
    assert rows["条件核对"][5][5] == "2026-08-01 城北火情（演练）"
