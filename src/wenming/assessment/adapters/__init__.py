"""What counts the rows of rounds: the platform's own database through Django, or any database that speaks SQL."""

from wenming.assessment.adapters.stores import LAKE_ROWS, LAKE_UNITS, DjangoStore, SqlStore, platform_store

__all__ = ["LAKE_ROWS", "LAKE_UNITS", "DjangoStore", "SqlStore", "platform_store"]
