"""Reading the register."""

from wenming.sites.queries.sites import sites_in, sites_visible_to

__all__ = ["sites_in", "sites_visible_to"]
