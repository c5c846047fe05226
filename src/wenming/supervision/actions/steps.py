"""What the actions of supervision share: the refusal, and the second look at who acts."""

from __future__ import annotations

from collections.abc import Callable

from wenming.kernel.models import Account, City
from wenming.organisations.rules import require_again


class NotPossibleError(Exception):
    """The action does not fit any more; the message is a word that the page translates (``enums.refusal_words``)."""


def require(condition: object, reason: str) -> None:
    """Raise NotPossibleError with the reason unless the condition holds."""
    if not condition:
        raise NotPossibleError(reason)


def allow(predicate: Callable[[Account, City], bool], by: Account | None, city: City) -> None:
    """Ask again who may; ``by=None`` is the system."""
    if by is not None:
        require_again(predicate, by, city)
