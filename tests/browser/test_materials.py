"""The review desk by the keyboard: a red line drawn with the pointer, one passes, one goes back for a reason, one in words."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.people import HOME, OFFICER, make_cast

DESK = f"/{HOME}/materials/desk/"


def make_pile() -> None:
    """Three items that wait: a picture and two reports."""
    from tests.materials.cases import file_for, make_item

    make_cast()
    file_for(make_item(name="实景图片", kind="picture"))
    file_for(make_item(name="甲报"))
    file_for(make_item(name="乙报"))


def test_review_by_keys_marks_passes_and_sends_back(live_server, page: Page, enter, snapshots):
    from wenming.materials.models import MaterialItem, PaperMark

    snapshots.get("materials-pile", make_pile)
    enter(OFFICER)
    page.goto(f"{live_server.url}{DESK}")
    expect(page.locator(".desk-name")).to_have_text("实景图片")
    image = page.locator("[data-sheet-page] img")
    image.scroll_into_view_if_needed()
    box = image.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.5)
    page.mouse.up()
    page.get_by_role("button", name="证明语句画线").click()
    expect(page.locator(".mark-red")).to_have_count(1)
    mark = PaperMark.objects.across_cities().get()
    assert abs(mark.left - 200) < 10
    assert abs(mark.width - 500) < 10
    page.locator("h1").click()
    page.keyboard.press("p")
    expect(page.locator(".desk-name")).to_have_text("甲报")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-name")).to_have_text("乙报")
    page.keyboard.press("=")
    page.keyboard.type("请换一份")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有等您审核的材料")).to_be_visible()
    states = list(MaterialItem.objects.across_cities().order_by("pk").values_list("state", flat=True))
    assert states == ["passed", "returned", "returned"]
