"""Addresses of leagues and local formulas, in the order of their urls.py."""

from __future__ import annotations

from wenming.config.commands.doors.shape import OFFICE, RESULTS, Door, act, form, page

LEAGUES: dict[str, Door] = {
    "assessment:leagues_latest": page(RESULTS),
    "assessment:league": page(RESULTS, number="round"),
    "assessment:league_export": page(RESULTS, number="round"),
    "assessment:formulas": page(RESULTS),
    "assessment:formula_new": form(OFFICE),
    "assessment:formula_preview": act(OFFICE),
    "assessment:formula_file": act(OFFICE),
    "assessment:formula": page(RESULTS, pk="formula"),
    "assessment:formula_edit": form(OFFICE, pk="formula"),
    "assessment:formula_start": act(OFFICE, pk="formula"),
    "assessment:formula_export": page(RESULTS, query="as=yaml", pk="formula"),
}
