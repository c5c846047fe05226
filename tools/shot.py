#!/usr/bin/env python3
"""Photograph the README's pages of a running demo: ``python tools/shot.py ADDRESS CAST.json --out docs/images``.

``python3 run.py shot`` starts a fresh demo and calls this. Every page is taken on a desk (1440 px) and on a phone (390 px, ``-phone``).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {"": (1440, 900), "-phone": (390, 844)}


@dataclass(frozen=True)
class Shot:
    """One picture: its file, and the page below ``/<city>/``."""

    name: str
    path: str


SHOTS = (
    Shot("home", ""),
    Shot("score", "scores/"),
    Shot("matrix", "matrix/"),
    Shot("map", "map/"),
    Shot("issues", "issues/"),
    Shot("evidence", "evidence/"),
)


def chromium() -> str:
    """Return the system's Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("no Chromium found: install the package chromium, or name the program in CHROMIUM")
    return found


def sign_in(page: Page, address: str, username: str, password: str) -> None:
    """Sign one of the cast in; the page then shows the person's city."""
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def take_all(browser: Browser, address: str, cast: dict[str, Any], out: Path) -> None:
    """Take every picture in both widths, as the first account of the cast, in its first city."""
    for suffix, (width, height) in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        page = context.new_page()
        sign_in(page, address, cast["cast"][0]["username"], cast["password"])
        city = urlsplit(page.url).path.split("/")[1]
        for shot in SHOTS:
            page.goto(f"{address}/{city}/{shot.path}")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=out / f"{shot.name}{suffix}.png")
            print(out / f"{shot.name}{suffix}.png")
        context.close()


def main() -> int:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address")
    parser.add_argument("cast", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        # Native fields (dates) speak the browser's language, not the page's.
        env = {**os.environ, "LANGUAGE": "zh_CN"}
        arguments = ["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
        browser = driver.chromium.launch(executable_path=chromium(), args=arguments, env=env)
        cast = json.loads(options.cast.read_text(encoding="utf-8"))
        take_all(browser, options.address, cast, options.out)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
