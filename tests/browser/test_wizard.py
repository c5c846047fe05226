"""The steps around the check, as an office goes through them: naming columns, choosing by hand, the preview, typing a round in."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import arrivals
from tests.browser.devices import on_both
from tests.browser.test_import import START, fill_in, rounds_written, send
from tests.people import HOME, OFFICER
from tests.rounds import make_edition, make_import, row, workbook

HEAD = ("号", "检查的内容", "地点", "扣几分", "得分情况", "街道", "归谁管", "协办")
ROWS = [row(site="路口1", deduction=0.2, serial=1), row("市容市貌", "路口2", 0.1, serial=2)]
MEANT = ("serial", "name", "site", "deduction", "", "area", "unit", "unit")


@on_both
def test_name_columns_choose_a_line_preview_and_write(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}")
    fill_in(page, workbook(ROWS, HEAD))
    send(page)
    expect(page.get_by_text("没有认出表头")).to_be_visible()
    for place, meaning in enumerate(MEANT):
        with page.expect_response("**/columns/"):
            page.locator(f"select[name=column-0-{place}]").select_option(meaning)
        # the answer replaces the fields: the next one is chosen in the new ones
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    expect(page.locator(".tried")).to_have_text("试读前 2 行：1 行可以直接使用")
    page.get_by_role("button", name="下一步：校对问题").click()

    page.locator(".way summary", has_text="选择条目").click()
    field = page.get_by_label("按编号或名称查找")
    field.fill("文明交通1")
    page.get_by_label("记为别名，下次自动采用").check()
    field.press("Enter")
    expect(page.get_by_text("没有待处理的问题")).to_be_visible()
    page.get_by_role("link", name="下一步：预演差异").click()

    line = page.locator("tbody tr", has_text="文明交通")
    expect(line.locator("td.num").nth(1)).to_have_text("0.850")
    expect(page.locator(".pairs")).to_contain_text("市容市貌")
    page.get_by_role("button", name="写入全部 2 行").click()
    expect(page.get_by_role("heading", name="已写入 2 行")).to_be_visible()
    assert rounds_written() == ["第三轮"]


@on_both
def test_leave_a_row_out_and_take_it_back(live_server, page: Page, enter):
    import_ = make_import([row(), row(deduction="差")])
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    page.locator("#problems").get_by_role("button", name="不写入").click()
    expect(page.locator("#r3 td.s")).to_have_text("差（不写入）")
    page.get_by_role("link", name="已处理 1").click()
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("link", name="全部 1").click()
    expect(page.locator("#r3 td.e")).to_be_visible()


def test_type_a_round_in_by_the_keyboard_alone(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/rounds/entry/")
    page.locator("input[name=name]").fill("手录轮")
    page.locator("input[name=started_on]").fill("2026-11-09")
    page.locator("input[name=ended_on]").fill("2026-11-13")
    arrivals.send(page, page.get_by_role("button", name="开始录入"))

    page.locator("#row-1 input[name=serial]").focus()
    for cells in (("1", "文明交通1", "路口1", "", "甲局、乙局", "0.2"), ("2", "公共服务2", "路口2", "", "", "很多")):
        for cell in cells:
            page.keyboard.type(cell)
            page.keyboard.press("Enter")
    expect(page.locator("#row-1 .entry-score")).to_have_text("0.8")
    expect(page.locator("#row-2 .entry-fault")).to_contain_text("扣分“很多”不是数字")
    expect(page.locator("#row-3 input[name=serial]")).to_be_focused()
    expect(page.locator("#entry-counts")).to_have_text("可写入 1 行 · 1 行有错")

    page.locator("#row-2 input[name=deduction]").fill("0.5")
    page.keyboard.press("Enter")
    expect(page.locator("#row-2 .entry-score")).to_have_text("0.5")
    expect(page.locator("#entry-counts")).to_have_text("可写入 2 行")
    page.get_by_role("button", name="删去第 1 行").click()
    expect(page.locator("#row-1")).to_contain_text("已删去")
    page.get_by_role("button", name="恢复 第 1 行").click()
    expect(page.locator("#row-1 .entry-score")).to_have_text("0.8")

    page.reload()
    expect(page.locator("#row-2 input[name=name]")).to_have_value("公共服务2")
    page.get_by_role("link", name="下一步：预演差异").click()
    page.get_by_role("button", name="写入全部 2 行").click()
    expect(page.get_by_role("heading", name="已写入 2 行")).to_be_visible()


@on_both
def test_type_a_row_without_any_script(live_server, new_context, screen, enter, context: BrowserContext):
    from tests.inspections.test_entry import make_entry

    import_ = make_entry()
    enter(OFFICER)
    plain = new_context(**screen.arguments, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(f"{live_server.url}/{HOME}/rounds/entry/{import_.pk}/")
    page.locator("#row-1 input[name=name]").fill("文明交通1")
    page.locator("#row-1 input[name=deduction]").fill("0.3")
    page.locator("#row-1").get_by_role("button", name="保存这一行").click()
    expect(page.locator("#row-1 .entry-score")).to_have_text("0.7")
    expect(page.locator("#row-2")).to_be_visible()


def test_wait_for_a_job_and_be_led_on_when_it_is_done(live_server, page: Page, enter, settings):
    from wenming.inspections.actions import read_import

    settings.IMPORT_AT_ONCE_BYTES = 0
    import_ = make_import(ROWS)
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    expect(page.get_by_role("heading", name="排队等待读取")).to_be_visible()
    read_import(import_=import_, by=import_.created_by, at=import_.created_at)
    expect(page.locator("#problems")).to_be_visible()
