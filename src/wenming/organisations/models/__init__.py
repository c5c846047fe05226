"""The organisation: units, the people in them, the posts that open the platform, and the calendar they work by."""

from wenming.organisations.models.days import CalendarDay, VisitPeriod, WorkingHours
from wenming.organisations.models.people import Person, Tenure
from wenming.organisations.models.posts import Post
from wenming.organisations.models.units import (
    Succession,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitGroupMember,
    UnitName,
)

__all__ = [
    "CalendarDay", "Person", "Post", "Succession", "Tenure", "Unit", "UnitAlias", "UnitGroup", "UnitGroupMember", "UnitName",
    "VisitPeriod", "WorkingHours",
]  # fmt: skip
