"""The pages of a decomposition table on its way in: who may, what they say, what a button does."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.campaigns.decompositions import KEYS, UNITS, Paper, as_xlsx
from tests.campaigns.tables import make_town, send, small_matrix, table_bytes
from tests.people import CAST, HOME, LEADER, LIAISON, OFFICER, STRANGER, make_account, make_cast, make_city
from tests.queries import assert_queries
from wenming.campaigns.models import Campaign, Responsibility, ResponsibilityImport
from wenming.organisations.models import UnitAlias, UnitGroup

pytestmark = pytest.mark.django_db
HEADS = ["测评内容", "测评标准", "牵头单位", "责任单位", "配合单位", "完成时限", "心情"]
ROWS = [
    ["党风廉政", "1）党风廉政组织健全并有专人落实", "市科学枝术局", "各街道、相关部门", "", "2026年6月30日前", "好"],
    ["", "2）制度上墙且年年修订", "市科学枝术局", UNITS[1], "", "", ""],
    ["政务公升", "", UNITS[2], "", "", "", ""],
]


@pytest.fixture
def office(client):
    client.force_login(make_account(OFFICER))
    return client


def faulty(*rows: list[str]) -> ResponsibilityImport:
    """Send a table with faults."""
    return send(as_xlsx([Paper("分解表", [HEADS, *(rows or ROWS)])]))


def url(import_: ResponsibilityImport, page: str = "check") -> str:
    return reverse(f"campaigns:table_{page}", args=[HOME, import_.campaign_id, import_.pk])


def problems(page) -> dict[str, dict]:
    """Return what waits on a page, by the words at fault."""
    return {one["title"].partition("：")[2] or one["title"]: one for one in page.context["problems"]}


def test_open_the_pages_is_for_the_office_alone(client):
    import_ = faulty()
    make_cast()
    pages = [url(import_, page) for page in ("check", "columns", "preview", "group", "errors")]
    pages += [reverse("campaigns:tables", args=[HOME])]
    pages += [reverse(f"campaigns:table_{page}", args=[HOME, import_.campaign_id]) for page in ("import", "template")]
    for person in CAST:
        client.force_login(make_account(person))
        allowed = person.username == OFFICER.username
        found = {client.get(page).status_code for page in pages}
        assert found <= ({200, 302} if allowed else {403, 404}), (person.username, found)


def test_export_is_for_all_who_work_in_the_campaign(client):
    campaign = make_town()
    for person, status in ((LEADER, 200), (LIAISON, 200)):
        client.force_login(make_account(person))
        where = reverse("campaigns:table_export", args=[HOME, campaign.pk])
        assert client.get(where).status_code == status
        assert client.get(where, {"as": "docx"})["Content-Type"].endswith("wordprocessingml.document")
    client.force_login(make_account(STRANGER))
    assert client.get(where).status_code in {403, 404}


def test_open_the_import_leads_to_the_campaign_or_says_that_there_is_none(office):
    make_city()
    page = office.get(reverse("campaigns:tables", args=[HOME]))
    assert "还没有创建周期" in page.content.decode()
    campaign = make_town()
    assert office.get(reverse("campaigns:tables", args=[HOME])).url == reverse(
        "campaigns:table_import", args=[HOME, campaign.pk]
    )


def test_upload_a_table_leads_to_its_check_and_it_stands_in_the_list(office):
    campaign = make_town()
    where = reverse("campaigns:table_import", args=[HOME, campaign.pk])
    file = io.BytesIO(table_bytes(small_matrix(2)))
    file.name = "分解表.xlsx"
    answer = office.post(where, {"file": file})
    import_ = ResponsibilityImport.objects.in_city(make_city()).get()
    assert answer.url == url(import_)
    page = office.get(where)
    assert [one["name"] for one in page.context["drafts"]] == ["分解表.xlsx"]
    with assert_queries(6):
        office.get(where)
    for _number in range(2):
        send(table_bytes(small_matrix(2)))
    with assert_queries(6):
        office.get(where)


def test_upload_what_nobody_can_read_says_why_beside_the_file(office):
    where = reverse("campaigns:table_import", args=[HOME, make_town().pk])
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "分解表.pdf"
    page = office.post(where, {"file": file})
    assert (page.status_code, "这是 PDF" in page.content.decode()) == (422, True)
    assert office.post(where, {}).status_code == 422


def test_choose_between_campaigns_shows_them(office):
    campaign = make_town()
    Campaign.objects.create(
        city=campaign.city, title=campaign.title, name="下一周期", edition=campaign.edition, created_at=campaign.created_at,
        starts_on=campaign.ends_on, ends_on=campaign.ends_on,
    )  # fmt: skip
    page = office.get(reverse("campaigns:table_import", args=[HOME, campaign.pk]))
    assert [one["label"] for one in page.context["campaigns"]] == ["下一周期", "滨河创城 2026"]


def test_check_shows_every_cell_and_what_waits(office):
    import_ = faulty()
    page = office.get(url(import_))
    assert page.context["counts"] == {"cells": "18", "used": "12", "asking": "3", "refused": "3", "settled": "0"}
    assert list(problems(page)) == ["市科学枝术局", "各街道", "相关部门", "不认识这一列的列名", "政务公升"]
    assert problems(page)["市科学枝术局"]["cells"] == 2
    with assert_queries(9):
        office.get(url(import_))
    for kind, count in (("units", 3), ("clauses", 1), ("others", 1), ("done", 0), ("nonsense", 5)):
        assert len(office.get(url(import_), {"kind": kind}).context["problems"]) == count
    assert office.get(url(import_), {"sheet": "分解表", "rows": "1-4", "page": "9"}).status_code == 200
    assert office.get(url(import_), {"rows": "a-b", "page": "x"}).status_code == 200


def test_check_many_problems_turns_pages(office):
    rows = [["党风廉政", "1）", f"第{number}个没有的局", "", "", "", ""] for number in range(20)]
    page = office.get(url(faulty(*rows)), {"page": "1"})
    assert (len(page.context["problems"]), page.context["problem_pages"]["text"]) == (8, "第 9—16 处，共 20 处")


def answer(office, import_, words: str, **said) -> None:
    """Press a button of a problem."""
    token = problems(office.get(url(import_)))[words]["token"]
    office.post(url(import_, "answer"), {"token": token, **said})


def test_accept_a_proposal_remembers_the_alias_and_undo_forgets_it(office):
    import_ = faulty()
    answer(office, import_, "市科学枝术局", act=f"accept:{KEYS['市科学技术局']}", remember="on", kind="units", page="0")
    assert UnitAlias.objects.in_city(make_city()).filter(name="市科学枝术局").exists()
    page = office.get(url(import_), {"kind": "done"})
    assert [(one["before"], one["after"]) for one in page.context["done"]] == [("市科学枝术局", "市科学技术局")]
    office.post(url(import_, "undo"))
    assert not UnitAlias.objects.in_city(make_city()).filter(name="市科学枝术局").exists()
    page = office.post(url(import_, "undo"), follow=True)
    assert "没有可以撤销的处理" in page.content.decode()


def test_choose_a_unit_or_a_clause_by_what_is_typed(office):
    import_ = faulty()
    answer(office, import_, "市科学枝术局", act="choose", choice="科学技术局")
    answer(office, import_, "政务公升", act="choose", choice="Ⅲ-2 政务公开")
    assert list(problems(office.get(url(import_)))) == ["各街道", "相关部门", "不认识这一列的列名"]
    done = office.get(url(import_), {"kind": "done"}).context["done"]
    assert [one["after"] for one in done] == ["Ⅲ-2 政务公开", "市科学技术局"]


@pytest.mark.parametrize(
    ("words", "said", "told"),
    [
        ("市科学枝术局", {"act": "choose", "choice": "没有的"}, "没有这个单位"),
        ("市科学枝术局", {"act": "choose", "choice": ""}, "没有这个单位"),
        ("市科学枝术局", {"act": "accept:x"}, "没有这个单位"),
        ("政务公升", {"act": "choose", "choice": "没有的"}, "没有这个条目"),
    ],
)
def test_choose_what_does_not_exist_says_so(office, words, said, told):
    import_ = faulty()
    token = problems(office.get(url(import_)))[words]["token"]
    page = office.post(url(import_, "answer"), {"token": token, **said}, follow=True)
    assert told in page.content.decode()


def test_answer_what_is_no_problem_any_more_changes_nothing(office):
    import_ = faulty()
    office.post(url(import_, "answer"), {"token": "gone", "act": "skip"})
    answer(office, import_, "相关部门", act="choose", choice="x")
    import_.refresh_from_db()
    assert import_.answers.get("steps", []) == []


def test_accept_all_takes_every_single_proposal(office):
    import_ = faulty()
    office.post(url(import_, "answer"), {"all": "1", "kind": "units"})
    assert "市科学枝术局" not in problems(office.get(url(import_)))
    assert not UnitAlias.objects.in_city(make_city()).filter(name="市科学枝术局").exists()
    office.post(url(import_, "answer"), {"all": "1"})
    import_.refresh_from_db()
    assert len(import_.answers["steps"]) == 1


def test_leave_everything_out_lets_the_rest_be_adopted(office):
    import_ = faulty()
    for words in ("相关部门", "不认识这一列的列名", "政务公升", "市科学枝术局", "各街道"):
        if words in problems(office.get(url(import_))):
            answer(office, import_, words, act="skip")
    page = office.get(url(import_))
    assert (page.context["problems"], page.context["counts"]["settled"]) == ([], "6")
    page = office.get(url(import_, "preview"))
    assert (page.context["left_out"], page.context["numbers"]["added"]) == (0, "1")
    office.post(url(import_, "adopt"), {"left_out": "0", "complete": "named"})
    page = office.get(url(import_))
    assert (page.context["done"]["added"], page.context["done"]["listed"]) == ("1", "6")
    assert office.get(url(import_, "preview")).status_code == 404


def test_say_which_units_a_word_means_makes_a_group(office):
    import_ = faulty()
    where = f"{url(import_, 'group')}?name=各街道"
    assert office.get(url(import_, "group")).status_code == 302
    assert office.get(where).status_code == 200
    assert office.post(where, {"units": "没有的街道"}).status_code == 422
    assert office.post(where, {"units": f"{UNITS[0]}\n{UNITS[1]}"}).status_code == 302
    group = UnitGroup.objects.in_city(make_city()).get(name="各街道")
    assert group.members.count() == 2
    assert office.get(where).context["form"].initial["units"] == f"{UNITS[0]}\n{UNITS[1]}"
    districts = office.get(f"{url(import_, 'group')}?name=各县区").context["form"].initial["units"]
    assert districts.startswith("望河区\n东岭区")


def test_preview_shows_what_changes_and_what_is_missing(office):
    first = send(table_bytes(small_matrix(2)))
    office.post(url(first, "adopt"), {"left_out": "0"})
    import_ = send(table_bytes(small_matrix(3, seed=8)))
    page = office.get(url(import_, "preview"))
    assert page.context["gaps"]["uncovered_now"] == "123"
    assert page.context["gaps"]["uncovered"] == "122"
    assert [line["code"] for line in page.context["lines"]] == ["Ⅲ-1.1", "Ⅲ-1.2", "Ⅲ-1.3"]
    none = office.get(url(import_, "preview"), {"complete": "none"})
    assert (none.context["numbers"]["ended"], none.context["gaps"]["double"] != "0") == ("0", True)
    with assert_queries(11):
        office.get(url(import_, "preview"))


def test_adopt_with_more_left_out_than_the_page_said_is_refused(office):
    import_ = faulty()
    page = office.post(url(import_, "adopt"), {"left_out": "0"}, follow=True)
    assert "还有没处理的格子" in page.content.decode()
    assert Responsibility.objects.in_city(make_city()).count() == 0
    left = office.get(url(import_, "preview")).context["left_out"]
    office.post(url(import_, "adopt"), {"left_out": str(left), "complete": "all"})
    assert Responsibility.objects.in_city(make_city()).count() == 1


def test_drop_an_import_says_so_and_it_is_gone(office):
    import_ = faulty()
    page = office.post(url(import_, "drop"), follow=True)
    assert "已放弃导入" in page.content.decode()
    assert office.get(url(import_)).status_code == 404
    assert "不能再改" in office.post(url(import_, "drop"), follow=True).content.decode()


def test_change_the_columns_reads_anew(office):
    import_ = faulty()
    page = office.get(url(import_, "columns"))
    (sheet,) = page.context["sheets"]
    assert ([one["chosen"] for one in sheet["columns"]][-1], sheet["head"], sheet["used"]) == ("", 0, True)
    said = {f"column-0-{one['place']}": one["chosen"] for one in sheet["columns"]} | {"column-0-6": "note"}
    said |= {"use-0": "on", "head-0": "0", "shown-0": "0"}
    looked = office.post(url(import_, "columns"), {**said, "act": "look"})
    assert looked.context["sheets"][0]["columns"][-1]["chosen"] == "note"
    assert office.post(url(import_, "columns"), said).url == url(import_)
    assert "不认识这一列的列名" not in problems(office.get(url(import_)))
    assert office.get(url(import_, "columns")).context["remembered"]
    other = office.post(url(import_, "columns"), {**said, "head-0": "1", "act": "look"})
    assert other.context["sheets"][0]["head"] == 1
    unused = office.post(url(import_, "columns"), {**said, "use-0": "", "head-0": "", "act": "look"})
    assert unused.context["sheets"][0]["head"] in {None, 0}


def test_download_the_marked_table_names_every_cell_and_the_original_is_as_sent(office):
    import_ = faulty()
    book = openpyxl.load_workbook(io.BytesIO(office.get(url(import_, "errors")).content))
    assert book.sheetnames == ["分解表", "问题清单"]
    assert "单位没有登记" in book["分解表"]["C2"].comment.text
    rows = list(book["问题清单"].values)
    assert (len(rows), rows[1][:2]) == (1 + 7, ("分解表", "C2"))
    assert b"".join(office.get(url(import_, "original")).streaming_content)[:2] == b"PK"


def test_download_the_form_gives_a_row_for_each_clause(office):
    where = reverse("campaigns:table_template", args=[HOME, make_town().pk])
    page = openpyxl.load_workbook(io.BytesIO(office.get(where).content)).active
    assert page.max_row == 127
