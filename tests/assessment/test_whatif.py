"""假如这样做: the answer is the exact score of edited statistics, nothing is stored, the address holds the trial."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from tests.people import HOME, INSPECTOR, LEADER, STRANGER, make_account
from tests.queries import assert_queries
from tests.rounds import PACK, make_edition, make_round, row
from wenming.assessment.models import Run
from wenming.assessment.queries import result_of
from wenming.assessment.schemas import total_of
from wenming.assessment.views import tables, whatif
from wenming.engine.scoring.whatif import Base
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/scores/1/"
HTMX = {"HX-Request": "true", "HX-Target": "whatif-answer"}
ROWS = [
    row(deduction=0.2),
    row(site="主要交通路口2", deduction=0.1),
    row(site="主要交通路口3", deduction=0.1),
    row("公共服务10", "社区1", 1),
]
# 文明交通1 is 2.6 / 3 = 86.67 %, 公共服务10 is 0: 0.8667 of 2


@pytest.fixture
def leader(client):
    client.force_login(make_account(LEADER))
    return client


def code_of(name: str) -> str:
    return make_edition().nodes.get(name=name).code


def ask(client, query, page=PAGE):
    return client.get(f"{page}whatif/?{query}", headers=HTMX)


def trial(client, query=""):
    return client.get(f"{PAGE}?{query}").context["whatif"]


def test_score_page_offers_the_largest_losses_and_what_nobody_looked_at(leader):
    make_round(ROWS)
    whatif = trial(leader)
    assert [(slot["name"], slot["filled"], slot["now"]) for slot in whatif["slots"]] == [
        ("公共服务10", False, "0.00%"),
        ("文明交通1", False, "86.67%"),
        ("社会主义核心价值观深化推广普及1", True, ""),
    ]
    assert (whatif["tried"], whatif["total"]["score"], whatif["total"]["change"]) == (False, "0.867", "比现在 0.000 分")
    assert len(whatif["choices"]) == 36


def test_try_another_rate_answers_with_the_exact_total_and_the_lines_that_move(leader):
    make_round(ROWS)
    code = code_of("公共服务10")
    whatif = ask(leader, f"pick={code}&to-{code}=33.33").context["whatif"]
    # 13/15 + 0.3333
    assert (whatif["total"]["score"], whatif["total"]["attainable"], whatif["total"]["change"]) == (
        "1.200", "2", "比现在 +0.333 分",
    )  # fmt: skip
    assert whatif["total"]["rates"] == "得分率 43.33% → 60.00%"
    assert [(line["name"], line["before"], line["after"], line["change"]) for line in whatif["lines"]] == [
        ("公共服务", "0.000", "0.333", "+0.333"),
        ("公共服务10", "0.000", "0.333", "+0.333"),
    ]


def test_try_todays_rate_as_it_is_shown_changes_nothing(leader):
    make_round(ROWS)
    code = code_of("文明交通1")
    whatif = trial(leader, f"pick={code}&to-{code}=86.67")
    assert (whatif["tried"], whatif["lines"], whatif["total"]["change"]) == (False, [], "比现在 0.000 分")


def test_try_to_fill_what_nobody_looked_at_adds_its_points_to_both_sides(leader):
    make_round(ROWS)
    code = code_of("公共服务2")
    whatif = trial(leader, f"pick={code}&fill-{code}=on")
    assert (whatif["total"]["score"], whatif["total"]["attainable"]) == ("1.867", "3")
    assert [(line["name"], line["before"], line["after"]) for line in whatif["lines"]] == [
        ("公共服务", "0.000 / 1", "1.000 / 2"),
        ("公共服务2", "—", "1.000 / 1"),
    ]
    assert not trial(leader, f"pick={code}")["tried"]


def test_try_by_htmx_answers_with_the_result_alone_and_gives_the_address(leader):
    make_round(ROWS)
    code = code_of("公共服务10")
    answer = ask(leader, f"view=areas&pick={code}&to-{code}=50&add=1.1")
    assert (answer.content.decode().count("<html"), answer.content.decode().count('id="whatif-answer"')) == (0, 1)
    assert answer["HX-Replace-Url"] == f"{PAGE}?view=areas&pick={code}&to-{code}=50"
    page = leader.get(answer["HX-Replace-Url"])
    assert (page.context["whatif"]["total"]["score"], page.context["view"]) == ("1.367", "areas")
    assert page.context["whatif"]["reset_url"] == f"{PAGE}?view=areas#whatif"


def test_try_without_a_script_leads_to_the_page_with_the_trial(leader):
    make_round(ROWS)
    answer = leader.get(f"{PAGE}whatif/?pick=9.1&to-9.1=50")
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?pick=9.1&to-9.1=50#whatif")


def test_add_and_drop_contents_keeps_the_others(leader):
    make_round(ROWS)
    first, second = code_of("公共服务10"), code_of("公共服务2")
    slots = trial(leader, f"pick={first}&to-{first}=50&add={second}")["slots"]
    assert [(slot["code"], slot["value"]) for slot in slots] == [(first, "50"), (second, False)]
    slots = trial(leader, f"pick={first}&to-{first}=50&pick={second}&drop={second}")["slots"]
    assert [slot["code"] for slot in slots] == [first]
    many = "&".join(f"pick=10.{number}" for number in range(1, 12))
    whatif = trial(leader, f"{many}&pick=nirgends&pick=10.1")
    assert ([slot["code"] for slot in whatif["slots"]], whatif["choices"]) == ([f"10.{n}" for n in range(1, 9)], [])


@pytest.mark.parametrize("value", ["120", "-1", "viel", "50.123", "NaN"])
def test_try_a_number_that_is_no_rate_says_so_and_counts_todays(leader, value):
    make_round(ROWS)
    code = code_of("公共服务10")
    whatif = trial(leader, f"pick={code}&to-{code}={value}")
    assert whatif["errors"] == ["公共服务10：得分率应在 0 到 100 之间，最多两位小数；现按原值计算"]
    assert (whatif["tried"], whatif["slots"][0]["value"], whatif["slots"][0]["slider"]) == (False, value, "0")


def test_try_an_empty_field_counts_todays_rate(leader):
    make_round(ROWS)
    code = code_of("文明交通1")
    whatif = trial(leader, f"pick={code}&to-{code}=")
    assert (whatif["errors"], whatif["tried"], whatif["slots"][0]["slider"]) == ([], False, "87")


def test_try_with_an_incomplete_standard_tells_no_total_but_the_parts(leader):
    source = PACK.read_text(encoding="utf-8").replace(
        "complete: true", "complete: false\nnot_covered: [{zh: 其余各章, en: the rest}]"
    )
    make_round(ROWS, source=source)
    page = leader.get(f"{PAGE}?pick=10.10&to-10.10=50&pick=9.1&to-9.1=50")
    whatif = page.context["whatif"]
    assert (whatif["complete"], whatif["total"]) == (False, None)
    assert [line["name"] for line in whatif["lines"]] == ["文明交通", "文明交通1", "公共服务", "公共服务10"]
    assert "下面是随之变化的各条" in page.content.decode()


def test_try_many_contents_at_once_shows_the_first_lines_and_counts_the_rest(leader):
    make_round([row(f"公共服务{number}", f"点{number}", 1) for number in range(1, 8)])
    make_round(
        [
            row(name, name, 1)
            for name in (
                "文化培育1",
                "文明旅游1",
                "文明行为1",
                "文明行为2",
                "群众参与1",
                "城乡共建1",
                "环境保护1",
                "公共服务1",
            )
        ]
    )
    query = "&".join(
        f"pick={code}&to-{code}=50" for code in ("2.1", "3.1", "8.1", "8.2", "13.1", "14.1", "12.1", "10.1")
    )
    whatif = leader.get(f"/{HOME}/scores/2/?{query}").context["whatif"]
    assert (len(whatif["lines"]), whatif["more"]) == (12, "另有 3 条随之变化")


def test_try_stores_nothing(leader):
    round_ = make_round(ROWS)
    before = [Event.objects.in_city(round_.city).count(), Run.objects.in_city(round_.city).count()]
    ask(leader, "pick=9.1&to-9.1=100")
    assert [Event.objects.in_city(round_.city).count(), Run.objects.in_city(round_.city).count()] == before
    assert trial(leader)["total"]["score"] == "0.867"
    assert leader.post(f"{PAGE}whatif/").status_code == 405


@pytest.mark.parametrize(
    ("person", "status"), [(INSPECTOR, 403), (STRANGER, 404)], ids=lambda one: getattr(one, "username", "")
)
def test_try_for_people_without_sight_of_results_is_closed(client, person, status):
    make_round(ROWS)
    client.force_login(make_account(person))
    assert ask(client, "pick=9.1").status_code == status


@pytest.mark.parametrize("count", [1, 4])
def test_try_sends_as_many_queries_with_one_row_as_with_four(leader, count):
    make_round(ROWS[:count])
    ask(leader, "pick=9.1")
    with assert_queries(5):
        ask(leader, "pick=9.1&to-9.1=50")


def test_score_lifted_above_what_is_attainable_keeps_every_part_of_the_page_whole():
    source = PACK.read_text(encoding="utf-8").replace(
        "\ntree:\n",
        "\nfacts:\n  - {code: F1, name: {zh: 受表彰, en: Commended}}\nfunctions:\n  - {kind: bonus, fact: F1, limit: 1}\ntree:\n",
        1,
    )
    now = result_of(make_round(ROWS, source=source))
    now = replace(now, base=Base.of(now.standard, replace(now.base.given, facts={"F1": 2})))
    # 13/15 of 2 points and 2 more: 143.33 %; a column of bars from 0 to 160 %
    table, losses, total = tables.tree(now, None, ""), tables.losses(now), total_of(now)
    assert (total.score, total.attainable, total.rate, total.lost) == ("2.867", "2", "143.33%", "−0.867")
    assert [tick["label"] for tick in table["axis"]] == ["0", "40", "80", "120", "160%"]
    assert 'cx="89.58%"' in table["rows_html"]
    assert (losses["hint"], losses["note"]) == ("共失 1.133 分", "前 2 条合计 1.133 分，占失分 100.00%")
    assert whatif.context(QueryDict(""), now)["total"]["bar"]["point"] == "79.17%"
