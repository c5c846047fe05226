"""Reading issues."""

from wenming.issues.queries.issues import issues_in, issues_visible_to, under
from wenming.issues.queries.lamps import lamp_color, shows_lamp
from wenming.issues.queries.listing import IssueFilter, filter_of, issues_listed

__all__ = [
    "IssueFilter",
    "filter_of",
    "issues_in",
    "issues_listed",
    "issues_visible_to",
    "lamp_color",
    "shows_lamp",
    "under",
]
