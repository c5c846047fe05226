"""What came back, as a workbook: every share with its bounds and with what it was reckoned from."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.documents.exports import Column, Sheet, workbook
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.queries.recurrence import Share


def recurrence_workbook(lines: Sequence[Share], first: str, days: str) -> bytes:
    """Return the lines, all of them together on top."""
    columns = [
        Column(first, 24),
        Column(_("类别"), 14),
        Column(_("又出现的比例"), 14, "percent"),
        Column(_("下限（95%）"), 12, "percent"),
        Column(_("上限（95%）"), 12, "percent"),
        Column(_("看了几件"), 10),
        Column(_("又出现几件"), 10),
        Column(_("看不了或没去看"), 14),
    ]
    columns += [Column(_("满 %(day)s 天时") % {"day": day}, 12, "percent") for day in DAYS]
    rows = [_row(share, place) for place, share in enumerate(lines)]
    return workbook([Sheet(pgettext("page", "回头看"), days, columns, rows, frozen=1)])


def _row(share: Share, place: int) -> list[str | float | int | None]:
    """Return one line; a share that too few looks bear is left empty."""
    told = share.interval if share.interval.tells else None
    ages = [one.estimate if (one := share.ages.get(day)) and one.tells else None for day in DAYS]
    return [
        share.name if place else _("合计"),
        share.group,
        told.estimate if told else None,
        told.low if told else None,
        told.high if told else None,
        share.looked,
        share.back,
        share.unjudged,
        *ages,
    ]
