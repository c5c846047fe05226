"""Reading campaigns."""

from wenming.campaigns.queries.campaigns import campaigns_in, clause_nodes, current_campaign

__all__ = ["campaigns_in", "clause_nodes", "current_campaign"]
