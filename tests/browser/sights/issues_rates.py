"""The rates of issues."""

from __future__ import annotations

from tests.browser.sights.sight import Sight
from tests.people import HOME, LIAISON

RATES = f"/{HOME}/issues/rates/"

SIGHTS = (
    Sight("issues-rates", f"{RATES}?period=90d&scheme=jinhua"),
    Sight("issues-rates-none", f"{RATES}?since=2020-01-01&until=2020-01-31&by=district", LIAISON),
)
