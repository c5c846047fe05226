"""The decomposition table on its way in."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import CODE, Sight, open_choice, send_empty
from tests.people import ELSEWHERE, HOME, OFFICER, STRANGER, make_account, make_city


def adopt_a_table(city: Any) -> None:
    """Adopt a small decomposition table in part, beside the one that waits with the mistakes of an office."""
    from tests.campaigns.decompositions import Paper, as_xlsx
    from wenming.campaigns.actions.adopting import adopt_table
    from wenming.campaigns.actions.decomposition import start_table_import
    from wenming.campaigns.models import Campaign
    from wenming.engine.decomposition.plans import Scope

    rows = [
        ["测评内容", "牵头单位", "责任单位"],
        ["文明行为2", "市委宣传部、市财政局", "各区"],
        ["没有的内容", "市公安局", ""],
    ]
    said = {"by": make_account(OFFICER), "at": timezone.now()}
    campaign = Campaign.objects.in_city(city).filter(edition__code=CODE).earliest("pk")
    content = as_xlsx([Paper("分解表", rows)])
    import_ = start_table_import(campaign=campaign, file_name="补充分解表.xlsx", chunks=[content], **said)
    adopt_table(import_=import_, scope=Scope.NAMED, partial=True, **said)


def table_url(page: str = "", name: str = "创建任务分解表（征求意见稿）.xlsx") -> str:
    """Return the address of a page of a decomposition table by its file."""
    from wenming.campaigns.models import ResponsibilityImport

    import_ = ResponsibilityImport.objects.in_city(make_city()).get(file__name=name)
    return f"/{HOME}/campaigns/{import_.campaign_id}/import/{import_.pk}/{page}"


def send_wrong_members(page: Page) -> None:
    """Name a unit that nobody knows as a member of a group."""
    page.locator("textarea").fill("没有的单位")
    page.locator("#content form .btn-primary").click()
    page.locator("#content .err:not([hidden])").first.wait_for()


SIGHTS = (
    Sight("table-import", f"/{HOME}/campaigns/import/"),
    Sight("table-import-refused", f"/{HOME}/campaigns/import/", OFFICER, send_empty),
    Sight("table-import-none", f"/{ELSEWHERE}/campaigns/import/", STRANGER),
    Sight("table-columns", lambda: table_url("columns/")),
    Sight("table-check", table_url),
    Sight("table-check-choosing", table_url, OFFICER, open_choice),
    Sight("table-check-done", lambda: table_url("?kind=done")),
    Sight("table-check-rows", lambda: table_url("?kind=clauses&rows=5-34")),
    Sight("table-group", lambda: table_url("group/?name=各管理区")),
    Sight("table-group-refused", lambda: table_url("group/?name=各医院"), OFFICER, send_wrong_members),
    Sight("table-preview", lambda: table_url("preview/?complete=all")),
    Sight("table-done", lambda: table_url(name="补充分解表.xlsx")),
)
