"""Categories, limits, proposals, likely duplicates."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.sights.sight import Sight
from tests.people import HOME


def walk_the_groups(page: Page) -> None:
    """Go to the first group by key."""
    page.keyboard.press("j")
    page.locator(".dup.is-here").wait_for()


SIGHTS = (
    Sight("categories", f"/{HOME}/issues/categories/"),
    Sight("category-new", f"/{HOME}/issues/categories/new/"),
    Sight("category-limits", f"/{HOME}/issues/categories/limits/"),
    Sight("category-adopt", f"/{HOME}/issues/categories/adopt/"),
    Sight("category-preview", f"/{HOME}/issues/categories/tables/jiyuan/"),
    Sight("proposal-model", f"/{HOME}/issues/categories/proposals/?text=楼下垃圾桶满了"),
    Sight("duplicates", f"/{HOME}/issues/duplicates/", act=walk_the_groups),
)
