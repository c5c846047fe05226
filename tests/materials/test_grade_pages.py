"""Pages of grades: the list and its questions to the database, the desk that hides what others gave, the second look, the table for Excel."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.materials.cases import SECOND, campaign, file_for, make_item, node
from tests.materials.test_grading import YEAR, draw, give, passed, set_rule
from tests.materials.test_pages import client, text, url
from tests.people import AT, AUDITOR, LEADER, OFFICER, SUPERVISOR, make_account
from tests.queries import assert_queries
from wenming.materials.models import ClauseGrade, GradeRule

pytestmark = pytest.mark.django_db


def rows_of(page: str) -> str:
    return page[page.index("<tbody>") : page.index("</tbody>")]


def test_list_grades_without_a_rule_leads_to_writing_one():
    passed("1.1")
    page = text(client(OFFICER).get(url("grades/")))
    assert "还没有评分规则" in page
    assert url("grades/rule/") in page
    assert url("grades/rule/") not in text(client(AUDITOR).get(url("grades/")))
    assert client(LEADER).get(url("grades/")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_grades_asks_six_questions_beside_who_asks_however_many(count):
    passed(*("1.1", "4.1", "10.1")[:count])
    set_rule()
    give(label="B", words="缺数据")
    office = client(OFFICER)
    office.get(url("grades/"))
    with assert_queries(9):
        page = text(office.get(url("grades/")))
    assert "缺数据" in rows_of(page)


def test_list_grades_says_what_is_reached_lost_and_unknown():
    passed("1.1", "4.1")
    set_rule()
    give(label="B", words="缺数据")
    page = client(OFFICER).get(url("grades/"))
    figures = page.context["figures"]
    assert (figures["low"], figures["unknown"], figures["lost"]) == ("12.000", "20.000", "8.000")
    lost = rows_of(text(client(OFFICER).get(url("grades/?state=lost"))))
    assert ("1.1" in lost, "4.1" in lost) == (True, False)
    assert "没有这样的条目" in text(client(OFFICER).get(url("grades/?state=differs")))


def test_set_the_rule_by_form_reads_words_and_per_cent():
    campaign()
    office = client(OFFICER)
    sent = {
        "steps": "A 100\nB 60\n\n0",
        "share": "equal",
        "filing": "40",
        "field": "40",
        "survey": "20",
        "origin": "own",
        "source": "会议",
    }
    assert office.post(url("grades/rule/"), sent).status_code == 302
    rule = GradeRule.objects.across_cities().get()
    assert (rule.steps, rule.filing) == ([["A", 1000], ["B", 600], ["0%", 0]], 40_000)
    assert 'value="40"' in text(office.get(url("grades/rule/")))
    for steps, said in (
        ("A 百", "这一行读不出得分"),
        ("A 90\nB 0", "档次要两到十二档"),
        ("\n".join(f"{n} {n}" for n in range(100, 80, -1)), "最多 12 档"),
    ):
        refused = office.post(url("grades/rule/"), {**sent, "steps": steps})
        assert (refused.status_code, said in text(refused)) == (422, True)
    assert client(SUPERVISOR).get(url("grades/rule/")).status_code == 403


def test_grade_at_the_desk_shows_earlier_grades_only_afterwards():
    passed("1.1", "4.1")
    set_rule()
    ClauseGrade.objects.create(
        city=campaign().city, campaign=campaign(), node=node(), year=YEAR - 1, stage="first", label="去年档", milli=1000,
        by=make_account(SECOND), at=AT,
    )  # fmt: skip
    office = client(OFFICER)
    page = text(office.get(url("grades/desk/")))
    assert ("1.1" in page, "去年档" in page, "1 / 1" in page) == (True, False, True)
    refused = office.post(url("grades/desk/"), {"label": "B", "words": ""})
    assert "不是满分要写明扣在哪里" in text(refused)
    answer = office.post(url("grades/desk/"), {"label": "B", "words": "缺数据"})
    after = text(office.get(answer.url))
    assert ("已评 1.1" in after, "去年档" in after, 'data-clause="4.1"' in after) == (True, True, True)
    skipped = office.get(url(f"grades/desk/?skip={node('4.1').pk}"))
    assert "跳过的 1 条还在等" in text(skipped)
    done = office.post(url("grades/desk/?done=1"), {"label": "A"})
    assert "没有等您评分的条目，这次评了 2 条" in text(office.get(done.url))


def test_desk_leaves_out_what_the_reviewer_supplied():
    set_rule()
    file_for(make_item(), by=make_account(OFFICER))
    assert "要由另一个人评" in text(client(OFFICER).get(url("grades/desk/")))
    assert 'data-clause="1.1"' in text(client(SUPERVISOR).get(url("grades/desk/")))


def test_second_grader_sees_the_first_grade_nowhere_before_giving_his_own():
    passed("1.1", "4.1", "10.1")
    set_rule()
    for code in ("1.1", "4.1", "10.1"):
        give(code, label="B", words="初评的理由")
    office, second = client(OFFICER), client(SUPERVISOR)
    sent = {"size": 12, "grader": make_account(SUPERVISOR).pk}
    assert office.post(url("grades/second/draw/"), sent).status_code == 302
    pages = (
        "grades/", "grades/?state=lost", f"grades/{node().pk}/", "grades/desk/", "grades/second/",
        f"grades/desk/?last={node().pk}",
    )  # fmt: skip
    for page in pages:
        assert "初评的理由" not in text(second.get(url(page))), page
    assert "初评的理由" in text(office.get(url(f"grades/{node().pk}/")))
    workbook = openpyxl.load_workbook(io.BytesIO(second.get(url("grades/export/")).content))
    assert "初评的理由" not in str([list(row) for row in workbook.active.values])
    answer = second.post(url("grades/desk/"), {"label": "A"})
    assert "初评 <b>B</b>" in text(second.get(answer.url))


def test_settle_two_who_differ_keeps_all_three():
    passed("1.1", "4.1")
    set_rule()
    for code in ("1.1", "4.1"):
        give(code)
    draw()
    give(label="C", words="写成总结", by=SUPERVISOR)
    give("4.1", by=SUPERVISOR)
    office = client(OFFICER)
    second = text(office.get(url("grades/second/")))
    assert ("写成总结" in second, "样本不足" in second, "重抽核对" in second) == (True, True, True)
    here = url(f"grades/{node().pk}/")
    assert "写入商定结果" in text(office.get(here))
    assert "写入商定结果" not in text(office.get(url(f"grades/{node('4.1').pk}/")))
    assert client(SUPERVISOR).post(f"{here}settled/", {"label": "B", "words": "x"}).status_code == 403
    assert office.post(f"{here}settled/", {"label": "B", "words": ""}).status_code == 422
    assert office.post(f"{here}settled/", {"label": "B", "words": "缺一期"}).status_code == 302
    page = text(office.get(here))
    assert all(word in page for word in ("写成总结", "缺一期", "商定"))
    assert office.get(url(f"grades/{node('10.2').pk}/")).status_code == 404


def test_export_grades_gives_every_grade_with_its_words():
    passed("1.1", "4.1")
    set_rule()
    give(label="B", words="缺数据")
    sheet = openpyxl.load_workbook(io.BytesIO(client(AUDITOR).get(url("grades/export/")).content)).active
    rows = [list(row) for row in sheet.values]
    line = next(row for row in rows if row[0] == "1.1")
    assert (line[5], line[6:10], line[10:12]) == ("已评定", [20, 12, 12, 8], ["B", "缺数据"])


def test_draw_through_the_form_says_what_cannot_be_drawn():
    passed("1.1")
    office = client(OFFICER)
    refused = office.post(url("grades/second/draw/"), {"size": 3, "grader": make_account(OFFICER).pk})
    assert (refused.status_code, "还没有可抽的条目" in text(refused)) == (422, True)
    assert client(AUDITOR).post(url("grades/second/draw/"), {}).status_code == 403
