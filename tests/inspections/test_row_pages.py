"""The rows behind every number."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.people import HOME, INSPECTOR, LEADER, make_account
from tests.queries import assert_queries
from tests.rounds import make_edition, make_round, row

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/rounds/1/rows/"
ROWS = [
    row(deduction=0.2, serial="甲1"),
    row(site="主要交通路口2", serial="甲2", units=("平安建设局", "客运交通局")),
    row("公共服务10", "社区1", 1, area="", units=(), serial="甲3"),
    row("公共服务2", "主干道1", area="南关街道", units=("城市容貌管理局",), serial="甲4"),
]


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


def serials(response) -> list[str]:
    text = response.content.decode()
    return [serial for serial in ("甲1", "甲2", "甲3", "甲4") if f">{serial}<" in text]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["甲1", "甲2", "甲3", "甲4"]),
        ("?lost=on", ["甲1", "甲3"]),
        ("?area=南关街道", ["甲4"]),
        ("?area=-", ["甲3"]),
        ("?unit=客运交通局", ["甲2"]),
        ("?unit=-", ["甲3"]),
        ("?q=路口2", ["甲2"]),
        ("?unit=平安建设局&lost=on", ["甲1"]),
        ("?area=没有这条街", ["甲1", "甲2", "甲3", "甲4"]),
    ],
)
def test_rows_under_a_filter_are_exactly_those(leader, query, expected):
    make_round(ROWS)
    assert serials(leader.get(PAGE + query)) == expected


def test_rows_of_an_indicator_are_those_of_its_contents(leader):
    make_round(ROWS)
    code = make_edition().nodes.get(name="公共服务").code
    assert serials(leader.get(f"{PAGE}?node={code}")) == ["甲3", "甲4"]


def test_rows_under_a_filter_without_any_show_the_way_out(leader):
    make_round(ROWS)
    page = leader.get(f"{PAGE}?q=nirgends").content.decode()
    assert "没有符合条件的行" in page


def test_rows_are_paged_by_key_forwards_and_back(leader):
    make_round([row(site=f"点位{number:03}") for number in range(120)])
    first = leader.get(PAGE)
    assert ("点位000" in first.content.decode(), "点位050" in first.content.decode()) == (True, False)
    second = leader.get(PAGE + first.context["page"]["next_url"])
    assert ("点位050" in second.content.decode(), "点位100" in second.content.decode()) == (True, False)
    third = leader.get(PAGE + second.context["page"]["next_url"])
    assert third.context["page"]["next_url"] == ""
    back = leader.get(PAGE + third.context["page"]["previous_url"])
    assert "点位050" in back.content.decode()
    start = leader.get(PAGE + back.context["page"]["previous_url"])
    assert (start.context["page"]["previous_url"], "点位000" in start.content.decode()) == ("", True)


@pytest.mark.parametrize("paging", ["?after=x", "?before=-1", "?after=99999999999999999999999", "?after=²"])
def test_rows_with_a_forged_key_show_the_first_page(leader, paging):
    make_round(ROWS)
    assert serials(leader.get(PAGE + paging)) == ["甲1", "甲2", "甲3", "甲4"]


def test_export_holds_the_rows_of_the_filter_with_texts_as_texts(leader):
    make_round([row(site="=1+1", deduction=0.2, serial="甲1"), *ROWS[1:]])
    content = leader.get(f"{PAGE}export/?lost=on").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [line[:9] for line in rows[2:]] == [
        ["甲1", "文明交通1", "9.1", "=1+1", 0.2, 0.8, "望河街道", "平安建设局", "实地测评!2"],
        ["甲3", "公共服务10", "10.10", "社区1", 1.0, 0.0, "", "", "实地测评!4"],
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_rows_page_sends_as_many_queries_with_one_row_as_with_three(leader, count):
    make_round(ROWS[:count])
    leader.get(PAGE)
    with assert_queries(6):
        leader.get(PAGE)


def test_rows_for_people_without_sight_of_results_are_closed(client):
    make_round(ROWS)
    client.force_login(make_account(INSPECTOR))
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}export/").status_code == 403


def test_pages_show_what_people_typed_as_text_never_as_markup(leader):
    make_round([row(site="<script>x</script>", area='"><b>y', units=("<i>z</i>",), serial="<u>1</u>", deduction=0.5)])
    for page in (PAGE, f"/{HOME}/scores/1/?node=9", f"/{HOME}/scores/1/?view=areas", f"/{HOME}/scores/1/?view=units"):
        text = leader.get(page).content.decode()
        assert [mark for mark in ("<script>x", '"><b>y', "<i>z", "<u>1") if mark in text] == []
