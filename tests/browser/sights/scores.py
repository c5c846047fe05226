"""What follows from the rows of a round: scores, changes, gaps, other titles, the rows behind them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import CODE, Sight
from tests.people import HOME, LEADER, OFFICER, make_account, make_city


def set_targets(city: Any) -> None:
    """Give the whole standard a target, and one of its contents another."""
    from wenming.assessment.actions import set_target
    from wenming.standards.models import Edition

    nodes, officer = Edition.objects.in_city(city).get(code=CODE).nodes, make_account(OFFICER)
    for code, rate in ((CODE, 9000), ("8.2", 9550)):
        set_target(node=nodes.get(code=code), rate=rate, by=officer, at=timezone.now())


def score_url(name: str = "第二轮实地测评") -> str:
    """Return the address of a round's score by its name."""
    from wenming.inspections.models import Round

    return f"/{HOME}/scores/{Round.objects.in_city(make_city()).get(name=name).number}/"


def rows_url(name: str = "第二轮实地测评") -> str:
    """Return the address of a round's rows by its name."""
    return score_url(name).replace("/scores/", "/rounds/") + "rows/"


def node_code(name: str = "文明行为2") -> str:
    """Return the code of a node of the town's standard by its name."""
    from wenming.standards.models import Edition

    return next(
        leaf.code for leaf in Edition.objects.in_city(make_city()).get(code=CODE).nodes.all() if leaf.name == name
    )


def gap_url(code: str, name: str = "第二轮实地测评") -> str:
    """Return the address of the card of a gap."""
    return f"{score_url(name)}gap/{code}/"


def set_empty_target(page: Page) -> None:
    """Set a target without writing one."""
    page.locator("#target input[name=rate]").fill("")
    page.locator("#target button").first.click()
    page.locator("#target .err").wait_for()


def alarm_url() -> str:
    """Return the address of the newest alarm."""
    from wenming.assessment.models import RelapseAlarm

    alarm = RelapseAlarm.objects.in_city(make_city()).order_by("-pk").first()
    return f"/{HOME}/scores/relapses/{alarm.pk}/"


def formula_url(page: str = "") -> str:
    """Return the address of the formula of two parts, or of the form on which it is changed."""
    from wenming.assessment.models import LocalFormula

    version = LocalFormula.objects.in_city(make_city()).get(key="street-index")
    return f"/{HOME}/scores/formulas/{version.pk}/{page}"


def tell_a_forecast() -> None:
    """A forecast that says something, with a back-test, and a leader who may see it."""
    from tests.assessment.forecasts import name_reader, tell_forecast
    from tests.engine.forecast.cities import MARKETS, PARKS, passing
    from wenming.engine.forecast import Round

    past = [Round(str(turn), tuple(passing(one, turn % 2) for one in (MARKETS, PARKS))) for turn in range(1, 4)]
    tell_forecast(past=past, at=timezone.now())
    name_reader(LEADER)


SIGHTS = (
    Sight("league", lambda: f"{score_url()}leagues/"),
    Sight("league-units", lambda: f"{score_url()}leagues/?level=department"),
    Sight("formulas", f"/{HOME}/scores/formulas/"),
    Sight("formula", formula_url),
    Sight("formula-edit", lambda: formula_url("edit/")),
    Sight("state", f"/{HOME}/state/", LEADER),
    Sight("forecast-calibration", f"/{HOME}/scores/forecast/", LEADER),
    Sight("forecast-settings", f"/{HOME}/scores/forecast/settings/"),
    Sight("relapses", f"/{HOME}/scores/relapses/"),
    Sight("relapse", alarm_url),
    Sight("relapse-settings", f"/{HOME}/scores/relapses/settings/"),
    Sight("everyday", f"/{HOME}/scores/everyday/"),
    Sight("round-manner", f"/{HOME}/rounds/1/manner/"),
    Sight("score", score_url),
    Sight("score-node", lambda: f"{score_url()}?node={node_code()}"),
    Sight("score-areas", lambda: f"{score_url()}?view=areas"),
    Sight("score-units", lambda: f"{score_url()}?view=units"),
    Sight("score-trial", lambda: f"{score_url()}?pick={node_code()}&to-{node_code()}=95&pick=10.9&to-10.9=120"),
    Sight("changes", lambda: f"{score_url()}changes/"),
    Sight("changes-points", lambda: f"{score_url()}changes/?by=points"),
    Sight("changes-coverage", lambda: f"{score_url('补测')}changes/"),
    Sight("changes-areas", lambda: f"{score_url()}changes/?view=areas"),
    Sight("changes-units", lambda: f"{score_url('补测')}changes/?view=units"),
    Sight("gaps", lambda: f"{score_url()}gaps/"),
    Sight("gaps-leader", lambda: f"{score_url()}gaps/?node=8&least=0.01", LEADER),
    Sight("gaps-none", lambda: f"{score_url()}gaps/?cause=rule"),
    Sight("gap", lambda: gap_url("8.2")),
    Sight("gap-part", lambda: gap_url("10")),
    Sight("gap-whole", lambda: gap_url(CODE)),
    Sight("gap-unseen", lambda: gap_url("1.1", "补测")),
    Sight("gap-refused", lambda: gap_url("8.2"), OFFICER, set_empty_target),
    Sight("matrix", lambda: f"{score_url()}matrix/"),
    Sight("matrix-units", lambda: f"{score_url()}matrix/?by=units&show=rate"),
    Sight("rows", rows_url),
    Sight("rows-site", lambda: f"{rows_url()}?site=医院1&node=8.2"),
    Sight("rows-lost", lambda: f"{rows_url()}?lost=on&node={node_code()}"),
    Sight("rows-none", lambda: f"{rows_url()}?q=没有这样的点位"),
    Sight("titles", lambda: f"{score_url()}titles/"),
    Sight("titles-empty", lambda: f"{score_url('补测')}titles/"),
    Sight("rows-clause", lambda: f"{rows_url()}?clause=sanitary-city-2014/5"),
)
