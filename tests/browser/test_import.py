"""An import as an office does it: upload, see what is wrong, decide, write, take back; and what must not go wrong on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser import arrivals
from tests.browser.devices import on_both
from tests.browser.sights.rounds import DAMAGED
from tests.people import HOME, OFFICER, make_city
from tests.rounds import make_edition, make_import, make_round, row, workbook

START = f"/{HOME}/rounds/import/"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 200
CLEAN = [row(site=f"路口{number}", deduction=0.1 * number, serial=number) for number in range(1, 6)]
LONG_AGO = "2026-11-09"


def rounds_written() -> list[str]:
    """Return the names of the city's rounds."""
    from wenming.inspections.models import Round

    return [round_.name for round_ in Round.objects.in_city(make_city())]


def accepted_names() -> dict[str, str]:
    """Return what the only import of the city has accepted."""
    from wenming.inspections.models import RoundImport

    return RoundImport.objects.in_city(make_city()).get().accepted


def fill_in(page: Page, content: bytes, *, file: str = "第三轮.xlsx", name: str = "第三轮") -> None:
    """Fill the form of step 1 in; it is not sent."""
    page.locator("input[type=file]").set_input_files({"name": file, "mimeType": EXCEL, "buffer": content})
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=started_on]").fill(LONG_AGO)
    page.locator("input[name=ended_on]").fill("2026-11-13")


def send(page: Page) -> None:
    """Send the form of step 1."""
    arrivals.send(page, page.get_by_role("button", name="上传并校对"))


def problems(page: Page) -> list[list[str]]:
    """Return place, title and mend of every problem as a person reads them."""
    return [
        [problem.locator(part).last.inner_text() for part in (".place", "h3", "p.f13")]
        for problem in page.locator("#problems .prob").all()
    ]


def write_button(page: Page) -> Locator:
    """Return the button of step 3."""
    return page.locator(".foot [data-write] button")


@on_both
def test_import_a_damaged_workbook_from_upload_to_score_and_back(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}")
    fill_in(page, workbook(DAMAGED))
    expect(page.locator("[data-file-name]")).to_have_text(re.compile(r"^第三轮\.xlsx · \d+ KB$"))
    send(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("导入第三轮")
    assert problems(page) == [
        ["实地测评 · 第 4 行 · 项目 等 2 行", "标准里没有“文明交迪1”", "是否应为“文明交通1”？确认后才会采用"],
        ["实地测评 · 第 6 行 · 项目", "标准里没有“公共服条2”", "是否应为“公共服务2”？确认后才会采用"],
        ["实地测评 · 第 7 行 · 扣分", "扣分“一处破损”不是数字", "填写 0 到 1 之间的数字，没有扣分就留空"],
        ["实地测评 · 第 8 行 · 扣分", "扣分“3”大于 1", "每个点位满分 1 分，扣分在 0 到 1 之间"],
    ]
    expect(page.locator("#r7 td.e")).to_have_text(re.compile("^一处破损"))
    expect(write_button(page)).to_have_text("先写入 2 行")

    settle_names(page)
    write_when_asked(page)
    page.get_by_role("link", name="看得分").click()
    expect(page.locator(".hero .big")).to_have_text("1.950")
    page.get_by_role("button", name="撤回本轮").click()
    question = page.locator("dialog[open]")
    expect(question).to_contain_text("撤回这一轮？")
    question.get_by_role("button", name="撤回本轮").click()
    expect(page.locator(".note-ok")).to_contain_text("已撤回“第三轮”")
    expect(page.get_by_text("还没有测评轮次")).to_be_visible()


def settle_names(page: Page) -> None:
    """Accept a proposed name, take it back, accept all."""
    page.get_by_role("button", name="采用“文明交通1”（2 行）").click()
    expect(write_button(page)).to_have_text("先写入 4 行")
    assert list(accepted_names()) == ["文明交迪1"]
    page.get_by_role("link", name="已处理 1").click()
    page.get_by_role("button", name="撤销 标准里没有“文明交迪1”").click()
    page.get_by_role("link", name="全部 4").click()
    expect(write_button(page)).to_have_text("先写入 2 行")
    assert accepted_names() == {}
    page.get_by_role("button", name="接受全部唯一建议（2 处）").click()
    expect(write_button(page)).to_have_text("先写入 5 行")
    assert sorted(accepted_names()) == ["公共服条2", "文明交迪1"]


def write_when_asked(page: Page) -> None:
    """Answer the question before a partial write with no, then with yes."""
    question = page.locator("dialog[open]")
    write_button(page).click()
    expect(question).to_contain_text("先写入 5 行？")
    question.get_by_role("button", name="再看看").click()
    expect(question).to_be_hidden()
    assert rounds_written() == []
    write_button(page).click()
    question.get_by_role("button", name="确定").click()
    expect(page.get_by_role("heading", name="已写入 5 行")).to_be_visible()
    expect(page.locator(".done-card")).to_contain_text("另有 2 行没有计分")
    assert rounds_written() == ["第三轮"]


@on_both
def test_take_a_round_back_in_the_list_asks_once(live_server, page: Page, enter):
    make_round(CLEAN, name="第一轮", at=now())
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/rounds/")
    page.get_by_role("button", name="撤回").click()
    question = page.locator("dialog[open]")
    expect(question.get_by_role("button", name="再看看")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    page.get_by_role("button", name="撤回").click()
    question.get_by_role("button", name="撤回本轮").click()
    expect(page.locator(".note-ok")).to_contain_text("已撤回“第一轮”")


def now():
    """Return this moment, at which a round may still be taken back."""
    from django.utils import timezone

    return timezone.now()


def test_discard_an_import_asks_once_and_keeps_the_file(live_server, page: Page, enter):
    import_ = make_import(DAMAGED)
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    page.get_by_role("button", name="放弃导入").click()
    page.locator("dialog[open]").get_by_role("button", name="放弃导入").click()
    expect(page.locator(".note-ok")).to_contain_text("原文件仍然保存")


def test_follow_the_place_of_a_problem_shows_its_row(live_server, page: Page, enter):
    rows = [row(site=f"点位{number}", deduction=f"差{number}" if number % 9 == 0 else 0) for number in range(1, 60)]
    import_ = make_import(rows)
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    page.get_by_role("link", name="第 55 行").click()
    line = page.locator("#r55")
    expect(line).to_be_in_viewport()
    top = line.evaluate("row => row.getBoundingClientRect().top")
    assert top >= page.locator(".topbar").evaluate("bar => bar.getBoundingClientRect().bottom")


@on_both
def test_see_the_problems_before_the_sheet_on_the_phone_and_beside_it_on_the_desk(live_server, page, enter, screen):
    import_ = make_import(DAMAGED)
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    problems, sheet = (page.locator(part).bounding_box() for part in ("#problems", ".lay > .card:has(.sheet)"))
    above, beside = problems["y"] + problems["height"] <= sheet["y"], problems["x"] >= sheet["x"] + sheet["width"]
    assert (above, beside) == ((True, False) if screen.name == "phone" else (False, True))


@pytest.mark.parametrize("file", ["第三轮.xlsx", "第三轮.ods"])
def test_send_a_picture_named_as_a_workbook_says_so_and_keeps_the_form(live_server, page: Page, enter, file):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}")
    fill_in(page, PICTURE, file=file)
    send(page)
    expect(page.locator(".field .err:not([data-file-error])")).to_contain_text("这是一张图片")
    expect(page.locator("input[name=name]")).to_have_value("第三轮")
    expect(page.locator("input[name=started_on]")).to_have_value(LONG_AGO)
    expect(page.get_by_role("button", name="上传并校对")).to_be_enabled()


@on_both
def test_choose_a_picture_is_refused_before_it_is_sent(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}")
    page.locator("input[type=file]").set_input_files({"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": PICTURE})
    expect(page.locator("[data-file-error]")).to_have_text("「现场.jpg」不是表格文件；可用的格式：.xlsx .xls .ods。")
    assert page.locator("input[type=file]").evaluate("field => field.files.length") == 0
    page.locator("input[type=file]").set_input_files({"name": "a.xlsx", "mimeType": EXCEL, "buffer": workbook(CLEAN)})
    expect(page.locator("[data-file-error]")).to_be_hidden()
    expect(page.locator("[data-file-name]")).to_be_visible()


def test_drop_a_file_onto_the_box_takes_it(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}")
    fill_in(page, b"", file="nothing.xlsx")
    page.locator("input[type=file]").set_input_files([])
    dropped = page.evaluate_handle(
        """([bytes, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(bytes)], name));
          return data;
        }""",
        [list(workbook(CLEAN)), "拖进来的.xlsx"],
    )
    box = page.locator("[data-file-drop]")
    box.dispatch_event("dragover", {"dataTransfer": dropped})
    expect(box).to_have_class(re.compile("is-over"))
    box.dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.locator("[data-file-name]")).to_contain_text("拖进来的.xlsx")
    send(page)
    expect(write_button(page)).to_have_text("写入全部 5 行")


def test_press_write_twice_in_a_hurry_writes_one_round_and_says_it_is_writing(live_server, page: Page, enter):
    import_ = make_import(CLEAN)
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    held: list[Route] = []
    page.route("**/write/", lambda route: held.append(route))  # noqa: PLW0108  Playwright marks the function it is given
    with page.expect_request("**/write/"):
        waiting = page.evaluate(
            """async () => {
              const button = document.querySelector('.foot [data-write] button');
              button.click();
              button.click();
              await new Promise((resolve) => setTimeout(resolve, 100));
              button.click();
              return [button.textContent, button.disabled, button.getAttribute('aria-busy')];
            }"""
        )
    assert waiting == ["正在写入…", True, "true"]
    posts = [route.request.method for route in held]
    # what a slow machine sends only now is held by nobody: the newest way is asked first
    page.route("**/write/", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.get_by_role("heading", name="已写入 5 行")).to_be_visible()
    assert (posts[-1:], rounds_written()) == (["POST"], ["第一轮"])


def test_come_back_with_the_browsers_button_finds_the_form_ready(live_server, page: Page, enter):
    make_edition()
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}")
    fill_in(page, workbook(CLEAN))
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("导入第三轮")
    page.go_back()
    button = page.get_by_role("button", name="上传并校对")
    expect(button).to_be_enabled()
    expect(page.locator("input[name=name]")).to_have_value("第三轮")


def test_write_what_somebody_else_has_written_says_so(live_server, page: Page, enter):
    from wenming.inspections.actions import write_round

    import_ = make_import(CLEAN)
    enter(OFFICER)
    page.goto(f"{live_server.url}{START}{import_.pk}/")
    write_round(import_=import_, partial=False, by=import_.created_by, at=now())
    write_button(page).click()
    expect(page.get_by_text("已经写入或放弃了")).to_be_visible()
    assert rounds_written() == ["第一轮"]


@pytest.fixture
def scriptless(new_context, screen, enter, context: BrowserContext) -> Page:
    """Return a page of the office's in a browser that runs no script."""
    enter(OFFICER)
    plain = new_context(**screen.arguments, java_script_enabled=False)
    plain.add_cookies(context.cookies())
    return plain.new_page()


@on_both
def test_import_and_look_at_the_score_without_any_script(live_server, scriptless: Page, screen):
    make_edition()
    page = scriptless
    page.goto(f"{live_server.url}{START}")
    fill_in(page, workbook(DAMAGED))
    send(page)
    page.get_by_role("button", name="采用“文明交通1”（2 行）").click()
    write_button(page).click()
    expect(page.get_by_role("heading", name="已写入 4 行")).to_be_visible()
    page.get_by_role("link", name="看得分").click()
    expect(page.locator("table.tree tbody tr:visible")).to_have_count(54)
    page.locator("table.tree a", has_text="文明交通1").click()
    expect(page.locator("#drill")).to_contain_text("主要交通路口4")
    if screen.name == "phone":
        page.locator("[data-menu-open]").click()
    page.locator("#menu").get_by_role("link", name="测评体系").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("测评体系")
