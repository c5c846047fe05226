"""Addresses of the rates of issues."""

from __future__ import annotations

from wenming.config.commands.doors.shape import RESULTS, UNITS, Door, page

ISSUES_RATES: dict[str, Door] = {
    "issues:rates": page(RESULTS | UNITS),
    "issues:rates_export": page(RESULTS | UNITS),
}
