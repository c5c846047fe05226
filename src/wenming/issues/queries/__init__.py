"""Reading issues."""

from wenming.issues.queries.issues import issues_in, issues_visible_to, under
from wenming.issues.queries.tallies import cells_of, flows_of, stock_of

__all__ = ["cells_of", "flows_of", "issues_in", "issues_visible_to", "stock_of", "under"]
