"""Reading field work: rounds, who goes where, what stands of what was ticked."""

from wenming.inspections.queries.fieldwork.readiness import Missing, missing_for
from wenming.inspections.queries.fieldwork.result import Result, result_of
from wenming.inspections.queries.fieldwork.rounds import (
    field_round_in,
    field_rounds_in,
    members_of,
    progress_of,
    teams_of,
)
from wenming.inspections.queries.fieldwork.standing import conflicts_of, findings_of, standing_answers
from wenming.inspections.queries.fieldwork.visits import visits_of, visits_of_day

__all__ = [
    "Missing", "Result", "conflicts_of", "field_round_in", "field_rounds_in", "findings_of", "members_of", "missing_for", "progress_of", "result_of", "standing_answers", "teams_of", "visits_of",
    "visits_of_day",
]  # fmt: skip
