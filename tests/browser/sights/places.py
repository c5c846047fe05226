"""Sites on the map: the map, photos, codes, the page behind a code."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, INSPECTOR, LEADER, OFFICER, STRANGER, make_account, make_city
from tests.sites.pictures import photo


def show_sites(city: Any) -> None:
    """Give a market a photo."""
    from wenming.sites.actions import show_photo

    officer, content = make_account(OFFICER), photo(1600, 1200, taken="2026:09:13 08:14:00")
    market = site_of("望河农贸市场")
    show_photo(site=market, caption="南门，早市", file_name="现场.jpg", content=content, by=officer, at=timezone.now())


def site_of(name: str) -> Any:
    """Return a site of the town by its name."""
    from wenming.sites.models import Site

    return Site.objects.in_city(make_city()).select_related("city", "type", "area").get(name=name)


def site_url(name: str, *arguments: str) -> str:
    """Return the address of one of the pages of the market."""
    from django.urls import reverse

    return reverse(f"sites:{name}", args=[HOME, site_of("望河农贸市场").pk, *arguments])


def scan_url() -> str:
    """Return the address in the code of the market."""
    return f"/{HOME}/q/{site_of('望河农贸市场').token}/"


def open_first_item(page: Page) -> None:
    """Unfold the first thing to look at."""
    page.locator(".scan-item > summary").first.click()


def send_no_photo(page: Page) -> None:
    """Send a text in the place of a photo."""
    file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": b"no photo"}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("#content form .btn-primary").click()
    page.locator("[id$=-error]").first.wait_for()


def open_site_card(page: Page) -> None:
    """Open the card of the first site in the list beside the map."""
    page.locator(".map-row").first.click()
    page.locator(".place-card").wait_for()


SIGHTS = (
    Sight("map", f"/{HOME}/map/"),
    Sight("map-card", f"/{HOME}/map/", OFFICER, open_site_card),
    Sight("map-leader", f"/{HOME}/map/?q=农贸", LEADER),
    Sight("map-none", f"/{HOME}/map/?q=没有这样的点位"),
    Sight("map-empty", f"/{ELSEWHERE}/map/", STRANGER),
    Sight("map-card-page", lambda: site_url("map_card")),
    Sight("codes", f"/{HOME}/sites/qr/?q=农贸"),
    Sight("codes-a6", f"/{HOME}/sites/qr/?q=农贸&size=a6"),
    Sight("codes-none", f"/{HOME}/sites/qr/?q=没有这样的点位"),
    Sight("photos", lambda: site_url("photos")),
    Sight("photos-refused", lambda: site_url("photos"), OFFICER, send_no_photo),
    Sight("photos-leader", lambda: site_url("photos"), LEADER),
    Sight("scan", scan_url),
    Sight("scan-item", scan_url, OFFICER, open_first_item),
    Sight("scan-inspector", scan_url, INSPECTOR),
    Sight("scan-stranger", scan_url, None),
    Sight("scan-none", f"/{HOME}/q/nothing/"),
)
