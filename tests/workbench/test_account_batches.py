"""Accounts in bulk: from choosing people, or a workbook, to the sheet that is shown once."""

import base64
import io
import re
from datetime import UTC, date, datetime

import openpyxl
import pytest

from tests.organisations.keepers import AT, SYSTEM
from tests.people import LEADER, OFFICER, SECURITY, make_account, make_city
from tests.queries import assert_queries
from wenming.kernel.models import Account, Event
from wenming.organisations.actions import add_person, begin_tenure, found_unit
from wenming.organisations.models import Person, Post

pytestmark = pytest.mark.django_db
NEW = "/qinghe/accounts/new/"
REVIEW = f"{NEW}review/"
SINCE = date(2026, 1, 1)
FOUNDED = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def bureau():
    return unit("市城市管理局")


def unit(name, kind="department"):
    return found_unit(city=make_city(), kind=kind, name=name, parent=None, since=SINCE, by=None, at=FOUNDED)


def hire(name, of, title="科长", phone=""):
    person = add_person(city=make_city(), name=name, phone=phone, by=None, at=AT)
    begin_tenure(person=person, unit=of, title=title, since=SINCE, by=None, at=AT)
    return person


@pytest.fixture
def signed_in(client):
    client.force_login(make_account(SYSTEM))
    return client


def inputs(page: str) -> dict[str, str]:
    """Return what a browser would send of the form of the batch."""
    found = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1].startswith("row-") and 'type="checkbox"' not in tag:
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select name="(row-[^"]+)"(.*?)</select>', page, re.DOTALL):
        found[name] = re.search(r'value="([^"]+)" selected', options)[1]
    return found


@pytest.mark.parametrize("count", [1, 3])
def test_choose_people_takes_the_same_queries_for_one_and_three(signed_in, bureau, count):
    for number in range(count):
        hire(f"人{number}", bureau)
    signed_in.get(NEW)
    with assert_queries(6):
        page = signed_in.get(NEW).content.decode()
    assert page.count('name="person"') == count


def test_issue_chosen_people_from_list_to_sheet(signed_in, bureau):
    group = unit("实地点位组", "working_group")
    first, second = hire("林松涛", bureau, phone="139 0000 0001"), hire("林松涛", bureau, phone="0376-5550123")
    begin_tenure(person=first, unit=group, title="组长", since=SINCE, by=None, at=AT)
    third = hire("王五", bureau)
    review = signed_in.post(REVIEW, {"person": [first.pk, second.pk, third.pk]}).content.decode()
    sent = inputs(review)
    assert [sent[f"row-{n}-username"] for n in range(3)] == ["linsongtao", "linsongtao2", "wangwu"]
    assert [sent[f"row-{n}-unit"] for n in range(3)] == ["市城市管理局"] * 3
    assert [sent[f"row-{n}-phone"] for n in range(3)] == ["139****0001", "", ""]
    sheet = signed_in.post(REVIEW, {**sent, "row-2-leave": "on", "row-1-role": "leader", "row-1-unit": ""})
    page = sheet.content.decode()
    assert (sheet.status_code, sheet["Cache-Control"], page.count('class="slip"')) == (200, "no-store", 2)
    accounts = {one.username: one for one in Account.objects.filter(must_change_password=True)}
    assert sorted(accounts) == ["linsongtao", "linsongtao2"]
    assert (accounts["linsongtao"].phone, Person.objects.in_city(make_city()).get(pk=first.pk).account) == (
        "13900000001",
        accounts["linsongtao"],
    )
    assert [
        (post.role, post.unit) for post in Post.objects.in_city(make_city()).filter(account__in=accounts.values())
    ] == [
        ("liaison", bureau),
        ("leader", None),
    ]
    (password,) = re.findall(r'secret">([^<]+)<', page)[:1]
    assert accounts["linsongtao"].check_password(password)
    assert "style=" not in page


def test_sheet_holds_the_same_as_a_workbook(signed_in, bureau):
    person = hire("林松涛", bureau)
    sent = inputs(signed_in.post(REVIEW, {"person": person.pk}).content.decode())
    page = signed_in.post(REVIEW, sent).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(re.search(r"base64,([^\"]+)\"", page)[1])))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("单位", "姓名", "登录名", "初始密码", "一次性登录链接", "有效期至")
    assert rows[1][:4] == ("市城市管理局", "林松涛", "linsongtao", re.search(r'secret">([^<]+)<', page)[1])


def test_issue_all_of_a_filter(signed_in, bureau):
    hire("林松涛", bureau), hire("王五", bureau)
    other = unit("市教育体育局")
    hire("赵六", other)
    sent = inputs(signed_in.post(REVIEW, {"all": "1", "under": bureau.pk, "q": ""}).content.decode())
    assert [sent[f"row-{n}-name"] for n in range(2)] == ["林松涛", "王五"]
    assert sent["row-TOTAL_FORMS"] == "2"


def test_issue_more_than_a_batch_says_so(signed_in, bureau, monkeypatch):
    monkeypatch.setattr("wenming.workbench.views.accounts.MOST", 1)
    hire("林松涛", bureau), hire("王五", bureau)
    page = signed_in.post(REVIEW, {"all": "1"}).content.decode()
    assert ("一次最多 1 人" in page, inputs(page)["row-TOTAL_FORMS"]) == (True, "1")


def test_issue_nobody_says_so(signed_in, bureau):
    assert "还没有选人" in signed_in.post(REVIEW, {}, follow=True).content.decode()
    person = hire("林松涛", bureau)
    sent = inputs(signed_in.post(REVIEW, {"person": person.pk}).content.decode())
    page = signed_in.post(REVIEW, {**sent, "row-0-leave": "on"}, follow=True).content.decode()
    assert "每一行都选了" in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("username", OFFICER.username, "已经有人用了"),
        ("unit", "没有的局", "没有这个单位"),
        ("unit", "市城市管理局、市教育体育局", "只写一个单位"),
        ("unit", "", "这个职责要有单位"),
        ("phone", "0376-1", "不是手机号"),
        ("until", "2020-01-01", "到期日期早于今天"),
        ("role", "mayor", "mayor"),
    ],
)
def test_issue_with_a_fault_says_so_on_the_row_and_writes_nothing(signed_in, bureau, field, value, words):
    make_account(OFFICER), unit("市教育体育局")
    person = hire("林松涛", bureau)
    sent = inputs(signed_in.post(REVIEW, {"person": person.pk}).content.decode())
    page = signed_in.post(REVIEW, {**sent, f"row-0-{field}": value})
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert not Account.objects.filter(username="linsongtao").exists()
    assert not Event.objects.in_city(make_city()).filter(kind="account.issued").exists()


def book(*rows, head=("姓名", "单位", "手机", "职责", "登录名", "职务", "到期日期")):
    work = openpyxl.Workbook()
    for row in (head, *rows):
        work.active.append(row)
    work.active.title = "账号"
    content = io.BytesIO()
    work.save(content)
    content.seek(0)
    content.name = "名单.xlsx"
    return content


def test_issue_from_a_workbook_uses_or_lists_every_row(signed_in, bureau):
    known = hire("林松涛", bureau)
    hire("王五", bureau), hire("王五", bureau)
    taken = hire("赵六", bureau)
    taken.account = make_account(LEADER)
    taken.save()
    page = signed_in.post(
        f"{NEW}workbook/",
        {
            "file": book(
                ["林松涛", "市城市管理局", "13900000001", "", "", "", ""],
                ["新来人", "市城市管理局", "", "创建办工作人员", "xin.lai", "干事", "2027-12-31"],
                ["王五", "市城市管理局"],
                ["赵六", "市城市管理局"],
                ["林松涛", "没有的局"],
                ["甲", "市城市管理局", "0376-1"],
                ["乙", "市城市管理局", "", "市长"],
                ["丙", "市城市管理局", "", "第三方机构人员"],
                ["丁", "市城市管理局", "", "", "a b"],
                ["戊", "市城市管理局", "", "", "XIN.LAI"],
                ["", "市城市管理局"],
            )
        },
    ).content.decode()
    sent = inputs(page)
    assert (sent["row-TOTAL_FORMS"], sent["row-0-person"], sent["row-1-person"]) == ("2", str(known.pk), "")
    listed = re.findall(r"账号 第 (\d+) 行 (\S+?)</td>", page)
    assert listed == [
        ("4", "姓名"), ("5", "姓名"), ("6", "单位"), ("7", "手机"), ("8", "职责"), ("9", "到期日期"), ("10", "登录名"),
        ("11", "登录名"), ("12", "姓名"),
    ]  # fmt: skip
    assert "共 11 行" in page
    assert signed_in.post(REVIEW, sent).status_code == 200
    added = Account.objects.get(username="xin.lai")
    assert added.people.get().tenures.get().title == "干事"
    assert added.posts.get().ends_on == date(2027, 12, 31)
    assert Account.objects.get(username="linsongtao").phone == "13900000001"


def test_issue_from_a_workbook_of_others_unit_asks_who_is_meant(signed_in, bureau):
    other = unit("市教育体育局")
    hire("林松涛", other)
    rows = (["林松涛", "市城市管理局"], ["林松涛", "市城市管理局、市教育体育局"], ["林松涛", ""])
    page = signed_in.post(f"{NEW}workbook/", {"file": book(*rows)}).content.decode()
    assert ("已有同名人员：市教育体育局" in page, "写了几个单位" in page, inputs(page)["row-TOTAL_FORMS"]) == (
        True,
        True,
        "1",
    )


def test_issue_from_a_workbook_without_a_usable_row_offers_another(signed_in, bureau):
    page = signed_in.post(f"{NEW}workbook/", {"file": book(["甲", "没有的局"])}).content.decode()
    assert ("没有可以发放的行" in page, "没有这个单位" in page) == (True, True)


@pytest.mark.parametrize(
    ("file", "words"), [(book(head=("名字",)), "没有找到表头"), (book(), "没有一行人员"), (io.BytesIO(b"x"), "")]
)
def test_issue_from_no_list_says_so(signed_in, file, words):
    file.seek(0)
    file.name = "名单.xlsx"
    answer = signed_in.post(f"{NEW}workbook/", {"file": file})
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_issue_from_a_workbook_longer_than_a_batch_lists_the_rest(signed_in, bureau, monkeypatch):
    monkeypatch.setattr("wenming.workbench.views.accounts.MOST", 1)
    page = signed_in.post(f"{NEW}workbook/", {"file": book(["甲", "市城市管理局"], ["乙", "市城市管理局"])})
    assert "一次最多 1 人" in page.content.decode()


def test_template_goes_back_in(signed_in, bureau):
    content = io.BytesIO(b"".join(signed_in.get(f"{NEW}template/")))
    content.name = "模板.xlsx"
    unit("某某咨询公司", "outside_firm")
    sent = inputs(signed_in.post(f"{NEW}workbook/", {"file": content}).content.decode())
    assert (sent["row-0-username"], sent["row-1-username"], sent["row-1-until"]) == (
        "zhangsan",
        "lisi.zx",
        "2026-12-31",
    )


def test_issue_again_gives_new_slips(signed_in):
    leader = make_account(LEADER)
    answer = signed_in.post("/qinghe/accounts/again/", {"account": leader.pk})
    (password,) = re.findall(r'secret">([^<]+)<', answer.content.decode())
    leader.refresh_from_db()
    assert (leader.check_password(password), leader.must_change_password) == (True, True)
    assert answer["Cache-Control"] == "no-store"


def test_issue_again_for_nobody_or_oneself_says_so(signed_in):
    url = "/qinghe/accounts/again/"
    assert "还没有选账号" in signed_in.post(url, follow=True).content.decode()
    own = make_account(SYSTEM).pk
    assert "不能办理自己的账号" in signed_in.post(url, {"account": own}, follow=True).content.decode()


@pytest.mark.parametrize("path", [NEW, f"{NEW}workbook/", f"{NEW}template/"])
def test_open_the_batch_as_who_only_locks_is_refused(client, path):
    client.force_login(make_account(SECURITY))
    assert client.get(path).status_code == 403
    assert client.post(REVIEW).status_code == client.post("/qinghe/accounts/again/").status_code == 403


def test_choose_people_under_a_filter_that_finds_none_says_so(signed_in, bureau):
    assert "在任的人都有账号了" in signed_in.get(NEW).content.decode()
    assert "没有这样的人" in signed_in.get(f"{NEW}?q=没有").content.decode()
