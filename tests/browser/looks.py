"""What can be measured on a page that somebody looks at. Every function returns a list of faults; expect []."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.devices import WIDTHS

HEIGHT = 844
TARGET = 44

# Links inside a sentence are as tall as the sentence (WCAG 2.5.5 excepts them); everything else is measured.
SMALL = """(least) => {
  const shown = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: false}) && !e.closest('.sr, .skip-link, [aria-hidden=true]');
  const inSentence = (e) => {
    if (e.tagName !== 'A' || getComputedStyle(e).display !== 'inline') return false;
    const own = e.textContent.trim(), around = e.parentElement.textContent.trim();
    return around.length > own.length;
  };
  const touched = (e) => (e.matches('input') && e.closest('label')) || e;
  const faults = [];
  for (const e of document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button]')) {
    if (!shown(e) || inSentence(e) || e.disabled) continue;
    const box = touched(e).getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.height < least - 0.5 || box.width < least - 0.5) {
      const words = (e.getAttribute('aria-label') || e.textContent || e.name || '').trim().slice(0, 24);
      const at = `${e.tagName.toLowerCase()}.${[...e.classList].join('.')}`;
      faults.push(`${at} "${words}" ${Math.round(box.width)}x${Math.round(box.height)}`);
    }
  }
  return [...new Set(faults)];
}"""

# A number that stands on two lines is read as two numbers.
BROKEN = r"""() => {
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!/\d\S*\d/.test(text.data) || !text.parentElement.checkVisibility({visibilityProperty: true})) continue;
    if (text.parentElement.closest('.sr, option, script, template, .mono')) continue;
    for (const number of text.data.matchAll(/[+\-−]?\d[\d.,]*\d%?/g)) {
      const range = document.createRange();
      range.setStart(text, number.index);
      range.setEnd(text, number.index + number[0].length);
      const lines = new Set([...range.getClientRects()].filter((r) => r.width > 0).map((r) => Math.round(r.top)));
      if (lines.size > 1) faults.push(`${number[0]} in "${text.data.trim().slice(0, 40)}"`);
    }
  }
  return faults;
}"""

# Words that stick out of the thing that holds them.
SPILT = """() => [...document.querySelectorAll('.btn, .pill, .lamp, .tag, .chip, .tab, .stat-v, .seg a, .delta, th, h1, h2, .note')]
  .filter((e) => e.checkVisibility() && e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'visible')
  .map((e) => `${e.tagName.toLowerCase()}.${[...e.classList].join('.')} "${e.textContent.trim().slice(0, 24)}" ${e.scrollWidth} > ${e.clientWidth}`)"""

LEAKS = re.compile(r"\{[%#{].{0,40}|[%#}]\}|\bundefined\b|\bNaN\b")


def resize(page: Page, width: int) -> None:
    """Give the page another width, if it has not got it."""
    if (page.viewport_size or {}).get("width") != width:
        page.set_viewport_size({"width": width, "height": HEIGHT})


def stretcher(page: Page) -> Callable[[Page, int], None]:
    """Return a ``resize`` for a page of a desk that has no size of its own, at half the price: the window around it keeps its size."""
    session = page.context.new_cdp_session(page)

    def stretch(_page: Page, width: int) -> None:
        size = {"width": width, "height": HEIGHT, "screenWidth": width, "screenHeight": HEIGHT}
        session.send("Emulation.setDeviceMetricsOverride", {**size, "deviceScaleFactor": 1, "mobile": False})

    return stretch


def sideways(page: Page, widths: tuple[int, ...] = WIDTHS, to: Callable[[Page, int], None] = resize) -> list[str]:
    """Name the widths at which the page as a whole scrolls sideways, and the element that sticks out furthest."""
    faults = []
    for width in widths:
        to(page, width)
        measured = page.evaluate("() => document.documentElement.scrollWidth")
        if measured > width:
            faults.append(f"{measured} px at {width} px: {furthest(page)}")
    return faults


def furthest(page: Page) -> str:
    """Name the element whose right edge lies furthest out."""
    return page.evaluate(
        r"""() => {
          const all = [...document.body.querySelectorAll('*')].filter((e) => e.checkVisibility() && !e.closest('.tscroll, .sr'));
          const edge = (e) => e.getBoundingClientRect().right;
          const worst = all.reduce((a, b) => (edge(b) > edge(a) ? b : a));
          return `${worst.tagName.toLowerCase()}.${[...worst.classList].join('.')} "${worst.textContent.replace(/\s+/g, ' ').trim().slice(0, 30)}"`;
        }"""
    )


def small_targets(page: Page) -> list[str]:
    """List buttons and links that stand alone and are smaller than a finger."""
    return page.evaluate(SMALL, TARGET)


def broken_numbers(page: Page) -> list[str]:
    """List numbers that wrap onto a second line."""
    return page.evaluate(BROKEN)


def spilt_words(page: Page) -> list[str]:
    """List buttons, pills and heads whose words are wider than they are."""
    return page.evaluate(SPILT)


def leaks(page: Page) -> list[str]:
    """List template code and the like that stands on the page as text; text before the doctype ends standards mode."""
    words, mode = page.evaluate("() => [document.body.innerText, document.compatMode]")
    return [*LEAKS.findall(words), *([mode] if mode != "CSS1Compat" else [])]
