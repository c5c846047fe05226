"""Rounds: the list, the workbook's way in, the rows that are typed, names."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import Sight, open_choice, send_empty
from tests.people import ELSEWHERE, HOME, OFFICER, STRANGER, make_account, make_city
from tests.rounds import make_import, row

# A letter changed, words and a 3 where points are lost, a name twice wrong: what offices really send.
DAMAGED = (
    row(deduction=0.2, serial=1),
    row(site="主要交通路口2", serial=2),
    row("文明交迪1", "主要交通路口3", serial=3),
    row("文明交迪1", "主要交通路口4", serial=4),
    row("公共服条2", "主干道1", serial=5),
    row(site="主要交通路口5", deduction="一处破损", serial=6),
    row(site="主要交通路口6", deduction=3, serial=7),
)


def make_typed(city: Any) -> None:
    """A round that is typed in, with a fault and a removed row; one that waits for its job, one that nobody can read."""
    from wenming.inspections.actions import add_row, remove_row, start_entry
    from wenming.inspections.models import RoundImport

    now, officer = timezone.now(), make_account(OFFICER)
    edition = RoundImport.objects.in_city(city).first().edition
    days = {"starts_on": now.date(), "ends_on": now.date()}
    import_ = start_entry(city=city, edition=edition, name="手录轮", by=officer, at=now, **days)
    for number, (name, deduction) in enumerate([("文明交通1", "0.2"), ("文明行力2", ""), ("公共服务2", "很多")], 1):
        cells = {"serial": str(number), "name": name, "site": "解放路口", "units": ["城管局"], "deduction": deduction}
        typed = add_row(import_=import_, number=number, fresh=True, cells=cells, by=officer, at=now)
    extra = add_row(import_=import_, number=4, fresh=True, cells={"name": "公共服务3"}, by=officer, at=now)
    remove_row(import_=import_, row=extra, by=officer, at=now)
    assert typed.state == "open"
    for name, state in (("第五轮", "reading"), ("第六轮", "failed")):
        waiting = make_import([row()], name=name)
        RoundImport.objects.in_city(city).filter(pk=waiting.pk).update(state=state, fault="文件是空的")


def settle_a_name(city: Any) -> None:
    """Choose a line for a name of the workbook that waits, and remember it."""
    from wenming.inspections.actions import accept_names
    from wenming.inspections.models import RoundImport

    waiting, officer = RoundImport.objects.in_city(city).get(name="第三轮实地测评"), make_account(OFFICER)
    code = next(leaf.code for leaf in waiting.edition.nodes.all() if leaf.name == "文明行为2")
    accept_names(import_=waiting, names={"文明行力2": code}, remember=True, by=officer, at=timezone.now())


def check_url(name: str) -> str:
    """Return the address of an import by its round's name."""
    from wenming.inspections.models import RoundImport

    return f"/{HOME}/rounds/import/{RoundImport.objects.in_city(make_city()).get(name=name).pk}/"


def entry_url() -> str:
    """Return the address of the round that is typed in."""
    return check_url("手录轮").replace("/import/", "/entry/")


def ask_to_write(page: Page) -> None:
    """Open the question that comes before a partial write."""
    page.locator(".foot [data-write] button").click()
    page.locator("dialog[open]").wait_for()


SIGHTS = (
    Sight("rounds", f"/{HOME}/rounds/"),
    Sight("rounds-empty", f"/{ELSEWHERE}/rounds/", STRANGER),
    Sight("import", f"/{HOME}/rounds/import/"),
    Sight("import-refused", f"/{HOME}/rounds/import/", OFFICER, send_empty),
    Sight("check", lambda: check_url("第三轮实地测评")),
    Sight("check-settled", lambda: f"{check_url('第三轮实地测评')}?kind=settled"),
    Sight("check-choosing", lambda: check_url("第三轮实地测评"), OFFICER, open_choice),
    Sight("columns", lambda: f"{check_url('第三轮实地测评')}columns/"),
    Sight("columns-unknown", lambda: f"{check_url('第四轮')}columns/"),
    Sight("preview", lambda: f"{check_url('第三轮实地测评')}preview/"),
    Sight("waiting", lambda: f"{check_url('第五轮')}wait/"),
    Sight("unreadable", lambda: f"{check_url('第六轮')}wait/"),
    Sight("aliases", f"/{HOME}/rounds/aliases/"),
    Sight("aliases-empty", f"/{ELSEWHERE}/rounds/aliases/", STRANGER),
    Sight("entry-start", f"/{HOME}/rounds/entry/"),
    Sight("entry", entry_url),
    Sight("check-asking", lambda: f"{check_url('第三轮实地测评')}?kind=asking"),
    Sight("check-dialog", lambda: check_url("第三轮实地测评"), OFFICER, ask_to_write),
    Sight("done", lambda: check_url("补测")),
)
