"""Reading the organisation."""

from wenming.organisations.queries.days import calendar_of, limit_calendar, visit_runs
from wenming.organisations.queries.naming import UnitNames
from wenming.organisations.queries.people import people_found, tenures_in
from wenming.organisations.queries.posts import posts_held, posts_here, posts_in, units_held
from wenming.organisations.queries.units import name_index, units_found, units_in, units_under

__all__ = [
    "UnitNames", "calendar_of", "limit_calendar", "name_index", "people_found", "posts_held", "posts_here", "posts_in", "tenures_in", "units_found",
    "units_held", "units_in", "units_under", "visit_runs",
]  # fmt: skip
