"""Every write of burden: requests are registered before they are made, refused over the budget, withdrawn; budgets are set."""

from wenming.burden.actions.asking import (
    AskRefusedError,
    Over,
    OverBudgetError,
    RepeatedAskError,
    Wanted,
    keeping_refusals,
    register_ask,
    withdraw_ask,
)
from wenming.burden.actions.budgets import set_budget, set_estimates

__all__ = [
    "AskRefusedError", "Over", "OverBudgetError", "RepeatedAskError", "Wanted", "keeping_refusals", "register_ask", "set_budget", "set_estimates",
    "withdraw_ask",
]  # fmt: skip
