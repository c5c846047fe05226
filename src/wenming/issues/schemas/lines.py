"""A line of 办理经过."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wenming.issues.models import IssuePhoto


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when (for sorting, and as it is read), what, by whom; ``links`` are (text, address) of other issues."""

    moment: datetime
    at: str
    tone: str
    title: str
    text: str = ""
    who: str = ""
    facts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    photos: tuple[IssuePhoto, ...] = ()
    behalf: str = ""
    late: bool = False
