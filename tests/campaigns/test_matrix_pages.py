"""The matrix as a page: what it shows, how it is filtered, who may change it, and how many queries it takes."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from tests.campaigns.matrices import campaign_with_faults, give, parts, unit, url
from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, HOME, LEADER, NOBODY, OFFICER, STRANGER, make_account, make_city
from tests.queries import assert_queries
from wenming.campaigns.models import Responsibility, ResponsibilityChange
from wenming.organisations.actions import merge_units, set_group
from wenming.organisations.enums import Role
from wenming.organisations.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def body(response) -> str:
    """Return the text of a page."""
    return response.content.decode()


def rows(response) -> dict[str, str]:
    """Return the rows of the matrix by clause."""
    return dict(re.findall(r'<tr id="r-([\d.]+)"(.*?)</tr>', body(response), re.DOTALL))


def heads(response) -> list[str]:
    """Return the heads of the columns."""
    return re.findall(r'<th scope="col" class="u[^>]*><a [^>]*>([^<]*)</a>', body(response))


def cells(row: str) -> list[str]:
    """Return what stands in the cells of a row, "" for nothing."""
    return [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r'<td class="x"[^>]*>(.*?)</td>', row)]


def foot(response) -> list[str]:
    """Return the numbers of the foot."""
    return re.findall(r'<td class="x num">([^<]*)</td>', body(response))


def test_matrix_shows_units_in_protocol_order_with_their_parts_and_how_each_clause_stands(office):
    campaign = campaign_with_faults()
    page = office.get(url(campaign))
    found = rows(page)
    assert heads(page) == ["市宣传局", "市住建局", "甲区", "市城管局"]
    assert [cells(found[code]) for code in ("1.1", "1.2", "1.3")] == [
        ["牵", "责", "配", ""], ["牵", "", "责", "牵"], ["", "", "", "牵"],
    ]  # fmt: skip
    assert [re.search(r"</svg>([^<]+)</span></td>", found[code])[1] for code in ("1.1", "1.2", "1.3", "2.1")] == [
        "齐全", "两家牵头", "无配合", "无牵头",
    ]  # fmt: skip
    assert (found["1.2"].count("k-lead ov"), found["1.1"].count("k-lead ov")) == (2, 0)
    assert foot(page) == ["2", "·", "·", "2"]
    assert [(fault["label"], fault["count"], fault["points"]) for fault in page.context["tally"]["faults"]] == [
        ("无牵头", "36", "36"), ("两家牵头", "1", ""), ("无配合", "1", ""),
    ]  # fmt: skip
    assert page.context["tally"]["faults"][0]["url"] == f"{url(campaign)}?only=no_lead"


def test_matrix_proposes_a_lead_with_its_reason_and_never_decides(office):
    campaign = campaign_with_faults()
    give(campaign, "1.3", responsible="甲区")
    page = office.get(url(campaign))
    assert cells(rows(page)["1.3"]) == ["", "", "责", "牵?"]
    assert page.context["fixes"][0]["why"] == "分值 1。市城管局：此前由它牵头。"
    assert parts(campaign, "1.3") == [("甲区", "responsible")]
    assert page.context["fixes"][0]["offered"] == [{"pk": unit("市城管局").pk, "label": "市城管局"}]


def test_matrix_proposes_who_led_the_clause_in_the_cycle_before(office):
    before = campaign_with_faults(since=2022)
    campaign = make_campaign(since=2025, edition=before.edition)
    page = office.get(f"{url(campaign)}?q=1.1")
    assert page.context["fixes"][0]["why"] == "分值 1。市宣传局：此前由它牵头。"


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("only=faulty&node=1", ["1.2", "1.3"]),
        ("only=several_leads", ["1.2"]),
        ("only=complete", ["1.1"]),
        ("q=shicgj", []),
        ("q=csg", []),
        ("q=住建", ["1.1"]),
        ("q=scgj", ["1.2", "1.3"]),
        ("q=公共文化&node=7", ["7.1", "7.2", "7.3", "7.4"]),
        ("of=kind:district", ["1.1", "1.2"]),
        ("of=group:各区", ["1.1", "1.2"]),
        ("node=无&only=无&of=无&q=13.1", ["13.1"]),
    ],
)
def test_matrix_shows_only_what_the_filter_lets_through(office, query, codes):
    campaign = campaign_with_faults()
    area = unit("甲区")
    area.kind = "district"
    area.save(update_fields=["kind"])
    group = set_group(city=make_city(), name="各区", units=[area], by=None, at=AT)
    Responsibility.objects.in_city(make_city()).filter(unit=area, node__code="1.2").update(group=group)
    assert list(rows(office.get(f"{url(campaign)}?{query}"))) == codes


def test_matrix_narrowed_to_units_shows_their_columns_alone_and_a_district_with_what_is_below(office):
    campaign = campaign_with_faults()
    area = unit("乙区", "district")
    give(campaign, "2.1", lead="市宣传局", responsible="乙区")
    unit("丙街道", "street", parent=area)
    give(campaign, "3.1", lead="丙街道", cooperating="市宣传局")
    page = office.get(f"{url(campaign)}?of=under:{area.position}")
    assert (heads(page), list(rows(page))) == (["乙区", "丙街道"], ["2.1", "3.1"])
    assert [chip["value"] for chip in page.context["chips"]] == ["乙区"]
    page = office.get(f"{url(campaign)}?of=unit:{unit('市住建局').pk}")
    assert (heads(page), list(rows(page))) == (["市住建局"], ["1.1"])


def test_matrix_with_everyone_shows_units_without_a_part_too(office):
    campaign = campaign_with_faults()
    unit("闲局")
    assert "闲局" not in heads(office.get(url(campaign)))
    assert "闲局" in heads(office.get(f"{url(campaign)}?everyone=on"))


def test_matrix_goes_page_by_page_from_a_clause(office, monkeypatch):
    monkeypatch.setattr("wenming.campaigns.views.matrix.PAGE", 2)
    campaign = campaign_with_faults()
    page = office.get(url(campaign))
    assert (list(rows(page)), page.context["page"]["next_url"]) == (["1.1", "1.2"], "?from=1.3")
    page = office.get(f"{url(campaign)}?from=1.3")
    assert (list(rows(page)), page.context["page"]["previous_url"]) == (["1.3", "2.1"], "?from=1.1")
    assert page.context["page"]["text"] == "第 3—4 条，共 39 条"
    assert list(rows(office.get(f"{url(campaign)}?from=nirgends"))) == ["1.1", "1.2"]


def test_matrix_of_very_many_units_shows_those_of_the_page_alone(office, monkeypatch):
    monkeypatch.setattr("wenming.campaigns.views.matrix.MOST_COLUMNS", 3)
    monkeypatch.setattr("wenming.campaigns.views.matrix.PAGE", 1)
    page = office.get(url(campaign_with_faults()))
    assert heads(page) == ["市宣传局", "市住建局", "甲区"]
    assert page.context["narrow"] is True


def test_matrix_takes_six_queries_with_one_clause_and_with_three(office):
    campaign = make_campaign(since=2025)
    give(campaign, "1.1", lead="市宣传局", responsible="市住建局")
    office.get(url(campaign))
    for code in ("1.2", "1.3"):
        with assert_queries(6):  # session, account, posts, campaigns, parts, units
            office.get(url(campaign))
        give(campaign, code, lead="市住建局 市宣传局", cooperating=f"{code}局")
    with assert_queries(6):
        office.get(url(campaign))
    with assert_queries(7):  # and the last step, which can be taken back
        office.get(f"{url(campaign)}?edit=on")


def test_matrix_tells_of_parts_that_still_stand_in_the_edition_before(office):
    campaign = campaign_with_faults()
    row = Responsibility.objects.in_city(make_city()).filter(node__code="1.3").get()
    other = row.node
    other.pk, other.edition = None, _edition()
    other.position = 9000
    other.save(force_insert=True)
    Responsibility.objects.in_city(make_city()).filter(pk=row.pk).update(node=other)
    page = office.get(url(campaign))
    assert "有 1 条的分工仍记在旧版条目上" in body(page)
    assert page.context["strangers"] == 1
    assert "市城管局：此前由它牵头" in body(office.get(f"{url(campaign)}?q=1.3"))


def _edition():
    """Return another edition of the city."""
    from tests.standards.editions import BEFORE
    from wenming.standards.actions import adopt_edition

    return adopt_edition(city=make_city(), source=BEFORE, file_name="b.yaml", by=make_account(OFFICER), at=AT)


def test_open_the_matrix_leads_to_the_campaign_that_runs_or_says_that_there_is_none(office):
    assert "还没有创建周期" in body(office.get(f"/{HOME}/matrix/"))
    campaign = make_campaign(since=2025)
    assert office.get(f"/{HOME}/matrix/")["Location"] == url(campaign)
    assert office.get(f"/{HOME}/campaigns/999/matrix/").status_code == 404


@pytest.mark.parametrize(("person", "status"), [(LEADER, 200), (NOBODY, 404), (STRANGER, 404)])
def test_open_the_matrix_is_for_everybody_with_a_post_in_the_city(client, person, status):
    campaign = campaign_with_faults()
    client.force_login(make_account(person))
    page = client.get(url(campaign))
    assert page.status_code == status
    assert "编辑</a>" not in body(page)


def test_open_the_matrix_as_an_outside_firm_is_refused(client):
    campaign, account = campaign_with_faults(), make_account(NOBODY)
    Post.objects.create(city=make_city(), account=account, role=Role.FIRM, starts_on=date(2026, 1, 1))
    client.force_login(account)
    assert client.get(url(campaign)).status_code == 403


def test_change_a_cell_answers_with_its_row_its_foot_and_the_faults(office):
    campaign = campaign_with_faults()
    data = {"clause": "1.3", "unit": unit("甲区").pk, "part": "responsible"}
    page = office.post(f"{url(campaign, 'matrix/part/')}?q=1.3", data, headers={"HX-Request": "true"})
    assert parts(campaign, "1.3") == [("市城管局", "lead"), ("甲区", "responsible")]
    assert list(rows(page)) == ["1.3"]
    assert cells(rows(page)["1.3"]) == ["责", "牵"]
    assert [part in body(page) for part in ('id="mx-foot" hx-swap-oob', 'id="mx-side" hx-swap-oob', 'id="mx-undo"')] == [
        True, True, True,
    ]  # fmt: skip
    assert "甲区 在 1.3：责任" in body(page)


def test_clear_a_cell_that_is_empty_says_so_and_without_a_script_leads_back(office):
    campaign = campaign_with_faults()
    data = {"clause": "1.3", "unit": unit("市住建局").pk, "part": "clear"}
    page = office.post(url(campaign, "matrix/part/"), data, headers={"HX-Request": "true"})
    assert "已经没有分工" in body(page)
    page = office.post(f"{url(campaign, 'matrix/part/')}?edit=on", data, follow=True)
    assert page.redirect_chain == [(f"{url(campaign)}?edit=on", 302)]
    assert "已经没有分工" in body(page)
    data = {"clause": "1.3", "unit": unit("市城管局").pk, "part": "lead"}
    page = office.post(url(campaign, "matrix/part/"), data, headers={"HX-Request": "true"})
    assert "没有改变" in body(page)


@pytest.mark.parametrize(
    "data",
    [
        {"clause": "99", "unit": "1", "part": "lead"},
        {"clause": "1.1", "unit": "x", "part": "lead"},
        {"clause": "1.1", "unit": "999999", "part": "lead"},
        {"clause": "1.1", "part": "boss"},
        {"clause": "1", "part": "clear"},
    ],
)
def test_change_a_cell_of_what_is_not_there_is_not_found(office, data):
    campaign = campaign_with_faults()
    data = {"unit": unit("甲区").pk, **data}
    assert office.post(url(campaign, "matrix/part/"), data, headers={"HX-Request": "true"}).status_code == 404


@pytest.mark.parametrize("rest", ["part/", "lead/", "handover/", "undo/1/"])
def test_change_the_matrix_by_a_leader_is_refused(client, rest):
    campaign = campaign_with_faults()
    client.force_login(make_account(LEADER))
    assert client.post(url(campaign, f"matrix/{rest}"), {"clause": "1.1"}).status_code == 403


def test_mend_a_missing_lead_by_key_or_by_any_name(office):
    campaign = campaign_with_faults()
    lead = f"{url(campaign, 'matrix/lead/')}?only=faulty"
    page = office.post(lead, {"clause": "2.1", "unit": unit("甲区").pk}, follow=True)
    assert "2.1 由甲区牵头" in body(page)
    assert page.redirect_chain == [(f"{url(campaign)}?only=faulty", 302)]
    office.post(lead, {"clause": "1.2", "name": "市城管局"})
    assert parts(campaign, "1.2") == [("市城管局", "lead"), ("甲区", "responsible")]
    assert "没有叫“无此局”的单位" in body(office.post(lead, {"clause": "3.1", "name": "无此局"}, follow=True))
    assert "是不是：市城管局" in body(office.post(lead, {"clause": "3.1", "name": "市城管"}, follow=True))
    assert "这里只能写一个单位" in body(office.post(lead, {"clause": "3.1", "name": "甲区、市城管局"}, follow=True))


def test_hand_over_what_an_ended_unit_left_is_one_click_and_can_be_taken_back(office):
    campaign, old, new = campaign_with_faults(), unit("市住建局"), unit("市建设委")
    merge_units(units=[old], into=new, on=date(2026, 11, 2), by=None, at=AT)
    page = office.get(url(campaign))
    over = page.context["overs"]
    assert [(one["name"], one["count"], one["successors"]) for one in over] == [
        ("市住建局", "1 条", [{"pk": new.pk, "name": "市建设委"}])
    ]
    assert ("市住建局（撤）" in heads(page), 'class="key k-responsible gone"' in body(page)) == (True, True)
    page = office.post(url(campaign, "matrix/handover/"), {"unit": old.pk, "to": new.pk}, follow=True)
    assert (parts(campaign, "1.1")[2], page.context["overs"]) == (("市建设委", "responsible"), [])
    last = ResponsibilityChange.objects.in_city(make_city()).latest("pk")
    assert "已撤销上一步" in body(office.post(url(campaign, f"matrix/undo/{last.pk}/"), follow=True))
    assert parts(campaign, "1.1")[2] == ("市住建局", "responsible")
    assert "不能撤销这一步" in body(office.post(url(campaign, f"matrix/undo/{last.pk}/"), follow=True))
    assert office.post(url(campaign, "matrix/undo/99999/")).status_code == 404


def test_export_of_the_matrix_holds_the_filtered_clauses_as_matrix_as_table_and_by_unit(office):
    campaign = campaign_with_faults()
    content = office.get(f"{url(campaign, 'matrix/export/')}?node=1").content
    book = load_workbook(io.BytesIO(content))
    sheets = {page.title: [[cell.value for cell in row] for row in page.iter_rows(min_row=2)] for page in book}
    assert sheets["责任矩阵"] == [
        ["条目", "测评内容", "分值", "市宣传局", "市住建局", "甲区", "市城管局", "核查"],
        ["1.1", "社会主义核心价值观深化推广普及1", 1, "牵", "责", "配", None, "齐全"],
        ["1.2", "社会主义核心价值观深化推广普及2", 1, "牵", None, "责", "牵", "两家牵头"],
        ["1.3", "社会主义核心价值观深化推广普及3", 1, None, None, None, "牵", "无配合"],
    ]
    assert sheets["任务分解"][2][4:] == ["市宣传局、市城管局", "甲区", None, None, "两家牵头"]
    assert sheets["按单位"][1:] == [
        ["市宣传局", 2, 2, 0, 0, 0], ["市住建局", 0, 0, 1, 0, 0], ["甲区", 0, 0, 1, 1, 0], ["市城管局", 2, 2, 0, 0, 0],
    ]  # fmt: skip


def test_paper_of_the_matrix_holds_all_clauses_and_is_cut_into_sheets(office, monkeypatch):
    monkeypatch.setattr("wenming.campaigns.views.matrix.PAPER_COLUMNS", 3)
    monkeypatch.setattr("wenming.campaigns.views.matrix.PAGE", 2)
    page = office.get(f"{url(campaign_with_faults(), 'matrix/paper/')}?node=1")
    assert [paper["part"] for paper in page.context["papers"]] == ["1 / 2", "2 / 2"]
    assert body(page).count('data-clause="1.3"') == 2
