"""The pages of what the machine proposes: list, both papers side by side, decisions; what calendar, clause, desk and home count."""

from datetime import date

import pytest
from django.urls import reverse

from tests.materials.cases import make_item, make_requirement, make_supplier
from tests.materials.test_checking import TEXT, photo, read, scanned, send, send_picture
from tests.people import AT, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from wenming.materials.models import Paper, PaperCheck
from wenming.materials.queries.checking import CheckFilter, checks_under, next_check
from wenming.materials.schemas.checks import check_text, marked
from wenming.materials.schemas.home import materials_home

pytestmark = pytest.mark.django_db


def at(name, *keys, query=""):
    return reverse(f"materials:{name}", args=[make_city().slug, *keys]) + query


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def copied() -> PaperCheck:
    send()
    send(name="市园林处")
    read()
    return PaperCheck.objects.in_city(make_city()).get()


def test_list_checks_shows_reason_and_both_papers(office):
    copied()
    page = office.get(at("checks")).content.decode()
    for words in ("与另一份文字雷同", "100% 相同", "市环卫处", "市园林处", "待看"):
        assert words in page
    assert "没有这样的提请" in office.get(at("checks", query="?kind=blurred")).content.decode()
    assert "市园林处" in office.get(at("checks", query="?state=all&unit=x&clause=-1")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_checks_asks_the_same_however_many_there_are(office, count):
    for number in range(count):
        send("本月正常。", name=f"第{number}局")
    read()
    with assert_queries(6):
        office.get(at("checks"))


def test_list_checks_is_for_who_sees_every_material(client):
    check = copied()
    client.force_login(make_account(LIAISON))
    assert client.get(at("checks")).status_code == 403
    assert client.get(at("check", check.pk)).status_code == 403


def test_open_check_marks_the_passages_in_both_papers(office):
    check = copied()
    page = office.get(at("check", check.pk))
    assert page.context["one"]["passages"] == 1
    # the one passage goes through four paragraphs of each
    assert page.content.decode().count("<mark>") == 8
    assert [one["unit"] for one in page.context["one"]["sides"]] == ["市环卫处", "市园林处"]


def test_open_check_of_pictures_shows_both(office):
    send_picture(photo(7))
    send_picture(photo(7), name="市园林处", at=AT.replace(hour=9))
    read()
    check = PaperCheck.objects.in_city(make_city()).get(kind="same_picture")
    page = office.get(at("check", check.pk)).content.decode()
    assert page.count('class="chk-photo"') == 2
    assert "是同一个文件" in page


def test_decide_check_goes_on_to_the_next_one_under_the_filter(office):
    for name in ("甲局", "乙局", "丙局"):
        send("本月正常。", name=name)
    read()
    third, second, first = PaperCheck.objects.in_city(make_city()).order_by("-pk")
    answer = office.post(at("check_decide", third.pk, query="?kind=empty"), {"state": "dismissed", "words": "确无工作"})
    assert answer.url == at("check", second.pk, query="?kind=empty")
    assert office.post(at("check_decide", second.pk), {"state": "confirmed"}).url == at("check", first.pk)
    assert office.post(at("check_decide", first.pk), {"state": "confirmed"}).url == at("checks")
    assert office.post(at("check_decide", first.pk), {"state": "confirmed"}).url == at("check", first.pk)
    page = office.get(at("check", third.pk)).content.decode()
    assert "确无工作" in page
    assert [one.pk for one in checks_under(make_city(), CheckFilter(state="confirmed")).order_by("pk")] == [
        first.pk,
        second.pk,
    ]
    assert next_check(make_city(), CheckFilter(), after=10**6) is None


def test_open_own_upload_leaves_the_decision_to_somebody_else(office):
    check = copied()
    Paper.objects.in_city(make_city()).filter(pk=check.paper_id).update(by=make_account(OFFICER))
    page = office.get(at("check", check.pk))
    assert not page.context["decides"]
    assert "由另一个人来看" in page.content.decode()


def test_calendar_and_clause_count_what_is_proposed(office):
    send(TEXT[1].replace("四十二条", "若干条") * 2)
    read()
    assert PaperCheck.objects.in_city(make_city()).get().kind == "no_figures"
    page = office.get(at("calendar", query="?year=2026")).content.decode()
    assert "没有数据 1" in page
    assert "△1" in page
    node = make_requirement().node_id
    clause = office.get(at("clause", node))
    assert [(one["label"], one["number"]) for one in clause.context["looks"]] == [("没有数据", 1)]
    assert "没有数据" in office.get(clause.context["looks"][0]["url"]).content.decode()


def test_desk_leads_to_both_papers_side_by_side(office):
    check = copied()
    page = office.get(at("desk", query=f"?at={check.paper.versions.get().version.item_id}")).content.decode()
    assert at("check", check.pk) in page
    assert "并排看" in page


def test_home_counts_what_waits_for_the_office_and_what_a_unit_owes():
    city, today = make_city(), date(2026, 11, 20)
    assert materials_home(make_account(OFFICER), city, on=today) == []
    copied()
    unit = make_supplier()
    make_item(make_requirement(units=[unit]), unit=unit, due_on=date(2026, 11, 10))
    make_item(make_requirement(units=[unit]), unit=unit)
    office = materials_home(make_account(OFFICER), city, on=today)
    assert [(one["label"], one["count"]) for one in office] == [
        ("待审核", "2"), ("已过期", "1"), ("退回未改", "0"), ("机器提请查看", "1"),
    ]  # fmt: skip
    unit = materials_home(make_account(LIAISON), city, on=today)
    assert [(one["label"], one["count"]) for one in unit] == [("待报送", "1"), ("已过期", "1"), ("被退回", "0")]


@pytest.mark.parametrize(
    ("kind", "facts", "words"),
    [
        ("out_of_period", {"words": "2025年", "first": "2026-11-01", "last": "2026-11-30"}, "写的是 2025年"),
        ("out_of_period", {"dated": "2026-09-30", "first": "2026-11-01", "last": "2026-11-30"}, "2026年9月30日"),
        ("blurred", {"sharp": 210, "least": 300}, "清晰度 0.21"),
        ("watermarked", {"source": "58pic.com"}, "58pic.com"),
        ("too_small", {"width": 320, "height": 240, "least": 600}, "320 × 240"),
        ("too_large", {"size": 3 * 1024**2, "most": 1024**2}, "3.0 MB，要求不超过 1.0 MB"),
        ("too_large", {"size": 9000, "most": 4096, "width": 9, "height": 8, "after": 4000, "blurred": True}, "会发虚"),
        ("wrong_kind", {"signs": [["title", "总结"], ["next_steps", "下一步打算"]]}, "标题“总结”、谈打算“下一步打算”"),
        ("wrong_kind", {"signs": []}, "没有看到做法"),
        ("empty", {"letters": 5, "pages": 0}, "只有 5 个字"),
        ("empty", {"letters": 0, "pages": 2}, "可能是扫描件"),
        ("empty", {"fault": "locked"}, "加了密码"),
        ("same_text", {"file": True, "share": 1000}, "同一个文件"),
        (
            "same_picture",
            {"how": "same_view", "variant": "mirrored", "agreement": 990},
            "画面部分相同，左右镜像，重叠部分 99% 一致",
        ),
        ("same_picture", {"how": "same_bytes", "variant": "as_it_is", "agreement": None}, "是同一个文件"),
        ("no_figures", {}, "没有看到数量"),
        ("no_caption", {"lacks": ["time", "theme"]}, "没有写时间、主题"),
    ],
)
def test_say_reason_of_a_check_names_what_it_rests_on(kind, facts, words):
    assert words in check_text(PaperCheck(kind=kind, facts=facts))


def test_mark_passages_splits_paragraphs_and_leaves_out_overlaps():
    assert marked("甲乙丙丁\n\n戊己庚辛", [(6, 8), (2, 7), (0, 1)]) == [
        [("甲", 3), ("乙", 0), ("丙丁", 2)],
        [("戊", 2), ("己", 1), ("庚辛", 0)],
    ]


def test_open_check_of_a_scan_says_that_there_is_nothing_to_read(office):
    from tests.materials.cases import file_for
    from wenming.materials.actions import Given

    unit = make_supplier()
    file_for(make_item(make_requirement(units=[unit]), unit=unit), Given("报告.pdf", scanned()))
    read()
    check = PaperCheck.objects.in_city(make_city()).get()
    assert "没有读出文字" in office.get(at("check", check.pk)).content.decode()
