"""Draws as pages show them."""

from wenming.draws.schemas.draws import draw_facts, draw_line, rule_lines, steps_of, strata_rows
from wenming.draws.schemas.units import unit_row

__all__ = ["draw_facts", "draw_line", "rule_lines", "steps_of", "strata_rows", "unit_row"]
