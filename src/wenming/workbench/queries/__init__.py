"""What pages that cross nouns read."""

from wenming.workbench.queries.frames import last_rates, register_choices, register_frame, type_of
from wenming.workbench.queries.rounds import latest_score, round_line

__all__ = ["last_rates", "latest_score", "register_choices", "register_frame", "round_line", "type_of"]
