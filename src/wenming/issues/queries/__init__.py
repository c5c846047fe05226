"""Reading issues."""

from wenming.issues.queries.issues import issues_in, issues_visible_to, under
from wenming.issues.queries.lamps import lamp_color, shows_lamp
from wenming.issues.queries.listing import IssueFilter, filter_of, issues_listed
from wenming.issues.queries.proposals import Proposal, Proposals, Why, propose
from wenming.issues.queries.tallies import cells_of, flows_of, stock_of

__all__ = [
    "IssueFilter",
    "Proposal",
    "Proposals",
    "Why",
    "cells_of",
    "filter_of",
    "flows_of",
    "issues_in",
    "issues_listed",
    "issues_visible_to",
    "lamp_color",
    "propose",
    "shows_lamp",
    "stock_of",
    "under",
]
