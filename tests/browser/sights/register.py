"""The pages of the register of sites, and what they need beside the demo's own register."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.arrivals import send
from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, INSPECTOR, LEADER, OFFICER, STRANGER
from tests.sites.tables import book, row

SITES = f"/{HOME}/sites/"
STRANGE = (
    row(点位名称="滨河公园（东门至老码头一段，含临时停车场和沿河步道）", 类型="游园绿地", 责任单位="市园林局绿化中心"),
    row(点位名称="看情况的店", 类型="小区", 开放时间="看情况", 经度="114.09", 纬度="32.14"),
    row(点位名称="写反的", 类型="小区", 经度="32.15", 纬度="114.10"),
    row(点位名称="望河农贸市场二", 类型="农贸市场（专业市场）", 经度="114.093358", 纬度="32.136102"),
)


def make_imports(city: Any) -> None:
    """A register that waits for its columns, one that is checked, one that a job writes."""
    from wenming.sites.actions import map_site_import, start_site_import
    from wenming.sites.models import SiteImport

    now = timezone.now()
    start_site_import(city=city, file_name="待对应.xlsx", chunks=[book(STRANGE)], by=None, at=now)
    for name in ("校对中.xlsx", "写入中.xlsx"):
        import_ = start_site_import(city=city, file_name=name, chunks=[book(STRANGE)], by=None, at=now)
        map_site_import(import_=import_, mapping={**import_.mapping, "datum": "gcj02"}, by=None, at=now)
    SiteImport.objects.in_city(city).filter(file__name="写入中.xlsx").update(state="writing")


def of(name: str, page: str = "") -> Any:
    """Return what finds the address of a site's page."""

    def address() -> str:
        from wenming.sites.models import Site

        return f"{SITES}{Site.objects.across_cities().get(city__slug=HOME, name=name).pk}/{page}"

    return address


def step(file: str, page: str = "") -> Any:
    """Return what finds the address of a step of an import."""

    def address() -> str:
        from wenming.sites.models import SiteImport

        return f"{SITES}import/{SiteImport.objects.across_cities().get(city__slug=HOME, file__name=file).pk}/{page}"

    return address


def first(model: str, page: str) -> Any:
    """Return what finds the address of a page about the first part or chief."""

    def address() -> str:
        from wenming.sites import models

        row = getattr(models, model).objects.across_cities().filter(city__slug=HOME, until__isnull=True).first()
        return f"{SITES}{page}/{row.pk}/end/"

    return address


def kind() -> str:
    """Return the address of the form of a kind."""
    from wenming.sites.models import SiteType

    return f"{SITES}types/{SiteType.objects.across_cities().filter(city__slug=HOME).first().pk}/"


def pick(page: Page) -> None:
    """Choose two sites."""
    for box in page.locator("[data-pick]").all()[:2]:
        box.check()


def batch(page: Page) -> None:
    """Choose two sites and ask for a sponsor."""
    pick(page)
    send(page, page.locator("button[value=sponsor]"))


def send_nothing(page: Page) -> None:
    """Send the form as it is, though the browser would ask for what is missing."""
    button = page.locator("main form button.btn-primary").first
    button.evaluate("button => { button.form.noValidate = true; }")
    send(page, button)
    page.locator("#content .err:not([hidden])").first.wait_for()


def send_wrong(page: Page) -> None:
    """Send a site with a unit that is none and a position without a datum."""
    page.locator("[name=name]").fill("新点位")
    page.locator("[name=type]").select_option(index=1)
    page.locator("[name=area]").fill("没有街道")
    page.locator("[name=position]").fill("114.0911,32.1470")
    send_nothing(page)


SIGHTS = (
    Sight("sites", SITES),
    Sight("sites-chosen", SITES, OFFICER, pick),
    Sight("sites-batch", SITES, OFFICER, batch),
    Sight("sites-filtered", f"{SITES}?lacks=position&q=x&order=unit"),
    Sight("sites-retired", f"{SITES}?retired=on"),
    Sight("sites-leader", SITES, LEADER),
    Sight("sites-empty", f"/{ELSEWHERE}/sites/", STRANGER),
    Sight("sites-refused", SITES, INSPECTOR),
    Sight("site", of("望河农贸市场")),
    Sight("site-leader", of("望河农贸市场"), LEADER),
    Sight("site-merged", of("南关广场")),
    Sight("site-retired", of("创业新城二期工地")),
    Sight("site-bare", of("市级文明镇石桥镇")),
    Sight("site-new", f"{SITES}new/"),
    Sight("site-wrong", f"{SITES}new/", OFFICER, send_wrong),
    Sight("site-edit", of("望河农贸市场", "edit/")),
    Sight("site-hours", of("望河农贸市场", "hours/")),
    Sight("site-retire", of("望河农贸市场", "retire/")),
    Sight("site-reopen", of("创业新城二期工地", "reopen/")),
    Sight("site-merge", of("望河农贸市场", "merge/")),
    Sight("site-part", of("望河农贸市场", "parts/new/")),
    Sight("site-chief", of("望河农贸市场", "chiefs/new/")),
    Sight("part-end", first("SiteUnit", "parts")),
    Sight("chief-end", first("SiteChief", "chiefs")),
    Sight("site-handovers", f"{SITES}handovers/"),
    Sight("site-types", f"{SITES}types/"),
    Sight("site-types-empty", f"/{ELSEWHERE}/sites/types/", STRANGER),
    Sight("site-type-new", f"{SITES}types/new/", OFFICER, send_nothing),
    Sight("site-type", kind),
    Sight("sites-import", f"{SITES}import/"),
    Sight("sites-import-refused", f"{SITES}import/", OFFICER, send_nothing),
    Sight("sites-columns", step("待对应.xlsx", "columns/")),
    Sight("sites-check", step("校对中.xlsx")),
    Sight("sites-preview", step("校对中.xlsx", "preview/")),
    Sight("sites-writing", step("写入中.xlsx")),
    Sight("sites-written", step("点位台账.xlsx")),
)
