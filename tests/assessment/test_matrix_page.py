"""The matrix page, its paper and the report: every cell adds up and leads to its rows."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.assessment.test_gap_pages import ROWS, leader, text_of  # noqa: F401  leader is a fixture
from tests.people import HOME, INSPECTOR, LIAISON, NOBODY, STRANGER, make_account
from tests.queries import assert_queries
from tests.rounds import PACK, make_round, row
from wenming.assessment.queries.matrix import round_matrix

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/1/matrix/"
REPORT = f"/{HOME}/scores/1/report/"


def test_round_matrix_by_area_and_unit_adds_up():
    round_ = make_round(ROWS)
    found = round_matrix(round_.city, 1)
    assert [(one.name, str(one.score), one.rows) for one in found.areas.columns] == [
        ("南关街道", "1", 1), ("望河街道", "7/5", 2), ("", "0", 1),
    ]  # fmt: skip
    lines = {line.code: line for line in found.areas.lines if line.whole}
    assert {code: str(line.whole.score) for code, line in lines.items()} == {"9": "7/5", "10": "1"}
    assert str(found.areas.whole.score) == "12/5"
    # a row that names two units stands in both columns
    assert sum(one.rows for one in found.units.columns) == 5


def test_matrix_page_shows_scores_dashes_and_the_foot(leader):  # noqa: F811
    make_round(ROWS)
    html = leader.get(PAGE).context["table_html"]
    assert html.index("南关街道") < html.index("望河街道") < html.index("未填")
    for words in ("小计", "指标分值", "及格率", "70.00%", "1.4 / 2 行，70.00%", "—"):
        assert words in html, words
    assert f"/{HOME}/rounds/1/rows/?node=9&amp;area=%E6%9C%9B" in html
    assert f"/{HOME}/rounds/1/rows/?node=10&amp;area=-" in html
    assert f'<a class="n-link" href="/{HOME}/rounds/1/rows/">2.4</a>' in html


def test_matrix_page_by_unit_shows_rates_and_says_that_two_units_count_both(leader):  # noqa: F811
    make_round(ROWS)
    page = leader.get(f"{PAGE}?by=units&show=rate")
    assert "客运交通局" in page.context["table_html"]
    assert ">60.00</a>" in page.context["table_html"]
    assert "两个单位都计" in text_of(page)


@pytest.mark.parametrize("query", ["?by=x", "?show=x", "?level=content", "?level="])
def test_matrix_page_with_an_unknown_choice_shows_the_usual_one(leader, query):  # noqa: F811
    make_round(ROWS)
    page = leader.get(PAGE + query)
    assert (page.status_code, page.context["by"], page.context["level_choices"][0]["active"]) == (200, "areas", True)


def test_matrix_page_of_many_units_is_cut_for_paper(leader):  # noqa: F811
    make_round([row(site=f"路口{number}", units=(f"第{number}单位",)) for number in range(40)])
    papers = leader.get(f"{PAGE}?by=units").context["papers"]
    assert [paper["part"] for paper in papers] == ["1 / 3", "2 / 3", "3 / 3"]
    assert [paper["html"].count('class="m-c"') for paper in papers] == [16, 16, 8]
    assert [paper["html"].count("社会主义核心价值观深化推广普及</a>") for paper in papers] == [1, 1, 1]


def test_report_holds_every_table(leader):  # noqa: F811
    make_round(ROWS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(leader.get(REPORT).content))
    assert book.sheet_names == [
        "测评报告", "测评条目", "属地排名", "责任单位排名", "条目×属地", "条目×责任单位", "差距分析",
    ]  # fmt: skip
    facts = dict(book.get_sheet_by_name("测评报告").to_python()[2:])
    assert (facts["得分"], facts["满分"], facts["得分（精确分数）"], facts["记录数"]) == (1.7, 3.0, "17/10", 4.0)
    items = {line[1]: line[2:] for line in book.get_sheet_by_name("测评条目").to_python()[2:]}
    assert items["文明交通"] == [2.0, 1.0, 0.7, 0.7, 1.0]
    assert items["环境保护"] == ["", "", "", "", ""]
    matrix = {line[0]: line[1:] for line in book.get_sheet_by_name("条目×属地").to_python()[1:]}
    assert matrix["测评条目"] == ["南关街道", "望河街道", "未填", "全部"]
    assert matrix["文明交通"] == ["", 1.4, "", 1.4]
    assert matrix["公共服务"] == [1.0, "", 0.0, 1.0]
    assert (matrix["小计"], matrix["指标分值"]) == ([1.0, 1.4, 0.0, 2.4], [1.0, 2.0, 1.0, 4.0])
    assert (matrix["及格率"], matrix["名次"]) == ([1.0, 0.7, 0.0, 0.6], [1.0, 2.0, "", ""])
    assert len(book.get_sheet_by_name("差距分析").to_python()) == 4


def test_report_of_an_incomplete_standard_tells_no_total(leader):  # noqa: F811
    source = (
        PACK.read_bytes()
        .decode()
        .replace("complete: true", "complete: false\nnot_covered: [{zh: 其余各章, en: the rest}]")
    )
    make_round(ROWS, source=source)
    facts = dict(
        CalamineWorkbook.from_filelike(io.BytesIO(leader.get(REPORT).content)).get_sheet_by_index(0).to_python()[2:]
    )
    assert (facts["得分"], facts["满分"], facts["得分率"], facts["说明"]) == ("", "", "", "体系文件不完整，不出总分")
    page = leader.get(PAGE)
    assert (page.context["total"].score, page.context["total"].lost) == ("—", "—")


@pytest.mark.parametrize(("person", "status"), [(INSPECTOR, 403), (LIAISON, 403), (STRANGER, 404), (NOBODY, 404)])
def test_matrix_pages_for_people_without_sight_of_results_are_closed(client, person, status):
    make_round(ROWS)
    client.force_login(make_account(person))
    assert [client.get(page).status_code for page in (PAGE, REPORT)] == [status] * 2


def test_matrix_pages_of_no_round_are_not_found(leader):  # noqa: F811
    assert [leader.get(f"/{HOME}/scores/9/{page}/").status_code for page in ("matrix", "report")] == [404] * 2


# Session, account and posts come first; three queries are the page's own.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?by=units&show=rate"])
def test_matrix_page_sends_as_many_queries_with_one_row_as_with_three(leader, count, query):  # noqa: F811
    make_round(ROWS[:count])
    leader.get(PAGE)
    with assert_queries(6):
        leader.get(PAGE + query)


def test_matrix_page_in_english_is_english(leader):  # noqa: F811
    make_round(ROWS)
    leader.cookies["django_language"] = "en"
    text = text_of(leader.get(PAGE))
    assert "traffic" in text.lower()
    assert "小计" not in text
