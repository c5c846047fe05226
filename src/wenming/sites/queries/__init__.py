"""Reading the register."""

from wenming.sites.queries.details import current_of, neighbours_of, types_in
from wenming.sites.queries.listing import chiefs_of, filter_of, parts_of, sites_listed
from wenming.sites.queries.sites import sites_in, sites_visible_to

__all__ = [
    "chiefs_of", "current_of", "filter_of", "neighbours_of", "parts_of", "sites_in", "sites_listed", "sites_visible_to", "types_in",
]  # fmt: skip
