"""Pages of burden: a week against its budget, a unit's own, requests by hand, budgets, the workbook."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.utils import timezone

from tests.burden.asks import ask, budget, unit, wanted
from tests.people import AUDITOR, COMMUNITY, HOME, INSPECTOR, OFFICER, STREET, make_account, make_city
from tests.queries import assert_queries
from wenming.burden.actions import OverBudgetError, keeping_refusals
from wenming.burden.models import Ask, RefusedAsk

pytestmark = [pytest.mark.django_db, pytest.mark.counted]
BASE = f"/{HOME}/burden/"


def as_(client, person):
    client.force_login(make_account(person))
    return client


def today():
    return timezone.now().astimezone(make_city().zone).date()


def now(**options):
    return {"at": timezone.now(), **options}


def test_see_a_week_shows_units_requests_and_what_was_refused(client):
    budget(forms=1, at=timezone.now(), since=today() + timedelta(days=1))
    ask(wanted(kind="photo", count=3), **now())
    budget(photos=3, at=timezone.now(), since=today() + timedelta(days=2))
    with (
        pytest.raises(OverBudgetError),
        keeping_refusals(city=make_city(), by=make_account(OFFICER), at=timezone.now()),
    ):
        ask(wanted(kind="photo", count=30, reference="x", fact="夜间亮灯照片"), **now())
    text = as_(client, AUDITOR).get(BASE).content.decode()
    for said in ("市城管局", "沿街花箱数量", "夜间亮灯照片", "超出预算"):
        assert said in text
    assert "登记一项要求" not in text
    before = client.get(f"{BASE}?week=2026-01-01").content.decode()
    assert "这一周没有向单位要过东西" in before
    assert client.get(f"{BASE}?week=soon").status_code == 200


def test_see_a_week_costs_the_same_with_three_units(client):
    as_(client, AUDITOR)
    ask(**now())
    client.get(BASE)
    for name in ("", "市园林局", "市交通局"):
        if name:
            ask(wanted(unit(name)), **now())
        with assert_queries(8):
            assert client.get(BASE).status_code == 200


def test_see_the_own_week_only_as_a_community(client):
    make_account(COMMUNITY)
    own, other = unit("槐荫社区", "community"), unit()
    ask(wanted(other, community=own), wanted(other, reference="y", fact="别人的事"), **now())
    text = as_(client, COMMUNITY).get(BASE).content.decode()
    assert "沿街花箱数量" in text
    assert "别人的事" not in text
    assert client.get(f"{BASE}units/{own.pk}/").status_code == 200
    assert client.get(f"{BASE}units/{other.pk}/").status_code == 404
    assert client.get(f"{BASE}new/").status_code == 403
    assert as_(client, INSPECTOR).get(BASE).status_code == 403
    assert "市城管局" in as_(client, OFFICER).get(f"{BASE}units/{other.pk}/").content.decode()


def test_register_by_the_form_counts_or_says_what_is_too_much(client):
    as_(client, OFFICER)
    unit("市城管局"), unit("市园林局")
    facts = {
        "units": "市城管局、市园林局", "kind": "form", "count": 2, "fact": "花箱数量", "why": "没有登记过", "reference": "花箱", "until": "",
    }  # fmt: skip
    assert client.post(f"{BASE}new/", facts).status_code == 302
    assert Ask.objects.in_city(make_city()).count() == 2
    again = client.post(f"{BASE}new/", facts)
    assert (again.status_code, "已经要过“花箱数量”" in again.content.decode()) == (422, True)
    many = client.post(f"{BASE}new/", facts | {"count": 99, "reference": "b"})
    assert "每周上限 10 份" in many.content.decode()
    assert "每周上限 300 分钟" in many.content.decode()
    photos = client.post(f"{BASE}new/", facts | {"kind": "photo", "count": 50, "reference": "c"})
    assert "每周上限 15 张" in photos.content.decode()
    assert RefusedAsk.objects.in_city(make_city()).count() == 1 + 4 + 2
    assert "没有这个单位：无此局" in client.post(f"{BASE}new/", facts | {"units": "无此局"}).content.decode()
    assert "已经要过（要求" in client.get(BASE).content.decode()


def test_withdraw_by_the_page_frees_the_week(client):
    row = ask(**now())[0]
    as_(client, OFFICER)
    assert client.post(f"{BASE}{row.pk}/withdrawal/").status_code == 302
    assert "已经撤回" in client.post(f"{BASE}{row.pk}/withdrawal/", follow=True).content.decode()
    assert as_(client, STREET).post(f"{BASE}{row.pk}/withdrawal/").status_code == 404
    assert "已撤回" in as_(client, AUDITOR).get(BASE).content.decode()


def test_set_budgets_and_estimates_by_their_pages(client):
    as_(client, OFFICER)
    day = today()
    facts = {"photos": 1, "forms": 2, "minutes": 33, "since": day}
    assert client.post(f"{BASE}limits/community/", facts | {"photos": -1}).status_code == 422
    assert client.post(f"{BASE}limits/community/", facts | {"since": day - timedelta(days=1)}).status_code == 422
    assert client.post(f"{BASE}limits/community/", facts).status_code == 302
    assert client.get(f"{BASE}limits/nothing/").status_code == 404
    minutes = {"photo": 6, "form": 16, "record": 41, "visit": 61, "since": day}
    assert client.post(f"{BASE}limits/estimates/", minutes).status_code == 302
    text = client.get(f"{BASE}limits/").content.decode()
    assert ">33<" in text
    assert "约 41 分钟" in text
    assert "limits/community/" not in as_(client, AUDITOR).get(f"{BASE}limits/").content.decode()


def test_export_a_week_gives_units_requests_and_refusals(client):
    ask(**now())
    content = as_(client, AUDITOR).get(f"{BASE}export/?week=x").content
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    rows = [[[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] for sheet in sheets]
    assert rows[0][0][:5] == ["市城管局", "市直单位", 0, 1, 15]
    assert rows[1][0][6] == "沿街花箱数量"
    assert as_(client, INSPECTOR).get(f"{BASE}export/").status_code == 403
