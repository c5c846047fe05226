"""Reading issues."""

from wenming.issues.queries.issues import issues_in, issues_visible_to, under

__all__ = ["issues_in", "issues_visible_to", "under"]
