"""Thirty items cleared at the desk by keys alone, with the time that a person would need; clauses graded by keys.

The time is that of the keystroke-level model (Card, Moran and Newell 1980: a key of an average typist 0.28 s, a mental step 1.35 s), eight seconds to look at
a paper, and what the pages really took. Asserted are the counts, never a time that a machine measured.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.people import HOME, OFFICER, make_cast

DESK = f"/{HOME}/materials/desk/"
ITEMS, BACK = 30, 6
"""How many wait, and every how many-th goes back for a reason."""
KEY, MENTAL, LOOK = 0.28, 1.35, 8.0
MOST = 600
"""Ten minutes."""


def make_thirty() -> None:
    """Thirty reports that wait, each with one paper."""
    from tests.materials.cases import file_for, make_item, make_requirement, make_supplier
    from wenming.materials.actions import Given
    from wenming.rehearsal.seeds.materials import word_file

    sent = Given("说明报告.docx", word_file(["本月整治背街小巷 12 条，清运垃圾 30 吨。"]))
    make_cast()
    requirement = make_requirement("月度说明报告", units=[make_supplier(f"单位{n:02d}") for n in range(1, ITEMS + 1)])
    for supplier in requirement.suppliers.select_related("unit").order_by("pk"):
        file_for(make_item(requirement, unit=supplier.unit), sent)


def make_graded() -> None:
    """Two clauses with passed papers, and a rule."""
    from tests.materials.test_grading import passed, set_rule

    make_cast()
    passed("1.1", "4.1")
    set_rule()


def test_clear_thirty_items_by_keys_takes_less_than_ten_minutes_of_a_person(live_server, page: Page, enter, snapshots):
    from wenming.materials.models import MaterialItem

    snapshots.get("materials-thirty", make_thirty)
    enter(OFFICER)
    page.goto(f"{live_server.url}{DESK}")
    keys, waited = 0, 0.0
    for number in range(1, ITEMS + 1):
        expect(page.locator(".desk-side .card-h .push")).to_contain_text(f"单位{number:02d}")
        pressed = ["3", "Enter"] if number % BACK == 0 else ["p"]
        since = time.perf_counter()
        for key in pressed:
            page.keyboard.press(key)
        after = page.get_by_text("没有等您审核的材料") if number == ITEMS else page.get_by_text(f"这次已审 {number} 份")
        expect(after).to_be_visible()
        waited += time.perf_counter() - since
        keys += len(pressed)
    states = list(MaterialItem.objects.across_cities().values_list("state", flat=True))
    assert (keys, states.count("passed"), states.count("returned")) == (
        ITEMS + ITEMS // BACK,
        ITEMS - ITEMS // BACK,
        ITEMS // BACK,
    )
    person = keys * KEY + ITEMS * (MENTAL + LOOK)
    said = f"{ITEMS} items, {keys} keys: a person {person:.0f} s, pages {waited:.1f} s, of {MOST} s"
    print(f"\n{said}")  # noqa: T201  what the test is run for, shown with -s
    assert person < MOST


def test_grade_clauses_by_keys_wants_words_below_full_and_shows_the_grade_afterwards(
    live_server, page: Page, enter, snapshots
):
    snapshots.get("materials-graded", make_graded)
    enter(OFFICER)
    page.goto(f"{live_server.url}/{HOME}/materials/grades/desk/")
    expect(page.locator("[data-clause='1.1']")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("[data-step-words]")).to_be_focused()
    page.keyboard.type("缺第三季度")
    page.keyboard.press("Enter")
    expect(page.locator("[data-graded='1.1']")).to_contain_text("初评 B")
    expect(page.locator("[data-clause='4.1']")).to_be_visible()
    page.keyboard.press("s")
    expect(page.get_by_text("跳过的 1 条还在等")).to_be_visible()
    page.get_by_role("link", name="回到跳过的").click()
    expect(page.locator("[data-clause='4.1']")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("[data-graded='4.1']")).to_contain_text("初评 A")
