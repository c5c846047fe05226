"""States as a condition whose words stand in the statement itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import F
from django.db.models.lookups import In

from wenming.issues.enums import IssueState
from wenming.issues.workflow import OPEN


class _Written(In):
    """SQLite only sees that an index of some rows answers a question where the words of its condition are written out, not handed over."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return the condition; its words are states, nothing that anybody typed."""
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        words = ", ".join(f"'{IssueState(one).value}'" for one in self.rhs)
        return f"{column} IN ({words})", params


def stands_in(states: Iterable[str] = OPEN) -> _Written:
    """Return the condition that an issue stands in one of these states; of the open ones exactly as their indexes say it."""
    return _Written(F("state"), sorted(states))
