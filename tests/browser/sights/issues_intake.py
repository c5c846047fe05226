"""How issues come in: the report from a phone, the form at a desk, a chat with its drafts."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import HOME, INSPECTOR, OFFICER, make_account, make_city
from tests.sites.pictures import photo

CHAT = "张三 9:12\n望河农贸市场门口垃圾桶满溢 @城管局\n[图片]\n李四 9:20\n收到\n李四 9:21\n1. 占道经营，3日内\n2. 公厕门口积水"


def paste_a_chat(city: Any) -> None:
    """Let the office paste a chat with more pictures than places for them, and report from the market what the chat repeats."""
    from wenming.issues.actions import Entry, Report, enter_issue, paste_chat
    from wenming.issues.queries.drafts import recognised
    from wenming.sites.models import Site

    now, officer = timezone.now(), make_account(OFFICER)
    market = Site.objects.in_city(city).get(name="望河农贸市场")
    entry = Entry(Report(text="垃圾桶满溢", source="patrol", site=market))
    pictures = [("现场.jpg", photo(640, 480))]
    enter_issue(city=city, form=uuid.UUID(int=7), entry=entry, photos=pictures, by=officer, at=now)
    chat, facts = recognised(officer, city, CHAT, at=now)
    paste_chat(
        city=city, form=uuid.UUID(int=8), chat=chat, facts=facts, photos=pictures * 2, by=officer, at=now,
    )  # fmt: skip


def drafts_url() -> str:
    """Return the address of the drafts of the chat."""
    from wenming.issues.models import IssuePaste

    return f"/{HOME}/issues/paste/{IssuePaste.objects.in_city(make_city()).get(form=uuid.UUID(int=8)).pk}/"


def reported_url() -> str:
    """Return the address of what the office reported."""
    from wenming.issues.models import IssueReceipt

    receipt = IssueReceipt.objects.in_city(make_city()).select_related("issue").get(form=uuid.UUID(int=7))
    return f"/{HOME}/issues/report/{receipt.issue.number}/"


def scanned_url() -> str:
    """Return the address to which the code of the market leads."""
    from wenming.sites.models import Site

    return f"/{HOME}/issues/report/?token={Site.objects.in_city(make_city()).get(name='望河农贸市场').token}"


def write_a_report(page: Page) -> None:
    """Write what repeats another report, with a photo."""
    page.locator("[data-shots-album] input").set_input_files(
        {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo(640, 480)}
    )
    page.locator("input[name=place]").fill("望河农贸")
    page.locator(".rep-place input").first.check()
    page.locator("textarea[name=text]").fill("垃圾桶满溢")
    page.locator(".same").first.wait_for()


def write_an_entry(page: Page) -> None:
    """Write at the desk what repeats another report, and send it without a category."""
    page.locator("input[name=site]").fill("望河农贸市场")
    page.locator("textarea[name=text]").fill("垃圾桶满溢")
    page.locator("#new-beside .same").first.wait_for()
    page.locator("button[value=dispatch]").click()
    page.locator(".err:not([hidden])").first.wait_for()


SIGHTS = (
    Sight("report", f"/{HOME}/issues/report/"),
    Sight("report-written", f"/{HOME}/issues/report/", OFFICER, write_a_report),
    Sight("report-scanned", scanned_url, INSPECTOR),
    Sight("reported", reported_url),
    Sight("issue-new", f"/{HOME}/issues/new/", OFFICER, write_an_entry),
    Sight("paste", f"/{HOME}/issues/paste/"),
    Sight("drafts", drafts_url),
)
