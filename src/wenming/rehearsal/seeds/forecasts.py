"""What the rehearsal city knows of its coming evaluation, all of it made up: so that every part of the score has facts, and the demo's forecast speaks.

It does so once the weekly visits are in: before them no type of sites was seen incognito at places drawn by lot.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from wenming.assessment.actions import keep_forecast, name_forecast_reader, write_forecast_settings
from wenming.assessment.models import ForecastSettings
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import current_campaign
from wenming.kernel.models import Account, City
from wenming.rehearsal.seeds.cast import username_in

LINE, CHECKS = 78_000, 8
PLAN = {
    "主次干道、商业大街": 4, "交通路口": 4, "窗口单位": 4, "社区": 4, "公共卫生间": 3, "商场、超市": 3, "饭店、宾馆": 3, "餐馆、餐饮店": 3,
    "公共广场、公园": 2, "景点景区": 1,
}  # fmt: skip
"""Type of sites -> how many of them the evaluators see: the types of the weekly visits (seeds/weeks.py), of none more than the register has."""
HOUSEHOLDS, SURVEYED_DAYS_AGO = 22, 40
CONTENT = {
    "滨河": 21,
    "文庙": 19,
    "南关": 18,
    "老街": 16,
    "新安": 21,
    "丰泽": 20,
    "五里桥": 17,
    "青林": 22,
    "东湖": 20,
    "云岭": 19,
}
"""Community -> how many of its households a survey on paper found content."""
ACCEPTED = {"1.1": 1, "4.1": 1, "7.4": 1, "8.1": 1, "9.1": 0, "10.1": 1, "10.2": 1, "10.3": 1, "12.1": 1, "13.1": 1}
"""Clause -> whether the official review of a former year accepted a paper that we had held to be good: ten pairs."""
RIVALS = [["甲市（虚构）", 81_500, 2_000], ["乙市（虚构）", 79_200, 2_500], ["丙市（虚构）", 76_700, 2_000]]
SCENARIOS = [["重大安全事故（负面清单）", 3_000, False]]
SOURCE = "演练自拟：达标线、测评组抽样、纸质问卷、往年材料比对、同组城市都是虚构"
READERS = (("he", "指挥长，定工作重点"), ("fang", "创建办主任，核对预测"))


def seed_forecasts(*, city: City, at: datetime) -> None:
    """Write the settings and name two readers, once; make the forecast, which stays the same where nothing has changed.

    Needs rounds, register and grades.
    """
    campaign = current_campaign(city, on=at.astimezone(city.zone).date())
    if campaign is None:
        return
    if not ForecastSettings.objects.in_city(city).exists():
        _write(campaign, at)
    keep_forecast(campaign=campaign, by=None, at=at)


def _write(campaign: Campaign, at: datetime) -> None:
    """Write what is known, and who may see chances."""
    city = campaign.city
    people = {name: Account.objects.get(username=username_in(city.slug, name)) for name, _why in READERS}
    facts = {
        "line": LINE,
        "plan": [[name, drawn, CHECKS] for name, drawn in PLAN.items()],
        "communities": 10,
        "households": HOUSEHOLDS,
        "intercepts": 80,
        "surveyed": [[f"{name}社区", HOUSEHOLDS, content] for name, content in CONTENT.items()],
        "surveyed_on": at.astimezone(city.zone).date() - timedelta(days=SURVEYED_DAYS_AGO),
        "accepted": [[code, agreed, 1] for code, agreed in ACCEPTED.items()],
        "rivals": RIVALS,
        "places": [1, 3],
        "scenarios": SCENARIOS,
        "source": SOURCE,
    }
    write_forecast_settings(campaign=campaign, facts=facts, by=people["fang"], at=at)
    for name, why in READERS:
        name_forecast_reader(city=city, account=people[name], reason=why, by=people["fang"], at=at)
