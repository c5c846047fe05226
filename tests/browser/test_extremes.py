"""Names as long as the database allows, nothing at all, everything right, thousands of rows: the pages hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import looks
from tests.browser.sights.rounds import check_url
from tests.browser.sights.scores import node_code, rows_url, score_url
from tests.people import HOME, OFFICER, make_account
from tests.rounds import make_edition, make_import, make_round, row, workbook

UNIT = "清河市精神文明建设指导委员会办公室暨全国文明城市创建工作领导小组综合协调督查考核专班驻望河街道第三工作组联络协调办公室"[
    :60
].ljust(60, "处")
SITE = (
    "望河街道和平社区居民委员会第十七网格长青路与人民东路交叉口东北角农贸市场西侧出入口至公交车站之间人行道沿线" * 3
)[:120]
AREA = "Longwangmiao-Subdistrict-of-the-Economic-and-Technological-Zone"
ROUND = ("二〇二六年第四季度全国文明城市创建实地模拟测评（含节假日及夜间复核补测）" * 3)[:80]
EARLIER, NEXT = "前" + ROUND[1:], "后" + ROUND[1:]
PEOPLE = "欧阳".ljust(20, "春")


def make_long_names() -> None:
    """Two rounds and an import in which every name is as long as it may be."""
    account = make_account(OFFICER)
    account.name = PEOPLE
    account.save(update_fields=["name"])
    rows = [row(site=SITE, area=AREA, units=(UNIT, UNIT[::-1]), deduction=0.333, serial=10**9 + n) for n in range(8)]
    make_round(rows, name=EARLIER, at=timezone.now())
    make_round(rows, name=ROUND, at=timezone.now())
    make_import([*rows, row("文明交迪" * 12, SITE), row(deduction="破损严重，需要更换" * 8)], name=NEXT)


def make_nothing_lost() -> None:
    """A round in which every row is right."""
    make_round([row(site=f"路口{number}", deduction=0) for number in range(20)], name="满分轮", at=timezone.now())


def make_thousands() -> None:
    """A round of three thousand rows, in three hundred streets, by three hundred units."""
    rows = [
        row(site=f"路口{n}", area=f"第{n % 300}街道", units=(f"第{n % 300}局",), deduction=n % 11 / 10, serial=n)
        for n in range(3000)
    ]
    make_round(rows, name="大轮", at=timezone.now())


def pages_of(name: str) -> list[str]:
    """Return the addresses of everything that shows a round."""
    score, rows = score_url(name), rows_url(name)
    node = node_code("文明交通1")
    views = ("", "?view=areas", "?view=units", f"?node={node}")
    return [
        f"/{HOME}/",
        f"/{HOME}/rounds/",
        f"/{HOME}/rounds/import/",
        check_url(name),
        *(score + view for view in views),
        rows,
        f"{rows}?node={node}&lost=on",
    ]


def faults_on(page: Page) -> list[str]:
    """Look at a page at all widths; return what is wrong."""
    found = [*looks.spilt_words(page), *looks.broken_numbers(page), *looks.leaks(page), *looks.sideways(page)]
    looks.resize(page, 390)
    return [*found, *looks.spilt_words(page), *looks.broken_numbers(page), *looks.small_targets(page)]


@pytest.mark.parametrize(
    ("make", "name"),
    [(make_long_names, ROUND), (make_nothing_lost, "满分轮"), (make_thousands, "大轮")],
    ids=["long-names", "nothing-lost", "thousands"],
)
def test_look_at_extremes_breaks_no_page(live_server, page: Page, enter, make, name):
    make()
    enter(OFFICER)
    addresses = pages_of(name)
    if make is make_long_names:
        addresses.append(check_url(NEXT))
    found = []
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        found += [f"{address}: {fault}" for fault in faults_on(page)]
        looks.resize(page, 1440)
    assert "\n".join(found) == ""


def test_look_at_a_round_without_any_loss_says_so(live_server, page: Page, enter):
    make_nothing_lost()
    enter(OFFICER)
    page.goto(f"{live_server.url}{score_url('满分轮')}")
    expect(page.get_by_text("没有失分")).to_be_visible()
    expect(page.locator(".hero")).to_contain_text("100.00%")
    page.goto(f"{live_server.url}{rows_url('满分轮')}?lost=on")
    expect(page.get_by_text("没有符合条件的行")).to_be_visible()


def test_import_three_thousand_rows_through_the_pages_ends_at_the_score(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    content = workbook([row(site=f"路口{n}", deduction=f"差{n}" if n % 3 == 0 else 0) for n in range(3000)])
    page.goto(f"{live_server.url}/{HOME}/rounds/import/")
    page.locator("input[type=file]").set_input_files({"name": "大.xlsx", "mimeType": "", "buffer": content})
    page.locator("input[name=name]").fill("大轮")
    page.locator("input[name=started_on]").fill(date(2026, 11, 9).isoformat())
    page.locator("input[name=ended_on]").fill(date(2026, 11, 13).isoformat())
    page.get_by_role("button", name="上传并校对").click()
    expect(page.get_by_role("heading", name="待处理 1000 处")).to_be_visible()
    expect(page.locator(".prob")).to_have_count(20)
    page.get_by_role("link", name="下一页").click()
    expect(page.locator("#problems")).to_contain_text("第 21—40 处，共 1000 处")
    page.get_by_role("button", name="先写入 2,000 行").click()
    page.locator("dialog[open] [data-ok]").click()
    expect(page.get_by_role("heading", name="已写入 2,000 行")).to_be_visible()
