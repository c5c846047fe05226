"""On what people look at the pages: a desk and a phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass(frozen=True)
class Device:
    """A screen and how it is touched; ``arguments`` are those of Playwright's new_context."""

    name: str
    width: int
    arguments: dict[str, Any] = field(hash=False)


DESK = Device("desk", 1440, {"viewport": {"width": 1440, "height": 900}})
PHONE = Device("phone", 390, {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True})
WIDTHS = (DESK.width, 1920, 1280, 360, PHONE.width)
"""Every width at which a page is measured, from the desk to the phone: a page that comes on the one has one step less to go."""

on_both = pytest.mark.parametrize("screen", [DESK, PHONE], ids=lambda screen: screen.name)
on_the_phone = pytest.mark.parametrize("screen", [PHONE], ids=lambda screen: screen.name)
