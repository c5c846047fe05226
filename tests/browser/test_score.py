"""From the score down to the row: the tree by keyboard, the drill, the rows under a filter, what can be taken along and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import looks
from tests.browser.arrivals import send, settle
from tests.browser.devices import on_both, on_the_phone
from tests.browser.sights.rounds import check_url
from tests.browser.sights.scores import node_code, rows_url, score_url
from tests.browser.town import make_town
from tests.people import HOME, LEADER, OFFICER


@pytest.fixture
def town(live_server, page: Page, enter, snapshots) -> Page:
    """Return a page of the office's in the town."""
    snapshots.get("town", make_town)
    enter(OFFICER)
    return page


def node(page: Page, name: str) -> Locator:
    """Return the row of the tree with this name."""
    return page.locator("table.tree tbody tr").filter(has=page.locator("td.nm").get_by_text(name, exact=True))


def shown(page: Page) -> list[str]:
    """Return the names of the visible rows of the tree."""
    return [row.locator("td.nm").inner_text() for row in page.locator("table.tree tbody tr:visible").all()]


def rows_in(path: Path) -> list[list]:
    """Return the first sheet of a workbook below its title: the heads, then the rows."""
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]


@on_both
def test_open_the_tree_by_arrow_keys_shows_and_hides_what_lies_below(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}")
    before = shown(town)
    assert before[:3] == ["总分", "社会主义核心价值观深化推广普及", "文化培育"]
    assert len(before) == 15
    toggle = node(town, "文明行为").locator("[data-toggle]")
    toggle.focus()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    town.keyboard.press("ArrowRight")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    below = ["文明行为1", "文明行为2", "文明行为3"]
    assert [name for name in shown(town) if name not in before] == below
    town.keyboard.press("ArrowRight")
    town.keyboard.press("ArrowDown")
    expect(node(town, "文明行为2").locator("td.nm a")).to_be_focused()
    town.reload()
    assert set(below) <= set(shown(town))
    node(town, "文明行为2").locator("td.nm a").focus()
    town.keyboard.press("ArrowLeft")
    expect(toggle).to_be_focused()
    town.keyboard.press("ArrowLeft")
    assert shown(town) == before
    town.keyboard.press("ArrowLeft")
    town.keyboard.press("ArrowLeft")
    assert shown(town) == ["总分"]


@on_both
def test_follow_a_number_down_to_its_rows_and_take_them_along(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}")
    node(town, "文明行为").locator("[data-toggle]").click()
    node(town, "文明行为2").locator("td.nm a").click()
    drill = town.locator("#drill")
    expect(drill.locator(".drill .on")).to_contain_text("文明行为2")
    expect(drill).to_be_in_viewport()
    head = drill.evaluate("card => card.getBoundingClientRect().top")
    assert head >= town.locator(".topbar").evaluate("bar => bar.getBoundingClientRect().bottom") - 1
    expect(node(town, "文明行为2")).to_have_attribute("aria-current", "true")
    settle(town)
    behind = drill.locator("tbody tr").count()
    drill.get_by_role("link", name="全部明细").click()
    expect(town.get_by_role("heading", level=1)).to_have_text("测评明细")
    expect(town.locator("tbody tr")).to_have_count(behind)
    expect(town.locator("select[name=node]")).to_have_value(node_code())

    town.get_by_label("只看扣分").check()
    town.wait_for_url("**lost=on**")
    lost = town.locator("tbody tr").count()
    assert 0 < lost < behind
    with town.expect_download() as download:
        town.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename == "第二轮实地测评-测评明细.xlsx"
    head, *rows = rows_in(download.value.path())
    assert (head[:2], len(rows)) == (["序号", "测评内容"], lost)
    town.locator(".chip", has_text="只看扣分").click()
    expect(town.locator("tbody tr")).to_have_count(behind)
    town.get_by_role("link", name="全部清除").click()
    expect(town.locator("tbody tr")).to_have_count(50)
    town.get_by_role("link", name="下一页").click()
    expect(town.locator("tbody tr")).to_have_count(50)
    town.get_by_role("link", name="上一页").click()
    expect(town.locator("tbody tr").first).to_contain_text("主干道1")


def test_press_slash_puts_the_cursor_into_the_search_which_finds_a_site(live_server, town: Page):
    town.goto(f"{live_server.url}{rows_url()}")
    town.keyboard.press("/")
    search = town.locator("[data-search]")
    expect(search).to_be_focused()
    town.keyboard.type("影剧院")
    town.keyboard.press("Enter")
    expect(town.locator("tbody tr")).to_have_count(1)
    expect(search).to_have_value("影剧院")


@on_both
def test_look_at_streets_and_units_leads_to_their_rows(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}")
    send(town, town.get_by_role("link", name="按责任单位"))
    unit = town.locator("table.tree tbody tr").first
    name, rows = unit.locator("td.nm").inner_text(), int(unit.locator("td.c-f").inner_text().strip("/ "))
    unit.locator("td.nm a").click()
    expect(town.locator("select[name=unit]")).to_have_value(name)
    expect(town.locator("tbody tr")).to_have_count(rows)


def test_take_the_whole_score_along_opens_as_a_workbook(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}")
    total = town.locator(".hero .big").inner_text()
    with town.expect_download() as download:
        town.get_by_role("link", name="导出 Excel").click()
    book = CalamineWorkbook.from_path(str(download.value.path()))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert len(book.sheet_names) >= 3
    assert total in {f"{cell:.3f}" for cell in cells if isinstance(cell, float)}


def test_take_the_rows_with_faults_along_opens_as_a_workbook(live_server, town: Page):
    town.goto(f"{live_server.url}{check_url('第三轮实地测评')}")
    with town.expect_download() as download:
        town.get_by_role("link", name="下载错误行（Excel）").click()
    refused = int(town.locator(".sum4 .stat").nth(3).locator(".stat-v").evaluate("value => value.firstChild.data"))
    asking = int(town.locator(".sum4 .stat").nth(2).locator(".stat-v").evaluate("value => value.firstChild.data"))
    assert len(rows_in(download.value.path())) == 1 + refused + asking


def test_print_the_score_leaves_menu_and_buttons_out_and_keeps_every_number(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}?node={node_code()}")
    town.emulate_media(media="print")
    town.set_viewport_size({"width": 700, "height": 990})
    for part in (".topbar", ".side", ".page-head .acts", ".seg >> nth=0", ".no-print"):
        expect(town.locator(part).first).to_be_hidden()
    for button in town.get_by_role("button").all():
        expect(button).to_be_hidden()
    expect(town.locator(".hero .big")).to_be_visible()
    expect(town.locator("table.tree")).to_be_visible()
    expect(town.locator("#drill table")).to_be_visible()
    assert town.evaluate("() => document.documentElement.scrollWidth") <= 700
    assert looks.broken_numbers(town) == []
    assert town.pdf(format="A4")[:5] == b"%PDF-"


@on_the_phone
def test_open_the_menu_on_the_phone_goes_where_it_says_and_closes(live_server, town: Page):
    town.goto(f"{live_server.url}/{HOME}/")
    opener, drawer = town.locator("[data-menu-open]"), town.locator("#menu")
    expect(drawer).to_be_hidden()
    opener.tap()
    expect(drawer).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    town.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(opener).to_be_focused()
    opener.tap()
    town.touchscreen.tap(380, 500)
    expect(drawer).to_be_hidden()
    opener.tap()
    drawer.get_by_role("link", name="测评得分").tap()
    expect(town.get_by_role("heading", level=1)).to_have_text("测评得分")


def test_open_the_score_as_leader_offers_no_way_back_of_a_round(live_server, town: Page, enter):
    enter(LEADER)
    town.goto(f"{live_server.url}{score_url()}")
    expect(town.locator(".hero .big")).to_be_visible()
    expect(town.get_by_text("撤回本轮")).to_have_count(0)
