"""Settings and readers on their page, mistakes named; how forecasts did; chances to nobody but the named."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.assessment.forecasts import FACTS, name_reader, tell_forecast, write_settings
from tests.engine.forecast.cities import CITY, MARKETS, PARKS, passing
from tests.materials.cases import campaign
from tests.people import AT, AUDITOR, HOME, LEADER, OFFICER, SUPERVISOR, make_account, make_city
from tests.queries import assert_queries
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
    "intercepts": "80", "accepted": "1.1 9/10", "rivals": "甲市（虚构） 86.5 2", "places": "1", "gate": "8/12",
    "scenarios": "重大安全事故 3\n主要领导严重违纪 取消", "source": "测试自拟",
}  # fmt: skip


def text(response) -> str:
    return response.content.decode()


def test_settings_page_keeps_what_was_written_and_shows_it_again(client):
    client.force_login(make_account(OFFICER))
    assert "还没有创建周期" in text(client.get(SETTINGS))
    campaign()
    assert client.post(SETTINGS, SENT).status_code == 302
    kept = settings_of(campaign())
    assert {name: getattr(kept, name) for name in FACTS} == FACTS
    page = text(client.get(SETTINGS))
    assert all(
        words in page for words in ("农贸市场 2 5", "甲市（虚构） 86.5 2", "8/12", "主要领导严重违纪 取消", "第 1 版")
    )
    assert client.post(SETTINGS, {**SENT, "field": "", "materials": "", "survey": "", "gate": ""}).status_code == 302
    assert (settings_of(campaign()).field, settings_of(campaign()).gate_held) == (None, None)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("plan", "农贸市场 2", "这一行读不出"),
        ("plan", "农贸市场 0 5", "这一行读不出"),
        ("plan", "公园 2 5\n公园 3 5", "写了两次"),
        ("plan", "\n".join(f"类{n} 1 1" for n in range(101)), "最多 100 行"),
        ("accepted", "1.1 11/10", "这一行读不出"),
        ("accepted", "1.1 9", "这一行读不出"),
        ("rivals", "甲市 一百 2", "这一行读不出"),
        ("rivals", "甲市 5000 2", "这一行读不出"),
        ("scenarios", "3", "这一行读不出"),
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


def test_calibration_page_without_events_says_why(client):
    name_reader(LEADER)
    client.force_login(make_account(LEADER))
    assert "还没有创建周期" in text(client.get(SCORES))
    campaign()
    page = text(client.get(SCORES))
    assert "还没有录入过官方成绩" in page
    assert "随机暗访还不到两轮" in page
    record_score(campaign=campaign(), year=AT.year, score=81_000, source="公报", by=make_account(OFFICER), at=AT)
    assert "没有预测" in text(client.get(SCORES))
    write_settings()


def test_chances_are_read_by_the_named_and_by_nobody_else(client):
    words = told()
    name_reader(LEADER)
    seen = {}
    for person in (OFFICER, SUPERVISOR, AUDITOR, LEADER):
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
