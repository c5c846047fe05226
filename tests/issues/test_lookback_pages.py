"""The pages of looking back: my visits, what a visit found, the record, what came back with how sure it is."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from tests.issues.cases import bring, make_issue
from tests.people import HOME, INSPECTOR, LEADER, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from wenming.issues import actions
from wenming.issues.actions.lookback_weeks import draw_week
from wenming.issues.models import Issue, LookBack, LookBackSettings

pytestmark = pytest.mark.django_db
URL = f"/{HOME}/issues/look-backs/"
DAY = timedelta(days=1)


def open_as(client, person, url: str = URL):
    client.force_login(make_account(person))
    return client.get(url)


def visits(number: int, *, ago: int = 8) -> list[LookBack]:
    """Return visits of the cast's inspector to what was closed so many days ago."""
    make_account(INSPECTOR)
    at = timezone.now() - ago * DAY
    for one in range(number):
        bring(make_issue(f"垃圾桶满溢 {one}", at=at, photos=[("前.jpg", photo())] if one == 0 else []), "closed", at=at)
    when = timezone.now() - (ago - 7) * DAY
    today = when.astimezone(make_city().zone).date()
    draw_week(city=make_city(), monday=today - today.weekday() * DAY, at=when)
    return list(LookBack.objects.in_city(make_city()).select_related("city", "visitor", "issue").order_by("pk"))


@pytest.mark.parametrize("number", [1, 3])
def test_open_my_visits_shows_the_place_and_nothing_of_who_settled_it(client, number):
    visits(number)
    client.force_login(make_account(INSPECTOR))
    client.get(URL)
    with assert_queries(6):
        page = client.get(URL).content.decode()
    assert page.count("垃圾桶满溢") == number
    assert "市环卫处" not in page


def test_answer_a_visit_on_the_phone_keeps_words_and_photo(client):
    row, other = sorted(visits(2), key=lambda one: one.issue.text)
    assert "垃圾桶满溢 0" in open_as(client, INSPECTOR, f"{URL}{row.pk}/").content.decode()
    before = row.issue.photos.get()
    shown = client.get(f"/{HOME}/issues/photos/{before.pk}/small/")
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    empty = client.post(f"{URL}{row.pk}/", {"result": "unjudged"})
    assert (empty.status_code, "看不了的，请写一句为什么" in empty.content.decode()) == (422, True)
    shot = io.BytesIO(photo())
    shot.name = "再看.jpg"
    sent = client.post(f"{URL}{row.pk}/", {"result": "came_back", "note": "又满了", "photos": shot})
    assert (sent.status_code, sent.url) == (302, URL)
    row.refresh_from_db()
    assert (row.result, row.found.text, row.found.photos.count()) == ("came_back", "又满了", 1)
    assert client.get(f"{URL}{row.pk}/").status_code == 404
    broken = io.BytesIO(b"no picture")
    broken.name = "a.jpg"
    assert client.post(f"{URL}{other.pk}/", {"result": "holds", "photos": broken}).status_code == 422


def test_pass_a_visit_on_without_anybody_else_says_so(client):
    row = visits(1)[0]
    client.force_login(make_account(INSPECTOR))
    page = client.post(f"{URL}{row.pk}/pass/", follow=True)
    assert "没有可以去的人" in page.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_open_the_record_lists_what_is_over_with_its_weeks(client, number):
    for row in visits(number, ago=20):
        actions.answer_look_back(row=row, result="holds", by=row.visitor, at=timezone.now() - DAY)
    client.force_login(make_account(OFFICER))
    client.get(URL)
    with assert_queries(8):
        page = client.get(f"{URL}?result=holds").content.decode()
    assert page.count("没有反弹") == number + 1
    assert "没有符合的记录" in client.get(f"{URL}?result=missed").content.decode()


def test_hide_what_lies_ahead_from_the_office(client):
    row = visits(1)[0]
    page = open_as(client, OFFICER).content.decode()
    assert row.issue.number not in page
    assert client.get(f"{URL}{row.pk}/").status_code in {403, 404}


def test_arrange_look_backs_and_send_somebody_to_one_issue(client):
    visits(1)
    client.force_login(make_account(OFFICER))
    assert client.post(f"{URL}settings/", {"per_week": "", "by_risk": 1, "risk_points": 3}).status_code == 422
    client.post(f"{URL}settings/", {"per_week": 8, "by_risk": 1, "risk_points": 3})
    assert LookBackSettings.objects.in_city(make_city()).get().per_week == 8
    issue = Issue.objects.in_city(make_city()).get()
    page = client.get(f"/{HOME}/issues/{issue.number}/").content.decode()
    assert "安排回头看" in page
    client.post(f"/{HOME}/issues/{issue.number}/look-back/")
    assert LookBack.objects.in_city(make_city()).filter(issue=issue, reason="chosen").count() == 1


def test_open_what_came_back_gives_counts_while_there_are_too_few(client):
    rows = visits(3, ago=20)
    for row in rows:
        result = "came_back" if row == rows[0] else "holds"
        actions.answer_look_back(row=row, result=result, by=row.visitor, at=timezone.now() - DAY)
    client.force_login(make_account(LEADER))
    client.get(f"/{HOME}/issues/recurrence/")
    with assert_queries(5):
        page = client.get(f"/{HOME}/issues/recurrence/").content.decode()
    assert "1 / 3" in page
    assert "样本不足" in page
    for by in ("district", "category"):
        assert client.get(f"/{HOME}/issues/recurrence/?by={by}").status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{HOME}/issues/recurrence/export/?by=category").content))
    lines = list(book.active.iter_rows(values_only=True))
    assert [line[5:8] for line in lines if line[0] == "暴露垃圾"] == [(3, 1, 0)]
    rates = client.get(f"/{HOME}/issues/rates/?period=30d").content.decode()
    assert "看 3 件，又出现 1 件" in rates


def test_open_what_came_back_with_nothing_looked_at_says_so(client):
    page = open_as(client, LEADER, f"/{HOME}/issues/recurrence/?since=2026-01-01&until=2025-01-01").content.decode()
    assert "这段时间没有回头看的结果" in page
    assert open_as(client, LIAISON, f"/{HOME}/issues/recurrence/").status_code == 403
