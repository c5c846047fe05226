"""Reading field work: rounds, who goes where, what stands of what was ticked."""

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
    "conflicts_of", "field_round_in", "field_rounds_in", "findings_of", "members_of", "progress_of", "standing_answers", "teams_of", "visits_of",
    "visits_of_day",
]  # fmt: skip
