"""The comparison page: two rounds, the change by causes, every number one click from its rows."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tests.people import HOME, INSPECTOR, LEADER, LIAISON, NOBODY, STRANGER, make_account
from tests.queries import assert_queries
from tests.rounds import PACK, make_round, row

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/2/changes/"
FIRST = [
    row(deduction=0.2, area="望河街道"),
    row(site="主要交通路口2", area="南关街道"),
    row("公共服务10", "社区1", 1, area="", units=()),
]
# 文明交通 0.9 → 0.8 (望河 0.8 → 0.8, 南关 no longer visited), 公共服务10 0 → 0.5, 公共服务2 newly seen
SECOND = [
    row(deduction=0.2, area="望河街道"),
    row("公共服务10", "社区1", 0.5, area="", units=()),
    row("公共服务2", "主干道1", area="南关街道", units=("城市容貌管理局",)),
]
LATER = date(2026, 12, 11)


def text_of(response) -> str:
    return response.content.decode()


def other_edition(**changes):
    """Return the pack as another edition of its title: under another code, with words replaced."""
    source = PACK.read_text(encoding="utf-8").replace("code: suzhou-2016-district", "code: suzhou-2017-district", 1)
    for old, new in changes.values():
        assert source.count(old) == 1
        source = source.replace(old, new)
    return source


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


@pytest.fixture
def two_rounds(leader):
    make_round(FIRST)
    make_round(SECOND, name="第二轮", ended=LATER)
    return leader


def line(rows_html: str, name: str) -> str:
    """Return the row of the table with this name."""
    return next(part for part in rows_html.split("</tr>") if f"<span>{name}</span>" in part)


def numbers(rows_html: str, name: str) -> list[str]:
    """Return the texts of a row's cells."""
    cells = [cell.split("</td>")[0] for cell in line(rows_html, name).split('data-label="')[1:]]
    texts = [cell.partition('">')[2] for cell in cells]
    return ["".join(piece.partition(">")[2] for piece in f">{text}".split("<")).strip() for text in texts]


def test_changes_page_says_in_one_sentence_where_the_difference_comes_from(two_rounds):
    page = two_rounds.get(PAGE)
    bridge = page.context["bridge"]
    # 0.9 of 2 points are 45 %, 2.3 of 3 are 76.67 %; half the difference of 0.5 and of −0.1 by weights of 1/2 and 1/3 (5/12):
    # 20.83 and −4.17; the rest is coverage, and the hundredth that rounding loses goes to the first
    assert bridge["sentence"] == "第二轮总分得分率 76.67%，第一轮 45.00%，相差 +31.67 个百分点。"
    assert bridge["parts"] == "其中点位得分 +20.84、点位构成 −4.17、测评覆盖 +15.00、规则作用 0.00。"
    assert "真的变了吗" in text_of(page)
    assert [row["value"] for row in bridge["rows"]] == ["+20.84", "−4.17", "+15.00", "0.00"]


def test_changes_page_by_points_splits_the_points(two_rounds):
    bridge = two_rounds.get(f"{PAGE}?by=points").context["bridge"]
    assert bridge["sentence"] == "第二轮总分 2.300 分，第一轮 0.900 分，相差 +1.400 分。"
    assert [row["value"] for row in bridge["rows"]] == ["+0.500", "−0.100", "+1.000", "0.000"]


def test_changes_page_lists_every_node_with_its_parts_and_its_share_of_the_total(two_rounds):
    html = two_rounds.get(PAGE).context["rows_html"]
    assert numbers(html, "总分")[:8] == ["45.00%", "76.67%", "+31.67", "+20.84", "−4.17", "+15.00", "0.00", "+31.67"]
    assert numbers(html, "文明交通1")[:7] == ["90.00%", "80.00%", "−10.00", "0.00", "−10.00", "0.00", "0.00"]
    assert numbers(html, "公共服务10")[:7] == ["0.00%", "50.00%", "+50.00", "+50.00", "0.00", "0.00", "0.00"]
    assert numbers(html, "公共服务2")[:7] == ["—", "100.00%", "—", "—", "—", "—", "—"]


def test_changes_page_leads_from_every_number_to_the_rows_of_the_right_round(two_rounds):
    html = two_rounds.get(PAGE).context["rows_html"]
    code = line(html, "公共服务10").split('data-node="')[1].split('"')[0]
    urls = [piece.split('"')[0] for piece in line(html, "公共服务10").split('href="/')[1:]]
    rows = [f"{HOME}/rounds/{number}/rows/?node={code}" for number in (1, 2)]
    assert urls == [*rows, *rows]
    for url in rows:
        assert "社区1" in text_of(two_rounds.get(f"/{url}"))


def test_changes_page_compares_areas_and_units_by_their_rows(two_rounds):
    areas = two_rounds.get(f"{PAGE}?view=areas").context["rows_html"]
    # 南关: one row of 文明交通 before, one of 公共服务2 now; 未填: 0 → 0.5
    assert numbers(areas, "南关街道")[:5] == ["100.00%", "100.00%", "0.00", "0.00", "0.00"]
    assert numbers(areas, "未填")[:5] == ["0.00%", "50.00%", "+50.00", "+50.00", "0.00"]
    assert "?area=-" in line(areas, "未填")
    units = two_rounds.get(f"{PAGE}?view=units").context["rows_html"]
    assert numbers(units, "平安建设局")[:5] == ["90.00%", "80.00%", "−10.00", "−10.00", "0.00"]
    assert numbers(units, "城市容貌管理局")[:5] == ["—", "100.00%", "—", "—", "—"]
    assert units.index("未填") < units.index("平安建设局") < units.index("城市容貌管理局")


def test_changes_page_puts_the_earlier_round_first_whichever_is_chosen(two_rounds):
    for url in (f"/{HOME}/scores/1/changes/?with=2", f"/{HOME}/scores/1/changes/", f"{PAGE}?with=2", f"{PAGE}?with=x"):
        assert two_rounds.get(url).context["pair"]["before"]["name"] == "第一轮"


def test_changes_page_choosing_another_round_goes_to_its_address(two_rounds):
    answer = two_rounds.get(f"{PAGE}?round=1&with=2&view=areas")
    assert (answer.status_code, answer["Location"]) == (302, f"/{HOME}/scores/1/changes/?with=2&view=areas")
    assert two_rounds.get(f"{PAGE}?round=2&with=1").status_code == 200


def test_changes_page_of_the_only_round_says_so(leader):
    make_round(FIRST)
    page = leader.get(f"/{HOME}/scores/1/changes/")
    assert "只有一轮，无可比较" in text_of(page)
    assert leader.get(f"/{HOME}/scores/1/changes/export/").status_code == 404
    assert leader.get(f"/{HOME}/scores/9/changes/").status_code == 404


def test_changes_page_of_an_incomplete_standard_compares_no_total(leader):
    source = PACK.read_text(encoding="utf-8").replace(
        "complete: true", "complete: false\nnot_covered: [{zh: 其余各章, en: the rest}]"
    )
    make_round(FIRST, source=source), make_round(SECOND, name="第二轮", ended=LATER, source=source)
    page = leader.get(PAGE)
    assert page.context["bridge"] is None
    assert "也不比较总分" in text_of(page)
    html = page.context["rows_html"]
    assert set(numbers(html, "总分")[:7]) == {"—"}
    assert numbers(html, "公共服务10")[:3] == ["0.00%", "50.00%", "+50.00"]
    assert "对总分" not in page.context["columns"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(leader.get(f"{PAGE}export/").content))
    assert book.get_sheet_by_index(0).to_python()[2][2:10] == [""] * 8


def test_changes_page_of_two_editions_compares_what_was_found_again(leader):
    make_round(FIRST)
    source = other_edition(
        gone=('  - code: "9"\n    name: {zh: 文明交通,', '  - code: "9"\n    name: {zh: 斑马线礼让,'),
    )
    make_round([SECOND[1], SECOND[2]], name="第二轮", ended=LATER, source=source)
    page = leader.get(PAGE)
    assert (page.context["bridge"], page.context["units"]) == (None, [])
    assert "总分不比较" in text_of(page)
    html = page.context["rows_html"]
    assert numbers(html, "公共服务10")[:7] == ["0.00%", "50.00%", "+50.00", "+50.00", "0.00", "0.00", "0.00"]
    assert "总分" not in html
    areas = leader.get(f"{PAGE}?view=areas")
    assert numbers(areas.context["rows_html"], "未填")[:3] == ["0.00%", "50.00%", "+50.00"]


def test_changes_page_of_two_editions_names_what_has_no_match(leader):
    make_round(FIRST)
    lines = PACK.read_text(encoding="utf-8").split("\n  - code: ")
    dropped = next(part for part in lines if "zh: 文明交通," in part)
    source = "\n  - code: ".join(part for part in lines if part is not dropped)
    source = source.replace("code: suzhou-2016-district", "code: suzhou-2017-district", 1).replace(
        "points: 39", "points: 38"
    )
    make_round([SECOND[1], SECOND[2]], name="第二轮", ended=LATER, source=source)
    page = leader.get(PAGE)
    assert page.context["apart"] == ("删去：文明交通", "删去：文明交通1")
    areas = leader.get(f"{PAGE}?view=areas")
    assert areas.context["apart"] == ("两版都有的内容才比较：前一轮 2 行、后一轮 0 行属于其他内容，没有计入",)
    book = CalamineWorkbook.from_filelike(io.BytesIO(leader.get(f"{PAGE}export/").content))
    assert book.sheet_names == ["按测评体系", "按属地", "按责任单位", "不能比较的"]


def test_changes_page_of_two_titles_compares_nothing(leader):
    make_round(FIRST)
    source = other_edition(title=("zh: 苏州市全国文明城市实地测评（区级轮次）", "zh: 国家卫生城市"))
    make_round(SECOND, name="第二轮", ended=LATER, source=source)
    page = leader.get(PAGE)
    assert "两轮不是同一称号的测评体系，不能比较" in text_of(page)
    assert page.context["rows_html"] == ""
    assert leader.get(f"{PAGE}export/").status_code == 404


def test_export_of_a_comparison_holds_every_view(two_rounds):
    book = CalamineWorkbook.from_filelike(io.BytesIO(two_rounds.get(f"{PAGE}export/?by=points").content))
    assert book.sheet_names == ["按测评体系", "按属地", "按责任单位"]
    head, total = book.get_sheet_by_index(0).to_python()[1:3]
    assert head[2:5] == ["第一轮", "第二轮", "相差（分）"]
    assert [round(value, 6) for value in total[2:10]] == [0.9, 2.3, 1.4, 0.5, -0.1, 1.0, 0, 1.4]
    areas = book.get_sheet_by_index(1).to_python()[1:]
    assert (areas[0][4], areas[1][1:5]) == ("相差（百分点）", ["未填", 0.0, 0.5, 50.0])


@pytest.mark.parametrize(
    ("person", "status"),
    [(INSPECTOR, 403), (LIAISON, 403), (STRANGER, 404), (NOBODY, 404)],
    ids=lambda one: getattr(one, "username", ""),
)
def test_changes_pages_for_people_without_sight_of_results_are_closed(client, person, status):
    make_round(FIRST), make_round(SECOND)
    client.force_login(make_account(person))
    assert [client.get(page).status_code for page in (PAGE, f"{PAGE}export/")] == [status] * 2


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("view", "queries"), [("tree", 6), ("areas", 6), ("units", 6)])
def test_changes_page_sends_as_many_queries_with_one_row_as_with_three(leader, count, view, queries):
    make_round(FIRST[:count]), make_round(SECOND[:count])
    leader.get(PAGE)
    with assert_queries(queries):
        leader.get(f"{PAGE}?view={view}")


def test_changes_page_in_english_is_english(two_rounds):
    two_rounds.cookies["django_language"] = "en"
    page = text_of(two_rounds.get(PAGE))
    assert "percentage points" in page
    assert "点位得分" not in page
