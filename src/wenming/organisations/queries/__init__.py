"""Reading the organisation."""

from wenming.organisations.queries.posts import posts_held
from wenming.organisations.queries.units import name_index, units_in, units_under

__all__ = ["name_index", "posts_held", "units_in", "units_under"]
