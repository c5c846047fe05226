"""The score page: the number, what it rests on, where it was lost, and the rows behind it."""

import io
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from tests.people import HOME, INSPECTOR, LEADER, LIAISON, NOBODY, OFFICER, STRANGER, make_account
from tests.queries import assert_queries
from tests.rounds import PACK, make_edition, make_round, row
from wenming.assessment.queries import result_of

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/1/"
ROWS = [
    row(deduction=0.2, serial=1),
    row(site="主要交通路口2", units=("平安建设局", "客运交通局"), serial=2),
    row("公共服务10", "社区1", 1, area="", units=(), serial=3),
    row("公共服务2", "主干道1", area="南关街道", units=("城市容貌管理局",), serial=4),
]
# 文明交通 (0.8 + 1) / 2 = 0.9; 公共服务 contents 0 and 1; three contents were seen: 1.9 of 3


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


def text_of(response) -> str:
    return response.content.decode()


def test_result_of_a_round_is_exact():
    now = result_of(make_round(ROWS))
    assert (now.result.score, now.result.attainable, now.rows) == (Fraction(19, 10), Fraction(3), 4)
    assert sum(loss.points for loss in now.result.losses) == Fraction(11, 10)


def test_score_page_shows_total_rate_loss_and_rows(leader):
    make_round(ROWS)
    page = text_of(leader.get(PAGE))
    for words in ("1.900", "/ 3", "63.33%", "失 1.100 分", "4 条记录", "第一轮，无可比较"):
        assert words in page, words


def test_score_page_of_the_second_round_shows_the_first_beside_it(leader):
    make_round(ROWS)
    make_round([*ROWS[:2], *ROWS[3:]], name="第二轮")
    page = text_of(leader.get(f"/{HOME}/scores/2/"))
    assert "第一轮 1.900" in page
    assert "+31.67 百分点" in page


def test_score_page_looking_into_a_node_shows_its_rows_worst_first(leader):
    make_round(ROWS)
    code = make_edition().nodes.get(name="文明交通").code
    page = leader.get(f"{PAGE}?node={code}")
    drill = page.context["drill"]
    assert drill["path"][-1]["label"] == "文明交通 0.900 / 1"
    assert drill["rows_html"].index("主要交通路口1") < drill["rows_html"].index("主要交通路口2")
    assert "社区1" not in drill["rows_html"]


def test_score_page_looking_into_a_node_by_htmx_answers_with_the_card_only(leader):
    make_round(ROWS)
    code = make_edition().nodes.get(name="文明交通").code
    part = text_of(leader.get(f"{PAGE}?node={code}", headers={"HX-Request": "true", "HX-Target": "drill"}))
    assert part.count("<html") == 0
    assert 'id="drill"' in part


@pytest.mark.parametrize("query", ["?node=nirgends", "?view=nirgends", "?view=tree&node="])
def test_score_page_with_an_unknown_choice_shows_the_plain_page(leader, query):
    make_round(ROWS)
    page = leader.get(PAGE + query)
    assert (page.status_code, page.context["drill"], page.context["view"]) == (200, None, "tree")


def test_score_page_by_area_counts_rows_and_leaves_the_unnamed_without_a_rank(leader):
    make_round(ROWS)
    html = leader.get(f"{PAGE}?view=areas").context["rows_html"]
    assert html.index("南关街道") < html.index("望河街道") < html.index("未填")
    assert "100.00%" in html
    assert "?area=-" in html


def test_score_page_by_unit_counts_a_row_for_each_of_its_units(leader):
    make_round(ROWS)
    html = leader.get(f"{PAGE}?view=units").context["rows_html"]
    for name in ("平安建设局", "客运交通局", "城市容貌管理局", "未填"):
        assert name in html, name


def test_score_page_lists_the_largest_losses_and_their_share(leader):
    make_round(ROWS)
    losses = leader.get(PAGE).context["losses"]
    assert [(item["name"], item["lost"], item["width"]) for item in losses["items"]] == [
        ("公共服务10", "1.000", "100.0%"),
        ("文明交通1", "0.100", "10.0%"),
    ]
    assert losses["note"] == "前 2 条合计 1.100 分，占失分 100.00%"


def test_score_page_of_a_round_without_losses_says_so(leader):
    make_round([row()])
    assert "没有失分" in text_of(leader.get(PAGE))


def test_score_page_names_what_nobody_looked_at(leader):
    make_round(ROWS)
    note = leader.get(PAGE).context["table_note"]
    assert "未测、按体系规则处理" in note
    assert "公共服务1、" in note


def test_score_page_offers_the_way_back_to_the_office_within_a_day(client):
    from django.utils import timezone

    make_round(ROWS, at=timezone.now())
    client.force_login(make_account(OFFICER))
    assert client.get(PAGE).context["undo"]["url"] == f"/{HOME}/rounds/1/revocation/"
    client.force_login(make_account(LEADER))
    assert client.get(PAGE).context["undo"] is None


def test_export_holds_every_table_and_the_exact_score(leader):
    make_round(ROWS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(leader.get(f"{PAGE}export/").content))
    assert book.sheet_names == ["得分", "属地", "责任单位", "复算依据"]
    proof = dict(book.get_sheet_by_name("复算依据").to_python()[2:])
    assert (proof["得分（精确分数）"], proof["满分（精确分数）"], proof["记录数"]) == ("19/10", "3", "4")
    areas = book.get_sheet_by_name("属地").to_python()[2:]
    assert areas == [["南关街道", 1.0, 1.0, 1.0, 1.0], ["望河街道", 2.0, 1.8, 0.9, 2.0], ["未填", 1.0, 0.0, 0.0, ""]]


def test_latest_leads_to_the_newest_round_or_to_the_list(leader):
    assert leader.get(f"/{HOME}/scores/")["Location"] == f"/{HOME}/rounds/"
    make_round(ROWS), make_round(ROWS)
    assert leader.get(f"/{HOME}/scores/")["Location"] == f"/{HOME}/scores/2/"


@pytest.mark.parametrize(
    ("person", "status"),
    [(INSPECTOR, 403), (LIAISON, 403), (STRANGER, 404), (NOBODY, 404)],
    ids=lambda one: getattr(one, "username", ""),
)
def test_score_pages_for_people_without_sight_of_results_are_closed(client, person, status):
    make_round(ROWS)
    client.force_login(make_account(person))
    pages = (PAGE, f"{PAGE}export/", f"/{HOME}/scores/")
    assert [client.get(page).status_code for page in pages] == [status] * 3


@pytest.mark.parametrize("count", [1, 4])
def test_score_page_sends_as_many_queries_with_one_row_as_with_four(leader, count):
    make_round(ROWS[:count]), make_round(ROWS[:count])
    leader.get(PAGE)
    with assert_queries(9):
        leader.get(f"/{HOME}/scores/2/?node=9")


def test_score_page_in_english_is_english(leader):
    make_round(ROWS)
    leader.cookies["django_language"] = "en"
    page = text_of(leader.get(PAGE))
    assert "Civilised traffic" in page or "traffic" in page.lower()
    assert "失分最多" not in page


def test_pages_of_an_incomplete_standard_announce_no_total(client):
    source = (
        PACK.read_bytes()
        .decode()
        .replace("complete: true", "complete: false\nnot_covered: [{zh: 其余各章, en: the rest}]")
    )
    client.force_login(make_account(OFFICER))
    make_round(ROWS, source=source)
    page = client.get(PAGE)
    assert "体系文件不完整，不出总分" in text_of(page)
    assert ">1.900<" not in text_of(page)
    assert "63.33" not in text_of(page)
    assert "1.100" not in text_of(page)
    assert "1.900" not in client.get(f"{PAGE}?node=suzhou-2016-district").context["drill"]["path"][-1]["label"]
    assert "0.900" in text_of(page)
    for list_page in (f"/{HOME}/", f"/{HOME}/rounds/"):
        assert ">1.900<" not in text_of(client.get(list_page))
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{PAGE}export/").content))
    assert book.get_sheet_by_name("得分").to_python()[2][3:] == ["", "", "", "", ""]
    rounds = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"/{HOME}/rounds/export/").content))
    assert rounds.get_sheet_by_index(0).to_python()[1][4:] == [4.0, "", "", ""]
