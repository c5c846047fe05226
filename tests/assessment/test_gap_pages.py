"""The pages of the gap: ranked, narrowed, drilled, exported; every number leads to its rows."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from tests.assessment.test_targets import ROOT, set_to
from tests.people import HOME, INSPECTOR, LEADER, LIAISON, NOBODY, OFFICER, STRANGER, make_account
from tests.queries import assert_queries
from tests.rounds import PACK, make_round, row
from wenming.assessment.queries.gaps import gap_report

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/1/gaps/"
CARD = f"/{HOME}/scores/1/gap/9.1/"
ROWS = [
    row(deduction=0.2, serial=1),
    row(site="主要交通路口2", units=("平安建设局", "客运交通局"), deduction=0.4, serial=2),
    row("公共服务10", "社区1", 1, area="", units=(), serial=3),
    row("公共服务2", "主干道1", area="南关街道", units=("城市容貌管理局",), serial=4),
]
# 文明交通 (0.8 + 0.6) / 2 = 0.7, 公共服务10 0, 公共服务2 1: lost 1.3 of 3


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


def text_of(response) -> str:
    return response.content.decode()


def codes(html: str) -> list[str]:
    """Return the codes of a table of gaps, in its order."""
    return [part.split("<")[0] for part in html.split('class="clause">')[1:]]


def test_gap_report_is_exact():
    round_ = make_round(ROWS)
    report = gap_report(round_.city, 1)
    assert {gap.code: str(gap.lost) for gap in report.gaps} == {"9.1": "3/10", "10.2": "0", "10.10": "1"}
    assert sum(gap.lost for gap in report.gaps) == report.now.result.attainable - report.now.result.score


def test_gaps_page_ranks_and_adds_up(leader):
    make_round(ROWS)
    page = leader.get(PAGE)
    assert codes(page.context["rows_html"]) == ["10.10", "9.1"]
    assert page.context["figures"] == {
        "lost": "1.300", "now": "1.700", "attainable": "3", "rate": "56.67%", "recoverable": "1.300", "target": "—",
    }  # fmt: skip
    assert [(one["label"], one["points"]) for one in page.context["causes"]] == [
        ("点位所见", "1.300"), ("无人查看", "0.000"), ("体系规则", "0.000"),
    ]  # fmt: skip
    assert page.context["page"]["text"] == "第 1—2 条，共 2 条 · 合计失 1.300 分，可追回 1.300 分"


def test_gaps_page_names_the_worst_site_area_and_unit_with_their_rows(leader):
    make_round(ROWS)
    html = leader.get(PAGE).context["rows_html"]
    line = html[html.index(">9.1<") :]
    for words in ("主要交通路口2", "望河街道", "平安建设局", "0.200", "0.300", "+1"):
        assert words in line, words
    assert f"/{HOME}/rounds/1/rows/?node=9.1&amp;lost=on&amp;site=" in line
    assert f"/{HOME}/rounds/1/rows/?node=10.10&amp;lost=on&amp;area=-" in html


@pytest.mark.parametrize(
    ("query", "found", "lost"),
    [
        ("node=9", ["9.1"], "0.300"),
        ("area=望河街道", ["9.1"], "0.300"),
        ("area=-", ["10.10"], "1.000"),
        ("unit=客运交通局", ["9.1"], "0.200"),
        ("unit=-&area=-", ["10.10"], "1.000"),
        ("unit=-&area=望河街道", [], "—"),
        ("cause=rule", [], "1.300"),
        ("least=0.31", ["10.10"], "1.300"),
        ("least=x&cause=x&node=x&area=x", ["10.10", "9.1"], "1.300"),
    ],
)
def test_gaps_page_under_a_filter_lists_and_sums_what_it_lets_through(leader, query, found, lost):
    make_round(ROWS)
    page = leader.get(f"{PAGE}?{query}")
    assert (codes(page.context["rows_html"]), page.context["figures"]["lost"]) == (found, lost)
    assert ("没有符合条件的差距" in text_of(page)) == (not found)


def test_gaps_page_chips_take_one_condition_away(leader):
    make_round(ROWS)
    chips = leader.get(f"{PAGE}?node=9&area=-&page=2").context["chips"]
    assert [(str(one["label"]), one["value"], one["url"]) for one in chips] == [
        ("范围", "文明交通", f"{PAGE}?area=-"), ("属地", "未填", f"{PAGE}?node=9"),
    ]  # fmt: skip


def test_gaps_page_up_to_a_target_ranks_by_what_lies_below_it(leader):
    make_round(ROWS)
    set_to(8000, ROOT), set_to(500, "10")
    page = leader.get(PAGE)
    assert codes(page.context["rows_html"]) == ["9.1", "10.10"]
    assert (page.context["figures"]["recoverable"], page.context["figures"]["target"]) == ("0.150", "80%")
    assert leader.get(f"{PAGE}?node=10").context["figures"]["target"] == "5%"


def test_gaps_page_pages_through_many(leader):
    rows = [row(f"公共服务{number}", f"点{number}", number / 20) for number in range(1, 15)]
    rows += [row(f"公共文化服务体系建设{number}", "馆", 0.9) for number in range(1, 5)]
    rows += [row(f"社会主义核心价值观深化推广普及{number}", "馆", 0.01) for number in range(1, 4)]
    rows += [row(f"公共安全体系{number}", "馆", 0.02) for number in range(1, 4)] + [
        row(f"文明行为{n}", "馆", 0.03) for n in range(1, 4)
    ]
    make_round(rows)
    first, second = leader.get(PAGE), leader.get(f"{PAGE}?page=2")
    assert (first.context["page"]["previous_url"], first.context["page"]["next_url"]) == ("", "?page=2")
    assert first.context["page"]["text"].startswith("第 1—25 条，共 27 条")
    assert (len(codes(second.context["rows_html"])), second.context["page"]["previous_url"]) == (2, "?page=1")
    for odd in ("99", "0", "-1", "x"):
        assert leader.get(f"{PAGE}?page={odd}").status_code == 200


def test_gaps_page_draws_the_rounds_before_of_the_same_edition(leader):
    make_round(ROWS, ended=date(2026, 9, 1))
    make_round(ROWS[2:], name="第二轮", ended=date(2026, 10, 1))
    make_round([row(deduction=0.1), *ROWS[2:]], name="第三轮")
    html = leader.get(f"/{HOME}/scores/3/gaps/").context["rows_html"]
    assert "第一轮 70.00%；第二轮 —；第三轮 90.00%" in html
    assert "第三轮" not in leader.get(f"/{HOME}/scores/2/gaps/").context["rows_html"]
    card = leader.get(f"/{HOME}/scores/3/gap/9.1/").context["trend"]
    assert [(one["name"], one["rate"]) for one in card["rows"]] == [
        ("第三轮", "90.00%"),
        ("第二轮", "—"),
        ("第一轮", "70.00%"),
    ]
    assert (len(card["dots"]), len(card["lines"])) == (2, 0)
    whole = leader.get(f"/{HOME}/scores/3/gap/{ROOT}/").context["trend"]
    assert [one["rate"] for one in whole["rows"]] == ["63.33%", "50.00%", "56.67%"]


def test_gaps_page_of_a_round_without_losses_says_so(leader):
    make_round([row()])
    assert "没有失分" in text_of(leader.get(PAGE))


def test_gaps_page_of_what_nobody_saw_says_which_and_leads_to_its_card(leader):
    source = PACK.read_bytes().decode().replace("rules: {missing: exclude", "rules: {missing: zero")
    make_round(ROWS, source=source)
    page = leader.get(f"{PAGE}?cause=unseen&node=1")
    assert codes(page.context["rows_html"]) == ["1.1", "1.2", "1.3"]
    assert [(one["label"], one["points"]) for one in page.context["causes"]][1] == ("无人查看", "3.000")
    card = leader.get(f"/{HOME}/scores/1/gap/1.1/")
    assert "本轮没有人看这一条" in text_of(card)
    assert card.context["rules"] == [{"label": "无人查看", "points": "1.000"}]


def test_gaps_page_of_a_rule_names_it_and_leads_to_its_card(leader):
    node = "name: {zh: 文明交通, en: Civil traffic}\n"
    rule = f"{node}    functions: [{{kind: threshold, limit: 0.9}}]\n"
    make_round(ROWS, source=PACK.read_bytes().decode().replace(node, rule))
    page = leader.get(f"{PAGE}?cause=rule")
    # below 0.9 all of 文明交通 is lost: 0.3 at sites, 0.7 by the rule
    assert codes(page.context["rows_html"]) == ["9"]
    assert '<span class="tag">未达标线</span>' in page.context["rows_html"]
    assert f'href="/{HOME}/scores/1/gap/9/">0.700</a>' in page.context["rows_html"]
    card = leader.get(f"/{HOME}/scores/1/gap/9/")
    assert card.context["rules"] == [{"label": "未达标线", "points": "0.700"}]
    assert (card.context["figures"]["lost"], card.context["figures"]["rate"]) == ("1.000", "0.00%")


def test_gap_card_of_a_leaf_divides_its_loss_without_remainder(leader):
    make_round(ROWS)
    card = leader.get(CARD)
    shown = {
        kind: [(one["name"], one["lost"], one["rate"], one["rows"]) for one in card.context[kind]["items"]]
        for kind in ("sites", "areas", "units")
    }
    assert shown == {
        "sites": [("主要交通路口2", "0.200", "60.00%", "1"), ("主要交通路口1", "0.100", "80.00%", "1")],
        "areas": [("望河街道", "0.300", "70.00%", "2")],
        "units": [("平安建设局", "0.300", "70.00%", "2"), ("客运交通局", "0.200", "60.00%", "1")],
    }
    assert card.context["figures"]["lost"] == "0.300"
    assert card.context["rows"]["rows_html"].index("主要交通路口2") < card.context["rows"]["rows_html"].index(
        "主要交通路口1"
    )


def test_gap_card_of_a_part_lists_what_it_holds_worst_first(leader):
    make_round(ROWS)
    card = leader.get(f"/{HOME}/scores/1/gap/10/")
    assert codes(card.context["parts"]["rows_html"])[:2] == ["10.10", "10.1"]
    assert [(one["name"], one["lost"]) for one in card.context["areas"]["items"]] == [("未填", "1.000")]
    assert "sites" not in card.context
    whole = leader.get(f"/{HOME}/scores/1/gap/{ROOT}/")
    assert codes(whole.context["parts"]["rows_html"])[:2] == ["10", "9"]
    assert [one["lost"] for one in whole.context["areas"]["items"]] == ["0.300", "1.000"]


def test_gap_card_with_many_places_says_what_the_rest_lost(leader):
    make_round([row(site=f"路口{number}", deduction=0.1) for number in range(20)])
    sites = leader.get(CARD).context["sites"]
    assert (len(sites["items"]), sites["rest"], sites["count"]) == (12, "其余 8 个共失 0.040 分", "20")
    assert leader.get(CARD).context["rows"]["count"] == "共 20 行，这里是扣分最多的 15 行"


@pytest.mark.parametrize("code", ["nowhere", "9.1%20"])
def test_gap_card_of_an_unknown_node_is_not_found(leader, code):
    make_round(ROWS)
    assert leader.get(f"/{HOME}/scores/1/gap/{code}/").status_code == 404


def test_gap_numbers_lead_to_rows_that_give_them(leader):
    make_round(ROWS)
    url = leader.get(CARD).context["sites"]["items"][0]["url"]
    page = text_of(leader.get(url))
    assert "主要交通路口2" in page
    assert "主要交通路口1" not in page
    assert 'name="site"' in page


def test_gap_target_form_is_for_the_office(client):
    make_round(ROWS)
    for person, offered in ((OFFICER, True), (LEADER, False)):
        client.force_login(make_account(person))
        for page in (PAGE, CARD):
            assert ('class="target-form' in text_of(client.get(page))) == offered


def test_export_of_gaps_is_of_the_current_filter(leader):
    make_round(ROWS)
    set_to(9000)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(leader.get(f"{PAGE}export/?node=9").content)).get_sheet_by_index(
        0
    )
    assert sheet.name == "差距分析"
    assert sheet.to_python()[2:] == [[1.0, "9.1", "文明交通1", "点位所见", 2.0, 1.0, 0.7, 0.3, 0.7, 0.9, 0.2]]


def test_gaps_latest_leads_to_the_newest_round_or_to_the_list(leader):
    latest = f"/{HOME}/scores/gaps/"
    assert leader.get(latest)["Location"] == f"/{HOME}/rounds/"
    make_round(ROWS), make_round(ROWS)
    assert leader.get(latest)["Location"] == f"/{HOME}/scores/2/gaps/"


@pytest.mark.parametrize(("person", "status"), [(INSPECTOR, 403), (LIAISON, 403), (STRANGER, 404), (NOBODY, 404)])
def test_gap_pages_for_people_without_sight_of_results_are_closed(client, person, status):
    make_round(ROWS)
    client.force_login(make_account(person))
    pages = (PAGE, CARD, f"{PAGE}export/", f"/{HOME}/scores/gaps/")
    assert [client.get(page).status_code for page in pages] == [status] * 4


def test_gap_pages_of_no_round_are_not_found(leader):
    make_round(ROWS)
    pages = (f"/{HOME}/scores/9/gaps/", f"/{HOME}/scores/9/gap/9.1/", f"/{HOME}/scores/9/gaps/export/")
    assert [leader.get(page).status_code for page in pages] == [404] * 3


# Session, account and posts come first; six queries are the page's own.
@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [(PAGE, 8), (f"{PAGE}?area=望河街道", 9), (CARD, 8), (f"/{HOME}/scores/1/gap/{ROOT}/", 7)],
)
def test_gap_pages_send_as_many_queries_with_one_row_as_with_three(leader, count, page, queries):
    make_round(ROWS[:count])
    leader.get(page)
    with assert_queries(queries):
        leader.get(page)


def test_gap_pages_of_an_incomplete_standard_announce_no_total(leader):
    source = (
        PACK.read_bytes()
        .decode()
        .replace("complete: true", "complete: false\nnot_covered: [{zh: 其余各章, en: the rest}]")
    )
    make_round(ROWS, source=source)
    page = leader.get(PAGE)
    assert "体系文件不完整，不出总分" in text_of(page)
    assert page.context["figures"]["lost"] == page.context["figures"]["recoverable"] == "—"
    assert (page.context["causes"], page.context["page"]["text"]) == ([], "第 1—2 条，共 2 条")
    assert ">1.300<" not in text_of(page)
    assert leader.get(f"{PAGE}?node=9").context["figures"]["lost"] == "0.300"
    whole = leader.get(f"/{HOME}/scores/1/gap/{ROOT}/")
    assert ">1.300<" not in text_of(whole)
    assert whole.context["trend"] is None
    assert [one["lost"] for one in whole.context["areas"]["items"]] == ["—", "—"]


def test_gap_pages_in_english_are_english(leader):
    make_round(ROWS)
    leader.cookies["django_language"] = "en"
    for page in (PAGE, CARD):
        text = text_of(leader.get(page))
        assert "traffic" in text.lower()
        assert [words for words in ("失分", "可追回", "差距", "得分率") if words in text] == []
