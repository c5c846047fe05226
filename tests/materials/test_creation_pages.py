"""Pages of mass creation: what each sees, what the forms put down, workbooks in and out, the Word sheet; questions to the database."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.materials.cases import make_supplier
from tests.materials.creation_cases import (
    DAY,
    PAPER,
    applied,
    bring_application,
    community,
    edition,
    programme,
    supply_all,
    titled,
)
from tests.people import AUDITOR, COMMUNITY, HOME, INSPECTOR, LEADER, LIAISON, OFFICER, STREET, make_account, make_city
from tests.queries import assert_queries
from wenming.materials.models import Application, Programme, Requirement, UnitTitle

pytestmark = pytest.mark.django_db


TODAY = timezone.localdate() - timedelta(days=1)
"""A day that is over wherever the city is: the pages read the clock."""
YEAR = 365 * DAY


def day(days: int = 0) -> str:
    """Return a day as a form sends it, counted from yesterday."""
    return (TODAY + days * DAY).isoformat()


def client(person=OFFICER):
    found = Client()
    found.force_login(make_account(person))
    return found


def url(rest=""):
    return f"/{HOME}/materials/{rest}"


def text(response):
    return response.content.decode()


def act(one, what, **said):
    kind = "titles" if isinstance(one, UnitTitle) else "applications"
    client().post(url(f"{kind}/{one.pk}/act/"), {"what": what, **said})
    one.refresh_from_db()
    return one


def test_lead_an_application_through_its_page_until_the_title_stands_in_the_ledger():
    unit = community()
    one = programme()
    form = client(COMMUNITY).get(url(f"creation/{one.pk}/apply/"))
    assert "selected>槐荫社区" in text(form)
    sent = client(COMMUNITY).post(url(f"creation/{one.pk}/apply/"), {"unit": unit.pk, "reason": "秩序好"})
    row = Application.objects.in_city(one.city).get()
    assert sent.url == url(f"applications/{row.pk}/")
    again = client(COMMUNITY).post(url(f"creation/{one.pk}/apply/"), {"unit": unit.pk, "reason": "秩序好"})
    assert (again.status_code, "正在办理" in text(again)) == (422, True)
    assert act(row, "return", words="补意见").state == "returned"
    client(COMMUNITY).post(url(f"applications/{row.pk}/act/"), {"what": "resubmit", "reason": "已补"})
    assert act(row, "accept", note="").state == "preparing"
    refused = client().post(
        url(f"applications/{row.pk}/act/"), {"what": "recommend", "on": "", "paper": "号"}, follow=True
    )
    assert "决定日期：" in text(refused)
    check = url(f"applications/{row.pk}/check/")
    assert client().post(check, {"checked_on": day(), "source": "联合审查"}).status_code == 422
    answers = {f"rule_{place}": "yes" for place in range(6)}
    client().post(check, {"checked_on": day(), "source": "联合审查", "paper": "审 1 号", **answers})
    supply_all(row)
    page = text(client().get(url(f"applications/{row.pk}/")))
    assert all(words in page for words in ("6/6 条通过", "4/4 份齐全", "审 1 号", "登记推荐"))
    assert act(row, "recommend", on=day(), paper=PAPER).state == "recommended"
    assert act(row, "publish", begins=day(-9), until=day(-3)).state == "noticed"
    act(row, "object", received_on=day(-5), objection="杂物多")
    objection = row.objections.get()
    client().post(
        url(f"objections/{objection.pk}/settlement/"), {"what": "settle", "settled_on": day(-4), "outcome": "已清"}
    )
    assert "异议不属实" in text(client().get(url(f"applications/{row.pk}/")))
    assert act(row, "name", on=day(-1), paper=PAPER).state == "named"
    title = row.unit_title
    assert url(f"titles/{title.pk}/") in text(client().get(url(f"applications/{row.pk}/")))
    assert url(f"applications/{row.pk}/") in text(client().get(url(f"titles/{title.pk}/")))


def test_refuse_and_withdraw_through_the_page_and_an_unknown_word_is_404():
    first = applied(community())
    assert client().post(url(f"applications/{first.pk}/act/"), {"what": "settle"}).status_code == 404
    assert act(first, "refuse", on=day(), words="条件不够").state == "refused"
    second = applied(community())
    client(STREET).post(url(f"applications/{second.pk}/act/"), {"what": "withdraw", "words": "先不报"})
    second.refresh_from_db()
    assert second.state == "withdrawn"
    denied = client(STREET).post(url(f"applications/{second.pk}/act/"), {"what": "accept"}, follow=True)
    assert "状态已经变了" in text(denied)


def test_open_change_and_end_a_programme_through_its_pages():
    said = {
        "kind": "community", "level": "city", "name": "市级文明社区", "edition": edition().pk, "conferred_by": "市委", "years": 3,
        "recheck_months": 12, "notice_days": 7,
    }  # fmt: skip
    made = client().post(url("creation/new/"), said)
    one = Programme.objects.in_city(make_city()).get()
    assert made.url == url(f"creation/{one.pk}/")
    assert client().post(url("creation/new/"), said).status_code == 422
    page = text(client().get(made.url))
    assert all(words in page for words in ("文明社区申报表", "称号单位，每年", "要报送的材料"))
    assert client().post(url(f"creation/{one.pk}/edit/"), {**said, "applies_until": day(-40)}).url == made.url
    assert "今天不在申报时间内" in text(client().get(url(f"creation/{one.pk}/apply/")))
    client().post(url(f"creation/{one.pk}/end/"))
    assert "起不再接受申报" in text(client().get(made.url))


def test_change_a_requirement_of_a_programme_comes_back_to_it():
    one = programme()
    row = Requirement.objects.in_city(one.city).filter(programme=one).order_by("pk").first()
    page = url(f"requirements/{row.pk}/")
    assert 'name="units"' not in text(client().get(page))
    said = {"name": "新申报表", "count": 1, "due_day": 25, "two_reviews": "on"}
    assert client().post(page, said).url == url(f"creation/{one.pk}/#materials")
    row.refresh_from_db()
    assert row.name == "新申报表"


def test_read_applications_is_for_those_whom_they_concern():
    one = applied(community())
    address = url(f"applications/{one.pk}/")
    make_supplier()
    codes = {
        person.username: client(person).get(address).status_code for person in (AUDITOR, LEADER, STREET, COMMUNITY)
    }
    assert set(codes.values()) == {200}
    assert client(LIAISON).get(address).status_code == 404
    assert client(INSPECTOR).get(address).status_code == 403
    assert "登记核查" not in text(client(COMMUNITY).get(address))


def test_take_the_notice_sheet_in_word_lists_who_is_under_notice():
    one = programme()
    assert client().get(url(f"creation/{one.pk}/notice/")).url == url(f"creation/{one.pk}/")
    bring_application("noticed", community(), supplied=False)
    sheet = client().get(url(f"creation/{one.pk}/notice/"))
    paper = docx.Document(io.BytesIO(sheet.content))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert "关于拟命名市级文明社区的公示" in words
    assert "2026年10月25日至2026年10月31日" in words
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["1", "槐荫社区", "柏树街道"]


def test_record_what_became_of_a_title_through_its_page():
    title = titled()
    assert act(title, "warn", on=day(), paper="警 1 号", words="暗访不合格").status == "warned"
    assert act(title, "keep", on=day(), paper="查 1 号", prolonged=day(900)).valid_until == TODAY + 900 * DAY
    refused = client().post(
        url(f"titles/{title.pk}/act/"),
        {"what": "move", "on": day(), "paper": "号", "into": "没有的单位"},
        follow=True,
    )
    assert "没有这个单位：没有的单位" in text(refused)
    two = client().post(
        url(f"titles/{title.pk}/act/"),
        {"what": "move", "on": day(), "paper": "号", "into": "槐荫社区、柏树街道"},
        follow=True,
    )
    assert "请只写一个单位" in text(two)
    into = community("书院社区")
    assert act(title, "move", on=day(), paper="并 1 号", into="书院社区").status == "moved"
    page = text(client().get(url(f"titles/{title.pk}/")))
    assert url(f"titles/{title.moved_to.pk}/") in page
    other = title.moved_to
    assert "承接自" in text(client().get(url(f"titles/{other.pk}/")))
    into.ends_on = TODAY - DAY
    into.save()
    assert "请按文件登记" in text(client().get(url(f"titles/{other.pk}/")))
    assert act(other, "end", on=day(), paper="撤 1 号").status == "ended"
    assert act(titled(), "void", words="录错").status == "void"
    assert act(titled(named_on=TODAY - 4 * YEAR), "expire", on=day(), paper="终 1 号").status == "expired"
    assert act(titled(), "withdraw", on=day(), paper="撤 2 号", words="违纪").status == "withdrawn"


def test_list_the_ledger_filters_and_reads_its_own_export_again():
    titled(named_on=TODAY - 2 * YEAR, last_on=TODAY - YEAR, last_paper="查 1 号")
    titled(community("书院社区"), named_on=TODAY - 4 * YEAR)
    titled(
        community("荷塘社区"), status="warned", named_on=TODAY - 2 * YEAR, last_on=TODAY - 90 * DAY, words="限期整改"
    )
    page = text(client(LEADER).get(url("titles/")))
    assert ("槐荫社区" in page, "已过有效期，待登记" in page) == (True, False)
    assert "已过有效期，待登记" in text(client().get(url("titles/?standing=over")))
    assert "没有这样的称号" in text(client().get(url("titles/?standing=gone&programme=x&on=nonsense")))
    assert "当日的台账" in text(client().get(url(f"titles/?on={day(-900)}&standing=all")))
    book = openpyxl.load_workbook(io.BytesIO(client().get(url("titles/export/?standing=all")).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert sorted(row[5] for row in rows[-3:]) == ["有效", "有效", "警告"]
    known = {(one.unit.name, one.valid_until, one.next_check_on) for one in UnitTitle.objects.in_city(make_city())}
    UnitTitle.objects.in_city(make_city()).update(status="void", next_check_on=None)
    buffer = io.BytesIO()
    book.save(buffer)
    sent = client().post(url("titles/import/"), {"file": SimpleUploadedFile("台账.xlsx", buffer.getvalue())})
    assert sent.url == url("titles/")
    rows = UnitTitle.objects.in_city(make_city()).exclude(status="void")
    assert {(one.unit.name, one.valid_until, one.next_check_on) for one in rows} == known


def test_import_titles_names_what_is_wrong_row_by_row():
    programme()
    titled(community())
    template = openpyxl.load_workbook(io.BytesIO(client().get(url("titles/template/")).content))
    sheet = template.active
    sheet.delete_rows(2, 2)
    named, before = TODAY - 2 * YEAR, TODAY - 3 * YEAR
    for row in (
        ("没有的项目", "槐荫社区", named, "号"),
        ("市级文明社区", "没有的单位", named, "号"),
        ("市级文明社区", "槐荫社区", named, "号"),
        ("市级文明社区", "书院社区", None, "号"),
        ("市级文明社区", "书院社区", named, "号", None, "撤销"),
        ("市级文明社区", "书院社区", named, "号", before),
        ("市级文明社区", "书院社区", named, "号", None, "有效", before),
        ("市级文明社区", "书院社区", named, "号"),
        ("市级文明社区", "书院社区", named, "号"),
    ):
        sheet.append(row)
    community("书院社区")
    buffer = io.BytesIO()
    template.save(buffer)
    page = client().post(url("titles/import/"), {"file": SimpleUploadedFile("表.xlsx", buffer.getvalue())})
    assert (page.status_code, [(one.row, one.column) for one in page.context["problems"]]) == (422, [
        (2, "创建项目"), (3, "单位"), (4, "单位"), (5, "命名日期"), (6, "最近记录日期"), (7, "有效期至"), (8, "最近记录日期"), (10, "单位"),
    ])  # fmt: skip
    assert UnitTitle.objects.in_city(make_city()).count() == 1
    nothing = client().post(url("titles/import/"), {"file": SimpleUploadedFile("表.xlsx", b"x")})
    assert nothing.status_code == 422
    empty = openpyxl.load_workbook(io.BytesIO(client().get(url("titles/template/")).content))
    empty.active.delete_rows(2, 2)
    buffer = io.BytesIO()
    empty.save(buffer)
    page = client().post(url("titles/import/"), {"file": SimpleUploadedFile("表.xlsx", buffer.getvalue())})
    assert "表里没有要录入的行" in text(page)


def test_open_what_my_units_hold_and_apply_for():
    titled(community("书院社区"), named_on=TODAY - 350 * DAY)
    applied(community())
    page = text(client(STREET).get(url("creation/mine/")))
    assert all(words in page for words in ("书院社区", "槐荫社区", "申报待受理", "还有 ", "正在申报的项目"))
    assert "还没有称号" in text(client(LIAISON).get(url("creation/mine/")))


def test_open_lists_asks_the_same_number_of_questions_with_one_row_and_with_three():
    pages = ("creation/", f"creation/{programme().pk}/", "titles/")
    names = ("槐荫社区", "书院社区", "荷塘社区", "春风社区", "新雨社区", "老街社区")
    officer = client()
    applied(community(names[0]))
    titled(community(names[1]))
    literal = dict(zip(pages, (6, 8, 6), strict=True))
    for page in pages:
        officer.get(url(page))
        with assert_queries(literal[page]):
            officer.get(url(page))
    for place in (2, 3):
        applied(community(names[place]))
        titled(community(names[place + 2]))
    for page in pages:
        with assert_queries(literal[page]):
            officer.get(url(page))
