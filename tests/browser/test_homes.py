"""What people find when they come in, by their post; and the standards that an office keeps."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.devices import on_both
from tests.browser.sights.sight import CODE
from tests.browser.town import make_town
from tests.people import (
    ELSEWHERE,
    HOME,
    INSPECTOR,
    LEADER,
    LIAISON,
    NOBODY,
    OFFICER,
    OPERATOR,
    STRANGER,
    make_account,
    make_cast,
    make_city,
)
from tests.rounds import PACK
from tests.standards.editions import BEFORE, FAULTY
from wenming.standards.actions import start_draft
from wenming.standards.imports.packs import read_contents

OWN = ["我的工作台", "消息", "我的日期"]
RESULTS = ["我的工作台", "态势研判", "消息", "我的日期"]
GAPS = ["测评得分", "各级排行", "差距分析", "实地测评", "实地任务", "抽样"]
SITES = ["点位台账", "点位地图"]
ORGANISATION = ["单位", "人员", "我的岗位", "工作日历"]
STANDARDS = ["测评体系", "标准对照"]
BOOKS = ["点位手册", "应知应会"]
KEYS = "接口与订阅"
REPORT, OWN_ISSUES, BESIDE = "随手报", ["我的问题", "问题台账"], ["领导批示", "举一反三"]
PROVEN = ["照片佐证", "回头看", "反弹多少", "复发报警", "常态与迎检"]
MATERIALS = [
    "批量上传",
    "逐份审核",
    "机器提请查看",
    "材料评分",
    "材料进度",
    "材料台账",
    "材料要求",
    "申报文件夹",
    "群众性创建",
]
SUPERVISED = ["处理建议", "决定记录", "申诉"]
MENUS = {
    OFFICER: [
        *RESULTS, *GAPS, REPORT, "登记问题", "从聊天粘贴", *OWN_ISSUES, "处置评价", "逐件派遣", "导入问题", "周报", "公文", *BESIDE, "疑似重复",
        "基层负担", "问题类别", *PROVEN, *MATERIALS, "红黑榜", *SUPERVISED, "督查设置", "责任矩阵", "称号与周期", "监控台账", *SITES, "单位", "人员", "岗位", "账号", "工作日历", "通知渠道",
        *STANDARDS, *BOOKS, "导入测评轮次", KEYS,
    ],
    LEADER: [
        *RESULTS, *GAPS, REPORT, *OWN_ISSUES, "处置评价", "公文", *BESIDE, "基层负担", "问题类别", *PROVEN[1:], "材料进度", "材料要求", "群众性创建", "红黑榜", *SUPERVISED, "责任矩阵", "称号与周期", "监控台账", *SITES,
        *ORGANISATION, *STANDARDS, *BOOKS, KEYS,
    ],
    INSPECTOR: [*OWN, REPORT, *OWN_ISSUES, "问题类别", "回头看", "责任矩阵", "称号与周期", *ORGANISATION, *BOOKS, KEYS],
    LIAISON: [
        *OWN, REPORT, *OWN_ISSUES, "处置评价", *BESIDE, "基层负担", "问题类别", "复发报警", "我的材料", "批量上传", *MATERIALS[4:7], "本单位称号", "群众性创建", "本单位上榜", *SUPERVISED[1:], "责任矩阵", "我的责任", "称号与周期", *SITES, *ORGANISATION, *BOOKS,
        KEYS,
    ],
}  # fmt: skip


def menu(page: Page) -> list[str]:
    """Return the entries of the menu, also where it is folded."""
    return [text.strip() for text in page.locator("#menu [role=group] a").all_text_contents()]


@on_both
def test_come_home_as_the_office_sees_what_waits_and_goes_on_with_it(live_server, page: Page, enter, snapshots):
    snapshots.get("town", make_town)
    enter(OFFICER)
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的工作台")
    expect(page.locator(".todo-row")).to_have_count(6)
    expect(page.locator(".todo-row").filter(has_text="第六轮")).to_contain_text("读不出来")
    todo = page.locator(".todo-row").filter(has_text="第三轮实地测评")
    # the latest rounds, and below the lamps of the districts
    expect(page.locator("table tbody tr")).to_have_count(7)
    score = page.locator(".stat-v.score a")
    total = score.inner_text()
    todo.get_by_role("link", name="去校对").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入第三轮实地测评")
    page.go_back()
    score.click()
    expect(page.locator(".hero .big")).to_have_text(total)


@pytest.mark.parametrize("person", MENUS, ids=lambda person: person.role)
def test_come_home_by_ones_post_offers_what_the_post_may_do(live_server, page: Page, enter, snapshots, person):
    snapshots.get("town", make_town)
    enter(person)
    page.goto(f"{live_server.url}/{HOME}/")
    assert menu(page) == MENUS[person]
    sees = "测评得分" in MENUS[person]
    assert page.get_by_role("heading", name="模拟测评得分").is_visible() == sees
    assert page.get_by_role("heading", name="我的岗位").is_visible() == (not sees)


@on_both
def test_come_home_to_an_empty_city_says_how_to_begin(live_server, page: Page, enter):
    make_cast()
    enter(STRANGER)
    page.goto(f"{live_server.url}/{ELSEWHERE}/")
    page.get_by_role("link", name="导入第一轮").click()
    expect(page.locator(".note-warn")).to_contain_text("先采用一套测评体系")
    expect(page.get_by_role("heading", level=1)).to_have_text("测评体系")


def test_come_in_without_any_post_says_whom_to_ask(live_server, page: Page, enter):
    enter(NOBODY)
    page.goto(f"{live_server.url}/")
    expect(page.locator("#content")).to_contain_text("创建办")


def test_open_another_citys_page_finds_nothing(live_server, page: Page, enter):
    make_city(ELSEWHERE)
    enter(OFFICER)
    page.goto(f"{live_server.url}/{ELSEWHERE}/rounds/")
    expect(page.locator(".oops")).to_contain_text("404")
    page.get_by_role("link", name="回到首页").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的工作台")


def test_put_a_stopped_job_back_into_the_queue_empties_the_page(live_server, page: Page, enter, snapshots):
    snapshots.get("town", make_town)
    enter(OPERATOR)
    page.goto(f"{live_server.url}/")
    page.get_by_role("button", name="重新排队").click()
    expect(page.locator(".note-ok")).to_contain_text("已重新排队")
    expect(page.get_by_text("没有停下的作业")).to_be_visible()


@on_both
def test_adopt_a_standard_that_comes_with_the_product_shows_its_tree(live_server, page: Page, enter):
    make_account(OFFICER)
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/standards/")
    page.locator(f"button[value={CODE}]").click()
    expect(page.locator(".note-ok")).to_contain_text("已采用《苏州市全国文明城市实地测评（区级轮次）》")
    expect(page.locator(".edtree tbody tr")).to_have_count(53)
    with page.expect_download() as download:
        page.get_by_role("link", name="YAML").click()
    assert download.value.path().read_bytes() == PACK.read_bytes()


@on_both
def test_import_a_file_with_faults_mends_them_and_adopts_it(live_server, page: Page, enter):
    make_account(OFFICER)
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/standards/imports/")
    page.locator("input[type=file]").set_input_files(
        {"name": "我们的体系.yaml", "mimeType": "text/yaml", "buffer": FAULTY.encode()}
    )
    page.get_by_role("button", name="上传并校对").click()
    number = page.locator(".prob", has_text="“六”不是数字")
    expect(number.locator(".place")).to_have_text("第 19 行")
    line = number.locator("input[name=text]")
    line.fill(line.input_value().replace("六", "6"))
    number.get_by_role("button", name="改成").click()
    page.get_by_role("button", name="接受").click()
    expect(page.get_by_text("没有待处理的问题")).to_be_visible()
    page.get_by_role("link", name="下一步：预演").click()
    page.get_by_role("button", name="采用这一版").click()
    page.locator("dialog [data-ok]").click()
    expect(page.locator(".note-ok")).to_contain_text("已采用《滨河文明指数》")


@on_both
def test_edit_a_draft_line_by_line_keeps_its_place_and_undoes(live_server, page: Page, enter):
    contents = read_contents(BEFORE.encode(), "x")[0]
    start_draft(city=make_city(), name="草稿", contents=contents, by=make_account(OFFICER), at=timezone.now())
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/standards/")
    page.get_by_role("link", name="草稿").click()
    page.get_by_role("link", name="3 群众参与").click()
    expect(page.locator("#panel h2")).to_have_text("编辑 3")
    page.get_by_role("button", name="删去").click()
    expect(page.get_by_role("link", name="3 群众参与")).to_have_count(0)
    page.get_by_role("button", name="撤销上一步").click()
    expect(page.get_by_role("link", name="3 群众参与")).to_be_visible()
