"""The lamp of an issue, of one row and as a condition."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from wenming.engine.deadlines import Lamp
from wenming.issues.models import Issue


def lamp_color(issue: Issue, at: datetime) -> str:
    """Return the colour of an issue's lamp: grey while nothing runs."""
    if issue.runs_out_at is None or issue.warns_at is None:
        return str(Lamp.GREY)
    if issue.runs_out_at < at:
        return str(Lamp.RED)
    return str(Lamp.YELLOW if issue.warns_at <= at else Lamp.GREEN)


def shows_lamp(lamp: str, at: datetime) -> Q:
    """Return the condition that an issue's lamp has this colour at a moment; the twin of ``lamp_color``."""
    return {
        str(Lamp.RED): Q(runs_out_at__lt=at),
        str(Lamp.YELLOW): Q(runs_out_at__gte=at, warns_at__lte=at),
        str(Lamp.GREEN): Q(runs_out_at__gte=at, warns_at__gt=at),
        str(Lamp.GREY): Q(runs_out_at__isnull=True),
    }[lamp]
