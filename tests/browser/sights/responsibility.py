"""Who answers for what: the matrix, duties, letters, the plan, clauses."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.sights.organisation import unit_url
from tests.browser.sights.sight import CODE, Sight
from tests.people import ELSEWHERE, HOME, LEADER, OFFICER, STRANGER, make_city


def campaign_url(rest: str = "matrix/", code: str = CODE) -> str:
    """Return the address of a page of the town's campaign by an edition."""
    from wenming.campaigns.models import Campaign

    return f"/{HOME}/campaigns/{Campaign.objects.in_city(make_city()).get(edition__code=code).pk}/{rest}"


def duties_url(name: str = "市城市管理局", rest: str = "") -> str:
    """Return the address of what falls to a unit of the town."""
    return campaign_url(f"matrix/units/{unit_url(name).split('/')[-2]}/{rest}")


def open_other(page: Page) -> None:
    """Open what names another lead for a gap."""
    page.locator(".other > summary").first.click()
    page.locator(".other[open] input[name=name]").wait_for()


def open_cell(page: Page) -> None:
    """Open the menu of a cell, where there is a grid (on the desk)."""
    page.locator("td.x").first.click()
    page.locator("dialog[open] .mx-choices").wait_for()


def send_two_parts(page: Page) -> None:
    """Give one unit two parts in a clause."""
    page.locator("textarea[name=lead]").fill("市城市管理局")
    page.locator("textarea[name=sponsor]").fill("市城市管理局")
    page.locator("#parts .btn-primary").click()
    page.locator("#parts .err:not([hidden])").first.wait_for()


SIGHTS = (
    Sight("responsibility", campaign_url),
    Sight("responsibility-leader", lambda: f"{campaign_url()}?only=faulty&everyone=on", LEADER),
    Sight("responsibility-edit", lambda: f"{campaign_url()}?edit=on"),
    Sight("responsibility-cell", lambda: f"{campaign_url()}?edit=on", OFFICER, open_cell),
    Sight("responsibility-other", campaign_url, OFFICER, open_other),
    Sight("responsibility-none", lambda: f"{campaign_url()}?q=没有这一条"),
    Sight("responsibility-empty", f"/{ELSEWHERE}/matrix/", STRANGER),
    Sight("responsibility-paper", lambda: campaign_url("matrix/paper/")),
    Sight("responsibility-units", lambda: campaign_url("matrix/units/")),
    Sight("responsibility-shared", lambda: campaign_url("matrix/shared/")),
    Sight("duties", duties_url),
    Sight("duties-ended", lambda: duties_url("市爱国卫生服务中心")),
    Sight("letter", lambda: duties_url().replace("matrix/units", "letters")),
    Sight("plan", lambda: campaign_url("plan/")),
    Sight("plan-unit", lambda: f"{campaign_url('plan/')}?unit={unit_url().split('/')[-2]}"),
    Sight("plan-none", lambda: campaign_url("plan/", "sanitary-city-2014")),
    Sight("clause", lambda: campaign_url("clauses/10.6/")),
    Sight("clause-gap", lambda: campaign_url("clauses/5.1/"), LEADER),
    Sight("clause-edit", lambda: campaign_url("clauses/10.6/edit/")),
    Sight("clause-edit-refused", lambda: campaign_url("clauses/10.6/edit/"), OFFICER, send_two_parts),
)
