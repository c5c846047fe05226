"""What the rehearsal city knows of its coming evaluation, all of it made up: so that the demo is silent for an honest reason (nobody was asked yet)."""

from __future__ import annotations

from datetime import datetime

from wenming.assessment.actions import keep_forecast, name_forecast_reader, write_forecast_settings
from wenming.assessment.models import ForecastSettings
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import current_campaign
from wenming.kernel.models import Account, City
from wenming.rehearsal.seeds.cast import username_in
from wenming.sites.queries.details import types_in

LINE, DRAWN, CHECKS = 85_000, 3, 8
RIVALS = [["甲市（虚构）", 86_500, 2_000], ["乙市（虚构）", 84_200, 2_500], ["丙市（虚构）", 81_700, 2_000]]
SCENARIOS = [["重大安全事故（负面清单）", 3_000, False]]
SOURCE = "演练自拟：测评组抽样、同组城市和达标线都是虚构"
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
        "plan": [[one.name, DRAWN, CHECKS] for one in types_in(city)],
        "communities": 10,
        "households": 22,
        "intercepts": 80,
        "rivals": RIVALS,
        "places": [1, 3],
        "scenarios": SCENARIOS,
        "source": SOURCE,
    }
    write_forecast_settings(campaign=campaign, facts=facts, by=people["fang"], at=at)
    for name, why in READERS:
        name_forecast_reader(city=city, account=people[name], reason=why, by=people["fang"], at=at)
