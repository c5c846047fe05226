"""Reading what is asked of units, and how much a week may hold."""

from wenming.burden.queries.budgets import Limits, estimates_on, limits_on, week_of
from wenming.burden.queries.loads import Load, asks_listed, in_force, loads_of_week, refused_listed, trend_of
from wenming.burden.queries.seen import asks_seen_by, units_seen_by

__all__ = [
    "Limits", "Load", "asks_listed", "asks_seen_by", "estimates_on", "in_force", "limits_on", "loads_of_week", "refused_listed", "trend_of",
    "units_seen_by", "week_of",
]  # fmt: skip
