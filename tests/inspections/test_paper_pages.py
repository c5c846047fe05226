"""Pages of quality and of paper forms: who sees and prints what; nobody else learns where somebody goes, or that a site is looked at twice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import uuid
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from tests.inspections.fieldwork_cases import (
    MARKET,
    ROAD,
    finish,
    make_kind,
    make_member,
    make_visits,
    running_round,
    say,
)
from tests.people import AUDITOR, FIRM, HOME, INSPECTOR, LEADER, LIAISON, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
from tests.sites.places import make_site
from wenming.documents.adapters import typesetter
from wenming.documents.adapters.fonts import NoFontError
from wenming.inspections.models import Answer, FieldRound
from wenming.sites.models import Site

pytestmark = pytest.mark.django_db
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="not installed: poppler-utils")


def walk(sites: int = 2, **values: Any) -> tuple[FieldRound, list[Any]]:
    """A running round of supervisors' planning with visits of yesterday: markets and roads by turns, the first one coded twice."""
    field_round, member, _ = running_round(0, planner=make_account(SUPERVISOR), **values)
    other = make_member(field_round, FIRM, team="乙组")
    make_member(field_round, LIAISON, team="乙组")
    make_member(field_round, OFFICER)
    known = {site.code: site for site in Site.objects.in_city(make_city())}
    places = [
        known.get(f"W{n}") or make_site(f"W{n}", f"第{n}门", type=make_kind((MARKET, ROAD)[n % 2]))
        for n in range(sites)
    ]
    on = timezone.now().date() - timedelta(days=1)
    first = make_visits(field_round, member, places, on=on)
    second = make_visits(field_round, other, places[:1], on=on, coding="second")
    return field_round, [*first, *second]


def page(client: Any, person: Any, path: str, **data: Any) -> Any:
    """Open a page below the city's rounds as somebody, or send it something."""
    client.force_login(make_account(person))
    address = f"/{HOME}/rounds/field/{path}"
    return client.post(address, data) if data else client.get(address)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def end(field_round: FieldRound) -> None:
    field_round.state, field_round.ended_at = "ended", timezone.now()
    field_round.save()


def pdf_text(content: bytes) -> str:
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return made.stdout.decode()


def test_open_quality_is_the_planners_until_the_round_is_over(client):
    field_round, visits = walk(1)
    for visit, verdict in zip(visits, ("met", "unmet"), strict=True):
        say(visit, "农贸-01-01", verdict)
    finish(*visits)
    path = f"{field_round.pk}/quality/"
    seen = {one.name: page(client, one, path).status_code for one in (SUPERVISOR, OFFICER, AUDITOR, LEADER, INSPECTOR)}
    assert list(seen.values()) == [200, 404, 404, 404, 404]
    assert "只有安排人看得到" in text(page(client, SUPERVISOR, path))
    end(field_round)
    seen = {one.name: page(client, one, path).status_code for one in (SUPERVISOR, OFFICER, AUDITOR, LEADER, INSPECTOR)}
    assert list(seen.values()) == [200, 200, 200, 404, 404]
    shown = text(page(client, AUDITOR, path))
    assert "0/1 样本不足" in shown
    assert "乙组 与 甲组" in shown
    assert "第0门" not in shown, "no site that was coded twice"
    named = [
        *field_round.members.values_list("code", flat=True),
        *field_round.members.values_list("account__username", flat=True),
    ]
    assert [name for name in [*named, INSPECTOR.name, FIRM.name] if name in shown] == [], "nothing is said of a person"


def test_open_quality_costs_the_same_with_one_and_three_sites(client):
    counted = []
    for sites in (1, 3):
        field_round, visits = walk(sites, name=f"{sites}")
        for visit in visits:
            say(visit, "农贸-01-01" if visit.site.type.name == MARKET else "干道-01-01")
        finish(*visits)
        end(field_round)
        client.force_login(make_account(AUDITOR))
        with assert_queries(9):
            counted.append(client.get(f"/{HOME}/rounds/field/{field_round.pk}/quality/").status_code)
    assert counted == [200, 200]


def test_export_quality_says_what_the_page_says(client):
    field_round, visits = walk(1)
    for visit, verdict in zip(visits, ("met", "unmet"), strict=True):
        say(visit, "农贸-01-01", verdict)
    finish(*visits)
    answer = page(client, SUPERVISOR, f"{field_round.pk}/quality/export/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content), read_only=True)
    teams = [row[:4] for row in book["小组"].iter_rows(min_row=3, values_only=True)]
    assert teams == [("全部", 1, 1, "样本不足"), ("乙组 与 甲组", 1, 1, "样本不足")]
    assert [row[0] for row in book["检查项"].iter_rows(min_row=3, values_only=True)] == ["农贸-01-01"]


@poppler
def test_print_forms_shows_number_code_and_rows_and_hides_the_second_coding(client):
    field_round, _visits = walk(2)
    answer = page(client, SUPERVISOR, f"{field_round.pk}/paper/forms/")
    second, first, road, _end = pdf_text(answer.content).split("\f")
    for word in ("农贸市场", "第0门", "甲1", "场内无积水", "不适用", "看到几处", "8:00—10:00"):
        assert word in "".join(first.split())
    assert "灭鼠毒饵站完好" in road
    assert "一般" in road
    alike = {re.sub(r"(暗访|编号)\d|[甲乙]1", r"\1", "".join(one.split())) for one in (first, second)}
    assert len(alike) == 1, "the two codings of a site look alike"
    assert not any(INSPECTOR.name in one for one in (first, second))
    one = page(client, SUPERVISOR, f"{field_round.pk}/paper/forms/?number=2")
    assert pdf_text(one.content).count("\f") == 1
    assert page(client, SUPERVISOR, f"{field_round.pk}/paper/forms/?on=2020-01-01").status_code == 404


def test_print_anything_is_the_planners_alone_while_the_round_runs(client):
    field_round, visits = walk(1)
    member = visits[0].member
    paths = ("paper/", f"paper/forms/?member={member.pk}&on={visits[0].on}", "paper/ledger/xlsx/", "paper/ledger/pdf/")
    for path in paths[1:]:
        assert page(client, SUPERVISOR, f"{field_round.pk}/{path}").status_code == 200
        assert [
            page(client, one, f"{field_round.pk}/{path}").status_code for one in (OFFICER, AUDITOR, INSPECTOR, LEADER)
        ] == [404] * 4
    shown = text(page(client, SUPERVISOR, f"{field_round.pk}/paper/"))
    assert "甲1" in shown
    typing = text(page(client, INSPECTOR, f"{field_round.pk}/paper/"))
    assert "甲1" not in typing, "whoever types in sees a place for the number, and nothing else"
    assert page(client, LEADER, f"{field_round.pk}/paper/").status_code == 404
    assert page(client, SUPERVISOR, f"{field_round.pk}/paper/ledger/doc/").status_code == 404
    assert page(client, SUPERVISOR, "999/paper/").status_code == 404
    end(field_round)
    assert page(client, OFFICER, f"{field_round.pk}/paper/ledger/xlsx/").status_code == 200


def test_print_a_blank_form_of_each_kind(client):
    walk(1)
    assert page(client, SUPERVISOR, "paper/blank/").content[:4] == b"%PDF"
    assert page(client, SUPERVISOR, "paper/blank/?type=没有").status_code == 404
    assert page(client, AUDITOR, "paper/blank/").status_code == 403


def test_print_without_fonts_says_what_is_missing(client, monkeypatch):
    def none() -> None:
        raise NoFontError("没有中文字体")

    walk(1)
    monkeypatch.setattr(typesetter, "faces", none)
    answer = page(client, SUPERVISOR, "paper/blank/")
    assert answer.status_code == 302


def test_type_in_by_the_pages_reads_back_and_keeps(client):
    field_round, visits = walk(1)
    base = f"{field_round.pk}/paper/"
    assert page(client, INSPECTOR, f"{base}?number=1")["Location"].endswith("/paper/1/")
    refused = page(client, FIRM, f"{base}?number=1")
    assert "没有编号 1" in text(client.get(refused["Location"]))
    assert page(client, FIRM, f"{base}1/").status_code == 404
    shown = page(client, INSPECTOR, f"{base}1/?form=0000")
    assert "版本与现在的不一样" in text(shown)
    form = shown.context["form"]
    fields = {"key": uuid.uuid4(), "version": form["version"].value(), "on": visits[0].on.isoformat(), "came": "09:30"}
    read = text(page(client, INSPECTOR, f"{base}1/reading/", lines="1 x2 有积水; 9 褪色"))
    assert "表上没有第 9 行" in read
    assert "有积水" in read
    assert Answer.objects.in_city(field_round.city).count() == 0
    unsure = page(client, INSPECTOR, f"{base}1/", lines="1 x2 有积水", **fields)
    assert unsure.status_code == 422
    assert "其余各行全部符合，还是没有看" in text(unsure)
    wrong = page(client, INSPECTOR, f"{base}1/", lines="褪色", rest="met", **fields)
    assert "全部看懂才会保存" in text(wrong)
    future = {**fields, "on": (timezone.now() + timedelta(days=3)).date().isoformat()}
    assert "这一天还没有到" in text(page(client, INSPECTOR, f"{base}1/", lines="1 有积水", rest="met", **future))
    say(visits[0], "农贸-02-01", "unmet", places=2)
    kept = page(client, INSPECTOR, f"{base}1/", lines="1 x2 有积水", rest="met", **fields)
    told = text(client.get(kept["Location"]))
    assert "符合 1 项、不符合 1 项" in told
    assert "有 1 项与已有的作答不同" in told
    again = text(client.get(f"/{HOME}/rounds/field/{base}1/"))
    assert "手机：不符合 2 处" in again


def test_type_in_before_the_day_or_after_the_result_finds_no_page(client):
    field_round, visits = walk(1)
    visits[0].on = timezone.now().date() + timedelta(days=2)
    visits[0].save()
    base = f"{field_round.pk}/paper/1/"
    assert [page(client, one, base).status_code for one in (OFFICER, INSPECTOR)] == [404, 404]
    field_round.state, field_round.void_reason = "void", "重来"
    field_round.save()
    assert page(client, SUPERVISOR, base).status_code == 404
    assert page(client, SUPERVISOR, f"{field_round.pk}/paper/77/").status_code == 404
