"""Pages of materials: what a unit, a reviewer and the office see; how many questions each page asks the database."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.materials import hostile
from tests.materials.cases import (
    MONTH,
    SECOND,
    bring,
    campaign,
    file_for,
    make_item,
    make_requirement,
    make_supplier,
    node,
    papers_of,
    picture,
    report,
    version_of,
)
from tests.people import AT, HOME, LEADER, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.sites.pictures import photo
from wenming.kernel.adapters.stores import path_of
from wenming.materials import actions
from wenming.materials.models import MaterialItem, PaperMark, Requirement

pytestmark = pytest.mark.django_db


def client(person) -> Client:
    found = Client()
    found.force_login(make_account(person))
    return found


def url(rest: str = "") -> str:
    return f"/{HOME}/materials/{rest}"


def text(response) -> str:
    return response.content.decode()


def test_open_my_materials_lists_what_came_back_first():
    make_item(name="先到期", due_on=date(2026, 11, 20))
    bring(make_item(name="退回的"), "returned")
    bring(make_item(name="报过的"), "passed")
    page = text(client(LIAISON).get(url()))
    assert page.index("退回的") < page.index("先到期") < page.index("报过的")
    assert "没有数据：写明数量" in page


def test_open_my_materials_as_the_office_leads_to_the_desk_and_a_leader_to_the_calendar():
    assert client(OFFICER).get(url()).url == url("desk/")
    assert client(LEADER).get(url()).url == url("calendar/")


def test_file_a_picture_takes_one_form():
    item = make_item(kind="picture", name="实景图片")
    liaison = client(LIAISON)
    page = text(liaison.get(url(f"items/{item.pk}/file/")))
    assert 'capture="environment"' in page
    assert 'value="实景图片"' in page
    sent = {"files": SimpleUploadedFile("a.jpg", photo()), "place": "", "theme": "劝导"}
    refused = liaison.post(url(f"items/{item.pk}/file/"), sent)
    assert (refused.status_code, "图片要写明地点和主题" in text(refused)) == (422, True)
    sent = {
        "files": SimpleUploadedFile("a.jpg", photo()),
        "place": "人民广场",
        "theme": "劝导",
        "taken_on": "2026-11-02",
    }
    assert liaison.post(url(f"items/{item.pk}/file/"), sent).url == url()
    item.refresh_from_db()
    assert (item.state, papers_of(item)[0].taken_at is not None) == ("submitted", True)


def test_file_several_papers_keeps_a_draft_and_numbers_their_titles():
    item = make_item()
    files = [SimpleUploadedFile(f"{one}.txt", one.encode()) for one in ("甲", "乙")]
    kept = client(LIAISON).post(url(f"items/{item.pk}/file/"), {"files": files, "title": "情况", "keep": "1"})
    assert kept.url == url(f"items/{item.pk}/")
    item.refresh_from_db()
    assert (item.state, [one.title for one in papers_of(item)]) == ("drafting", ["情况（1）", "情况（2）"])
    page = text(client(LIAISON).get(kept.url))
    assert "草稿，还没有报送" in page
    assert "报送草稿" in page
    paper = papers_of(item)[0]
    client(LIAISON).post(url(f"items/{item.pk}/act/"), {"what": "drop", "paper": paper.pk})
    client(LIAISON).post(url(f"items/{item.pk}/act/"), {"what": "submit"})
    item.refresh_from_db()
    assert (item.state, len(papers_of(item))) == ("submitted", 1)
    assert client(LIAISON).get(url(f"items/{item.pk}/file/")).url == url(f"items/{item.pk}/")


def test_file_what_is_there_already_offers_it_with_one_tap():
    (paper,) = papers_of(file_for(make_item()))
    other = make_item(name="另一项")
    page = text(client(LIAISON).get(url(f"items/{other.pk}/file/")))
    assert "已有材料可用" in page
    assert client(LIAISON).post(url(f"items/{other.pk}/file/"), {"known": [paper.pk]}).url == url()
    other.refresh_from_db()
    assert papers_of(other) == [paper]


def test_open_an_item_shows_its_versions_and_what_was_said():
    item = file_for(bring(make_item(), "returned"), report("新数据", name="改.docx"))
    page = text(client(OFFICER).get(url(f"items/{item.pk}/")))
    assert all(one in page for one in ("第 2 版", "第 1 版", "没有数据", "写明数量", "逐份审核") if one != "逐份审核")
    assert client(OFFICER).post(url(f"items/{item.pk}/act/"), {"what": "nonsense"}).status_code == 404
    client(LIAISON).post(url(f"items/{item.pk}/act/"), {"what": "take_back"})
    client(OFFICER).post(url(f"items/{item.pk}/act/"), {"what": "waive", "words": "免"})
    item.refresh_from_db()
    assert item.state == "waived"
    client(OFFICER).post(url(f"items/{item.pk}/act/"), {"what": "restore"})
    item.refresh_from_db()
    assert item.state == "drafting"


def test_review_by_keyboard_passes_one_and_goes_to_the_next():
    first, second = file_for(make_item(name="甲报")), file_for(make_item(name="乙报"))
    officer = client(OFFICER)
    assert "甲报" in text(officer.get(url("desk/")))
    following = officer.post(url("desk/"), {"what": "pass"}).url
    assert following == url("desk/?done=1")
    refused = officer.post(following, {"what": "return", "reason": ""})
    assert (refused.status_code, "请写明原因" in text(refused)) == (200, True)
    officer.post(following, {"what": "return", "reason": "summary", "words": "写成了总结"})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("passed", "returned")
    assert "没有等您审核的材料" in text(officer.get(url("desk/?done=2")))
    assert "现在不在待审核" in text(officer.get(url(f"desk/?at={first.pk}")))


def test_review_the_second_time_is_another_persons():
    item = bring(make_item(two_reviews=True), "passed")
    assert "没有等您审核的材料" in text(client(OFFICER).get(url("desk/")))
    page = text(client(SECOND).get(url("desk/")))
    assert "复审" in page
    assert "初审通过" in page
    client(SECOND).post(url("desk/"), {"what": "pass"})
    item.refresh_from_db()
    assert item.state == "passed"


def test_mark_a_sentence_at_the_desk_leads_back_to_it():
    item = file_for(make_item(), report("第一句。第二句。"))
    (paper,) = papers_of(item)
    area = {"page": 2, "left": 0, "top": 0, "width": 1000, "height": 1000, "red": "on", "next": url("desk/")}
    assert client(OFFICER).post(url(f"papers/{paper.pk}/marks/"), area).url == url("desk/")
    mark = PaperMark.objects.in_city(make_city()).get()
    page = text(client(LIAISON).get(url(f"papers/{paper.pk}/")))
    assert '<span class="sentence is-red">第二句。</span>' in page
    assert client(OFFICER).post(url(f"marks/{mark.pk}/removal/")).url == url(f"papers/{paper.pk}/")
    bad = client(OFFICER).post(url(f"papers/{paper.pk}/marks/"), {**area, "next": "https://elsewhere.example/"})
    assert bad.url == url(f"papers/{paper.pk}/")


def scanned() -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(buffer, "PDF")
    return buffer.getvalue()


def test_look_at_papers_shows_pages_words_and_rows():
    book = openpyxl.Workbook()
    book.active.append(["点位", "数量"])
    buffer = io.BytesIO()
    book.save(buffer)
    seen = client(OFFICER)
    shown = {}
    for name, kind, content in (
        ("a.pdf", "document", scanned()), ("b.pdf", "document", hostile.pdf()), ("c.xlsx", "statistics", buffer.getvalue()),
        ("d.xlsx", "statistics", hostile.workbook("x")), ("e.txt", "report", "一句话".encode()), ("f.jpg", "picture", photo()),
    ):  # fmt: skip
        given = picture(name) if kind == "picture" else actions.Given(name, content)
        (paper,) = papers_of(file_for(make_item(name=name, kind=kind), given))
        if name in {"b.pdf", "d.xlsx"}:  # no such file comes in; a disk can still spoil one
            path_of(HOME, paper.file.sha256).write_bytes(b"%PDF-broken")
        shown[name] = paper.pk, text(seen.get(url(f"papers/{paper.pk}/")))
    assert all("不能在这里预览" in shown[name][1] for name in ("b.pdf", "d.xlsx"))
    assert "点位" in shown["c.xlsx"][1]
    assert "共 3 字" in shown["e.txt"][1]
    page = seen.get(url(f"papers/{shown['a.pdf'][0]}/pages/1/"))
    assert (page["Content-Type"], page.content[:2]) == ("image/jpeg", b"\xff\xd8")
    again = seen.get(url(f"papers/{shown['a.pdf'][0]}/pages/1/"), HTTP_IF_NONE_MATCH=page["ETag"])
    assert again.status_code == 304
    for name, number in (("a.pdf", 2), ("b.pdf", 1), ("f.jpg", 2)):
        assert seen.get(url(f"papers/{shown[name][0]}/pages/{number}/")).status_code == 404
    small = seen.get(url(f"papers/{shown['f.jpg'][0]}/pages/1/"))
    assert small["Content-Type"] == "image/jpeg"
    assert b"".join(small.streaming_content)[:2] == b"\xff\xd8"
    original = seen.get(url(f"papers/{shown['e.txt'][0]}/file/"))
    assert b"".join(original.streaming_content) == "一句话".encode()


def test_open_a_paper_of_another_unit_is_not_found():
    make_supplier()
    other = make_supplier("市园林局")
    from wenming.organisations.models import Post

    Post.objects.in_city(make_city()).filter(unit=other).delete()
    item = file_for(make_item(make_requirement(units=[other])), by=make_account(OFFICER))
    assert client(LIAISON).get(url(f"items/{item.pk}/")).status_code == 404
    assert client(LIAISON).get(url(f"papers/{papers_of(item)[0].pk}/")).status_code == 404
    assert client(LEADER).get(url(f"items/{item.pk}/")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_items_asks_the_same_however_many(count):
    for number in range(count):
        make_item(name=f"第{number}份")
    officer = client(OFFICER)
    wanted = url(f"items/?month=2026-11&state=open&kind=report&unit={make_supplier().pk}&clause={node().pk}")
    with assert_queries(5):
        page = officer.get(wanted)
    assert text(page).count("待报送</span>") == count
    book = openpyxl.load_workbook(io.BytesIO(officer.get(url("items/export/?late=on")).content))
    assert book.active.max_row in {1, count + 1}


@pytest.mark.parametrize("count", [1, 3])
def test_open_the_calendar_asks_the_same_however_many_units(count):
    for number in range(count):
        one = make_requirement(f"月报{number}", units=[make_supplier(f"第{number}局")])
        bring(make_item(one), "passed")
        make_item(one, period=date(2026, 10, 1))
    officer = client(OFFICER)
    with assert_queries(7):
        page = text(officer.get(url("calendar/?year=2026")))
    # the sum of one line is that line again
    assert page.count("1/1") == count + (count == 1)
    assert text(officer.get(url("calendar/?year=2026&by=clause"))).count("1/1") == (2 if count == 1 else 0)
    book = openpyxl.load_workbook(io.BytesIO(officer.get(url("calendar/export/?year=2026")).content))
    assert book.sheetnames == ["要报", "已通过", "待审核", "已退回", "已过期"]


def test_open_the_calendar_as_a_leader_shows_numbers_and_no_materials():
    bring(make_item(), "passed")
    page = text(client(LEADER).get(url("calendar/?year=2026")))
    assert "1/1" in page
    assert "items/?" not in page


def test_add_change_and_end_a_requirement_by_hand():
    campaign()
    make_supplier()
    officer = client(OFFICER)
    assert "还没有材料要求" in text(officer.get(url("requirements/")))
    facts = {
        "node": "1.1", "kind": "report", "name": "月报", "count": 1, "rhythm": "monthly", "due_day": 20, "units": "市环卫处",
        "megabytes": 5, "two_reviews": "on",
    }  # fmt: skip
    refused = officer.post(url("requirements/new/"), {**facts, "units": "没有的局"})
    assert "没有这个单位：没有的局" in text(refused)
    officer.post(url("requirements/new/"), facts)
    one = Requirement.objects.in_city(make_city()).get()
    assert (one.limits, one.due_day, one.two_reviews) == ({"bytes": 5 * 1024 * 1024}, 20, True)
    page = text(officer.get(url(f"requirements/{one.pk}/")))
    assert "市环卫处</textarea>" in page
    officer.post(url(f"requirements/{one.pk}/"), {**facts, "name": "新月报"})
    officer.post(url(f"requirements/{one.pk}/end/"), {"until": ""})
    officer.post(url(f"requirements/{one.pk}/end/"), {"until": "2099-01-01"})
    one.refresh_from_db()
    assert (one.name, one.until) == ("新月报", date(2099, 1, 1))
    assert "新月报" in text(client(LIAISON).get(url(f"requirements/?campaign={campaign().pk}&kind=report")))
    assert "新月报" in text(officer.get(url(f"clauses/{node().pk}/")))


def test_take_requirements_from_a_table_reads_what_the_export_writes():
    campaign()
    make_supplier()
    make_requirement("原有")
    officer = client(OFFICER)
    content = officer.get(url("requirements/export/")).content
    back = officer.post(url("requirements/import/"), {"file": SimpleUploadedFile("t.xlsx", content)})
    assert (back.status_code, "这个条目下已有这个序号" in text(back)) == (422, True)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    sheet["B2"], sheet["D2"] = 2, "表里来的"
    sheet.append(["9.99", None, "照片", "", "x", "每年", 31, None, "没有的局", "", "", "随便"])
    troubled = io.BytesIO()
    book.save(troubled)
    page = text(officer.post(url("requirements/import/"), {"file": SimpleUploadedFile("t.xlsx", troubled.getvalue())}))
    assert all(
        one in page for one in ("不认识这个词", "没有填写", "应为 1 到 99 的整数", "不是日期", "测评体系里没有这个编号")
    )
    sheet.delete_rows(3)
    good = io.BytesIO()
    book.save(good)
    assert (
        officer.post(url("requirements/import/"), {"file": SimpleUploadedFile("t.xlsx", good.getvalue())}).status_code
        == 302
    )
    assert Requirement.objects.in_city(make_city()).filter(name="表里来的", number=2).exists()
    assert openpyxl.load_workbook(io.BytesIO(officer.get(url("requirements/template/")).content)).active.max_row == 3


def test_take_requirements_from_something_else_says_what_it_is():
    campaign()
    officer = client(OFFICER)
    page = text(officer.post(url("requirements/import/"), {"file": SimpleUploadedFile("t.xlsx", b"nothing")}))
    assert "不是能识别的工作簿" in page
    book = openpyxl.Workbook()
    book.active.append(["别的"])
    other = io.BytesIO()
    book.save(other)
    page = text(officer.post(url("requirements/import/"), {"file": SimpleUploadedFile("t.xlsx", other.getvalue())}))
    assert "没有找到表头" in page
    assert officer.post(url("requirements/import/"), {}).status_code == 422


def test_take_requirements_from_the_edition_asks_the_units_of_the_matrix():
    from tests.campaigns.matrices import give
    from tests.campaigns.test_campaigns import make_campaign
    from tests.standards.editions import RICH
    from wenming.standards.actions import adopt_edition

    officer = make_account(OFFICER)
    edition = adopt_edition(city=make_city(), source=RICH, file_name="r.yaml", by=officer, at=AT)
    one = make_campaign(edition=edition)
    page = text(client(OFFICER).get(url("requirements/proposals/")))
    assert "矩阵里没有牵头单位" in page
    from wenming.materials.queries.requirements import proposals_for

    (first, *_rest) = proposals_for(one)
    give(one, first.node.code, lead="市环卫处", responsible="市园林局")
    form = {f"rhythm_{kind}": "yearly" for kind in ("document", "report", "picture", "statistics")}
    nothing = client(OFFICER).post(url("requirements/proposals/"), form)
    assert nothing.status_code == 422
    client(OFFICER).post(url("requirements/proposals/"), {**form, "picks": [f"{first.source}/{first.node.pk}"]})
    made = Requirement.objects.in_city(make_city()).get()
    units = [row.unit.name for row in made.suppliers.order_by("pk")]
    assert (made.source, made.rhythm, units) == (
        first.source,
        "yearly",
        ["市环卫处", "市园林局"] if first.kind == "picture" else ["市环卫处"],
    )
    assert first.source not in [other.source for other in proposals_for(one) if other.node == first.node]


def test_open_pages_without_a_campaign_is_not_found():
    assert client(OFFICER).get(url("requirements/")).status_code == 404


def test_read_words_of_an_address_leaves_out_what_is_none():
    make_item()
    page = client(OFFICER).get(url("items/?state=nonsense&month=2026-99&unit=x&kind=y&clause=-1"))
    assert "环境整治说明报告" in text(page)
    assert MaterialItem.objects.in_city(make_city()).get().period == MONTH
    assert version_of(bring(make_item(name="另"), "submitted")).number == 1
