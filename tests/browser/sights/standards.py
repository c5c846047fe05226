"""Standards: editions, their ways in, checklists, the crosswalk, the handbook, cards."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from tests.browser.sights.sight import CODE, Sight, send_empty
from tests.people import ELSEWHERE, HOME, INSPECTOR, OFFICER, STRANGER, make_account, make_city
from tests.rounds import PACK
from tests.standards.editions import AFTER, BEFORE, FAULTY, RICH, office_form
from tests.standards.test_pictures import png

SOUND = RICH.replace("riverside-full", "riverside-next").replace('edition: "2021"', 'edition: "2025"')

FAULTY_PACK = PACK.read_text(encoding="utf-8").replace("points: 39", "points: 四十", 1)

PARTS = ("tree", "conditions", "questions", "materials", "figures", "sites")


def make_standards(city: Any) -> None:
    """Two editions to be compared, one that says something in every section, and three on their way in."""
    from wenming.standards.actions import adopt_edition, start_draft, start_standard_import
    from wenming.standards.imports.packs import read_contents

    by, at = make_account(OFFICER), timezone.now()
    for text in (BEFORE, AFTER, RICH):
        adopt_edition(city=city, source=text, file_name="x.yaml", by=by, at=at)
    for name, content in (("有错.yaml", FAULTY.encode()), ("单位.docx", office_form()), ("可以.yaml", SOUND.encode())):
        start_standard_import(city=city, file_name=name, chunks=[content], by=by, at=at)
    start_draft(city=city, name="手工录入的体系", contents=read_contents(SOUND.encode(), "x")[0], by=by, at=at)


def show_examples(city: Any) -> None:
    """Give the market's first item both pictures, one with a long caption."""
    from wenming.standards.actions import show_example

    for kind, caption in (
        ("good", "两处都在醒目位置"),
        ("bad", "褪色、撕裂、卷边、错字，或者被广告和杂物遮挡看不清楚"),
    ):
        show_example(
            city=city, item="市场-01-01", kind=kind, caption=caption, file_name="现场.png", content=png(640, 480),
            by=make_account(OFFICER), at=timezone.now(),
        )  # fmt: skip


def import_url(name: str, step: str = "") -> str:
    """Return the address of a standard's import by its name."""
    from wenming.standards.models import StandardImport

    return f"/{HOME}/standards/imports/{StandardImport.objects.in_city(make_city()).get(name=name).pk}/{step}"


def adopt_faulty(page: Page) -> None:
    """Send a standard with a fault."""
    page.locator("input[type=file]").set_input_files(
        {"name": "faulty.yaml", "mimeType": "text/yaml", "buffer": FAULTY_PACK.encode()}
    )
    page.locator("#content form .btn-primary").click()
    page.locator("[role=alert] li").first.wait_for()


def send_no_picture(page: Page) -> None:
    """Send a page of text under the name of a picture."""
    form = page.locator("#content form[enctype]").first
    form.locator("input[type=file]").set_input_files(
        {"name": "现场.png", "mimeType": "image/png", "buffer": b"<html><script>1</script></html>"}
    )
    form.locator("input[name=caption]").fill("地面干爽，排水沟加盖，摊位之间留出通道，顾客不用绕行")
    form.locator(".btn").click()
    page.locator("#content .err:not([hidden])").first.wait_for()


def open_card(page: Page) -> None:
    """Turn the first card."""
    page.locator(".kcard summary").first.click()


SIGHTS = (
    Sight("standards", f"/{HOME}/standards/"),
    Sight("standards-empty", f"/{ELSEWHERE}/standards/", STRANGER),
    Sight("standard", f"/{HOME}/standards/{CODE}/"),
    Sight("checklists", f"/{HOME}/standards/checklists/"),
    Sight("checklists-empty", f"/{ELSEWHERE}/standards/checklists/", STRANGER),
    Sight("checklists-refused", f"/{HOME}/standards/checklists/", OFFICER, adopt_faulty),
    Sight("crosswalk", f"/{HOME}/standards/crosswalk/"),
    Sight("crosswalk-matrix", f"/{HOME}/standards/crosswalk/?view=matrix"),
    Sight("crosswalk-none", f"/{HOME}/standards/crosswalk/?q=没有这一项"),
    Sight("crosswalk-empty", f"/{ELSEWHERE}/standards/crosswalk/", STRANGER),
    Sight("handbook", f"/{HOME}/standards/handbook/"),
    Sight("handbook-empty", f"/{ELSEWHERE}/standards/handbook/", STRANGER),
    Sight("sheet", f"/{HOME}/standards/handbook/市场/"),
    Sight("sheet-inspector", f"/{HOME}/standards/handbook/市场/", INSPECTOR),
    Sight("sheets", f"/{HOME}/standards/handbook/all/"),
    Sight("item", f"/{HOME}/standards/handbook/市场/items/市场-01-01/"),
    Sight("item-refused", f"/{HOME}/standards/handbook/市场/items/市场-01-01/", OFFICER, send_no_picture),
    Sight("chief", f"/{HOME}/standards/handbook/市场/chief/"),
    Sight("cards", f"/{HOME}/standards/cards/", OFFICER, open_card),
    Sight("cards-none", f"/{HOME}/standards/cards/?q=没有这一张"),
    Sight("cards-empty", f"/{ELSEWHERE}/standards/cards/", STRANGER),
    *(Sight(f"standard-{part}", f"/{HOME}/standards/riverside-full/?part={part}") for part in PARTS),
    Sight("standard-import", f"/{HOME}/standards/imports/"),
    Sight("standard-import-refused", f"/{HOME}/standards/imports/", OFFICER, send_empty),
    Sight("standard-columns", lambda: import_url("单位.docx", "columns/")),
    Sight("standard-check", lambda: import_url("有错.yaml")),
    Sight("standard-check-office", lambda: import_url("单位.docx")),
    Sight("standard-check-sound", lambda: import_url("可以.yaml")),
    Sight("standard-preview", lambda: import_url("可以.yaml", "preview/")),
    Sight("standard-draft", lambda: import_url("手工录入的体系", "draft/")),
    Sight("standard-draft-line", lambda: import_url("手工录入的体系", "draft/?row=1.1.1")),
    Sight("standard-draft-row", lambda: import_url("手工录入的体系", "draft/?part=negative_list&row=G15")),
    Sight("standard-draft-head", lambda: import_url("手工录入的体系", "draft/?part=head")),
    Sight("diff", f"/{HOME}/standards/diff/?before=riverside-2021&after=riverside-2024"),
    Sight("diff-kind", f"/{HOME}/standards/diff/?before=riverside-2021&after=riverside-2024&kind=merged"),
    Sight("diff-empty", f"/{HOME}/standards/diff/"),
)
