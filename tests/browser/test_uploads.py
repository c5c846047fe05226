"""Uploads of materials: one item from a phone, tap by tap; a folder through a wire that is cut, then sorted by the keyboard."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.devices import on_the_phone
from tests.browser.ears import Ears
from tests.people import AT, HOME, LIAISON, make_account, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
MINE = f"/{HOME}/materials/"
TAP, CHARACTER = 1.2, 0.3
"""Seconds of a keystroke-level model: a tap with what leads to it, a character typed on a phone."""


def make_asked() -> None:
    """A picture and a report that are asked of the liaison's unit."""
    from tests.materials.cases import make_item

    make_cast()
    make_item(name="文明劝导志愿服务实景", kind="picture")
    make_item(name="市容秩序整治情况说明")


class Thumb:
    """Counts what a person does, and how long the pages take to come."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.characters, self.waited = page, 0, 0, 0.0

    def tap(self, place, *, until) -> None:
        """Tap, and wait until the next thing is there."""
        began = time.monotonic()
        place.tap()
        expect(until).to_be_visible()
        self.taps += 1
        self.waited += time.monotonic() - began

    @property
    def seconds(self) -> float:
        return self.taps * TAP + self.characters * CHARACTER + self.waited


@on_the_phone
def test_file_one_item_from_a_phone_takes_few_taps_and_no_typing(live_server, page: Page, enter, snapshots, tmp_path):
    from tests.sites.pictures import photo
    from wenming.materials.models import MaterialItem, Paper

    snapshots.get("materials-asked", make_asked)
    shots = []
    for number in (1, 2):
        shots.append(tmp_path / f"{number}.jpg")
        shots[-1].write_bytes(photo(400 + number, 300, taken="2026:11:03 09:30:00"))
    enter(LIAISON)
    page.goto(f"{live_server.url}{MINE}")
    thumb = Thumb(page)
    thumb.tap(page.get_by_role("link", name="拍照报送"), until=page.locator("[data-shots]"))
    # the album opens, two photos are tapped, and taken over
    page.locator("[data-shots-album] input").set_input_files(shots)
    thumb.taps += 4
    expect(page.locator("[data-shots-list] img")).to_have_count(2)
    note = page.locator("[name=note]")
    page.get_by_text("再写人物、日期、说明").tap()
    note.fill("文明𠮷祥")
    expect(page.locator(".counted")).to_have_text("4 / 500")
    note.fill("")
    thumb.tap(page.get_by_role("button", name="报送", exact=True), until=page.get_by_text("已报送，等待审核"))
    item = MaterialItem.objects.across_cities().get(requirement__kind="picture")
    papers = Paper.objects.across_cities().order_by("pk")
    assert (item.state, [(one.place, one.theme) for one in papers]) == (
        "submitted",
        [("市环卫处", "文明劝导志愿服务实景")] * 2,
    )
    assert all(one.taken_at for one in papers)
    assert (thumb.taps, thumb.characters) == (6, 0)
    sys.stderr.write(
        f"\none item from a phone: {thumb.taps} taps, {thumb.characters} characters, {thumb.seconds:.1f} s modelled\n"
    )


def make_folder(folder: Path) -> Path:
    """Write a folder as a liaison keeps it: one file that says where it belongs, two that do not, a program, and what the machine left."""
    (folder / "市容秩序整治情况说明").mkdir(parents=True)
    for name in ("市容秩序整治情况说明/甲.txt", "乙.txt", "丙.txt", "丁.exe", "Thumbs.db"):
        (folder / name).write_text(name)
    return folder


class Wire:
    """Breaks for the first request, and for every one of 乙 until it is mended."""

    def __init__(self) -> None:
        self.broken, self.whole = 0, False

    def carry(self, route: Route) -> None:
        """Carry a request, or break."""
        second = "乙.txt" in (route.request.post_data_buffer or b"").decode("utf-8", "ignore")
        if not self.broken or (second and not self.whole):
            self.broken += 1
            route.abort()
        else:
            route.continue_()


def sort_by_keys(page: Page) -> None:
    """Choose the proposal for the one file, set the others aside, and file."""
    page.locator("h1").click()
    page.keyboard.press("j")
    for name in page.locator("[data-sort-row] .n-link").all_inner_texts():
        # each choice goes on to the next file
        page.keyboard.press("1" if name == "甲.txt" else "x")
    page.keyboard.press("Enter")


def test_send_a_folder_over_a_wire_that_breaks_then_sort_it_by_keys(
    live_server, context: BrowserContext, enter, snapshots, tmp_path
):
    from wenming.materials import actions
    from wenming.materials.models import BatchFile, MaterialItem
    from wenming.organisations.models import Unit

    snapshots.get("materials-asked", make_asked)
    unit = Unit.objects.across_cities().select_related("city").get(name="市环卫处")
    batch = actions.begin_batch(unit=unit, name="十一月", by=make_account(LIAISON), at=AT)
    folder = make_folder(tmp_path / "十一月")
    wire = Wire()
    ears, page = Ears(context), context.new_page()
    page.route("**/files/", wire.carry)
    enter(LIAISON)
    page.goto(f"{live_server.url}{MINE}batches/{batch.pk}/")
    page.locator("[data-batch-folder]").set_input_files(folder)
    expect(page.locator(".send-row.is-bad")).to_contain_text("“丁.exe”是程序或脚本")
    page.get_by_role("button", name="暂停").click()
    again = page.get_by_role("button", name="继续")
    expect(again).to_be_visible()
    wire.whole = True
    again.click()
    expect(page.get_by_text("4 / 4 个文件，1 个没有收 · 全部传完")).to_be_visible()
    page.get_by_role("link", name="去归类").click()
    expect(page.locator("[data-sort-row]")).to_have_count(3)
    assert BatchFile.objects.across_cities().count() == 4
    sort_by_keys(page)
    expect(page.get_by_text("已归入 1 个文件")).to_be_visible()
    assert MaterialItem.objects.across_cities().get(requirement__kind="report").state == "drafting"
    assert BatchFile.objects.across_cities().filter(skipped=True).count() == 2
    assert [said for said in ears.all() if "ERR_FAILED" not in said] == []
