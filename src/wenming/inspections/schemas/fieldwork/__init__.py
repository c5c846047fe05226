"""Field rounds as pages show them."""

from wenming.inspections.schemas.fieldwork.calendar import calendar_view
from wenming.inspections.schemas.fieldwork.planning import missing_lines, planning_view
from wenming.inspections.schemas.fieldwork.result import result_view
from wenming.inspections.schemas.fieldwork.rounds import facts_of, round_line, state_pill
from wenming.inspections.schemas.fieldwork.visits import answer_lines, finding_lines, visit_line, visit_rows_html

__all__ = [
    "answer_lines", "calendar_view", "facts_of", "finding_lines", "missing_lines", "planning_view", "result_view", "round_line", "state_pill",
    "visit_line", "visit_rows_html",
]  # fmt: skip
