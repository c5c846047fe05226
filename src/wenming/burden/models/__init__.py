"""负担: what was asked of whom, how much a week may hold, and what was refused."""

from wenming.burden.models.asks import Ask, RefusedAsk, WeekLoad
from wenming.burden.models.budgets import AskEstimate, Budget

__all__ = ["Ask", "AskEstimate", "Budget", "RefusedAsk", "WeekLoad"]
