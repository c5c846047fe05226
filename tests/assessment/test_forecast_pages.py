"""Settings and readers on their page, mistakes named; how forecasts did; chances to nobody but the named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.assessment.forecasts import FACTS, name_reader, tell_forecast, write_settings
from tests.engine.forecast.cities import CITY, MARKETS, PARKS, passing
from tests.materials.cases import campaign
from tests.people import AT, AUDITOR, HOME, LEADER, OFFICER, SUPERVISOR, SYSTEM, make_account, make_city
from tests.queries import assert_queries
from wenming.assessment.actions import keep_forecast
from wenming.assessment.models import ForecastReader
from wenming.assessment.queries.forecasts.kept import settings_of
from wenming.campaigns.actions.campaigns import record_score
from wenming.engine.forecast import Round as PastRound
from wenming.kernel.models import Event

pytestmark = pytest.mark.django_db
SCORES, STATE = f"/{HOME}/scores/forecast/", f"/{HOME}/state/"
SETTINGS, READERS = f"{SCORES}settings/", f"{SCORES}readers/"
SENT = {
    "line": "85", "field": "40", "materials": "40", "survey": "20", "plan": "农贸市场 2 5", "communities": "10", "households": "22",
    "intercepts": "80", "accepted": "1.1 9/10", "rivals": "甲市（虚构） 86.5 2", "places": "1", "gate": "8/12", "pairs": "2024 84.2 87.5 60\n2025 82% 86.25",
    "scenarios": "重大安全事故 3\n主要领导严重违纪 取消", "source": "测试自拟",
}  # fmt: skip


ASKED = {"surveyed": "滨河社区 22 19\n河湾 新村 20 20", "surveyed_on": str(AT.date() - timedelta(days=9))}


def text(response) -> str:
    return response.content.decode()


def test_settings_page_keeps_what_was_written_and_shows_it_again(client):
    client.force_login(make_account(OFFICER))
    assert "还没有创建周期" in text(client.get(SETTINGS))
    campaign()
    assert client.post(SETTINGS, {**SENT, **ASKED}).status_code == 302
    kept = settings_of(campaign())
    asked = {
        "surveyed": [["滨河社区", 22, 19], ["河湾 新村", 20, 20]],
        "surveyed_on": AT.date() - timedelta(days=9),
    }
    assert {name: getattr(kept, name) for name in FACTS} == {**FACTS, **asked}
    page = text(client.get(SETTINGS))
    written = ("农贸市场 2 5", "甲市（虚构） 86.5 2", "8/12", "主要领导严重违纪 取消", "第 1 版")
    written += ("2024 84.2 87.5 60\n2025 82 86.25<", ASKED["surveyed"], f'value="{ASKED["surveyed_on"]}"')
    assert [words for words in written if words not in page] == []
    assert client.post(SETTINGS, {**SENT, "field": "", "materials": "", "survey": "", "gate": ""}).status_code == 302
    assert (settings_of(campaign()).field, settings_of(campaign()).gate_held) == (None, None)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("plan", "农贸市场 2", "第 1 行“农贸市场 2”读不出：照这个样子写：农贸市场 4 12"),
        ("plan", "农贸市场 0 5", "照这个样子写"),
        ("plan", "公园 2 5\n\n公园 3 5", "第 2 行“公园 3 5”读不出：公园 已经写过"),
        ("plan", "\n".join(f"类{n} 1 1" for n in range(401)), "最多 400 行"),
        ("accepted", "1.1 11/10", "照这个样子写：1.1 9/10"),
        ("accepted", "1.1 9", "照这个样子写"),
        ("rivals", "甲市 一百 2", "照这个样子写"),
        ("rivals", "甲市 5000 2", "照这个样子写"),
        ("scenarios", "3", "照这个样子写"),
        ("pairs", "2024 84.2", "第 1 行“2024 84.2”读不出：照这个样子写：2024 84.2 87.5 60"),
        ("pairs", "2024 84.2 87.5\n24 84 87", "第 2 行“24 84 87”读不出：年份写 2000 到"),
        ("pairs", "2999 84 87", "年份写"),
        ("pairs", "2024 84.2 101", "得分率写 0 到 100 的数"),
        ("pairs", "2024 x 87", "得分率写 0 到 100 的数"),
        ("pairs", "2024 NaN 87", "得分率写 0 到 100 的数"),
        ("pairs", "2024 84 87 0", "点位数写 1 到 10000"),
        ("pairs", "2024 84 87\n2024 85 88", "2024 已经写过"),
        ("surveyed", "滨河社区 22", "照这个样子写：滨河社区 22 19"),
        ("surveyed", "滨河社区 0 0", "问了几户写大于 0 的整数"),
        ("surveyed", "滨河社区 22 23", "满意几户写 0 到 22 的整数，不能比问的多"),
        ("surveyed", "滨河社区 22 19", "要么都写，要么都留空"),
        ("surveyed_on", "2026-01-01", "要么都写，要么都留空"),
        ("surveyed_on", "2999-01-01", "这一天还没有到"),
        ("places", "3 x", "名次读不出"),
        ("gate", "13/12", "省级推荐读不出"),
        ("survey", "", "要么都写"),
        ("line", "", "这个字段是必填项"),
    ],
)
def test_settings_page_names_the_line_that_cannot_be_read(client, field, value, words):
    campaign()
    client.force_login(make_account(OFFICER))
    refused = client.post(SETTINGS, {**SENT, field: value})
    assert (refused.status_code, words in text(refused), settings_of(campaign())) == (422, True, None)


def test_readers_are_named_on_the_page_with_a_reason_and_ended(client):
    campaign()
    leader = make_account(LEADER)
    client.force_login(make_account(OFFICER))
    assert "谁也看不到概率" in text(client.get(SETTINGS))
    assert client.post(READERS, {"account": leader.pk, "reason": ""}).status_code == 422
    assert client.post(READERS, {"account": leader.pk, "reason": "定工作重点"}).status_code == 302
    again = client.post(READERS, {"account": leader.pk, "reason": "再来"})
    assert (again.status_code, "已经在名单里" in text(again)) == (422, True)
    reader = ForecastReader.objects.in_city(make_city()).get()
    assert "定工作重点" in text(client.get(SETTINGS))
    assert client.post(f"{READERS}{reader.pk}/end/").status_code == 302
    reader.refresh_from_db()
    assert reader.ended_at is not None


def test_now_asks_a_worker_and_computes_nothing(client):
    client.force_login(make_account(OFFICER))
    assert client.post(f"{SCORES}now/").status_code == 404
    campaign()
    assert client.post(f"{SCORES}now/").status_code == 302
    assert Event.objects.in_city(make_city()).filter(kind="forecast.asked").count() == 1


def told() -> tuple[str, ...]:
    """Keep a forecast that says something, with back-test and a past result; return what only the named may read of it."""
    past = [PastRound(str(n), tuple(passing(one, n % 2) for one in (MARKETS, PARKS))) for n in range(1, 5)]
    run = tell_forecast(CITY, past=past, at=AT - timedelta(days=1))
    record_score(campaign=campaign(), year=AT.year, score=81_000, source="公报", by=make_account(OFFICER), at=AT)
    chances = run.result["chances"]
    level = {one["level"]: one["points"] for one in run.result["answer"]["forecast"]["quantiles"]}
    return (f"{chances['reaches']}", f"{level[0.1]:.1f}—{level[0.9]:.1f}")


def test_calibration_page_shows_what_was_said_beside_what_came(client):
    chance, spread = told()
    name_reader(LEADER)
    client.force_login(make_account(LEADER))
    with assert_queries(8):
        page = text(client.get(SCORES))
    assert all(
        words in page
        for words in (chance, spread, "81", "本平台", "基准一", "基准二", "失准 MCB", "80% 区间盖住了", "不到 50 个")
    )


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([], ("还没有往年对照", "两边都留得宽", "我们查到 85.0% 的，官方大约看成 85.0%，五年里四年在 80.")),
        ([[2024, 84_200, 87_500, 60]], ("从 1 年的对照看，官方比我们严 0.", "我们查到 87.5% 的", "−3.3", "84.2%")),
        ([[2024, 95_000, 80_000, None]], ("官方比我们松", "+15.0", "没写，按 30 个算")),
        ([[2024, 100_000, 100_000, 9]], ("官方和我们尺度差不多", "100.0%")),
    ],
)
def test_calibration_page_tells_how_severe_officials_are_and_on_which_pairs_that_rests(client, pairs, words):
    name_reader(LEADER)
    client.force_login(make_account(LEADER))
    write_settings(pairs=pairs)
    keep_forecast(campaign=campaign(), by=None, at=AT)
    page = text(client.get(SCORES))
    assert [one for one in words if one not in page] == []
    assert "写往年对照" not in page
    name_reader(OFFICER)
    client.force_login(make_account(OFFICER))
    assert "写往年对照" in text(client.get(SCORES))


def test_calibration_page_without_events_says_why(client):
    name_reader(LEADER)
    client.force_login(make_account(LEADER))
    assert "还没有创建周期" in text(client.get(SCORES))
    campaign()
    page = text(client.get(SCORES))
    assert "还没有录入过官方成绩" in page
    assert "随机暗访还不到两轮" in page
    assert "还没有算过预测" in page
    record_score(campaign=campaign(), year=AT.year, score=81_000, source="公报", by=make_account(OFFICER), at=AT)
    assert "没有预测" in text(client.get(SCORES))
    write_settings()


def test_chances_are_read_by_the_named_and_by_nobody_else(client):
    words = told()
    name_reader(LEADER)
    seen = {}
    for person in (OFFICER, SUPERVISOR, AUDITOR, SYSTEM, LEADER):
        client.force_login(make_account(person))
        pages = "".join(text(client.get(page)) for page in (STATE, SCORES))
        pages += "".join(
            text(client.get(page))
            for page in (f"/{HOME}/events/", f"/{HOME}/", SETTINGS)
            if client.get(page).status_code == 200
        )
        seen[person.username] = ("fc-chart" in pages, *(word in pages for word in words))
    assert seen.pop(LEADER.username) == (True, True, True)
    assert set(seen.values()) == {(False, False, False)}
