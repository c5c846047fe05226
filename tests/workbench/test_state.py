"""The five questions of a leader are answered in words on the first screen; what is not known is said to be unknown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.assessment.forecasts import name_reader, tell_forecast, write_settings
from tests.people import AT, HOME, LEADER, LIAISON, OFFICER, make_account, make_city
from tests.queries import assert_queries
from tests.rounds import make_edition
from wenming.assessment.actions import keep_forecast, keep_leagues
from wenming.assessment.models import LeagueRun
from wenming.assessment.queries.leagues import LeagueRow, LeagueTable, LeagueView, leading_level, leagues_of
from wenming.campaigns.models import Campaign
from wenming.engine.ranking import Standing
from wenming.inspections.models import Observation, Round, RoundManner
from wenming.workbench.queries.standing import latest_rounds
from wenming.workbench.schemas.state import behind_words

pytestmark = pytest.mark.django_db
PAGE = f"/{HOME}/state/"


def text(response) -> str:
    return response.content.decode()


def write_areas(areas: dict[str, list[int]], number: int = 1, *, kept: bool = True, whole: bool = True):
    """Write a round: area -> milli-points of one row at each of its sites, for every leaf of the edition (``whole``) or one only."""
    city, edition = make_city(), make_edition()
    leaves = list(edition.nodes.filter(children=None)) if whole else []
    nodes, day = leaves or [edition.nodes.get(code="9.1")], AT.date() - timedelta(days=30 - number)
    round_ = Round.objects.create(
        city=city, number=number, name=f"第{number}轮", edition=edition, starts_on=day, ends_on=day, created_at=AT
    )
    RoundManner.objects.create(city=city, round=round_, manner="incognito", drawn=True, said_at=AT)
    rows = [
        (node, area, place, milli)
        for node in nodes
        for area, found in areas.items()
        for place, milli in enumerate(found)
    ]
    Observation.objects.bulk_create(
        Observation(
            city=city,
            round=round_,
            node=node,
            sheet="一",
            row=row,
            written="x",
            site=f"{area}{place}",
            area=area,
            milli=milli,
        )
        for row, (node, area, place, milli) in enumerate(rows, start=2)
    )
    if kept:
        keep_leagues(round_=round_, by=None, at=AT)
    return round_


GOOD, BAD = [1000, 1000, 1000, 900, 1000, 1000, 1000, 1000], [300, 0, 500, 200, 400, 300, 100, 200]


def test_state_of_a_city_without_anything_says_so(client):
    client.force_login(make_account(LEADER))
    page = text(client.get(PAGE))
    assert all(
        words in page
        for words in ("还没有算过", "说不了：最近一轮里", "还没有按同一体系的两轮可以比", "近 90 天没有到期的问题")
    )
    assert '<dd class="no-print">' not in page


def test_state_is_for_those_who_see_results(client):
    client.force_login(make_account(LIAISON))
    assert client.get(PAGE).status_code == 403


def test_state_tells_who_is_surely_behind_and_that_it_got_better(client):
    before = write_areas({"甲街道": BAD, "乙街道": BAD, "丙街道": BAD})
    after = write_areas({"甲街道": GOOD, "乙街道": GOOD, "丙街道": BAD, "丁街道": [0]}, 2)
    assert latest_rounds(make_city()) == (after, before)
    found = leagues_of(after)
    bands = {row.name: (row.standing.first, row.standing.last) for row in found["street"].rows}
    assert bands == {"甲街道": (1, 2), "乙街道": (1, 2), "丙街道": (3, 3), "丁街道": (0, 0)}
    assert leading_level(found) == "street"
    client.force_login(make_account(LEADER))
    page = text(client.get(PAGE))
    assert "确定在后一半：丙街道（第 3 名）" in page
    assert "好了：比第1轮 +" in page
    assert "样本不足" in page
    # every answer leads to the page on which it can be checked
    grounds = {page.split('</dd><dd class="no-print"><a class="n-link" href="')[n].split('"')[0] for n in range(1, 6)}
    assert grounds == {
        f"/{HOME}/scores/{ending}" for ending in ("2/", "gaps/", "2/leagues/?level=street", "2/changes/?with=1")
    }
    assert {client.get(address, follow=True).status_code for address in grounds} == {200}


def test_state_says_that_nothing_can_be_told_where_nothing_can(client):
    half = [1000, 0, 1000, 0, 1000, 0]
    write_areas({"甲街道": half, "乙街道": half})
    write_areas({"甲街道": half, "乙街道": [0, 1000, 0, 1000, 1000, 1000]}, 2)
    client.force_login(make_account(LEADER))
    page = text(client.get(PAGE))
    assert "分不出：2 个街道乡镇的名次区间都够得着前一半" in page
    assert "无可辨变化" in page


def test_state_shows_the_gap_first_and_what_is_missing_with_the_way_to_mend_it(client):
    write_areas({"甲街道": GOOD, "乙街道": BAD}, whole=False)
    write_settings()
    campaign = Campaign.objects.in_city(make_city()).get()
    run = keep_forecast(campaign=campaign, by=None, at=AT)
    gap = run.result["answer"]["shortfall"]
    client.force_login(make_account(OFFICER))
    page = text(client.get(PAGE))
    assert f"离 85 分差 {gap['short']:.2f} 至 {gap['short_at_most']:.2f} 分" in page or "最多差" in page
    assert page.index("差多少？") < page.index("不说概率")
    assert all(
        words in page
        for words in (
            "平台暂时不收问卷，纸质、电话调查的结果可以写进设置",
            "比测评组要抽的或我们看过的还少",
            "台账外的点位",
        )
    )
    name = run.past["names"]["9.1"][0]
    assert (f"/{HOME}/scores/1/gap/9.1/" in page, "to-9.1=100#whatif" in page, name in page) == (True, True, True)


def test_state_without_levels_of_a_round_says_what_it_waits_for(client):
    write_areas({"甲街道": GOOD, "乙街道": BAD}, kept=False)
    write_areas({"甲街道": GOOD, "乙街道": BAD}, 2, whole=False)
    client.force_login(make_account(LEADER))
    assert "第1轮的水平还没有算好" in text(client.get(PAGE))
    write_areas({"甲街道": GOOD, "乙街道": BAD}, 3, whole=False)
    assert "总的不能比：第2轮、第3轮有条目没有数据" in text(client.get(PAGE))


def standing(name, estimate, first, last):
    """A row of a league with a band of places (0: none)."""
    return LeagueRow(Standing(name, 40, 30_000, 10, estimate, estimate - 50_000, estimate + 50_000, first, last))


def view(*tables):
    """A league of tables with names and rows."""
    return LeagueView(LeagueRun(level="street"), tuple(LeagueTable(name, name, rows) for name, rows in tables))


def test_level_of_the_state_page_is_the_first_where_two_have_a_band():
    two, few = (standing("甲", 900_000, 1, 2), standing("乙", 800_000, 1, 2)), (standing("丙", 900_000, 0, 0),) * 2
    assert leading_level({"district": view(("", few)), "street": view(("", two))}) == "street"
    assert leading_level({"district": view(("", few)), "department": view(("", two))}) == "district"
    # one with a band in each group: nobody is ranked with anybody
    assert leading_level({"street": view(("a", two[:1]), ("b", two[1:])), "community": view(("", two))}) == "community"
    assert leading_level({"district": view(("", few[:1])), "department": view(("", two))}) == ""


def test_those_behind_are_named_worst_first_with_their_group_and_counted_where_they_are_many():
    ranked = [standing(f"区{place}", 1_000_000 - 50_000 * place, place, place) for place in range(1, 11)]
    assert behind_words(view(("", tuple(ranked)))) == (
        "确定在后一半的 5 个，末尾是 区10（第 10 名）、区9（第 9 名）、区8（第 8 名）、区7（第 7 名）",
        "bad",
    )
    grouped = view(
        ("城区", (standing("甲", 900_000, 1, 1), standing("乙", 400_000, 2, 2))), ("郊区", tuple(ranked[:2]))
    )
    assert behind_words(grouped)[0] == "确定在后一半：乙（城区第 2 名）、区2（郊区第 2 名）"


def test_state_costs_the_same_queries_with_one_round_and_three(client):
    tell_forecast()
    name_reader(LEADER)
    client.force_login(make_account(LEADER))
    write_areas({"甲街道": GOOD, "乙街道": BAD}, whole=False)
    write_areas({"甲街道": GOOD, "乙街道": BAD}, 2, whole=False)
    with assert_queries(11):
        page = text(client.get(PAGE))
    assert all(
        words in page
        for words in ("fc-chart", "把握", "不确定性来自", "地面干净", "假如 G15", "经省级推荐并达标", "进前 2 名")
    )
    write_areas({"甲街道": GOOD, "乙街道": BAD}, 3, whole=False)
    with assert_queries(11):
        client.get(PAGE)
