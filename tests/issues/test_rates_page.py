"""The rates page: numbers by hand, every number a way to its issues, units see their own, nobody is named."""

from __future__ import annotations

import io
import re
from html import unescape

import openpyxl
import pytest
from django.http import QueryDict

from tests.issues.cases import HOUR, bring, make_disposer, make_issue, make_minor
from tests.issues.histories import Office
from tests.people import (
    AT,
    AUDITOR,
    CAST,
    DISTRICT,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    OFFICER,
    SUPERVISOR,
    make_account,
    make_cast,
    make_city,
)
from tests.queries import assert_queries
from tests.sites.places import make_site, make_unit
from wenming.issues.actions import answer_issue, verify_issue
from wenming.issues.queries import filter_of, flows_of, issues_listed
from wenming.issues.queries.counted import can_list, counted_of
from wenming.issues.queries.periods import period_of
from wenming.issues.queries.rates import counters_by

pytestmark = pytest.mark.django_db
URL = f"/{HOME}/issues/rates/"
NOVEMBER = "since=2026-11-01&until=2026-11-30"


def open_as(client, person, query: str = NOVEMBER, url: str = URL):
    client.force_login(make_account(person))
    return client.get(f"{url}?{query}")


def cells(page: str, name: str) -> list[str]:
    """Return the texts of a line's cells."""
    row = re.search(rf'<tr[^>]*>\s*<td class="head">{name}</td>(.*?)</tr>', page, re.DOTALL)
    assert row, f"no line {name}"
    return [re.sub(r"\s+|<[^>]+>", "", unescape(cell)) for cell in re.findall(r"<td.*?</td>", row[1], re.DOTALL)]


def heads(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", head) for head in re.findall(r"<th scope=\"col\".*?</th>", page)]


def make_november() -> None:
    """Three issues of one unit, one of another: closed in time at a site, closed late after a rework, suspended; and reported again."""
    street = make_unit("柏树街道", parent=make_unit("青石区", "district"))
    square = make_site("G1", "滨河广场", area=street)
    bring(make_issue("一", site=square), "closed")
    late = bring(make_issue("二", area=street), "answered")
    checker = make_account(SUPERVISOR)
    again = verify_issue(issue=late, passed=False, note="未清", by=checker, at=AT + 6 * HOUR)
    answered = answer_issue(issue=again, text="已整改", by=make_account(LIAISON), at=AT + 60 * HOUR)
    verify_issue(issue=answered, passed=True, by=checker, at=AT + 61 * HOUR)
    bring(make_issue("三"), "suspended")
    make_issue("再报", site=square, at=AT + 80 * HOUR)
    bring(
        make_issue("四", minor=make_minor("绿地养护", code="06")),
        "dispatched",
        unit=make_unit("市水利局", "department"),
    )


def test_show_rates_by_unit_gives_what_was_counted_by_hand(client):
    make_november()
    page = open_as(client, OFFICER, f"{NOVEMBER}&scheme=jinhua").content.decode()
    assert heads(page)[1:] == [
        "结案率", "按期结案率", "返工率", "30 天内复发", "90 天内复发", "一次通过", "敷衍答复", "重复问题", "得分",
    ]  # fmt: skip
    # three are due, one of them rests: two of two closed, one in time; one closing can recur, and did
    assert cells(page, "市环卫处")[:8] == [
        "100.00%2/2", "50.00%1/2", "33.33%1/3", "样本不足1/1", "样本不足1/1", "50.00%1/2", "33.33%1/3", "0",
    ]  # fmt: skip
    assert cells(page, "市水利局")[:2] == ["0.00%0/1", "0.00%0/1"]
    # in time 50 − 20 − 0 − rework 0.2: closing 20, in time 30, honesty 4.8; urgent has none
    assert cells(page, "市环卫处")[-1] == "54.8/75"


def test_show_rates_by_district_and_category_rolls_them_up(client):
    make_november()
    page = open_as(client, LEADER, f"{NOVEMBER}&by=district").content.decode()
    assert "青石区" in page
    assert cells(page, "青石区")[0] == "100.00%2/2"
    page = open_as(client, AUDITOR, f"{NOVEMBER}&by=category").content.decode()
    assert [cells(page, name)[0] for name in ("暴露垃圾", "绿地养护")] == ["66.67%2/3", "0.00%0/1"]
    assert ">市容环境</td>" in page


def test_follow_every_number_of_the_rates_leads_to_its_issues(client):
    make_november()
    officer = make_account(OFFICER)
    for by in ("unit", "district", "category"):
        page = open_as(client, OFFICER, f"{NOVEMBER}&by={by}&scheme=jinhua").content.decode()
        links = re.findall(r'<a class="n-link" href="[^"?]+\?([^"]+)">([\d,]+)</a>', page)
        assert len(links) > 20
        for query, number in links:
            wanted = filter_of(QueryDict(unescape(query)), city=make_city(), at=AT)
            found = issues_listed(officer, make_city(), wanted).count()
            # a counter of events counts times: two answers of one issue are one line of the ledger
            repeated = query.startswith(("counted=answer", "counted=rework"))
            assert 0 < found <= int(number) if repeated else found == int(number), (by, query)
    assert client.get(f"/{HOME}/issues/?{unescape(links[0][0])}").status_code == 200


def test_list_what_is_behind_every_counter_of_random_histories_finds_as_many():
    office = Office(5)
    issues = [office.report() for _number in range(8)]
    for _turn in range(160):
        office.move(office.draw.choice(issues))
    since, until = AT.date(), office.at.date()
    counted = flows_of(make_city(), since, until)
    reckoned = (
        "dispose_need", "dispose", "dispose_in_time", "overtime", "to_close", "closed", "closed_in_time", "deferred",
        "urgent_to_close", "urgent_closed", "urgent_closed_in_time", "first_check", "first_pass", "report", "file",
    )  # fmt: skip
    officer = make_account(OFFICER)
    for word in reckoned:
        query = {"counted": f"{word}@{since}..{until}"}
        found = issues_listed(officer, make_city(), filter_of(query, city=make_city(), at=office.at)).count()
        assert found == counted.get((0, word), 0), word
    assert sum(counted.get((0, word), 0) > 0 for word in reckoned) >= 10


def test_read_what_cannot_be_listed_asks_for_nothing():
    assert counted_of("closed@2026-11-01..2026-11-30@unit-1").key == 1
    for text in (
        "", "closed", "closed@2026-11-01..", "x@2026-11-01..2026-11-30", "closed@2026-11-01..2026-11-30@person-1",
        "closed -@2026-11-01..2026-11-30", "closed@2026-11-01..2026-19-30",
    ):  # fmt: skip
        assert counted_of(text) is None, text
    assert not can_list(((1, "extension_minutes"),))
    assert counters_by(make_city(), period_of("2026-11-01..", AT.date()), "unit") == {}


def test_open_rates_as_each_of_the_cast_shows_units_their_own(client):
    make_november()
    make_cast()
    for person in CAST:
        if person.city == HOME:
            page = open_as(client, person)
            role = person.role
            if role in {"office", "leader", "supervisor", "auditor"}:
                assert "市水利局" in page.content.decode(), role
            elif role in {"liaison", "district_office", "street_office", "community_worker"}:
                assert page.status_code == 200, role
                assert "市水利局" not in page.content.decode(), role
            else:
                assert page.status_code in {403, 404}, role
    own = open_as(client, LIAISON).content.decode()
    assert cells(own, "市环卫处")[0] == "66.67%2/3"
    below = open_as(client, DISTRICT, f"{NOVEMBER}&by=district").content.decode()
    assert cells(below, "柏树街道")[0] == "100.00%2/2"
    # who may not compare units is not led to the categories of all
    assert cells(open_as(client, LIAISON, f"{NOVEMBER}&by=category").content.decode(), "市环卫处")


def test_open_rates_names_no_person_and_asks_as_little_with_one_unit_as_with_three(client):
    make_november()
    client.force_login(make_account(SUPERVISOR))
    client.get(f"{URL}?{NOVEMBER}")
    with assert_queries(8):
        one = client.get(f"{URL}?{NOVEMBER}")
    for number in range(3):
        bring(make_issue(f"另{number}"), "dispatched", unit=make_disposer(f"第{number}处"))
    with assert_queries(8):
        client.get(f"{URL}?{NOVEMBER}")
    table = re.search(r"<table.*?</table>", one.content.decode(), re.DOTALL)[0]
    assert [person.name for person in CAST if person.name in table] == []


def test_open_rates_of_a_period_without_issues_or_with_a_broken_address_says_so(client):
    assert "没有可评价的问题" in open_as(client, OFFICER, "since=2020-01-01&until=2020-01-31").content.decode()
    for query in ("since=2020-02-01&until=2020-01-31", "since=x", "period=x&by=x&scheme=x", "period=week"):
        assert open_as(client, OFFICER, query).status_code == 200


def test_export_rates_gives_numbers_and_what_they_were_reckoned_from(client):
    make_november()
    answer = open_as(client, OFFICER, f"{NOVEMBER}&scheme=jinhua", f"{URL}export/")
    page, notes = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    rows = {row[0]: row for row in page.iter_rows(min_row=3, values_only=True)}
    at = [cell.value for cell in page[2]].index("结案率")
    assert rows["市环卫处"][at : at + 3] == (1, 2, 2)
    assert rows["合计"][at + 1 : at + 3] == (2, 3)
    assert rows["市环卫处"][1] == "市直单位"
    assert rows["市环卫处"][-1] == 54.8
    assert notes["B2"].value == "结案数 ÷ 应结案数 −缓办数"
    assert INSPECTOR.name not in str(rows)
