"""From a lost point to its rows, the target and back, the matrix that keeps its heads, and the report on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arrivals import settle
from tests.browser.devices import on_both
from tests.browser.sights.scores import gap_url, score_url
from tests.browser.town import make_town
from tests.people import OFFICER
from tests.rounds import make_round, row


@pytest.fixture
def town(live_server, page: Page, enter, snapshots) -> Page:
    """Return a page of the office's in the town."""
    snapshots.get("town", make_town)
    enter(OFFICER)
    return page


@on_both
def test_follow_a_lost_point_from_the_score_to_its_rows(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}")
    town.get_by_role("link", name="全部失分").click()
    expect(town.locator("h1")).to_have_text("差距分析")
    worst = town.locator(".gaps tbody tr").first.locator(".worst a").first
    site = worst.inner_text()
    worst.click()
    expect(town.locator("h1")).to_have_text("测评明细")
    expect(town.locator(".chip.on").filter(has_text=site)).to_be_visible()
    settle(town)
    assert set(town.locator("td.site").all_inner_texts()) == {site}


@on_both
def test_set_a_target_and_give_it_up_moves_what_can_come_back(live_server, town: Page):
    town.goto(f"{live_server.url}{gap_url('8.2')}")
    back = town.locator(".gap-hero .stat-v").last
    before = back.inner_text()
    town.locator("#target input[name=rate]").fill("80")
    town.get_by_role("button", name="设目标").click()
    expect(town.get_by_text("升到目标 80%")).to_be_visible()
    settle(town)
    assert float(back.inner_text()) < float(before)
    town.get_by_role("button", name="取消目标").click()
    expect(town.get_by_text("升到目标 90%")).to_be_visible()


def test_choose_a_part_narrows_the_list_at_once(live_server, town: Page):
    town.goto(f"{live_server.url}{score_url()}gaps/")
    town.get_by_label("范围").select_option(label="文明行为")
    town.wait_for_url(re.compile(r"node=8"))
    assert {code.split(".")[0] for code in town.locator(".gaps .clause").all_inner_texts()} == {"8"}


def test_scroll_a_wide_matrix_keeps_items_and_heads_in_sight(live_server, town: Page):
    round_ = make_round(
        [row(site=f"路口{number}", units=(f"第{number}责任单位",)) for number in range(60)], name="多单位"
    )
    town.set_viewport_size({"width": 1280, "height": 600})
    town.goto(f"{live_server.url}{score_url(round_.name)}matrix/?by=units")
    region = town.locator(".mscroll")
    item, head = region.locator("tbody .m-i").first, region.locator("thead .m-i")
    left, top = item.bounding_box()["x"], head.bounding_box()["y"]
    region.evaluate("element => element.scrollTo(2000, 300)")
    assert region.evaluate("element => [element.scrollLeft > 1000, element.scrollTop > 100]") == [True, True]
    assert (region.locator("tbody .m-i").first.bounding_box()["x"], head.bounding_box()["y"]) == (left, top)


def test_print_the_report_turns_the_matrix_across_and_cuts_it(live_server, town: Page, tmp_path):
    round_ = make_round([row(site=f"路口{number}", units=(f"第{number}单位",)) for number in range(40)], name="打印")
    town.goto(f"{live_server.url}{score_url(round_.name)}matrix/?by=units")
    town.emulate_media(media="print")
    expect(town.get_by_text("测评报告", exact=True)).to_be_visible()
    expect(town.locator(".topbar")).to_be_hidden()
    assert town.locator(".paper-wide:visible").count() == 3
    boxes = re.findall(rb"/MediaBox \[0 0 (\d+)", town.pdf(prefer_css_page_size=True))
    assert [int(width) for width in boxes].count(841) == 3
