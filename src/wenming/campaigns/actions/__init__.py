"""Every write of campaigns, a file for each subject."""

from wenming.campaigns.actions.clauses import end_chief, name_chief, set_terms
from wenming.campaigns.actions.responsibilities import (
    assign_part,
    end_part,
    hand_over,
    replace_lead,
    set_clause,
    undo_change,
)

__all__ = [
    "assign_part",
    "end_chief",
    "end_part",
    "hand_over",
    "name_chief",
    "replace_lead",
    "set_clause",
    "set_terms",
    "undo_change",
]
