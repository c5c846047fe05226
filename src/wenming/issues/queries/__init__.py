"""Reading issues."""

from wenming.issues.queries.issues import issues_in, issues_visible_to, under
from wenming.issues.queries.proposals import Proposal, Proposals, Why, propose

__all__ = ["Proposal", "Proposals", "Why", "issues_in", "issues_visible_to", "propose", "under"]
