"""Units, people, posts, the calendar."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import ELSEWHERE, HOME, LEADER, OFFICER, STRANGER, make_city


def unit_url(name: str = "市城市管理局") -> str:
    """Return the address of a unit of the town by its name."""
    from wenming.organisations.models import Unit

    return f"/{HOME}/units/{Unit.objects.in_city(make_city()).get(name=name).pk}/"


def person_url(name: str = "林松涛") -> str:
    """Return the address of a person of the town by name."""
    from wenming.organisations.models import Person

    return f"/{HOME}/people/{Person.objects.in_city(make_city()).get(name=name).pk}/"


def tenure_url(what: str) -> str:
    """Return the address of a change of the first tenure of the town."""
    from wenming.organisations.models import Tenure

    return f"/{HOME}/people/tenures/{Tenure.objects.in_city(make_city()).earliest('pk').pk}/{what}/"


def post_url(what: str) -> str:
    """Return the address of a change of the first post of the town."""
    from wenming.organisations.models import Post

    return f"/{HOME}/posts/{Post.objects.in_city(make_city()).earliest('pk').pk}/{what}/"


def close_wrongly(page: Page) -> None:
    """Close a unit from a day before it was founded, and answer the question that is asked."""
    page.locator("input[name=on]").fill("2001-01-01")
    page.locator("#content form .btn-primary").click()
    page.locator("dialog[open] [data-ok]").click()
    page.locator(".note-bad").wait_for()


def show_number(page: Page) -> None:
    """Ask for a person's telephone number."""
    page.locator("#content form .btn").click()
    page.get_by_text("13900000001").wait_for()


def open_hours(page: Page) -> None:
    """Open the form of the working hours."""
    page.locator("#content details > summary").click()


def send_faulty_units(page: Page) -> None:
    """Send a workbook of the organisation with rows that cannot be used."""
    from tests.organisations.test_rosters import book

    rows = [["", "市直单位"], ["甲局", "局"], ["乙局", "市直单位", "没有的局"]]
    file = {"name": "单位.xlsx", "mimeType": "application/octet-stream", "buffer": book(units=rows)}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("#content form .btn-primary").click()
    page.locator(".note-bad").wait_for()


SIGHTS = (
    Sight("units", f"/{HOME}/units/"),
    Sight("units-all", f"/{HOME}/units/?levels=0&on=2016-05-01"),
    Sight("units-none", f"/{HOME}/units/?q=没有这样的单位"),
    Sight("units-leader", f"/{HOME}/units/", LEADER),
    Sight("units-empty", f"/{ELSEWHERE}/units/", STRANGER),
    Sight("unit", unit_url),
    Sight("unit-ended", lambda: unit_url("市市容环境卫生管理局")),
    Sight("unit-new", f"/{HOME}/units/new/"),
    Sight("unit-order", f"/{HOME}/units/order/"),
    Sight("unit-rename", lambda: f"{unit_url()}rename/"),
    Sight("unit-merge", lambda: f"{unit_url()}merge/"),
    Sight("unit-close-refused", lambda: f"{unit_url()}close/", OFFICER, close_wrongly),
    Sight("unit-groups", f"/{HOME}/units/groups/"),
    Sight("unit-groups-empty", f"/{ELSEWHERE}/units/groups/", STRANGER),
    Sight("unit-group", f"/{HOME}/units/groups/new/"),
    Sight("headquarters", f"/{HOME}/units/headquarters/"),
    Sight("headquarters-empty", f"/{ELSEWHERE}/units/headquarters/", STRANGER),
    Sight("tenure-new", lambda: f"{unit_url()}people/new/"),
    Sight("tenure-successor", lambda: tenure_url("successor")),
    Sight("tenure-end", lambda: tenure_url("end")),
    Sight("people", f"/{HOME}/people/"),
    Sight("people-none", f"/{HOME}/people/?q=没有这个人"),
    Sight("people-empty", f"/{ELSEWHERE}/people/", STRANGER),
    Sight("person", person_url),
    Sight("person-number", person_url, OFFICER, show_number),
    Sight("person-edit", lambda: f"{person_url()}edit/"),
    Sight("posts", f"/{HOME}/posts/"),
    Sight("posts-own", f"/{HOME}/posts/", LEADER),
    Sight("post-new", f"/{HOME}/posts/new/"),
    Sight("post-delegation", lambda: post_url("delegation")),
    Sight("post-end", lambda: post_url("end")),
    Sight("calendar", f"/{HOME}/calendar/?year=2026"),
    Sight("calendar-hours", f"/{HOME}/calendar/?year=2026", OFFICER, open_hours),
    Sight("calendar-estimated", f"/{HOME}/calendar/?year=2027", LEADER),
    Sight("calendar-empty", f"/{ELSEWHERE}/calendar/?year=2026", STRANGER),
    Sight("calendar-import", f"/{HOME}/calendar/import/"),
    Sight("units-import", f"/{HOME}/units/workbook/import/"),
    Sight("units-check", f"/{HOME}/units/workbook/import/", OFFICER, send_faulty_units),
)
