"""What falls out of the matrix: lists of duties, letters of responsibility, yearly plans, one clause, clauses that titles share."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta

import docx
import pytest
from openpyxl import load_workbook

from tests.campaigns.matrices import campaign_with_faults, done, give, node, parts, unit, url
from tests.campaigns.test_campaigns import make_campaign
from tests.people import AT, HOME, LEADER, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import PACKS
from wenming.campaigns.actions import name_chief, set_terms
from wenming.campaigns.models import ClauseTerms, Milestone
from wenming.campaigns.queries.duties import plan_lines
from wenming.organisations.actions import add_person, begin_tenure, merge_units
from wenming.organisations.models import Post
from wenming.standards.actions import adopt_checklists, adopt_edition
from wenming.standards.imports.checklists import CHECKLISTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def body(response) -> str:
    """Return the text of a page."""
    return response.content.decode()


def leader(name: str = "甲某", where: str = "市宣传局"):
    """Return a head of a unit."""
    person = add_person(city=make_city(), name=name, phone="", by=None, at=AT)
    begin_tenure(person=person, unit=unit(where), title="局长", since=date(2026, 1, 1), is_head=True, by=None, at=AT)
    return person


def terms(campaign, code: str, **more) -> None:
    """Agree on something for a clause."""
    set_terms(campaign=campaign, node=node(campaign, code), **done(**more))


def milestone(campaign, name: str, day: date, who=None, done_on: date | None = None) -> Milestone:
    """Return a milestone."""
    return Milestone.objects.create(
        city=campaign.city, campaign=campaign, kind="gate", name=name, due_on=day, unit=who, done_on=done_on, at=AT
    )


def test_list_of_units_stands_in_protocol_order_or_by_load_and_links_every_number(office):
    campaign = campaign_with_faults()
    give(campaign, "2.1", lead="市城管局", sponsor="甲区")
    with assert_queries(6):  # session, account, posts, campaigns, parts, units
        page = office.get(url(campaign, "matrix/units/"))
    text = body(page)
    names = [name for name in ("市宣传局", "市住建局", "甲区", "市城管局") if name in text]
    assert sorted(names, key=text.index) == ["市宣传局", "市住建局", "甲区", "市城管局"]
    text = body(office.get(url(campaign, "matrix/units/?order=load")))
    assert min(names, key=text.index) == "市城管局"
    assert f"{url(campaign)}units/{unit('市城管局').pk}/#lead" in text
    empty = make_campaign("国家卫生城市", order=2, since=2025, edition=campaign.edition)
    assert "还没有分工" in body(office.get(url(empty, "matrix/units/")))


def test_list_of_duties_shows_parts_terms_leader_and_the_others_of_each_clause(office):
    campaign = campaign_with_faults()
    terms(campaign, "1.1", materials="台账", due="年底前", due_on=date(2026, 12, 31))
    name_chief(campaign=campaign, node=node(campaign, "1.1"), person=leader(), **done())
    milestone(campaign, "动员大会", date(2026, 3, 1), unit("市宣传局"), date(2026, 3, 2))
    milestone(campaign, "省级测评", date(2026, 9, 1))
    page = office.get(url(campaign, f"matrix/units/{unit('市宣传局').pk}/"))
    assert page.context["sum"] == {"lead": "2", "points": "2", "all": "2"}
    assert [(one["label"], one["sum"]) for one in page.context["sections"]] == [("牵头", "2 条，2 分")]
    expected = (
        "台账",
        "年底前（2026年12月31日）",
        "甲某",
        "责任：市住建局；配合：甲区",
        "动员大会",
        "2026年3月2日 完成",
    )
    assert [words for words in expected if words not in body(page)] == []
    assert "省级测评" not in body(page)
    assert office.get(url(campaign, "matrix/units/99999/")).status_code == 404


def test_list_of_duties_takes_as_many_queries_with_three_clauses_as_with_one(office):
    campaign = make_campaign(since=2025)
    give(campaign, "1.1", lead="市宣传局", cooperating="甲区")
    here = url(campaign, f"matrix/units/{unit('市宣传局').pk}/")
    office.get(here)
    for code in ("1.2", "1.3"):
        with assert_queries(9):  # session, account, posts, campaigns, parts, units, terms, leaders, milestones
            office.get(here)
        give(campaign, code, lead="市宣传局", responsible=f"{code}局")
        terms(campaign, code, due="年底前")
    with assert_queries(9):
        office.get(here)


def test_list_of_duties_of_an_ended_unit_offers_to_hand_over_and_then_is_empty(office):
    campaign, old, new = campaign_with_faults(), unit("市住建局"), unit("市建设委")
    merge_units(units=[old], into=new, on=date(2026, 11, 2), by=None, at=AT)
    here = url(campaign, f"matrix/units/{old.pk}/")
    assert "移交市建设委" in body(office.get(here))
    office.post(url(campaign, "matrix/handover/"), {"unit": old.pk, "to": new.pk})
    assert "现在没有分工" in body(office.get(here))


def test_export_of_duties_holds_a_row_for_each(office):
    campaign = campaign_with_faults()
    terms(campaign, "1.1", materials="台账", spots="火车站", note="重点")
    content = office.get(url(campaign, f"matrix/units/{unit('甲区').pk}/export/")).content
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows(min_row=3)]
    assert [row[:5] for row in rows] == [
        ["责任", "社会主义核心价值观深化推广普及", "1.2", "社会主义核心价值观深化推广普及2", 1],
        ["配合", "社会主义核心价值观深化推广普及", "1.1", "社会主义核心价值观深化推广普及1", 1],
    ]
    assert rows[1][6:] == ["台账", "火车站", None, "牵头：市宣传局；责任：市住建局", "重点"]


def test_my_duties_lead_a_liaison_to_the_list_of_the_own_unit(client):
    account, mine = make_account(LIAISON), f"/{HOME}/matrix/mine/"
    client.force_login(account)
    assert client.get(mine)["Location"] == f"/{HOME}/matrix/"
    campaign = campaign_with_faults()
    assert client.get(mine)["Location"] == url(campaign)
    Post.objects.create(
        city=make_city(), account=account, role="liaison", unit=unit("甲区"), starts_on=date(2026, 1, 1)
    )
    assert client.get(mine)["Location"] == url(campaign, f"matrix/units/{unit('甲区').pk}/")
    Post.objects.create(
        city=make_city(), account=account, role="liaison", unit=unit("闲局"), starts_on=date(2026, 1, 1)
    )
    page = client.get(mine)
    assert [(one["name"], bool(one["url"])) for one in page.context["units"]] == [("甲区", True), ("闲局", False)]


def test_letter_names_the_parties_the_period_and_the_clauses_by_part(office):
    campaign = campaign_with_faults()
    unit("市指挥部", "headquarters")
    terms(campaign, "1.1", due="年底前")
    page = office.get(url(campaign, f"letters/{unit('市宣传局').pk}/"))
    paper = page.context["paper"]
    assert (paper.title, paper.signatures[0]) == ("创建全国文明城市目标责任书", ("甲方：市指挥部", "乙方：市宣传局"))
    assert "自2025年1月1日起至2027年12月31日止。" in paper.paragraphs
    assert [line[:9] for line in paper.paragraphs if line.startswith(("牵头", "承担", "配合", "包保"))] == [
        "牵头2条，合2分。"[:9]
    ]
    assert [row[1] for row in paper.annexes[0].rows] == ["1.1", "1.2"]
    assert "文号、盖章由本单位的公文系统办理" in body(page)


def test_letter_without_headquarters_is_signed_by_the_city_and_without_duties_has_no_annex(office):
    campaign = campaign_with_faults()
    pk = unit("市住建局").pk
    assert office.get(url(campaign, f"letters/{pk}/")).context["paper"].signatures[0][0] == "甲方：清河市"
    give(campaign, "1.1", lead="市宣传局", cooperating="甲区")
    assert office.get(url(campaign, f"letters/{pk}/")).context["paper"].annexes == []


def test_letter_in_word_is_laid_out_as_an_official_document(office):
    campaign = campaign_with_faults()
    response = office.get(url(campaign, f"letters/{unit('市城管局').pk}/word/"))
    paper = docx.Document(io.BytesIO(response.content))
    page = paper.sections[0]
    assert [round(side.mm) for side in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [
        37, 35, 28, 26,
    ]  # fmt: skip
    texts = [line.text for line in paper.paragraphs]
    assert "创建全国文明城市目标责任书" in texts
    assert "附件" in texts
    assert [cell.text for cell in paper.tables[1].rows[1].cells][:4] == [
        "牵头",
        "1.2",
        "社会主义核心价值观深化推广普及2",
        "1",
    ]
    assert "docx" in response["Content-Disposition"]


def test_letters_of_a_filter_come_as_one_zip_of_the_units_that_exist(office):
    campaign = campaign_with_faults()
    merge_units(units=[unit("市住建局")], into=unit("市城管局"), on=date(2026, 11, 2), by=None, at=AT)
    names = zipfile.ZipFile(io.BytesIO(office.get(url(campaign, "letters/")).content)).namelist()
    assert names == ["001-市宣传局-目标责任书.docx", "002-甲区-目标责任书.docx", "003-市城管局-目标责任书.docx"]
    narrowed = office.get(url(campaign, f"letters/?of=unit:{unit('甲区').pk}")).content
    assert zipfile.ZipFile(io.BytesIO(narrowed)).namelist() == ["001-甲区-目标责任书.docx"]


def plan_campaign():
    """Return a campaign with dates in the middle of this year."""
    today = datetime.now(tz=make_city().zone).date()
    campaign = campaign_with_faults(since=today.year - 1)
    june = today.replace(month=6, day=15)
    terms(campaign, "1.1", due="六月中", due_on=june)
    terms(campaign, "1.2", due="五月底", due_on=june.replace(month=5, day=31))
    milestone(campaign, "省级关口", june)
    milestone(campaign, "办完的关口", june.replace(month=3), unit("市宣传局"), june)
    milestone(campaign, "别家的节点", june, unit("市住建局"))
    return campaign, today


def test_plan_lines_mark_only_what_dates_say():
    campaign = campaign_with_faults()
    days = {"昨天": (1, None), "今天": (2, None), "月底": (31, None), "办完": (1, date(2026, 10, 1))}
    stones = [milestone(campaign, name, date(2026, 10, day), done_on=done_on) for name, (day, done_on) in days.items()]
    stones.append(milestone(campaign, "年后", date(2027, 1, 1)))
    stones.append(milestone(campaign, "远", date(2026, 12, 1)))
    lines, undated = plan_lines([], stones, year=2026, on=date(2026, 10, 2))
    assert [(line.milestone.name, line.near, line.past) for line in lines] == [
        ("昨天", False, True), ("办完", False, False), ("今天", True, False), ("月底", True, False), ("远", False, False),
    ]  # fmt: skip
    assert undated == []


def test_plan_of_a_unit_sorts_its_dates_by_month(office):
    campaign, today = plan_campaign()
    pk = unit("市宣传局").pk
    page = office.get(url(campaign, f"plan/?unit={pk}&year={today.year}"))
    months = [(group["month"], [line["name"] for line in group["lines"]]) for group in page.context["months"]]
    name = "社会主义核心价值观深化推广普及"
    assert months == [
        (f"{today.year}年3月", ["办完的关口"]),
        (f"{today.year}年5月", [f"{name}2"]),
        (f"{today.year}年6月", ["省级关口", f"{name}1"]),
    ]
    assert "别家的节点" not in body(page)
    assert page.context["undated"] == []


def test_plan_of_the_whole_campaign_holds_every_clause_once_and_all_milestones(office):
    campaign, today = plan_campaign()
    page = office.get(url(campaign, "plan/"))
    lines = [line for group in page.context["months"] for line in group["lines"]]
    assert len(page.context["undated"]) == 37
    assert {"别家的节点", "省级关口"} <= {line["name"] for line in lines}
    assert page.context["word_url"] == ""
    assert [year["active"] for year in page.context["years"]] == [False, True, False]
    assert today.year == page.context["year"]
    assert office.get(url(campaign, "plan/?unit=99999")).status_code == 404
    assert office.get(url(campaign, "plan/word/")).status_code == 404
    assert office.get(url(campaign, "plan/?year=1999")).context["year"] == today.year


def test_plan_goes_to_excel_and_word(office):
    campaign, today = plan_campaign()
    query = f"unit={unit('市宣传局').pk}&year={today.year}"
    rows = list(load_workbook(io.BytesIO(office.get(url(campaign, f"plan/export/?{query}")).content)).active.values)
    assert rows[1] == ("日期", "类别", "条目", "事项", "分工", "牵头单位", "完成时限", "材料要求", "负责领导")
    assert ("1.1", "牵头") in {(row[2], row[4]) for row in rows}
    paper = docx.Document(io.BytesIO(office.get(url(campaign, f"plan/word/?{query}")).content))
    assert f"市宣传局{today.year}年创建全国文明城市工作计划" in [line.text for line in paper.paragraphs]


def test_plan_of_a_year_without_dates_says_so(office):
    campaign = make_campaign(since=2025)
    assert "这一年没有定到某一天的事项" in body(office.get(url(campaign, "plan/?year=2027")))


def test_clause_shows_who_does_it_since_when_and_its_history(office):
    campaign = campaign_with_faults()
    terms(campaign, "1.1", materials="旧台账")
    terms(campaign, "1.1", materials="新台账", at=AT + timedelta(days=1))
    name_chief(campaign=campaign, node=node(campaign, "1.1"), person=leader(), **done())
    name_chief(campaign=campaign, node=node(campaign, "1.1"), person=leader("乙某"), **done())
    give(campaign, "1.1", lead="市城管局", responsible="市住建局", cooperating="甲区")
    page = office.get(url(campaign, "clauses/1.1/"))
    facts = page.context
    assert [(one["unit"], one["part"]) for one in facts["parts"]] == [
        ("市城管局", "牵头"), ("市住建局", "责任"), ("甲区", "配合"),
    ]  # fmt: skip
    assert [one["unit"] for one in facts["former"]] == ["市宣传局"]
    assert (facts["terms"][0]["pairs"][0]["value"], facts["former_terms"][0]["pairs"][0]["value"]) == (
        "新台账",
        "旧台账",
    )
    assert ([one["name"] for one in facts["chiefs"]], [one["name"] for one in facts["former_chiefs"]]) == (
        ["乙某"],
        ["甲某"],
    )
    assert "每轮 12 个点位" in body(page)
    assert office.get(url(campaign, "clauses/1/")).status_code == 404
    assert "还没有单位" in body(office.get(url(campaign, "clauses/2.1/")))


def test_edit_a_clause_saves_each_of_its_three_forms_by_itself(office):
    campaign, here = campaign_with_faults(), "clauses/1.3/edit/"
    person = leader()
    assert office.get(url(campaign, here)).context["forms"]["parts"].initial["lead"] == "市城管局"
    texts = {"what": "parts", "lead": "市城管局", "responsible": "甲区、市住建局"}
    assert office.post(url(campaign, here), texts)["Location"] == url(campaign, "clauses/1.3/")
    assert parts(campaign, "1.3") == [("市城管局", "lead"), ("甲区", "responsible"), ("市住建局", "responsible")]
    office.post(url(campaign, here), {"what": "terms", "due": "年底前", "due_on": "2026-12-31"})
    assert ClauseTerms.objects.in_city(make_city()).get().due_on == date(2026, 12, 31)
    office.post(url(campaign, here), {"what": "chief", "person": person.pk})
    again = office.post(url(campaign, here), {"what": "chief", "person": person.pk})
    assert (again.status_code, "不必重复指定" in body(again)) == (422, True)
    office.post(url(campaign, here), {"what": "chief", "person": ""})
    again = office.post(url(campaign, here), {"what": "chief", "person": ""})
    assert "现在没有负责领导" in body(again)


def test_edit_a_clause_with_a_unit_twice_or_unknown_is_refused_with_words(office, client):
    campaign, here = campaign_with_faults(), "clauses/1.3/edit/"
    page = office.post(
        url(campaign, here), {"what": "parts", "lead": "市城管局", "sponsor": "市城管局", "cooperating": "无此局"}
    )
    assert (page.status_code, "已经写在另一种分工里" in body(page), "没有叫“无此局”的单位" in body(page)) == (
        422,
        True,
        True,
    )
    assert office.post(url(campaign, here), {"what": "boss"}).status_code == 422
    client.force_login(make_account(LEADER))
    assert client.get(url(campaign, here)).status_code == 403


@pytest.fixture
def two_titles():
    """Return two running campaigns whose clauses share observations: 10.6 is led by another unit than the sanitary chapter 3."""
    campaign = make_campaign(since=2025)
    sanitary = PACKS / "sanitary-city-2014.yaml"
    edition = adopt_edition(
        city=make_city(), source=sanitary.read_text(encoding="utf-8"), file_name=sanitary.name, by=None, at=AT
    )
    forms = CHECKLISTS / "field-forms.yaml"
    adopt_checklists(
        city=make_city(),
        source=forms.read_text(encoding="utf-8"),
        file_name=forms.name,
        by=make_account(OFFICER),
        at=AT,
    )
    other = make_campaign("国家卫生城市", order=2, since=2025, edition=edition)
    give(campaign, "10.2", lead="市城管局", cooperating="甲区")
    give(campaign, "10.6", lead="市住建局", cooperating="甲区")
    give(campaign, "10.3", lead="市住建局 市城管局")
    give(other, "3", lead="市城管局", cooperating="甲区")
    return campaign, other


def test_shared_clauses_show_one_owner_for_each_pair_and_conflicts_first(office, two_titles):
    with assert_queries(7):  # session, account, posts, campaigns, adopted, leads, units
        page = office.get(url(two_titles[0], "matrix/shared/"))
    rows = page.context["rows"]
    assert (page.context["conflicts"], len(rows)) == ("1", 10)
    assert [(row["first"], row["first_lead"], row["second_lead"], row["owner"], row["state"]["label"]) for row in rows][:3] == [
        ("全国文明城市 10.6 公共服务6", "市住建局", "市城管局", "市住建局", "牵头不同"),
        ("全国文明城市 10.2 公共服务2", "市城管局", "市城管局", "市城管局", "牵头一致"),
        ("全国文明城市 10.3 公共服务3", "市住建局、市城管局", "市城管局", "市城管局", "牵头未定"),
    ]  # fmt: skip


def test_clause_names_its_like_in_another_title_from_both_sides(office, two_titles):
    campaign, other = two_titles
    link = office.get(url(campaign, "clauses/10.6/")).context["links"]
    assert [(one["name"], one["lead"], one["differs"], one["owner"]) for one in link] == [
        ("国家卫生城市 3 市容环境卫生", "市城管局", True, "市住建局")
    ]
    back = office.get(url(other, "clauses/3/")).context
    assert len(back["links"]) == 10
    assert "主次干道、商业大街" in [one["name"] for one in back["site_types"]]


def test_shared_clauses_of_one_title_alone_are_none(office):
    assert "没有共用的条目" in body(office.get(url(campaign_with_faults(), "matrix/shared/")))
