"""One thing for many issues: each row stands for itself, and says what was done with it or why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from wenming.issues.actions.steps import NotPossibleError
from wenming.issues.models import Issue

MOST_ROWS = 500
"""Issues that one batch may hold: what is done in the seconds of one request."""
DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: ``reason`` is "" where it was done, else a word for ``enums.refusal_words``."""

    issue: Issue
    reason: str = ""

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return not self.reason


def each(issues: Iterable[Issue], run: Callable[[Issue], Any]) -> list[Outcome]:
    """Do something to each issue in a transaction of its own; a row that is refused leaves the others as they are."""
    found = []
    for issue in issues:
        try:
            with transaction.atomic():
                run(issue)
        except NotPossibleError as fault:
            found.append(Outcome(issue, str(fault)))
        except PermissionDenied:
            found.append(Outcome(issue, DENIED))
        else:
            found.append(Outcome(issue))
    return found
