"""一次测评，多个称号: what a round says about the other titles."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.checklists import CHECKLISTS, SANITARY, adopt_example, adopt_sanitary
from tests.people import HOME, INSPECTOR, LEADER, make_account
from tests.queries import assert_queries
from tests.rounds import make_round, row

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/1/titles/"
ROWS = (
    row("农贸-01-01", "东关农贸市场", 0.2),
    row("公共服务2", "人民路", 0.1),
    row("公共服务2", "中山路", 0.4),
    row("环境保护1", "护城河", 0.5),
    row("文明交通1", "路口"),
)


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


def test_titles_page_without_another_title_shows_the_way(leader):
    make_round(ROWS)
    assert "还不能对照" in leader.get(PAGE).content.decode()


def test_titles_page_without_a_crosswalk_names_what_no_row_reaches(leader):
    make_round(ROWS)
    adopt_sanitary()
    page = leader.get(PAGE).content.decode()
    assert ("还不能对照" in page, "没有一行能计入：国家卫生城市标准（示例） 2014" in page) == (True, True)


def test_titles_page_counts_each_row_once_per_clause(leader):
    adopt_example()
    adopt_sanitary()
    make_round(ROWS)
    response = leader.get(PAGE)
    title, page = response.context["title"], response.content.decode()
    assert (title["rows"], title["leaves"], title["all_leaves"], title["total"]) == ("4", 2, 3, None)
    for words in ("s2.1", "75.00%", "s2.2", "80.00%", "没有覆盖全部，不出总分", "20 / 30"):
        assert words in page, words
    assert "?clause=sanitary-example%2Fs2.1" in page
    assert [one["code"] for one in title["missing"]] == ["s3"]


def test_titles_page_shows_parts_apart_and_out_of_every_score(leader):
    adopt_example()
    adopt_sanitary()
    make_round(ROWS)
    title = leader.get(PAGE).context["title"]
    # 环境保护1 stands in the part 12, which is joined to the part s2 as a whole; so does the market, by the item's clause s2.2
    assert ("50.00%" in title["part_rows"], "s2<" in title["part_rows"], "s2<" in title["leaf_rows"]) == (
        True,
        True,
        False,
    )


def test_titles_page_gives_a_total_only_where_every_clause_is_reached(leader):
    adopt_example(
        CHECKLISTS.replace(
            "clauses: [suzhou-2016-district/10.2, ", "clauses: [suzhou-2016-district/10.2, sanitary-example/s3, "
        )
    )
    adopt_sanitary()
    make_round(ROWS)
    assert leader.get(PAGE).context["title"]["total"] == {
        "score": "23.000",
        "attainable": "30",
        "rate": "76.67%",
        "formula": "20 市容环境卫生 + 10 病媒生物防制",
    }


def test_titles_page_of_an_incomplete_edition_gives_no_total(leader):
    adopt_example(
        CHECKLISTS.replace(
            "clauses: [suzhou-2016-district/10.2, ", "clauses: [suzhou-2016-district/10.2, sanitary-example/s3, "
        )
    )
    adopt_sanitary(SANITARY.replace("complete: true", "complete: false\nnot_covered: [{zh: 其余, en: The rest}]"))
    make_round(ROWS)
    assert leader.get(PAGE).context["title"]["total"] is None


def test_titles_page_leads_from_title_to_title(leader):
    adopt_example()
    adopt_sanitary()
    adopt_sanitary(SANITARY.replace("code: sanitary-example", "code: sanitary-other").replace("（示例）", "（另一版）"))
    lists = CHECKLISTS.replace("code: field-example", "code: field-other").replace("sanitary-example", "sanitary-other")
    adopt_example(lists.replace("农贸-01-01", "农贸-01-09"))
    make_round(ROWS)
    response = leader.get(f"{PAGE}?title=sanitary-other")
    assert [(one["label"], one["active"]) for one in response.context["titles"]] == [
        ("国家卫生城市标准（示例） 2014", False),
        ("国家卫生城市标准（另一版） 2014", True),
    ]


def test_titles_export_has_every_clause_with_its_figures(leader):
    adopt_example()
    adopt_sanitary()
    make_round(ROWS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(leader.get(f"{PAGE}export/").content))
    lines = book.get_sheet_by_index(0).to_python()[2:]
    assert [(line[0], line[2], line[3], line[4]) for line in lines] == [
        ("s2", "整个部分", 1, 0.5),
        ("s2.1", "本条", 2, 0.75),
        ("s2.2", "本条", 1, 0.8),
        ("s3", "未计入", "", ""),
    ]


def test_score_page_leads_to_the_other_titles(leader):
    make_round(ROWS)
    assert f'href="{PAGE}"' in leader.get(f"/{HOME}/scores/1/").content.decode()


def test_titles_page_for_people_without_sight_of_results_is_closed(client):
    make_round(ROWS)
    client.force_login(make_account(INSPECTOR))
    assert [client.get(page).status_code for page in (PAGE, f"{PAGE}export/")] == [403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_titles_page_sends_as_many_queries_with_one_row_as_with_three(leader, count):
    adopt_example()
    adopt_sanitary()
    make_round(ROWS[:count])
    leader.get(PAGE)
    with assert_queries(6):
        leader.get(PAGE)
