"""Limits and lengths of time as an issue's page writes them."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.issues.models import Issue
from wenming.issues.schemas.lamps import Lamps
from wenming.organisations.enums import LimitUnit

HOUR = timedelta(hours=1)


def hours_number(length: timedelta) -> str:
    """Return a length in hours, one decimal at most: 12.9, 4."""
    return f"{round(length / HOUR, 1):.1f}".removesuffix(".0")


def amount_text(amount: int, unit: str) -> str:
    """Return a limit in words: 4 工作时, 5 工作日."""
    words = {
        LimitUnit.WORK_HOUR: ngettext("%(number)s 工作时", "%(number)s 工作时", amount),
        LimitUnit.WORK_DAY: ngettext("%(number)s 工作日", "%(number)s 工作日", amount),
        LimitUnit.HOUR: ngettext("%(number)s 小时", "%(number)s 小时", amount),
        LimitUnit.DAY: ngettext("%(number)s 天", "%(number)s 天", amount),
    }
    return str(words[LimitUnit(unit)]) % {"number": amount}


def limit_text(issue: Issue, lamps: Lamps) -> str:
    """Return the limit of an issue in words, "" for none."""
    if issue.limit_amount:
        return amount_text(issue.limit_amount, issue.limit_unit)
    return _("到 %(moment)s") % {"moment": lamps.moment(issue.due_at)} if issue.due_at else ""


def runs_always(issue: Issue) -> bool:
    """Whether the limit runs day and night."""
    return issue.around_clock or issue.limit_unit in {LimitUnit.HOUR, LimitUnit.DAY}
