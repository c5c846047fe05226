"""Visits to what was settled, and what came back, as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.intervals import Interval
from wenming.engine.survival import Brackets
from wenming.issues.enums import LookBackReason, LookBackResult
from wenming.issues.models import LookBack
from wenming.issues.models.lookbacks import DAYS
from wenming.issues.queries.recurrence import Share
from wenming.issues.schemas.case import issue_url, minor_name
from wenming.issues.schemas.lamps import Lamps
from wenming.issues.schemas.proposals import percent
from wenming.kernel.schemas import DASH

TONES = {
    str(LookBackResult.HOLDS): ("ok", "check"),
    str(LookBackResult.CAME_BACK): ("bad", "triangle"),
    str(LookBackResult.UNJUDGED): ("mute", "half"),
}


def visit_view(row: LookBack, lamps: Lamps) -> dict[str, Any]:
    """Return a visit that waits: where, what was wrong there, until when; nothing of who settled it or why it was chosen."""
    issue, today = row.issue, lamps.at.astimezone(lamps.city.zone).date()
    return {
        "url": reverse("issues:look_back", args=[lamps.city.slug, row.pk]),
        "place": issue.place or (issue.area.name if issue.area else ""),
        "area": issue.area.name if issue.area else "",
        "text": issue.text,
        "minor": minor_name(issue),
        "until": lamps.day_text(row.until_on),
        "late": row.until_on < today,
        "day": row.day,
        "site_url": reverse("sites:site", args=[lamps.city.slug, issue.site_id]) if issue.site_id else "",
    }


def record_view(row: LookBack, lamps: Lamps) -> dict[str, Any]:
    """Return a visit that is over: what it found."""
    issue = row.issue
    tone, shape = TONES.get(row.result, ("warn", "half"))
    label = str(LookBackResult(row.result).label) if row.result else pgettext("look-back", "没有去看")
    return {
        "number": issue.number,
        "url": issue_url(lamps.city, issue.number),
        "text": issue.text,
        "place": issue.place,
        "unit": issue.unit.name if issue.unit else "",
        "minor": minor_name(issue),
        "day": row.day,
        "reason": str(LookBackReason(row.reason).label),
        "state": {"label": label, "tone": tone, "shape": shape},
        "at": lamps.moment(row.looked_at) if row.looked_at else lamps.day_text(row.until_on),
        "note": row.note,
        "found": {"number": row.found.number, "url": issue_url(lamps.city, row.found.number)} if row.found else None,
    }


def range_text(interval: Interval) -> str:
    """Return the bounds of an interval."""
    return _("%(low)s 至 %(high)s") % {"low": percent(interval.low), "high": percent(interval.high)}


def share_text(share: Share) -> str:
    """Return what came back in one phrase, the share only where there are enough looks to tell it."""
    if not share.looked:
        return DASH
    if not share.interval.tells:
        return _("看 %(looked)s 件，又出现 %(back)s 件") % {"looked": share.looked, "back": share.back}
    return f"{percent(share.interval.estimate)} ({range_text(share.interval)})"


def share_view(share: Share) -> dict[str, Any]:
    """Return one line of recurrence, its interval placed on a scale from 0 to 100 %."""
    return {
        "name": share.name or pgettext("rate", "未填写"),
        "group": share.group,
        "looked": share.looked,
        "back": share.back,
        "unjudged": share.unjudged,
        "text": percent(share.interval.estimate) if share.interval.tells else "",
        "range": range_text(share.interval) if share.looked else "",
        "band": _band(share.interval) if share.looked else None,
        "ages": [_age(share.ages.get(day)) for day in DAYS],
    }


def _band(interval: Interval) -> dict[str, str]:
    """Return where the band and the point of an interval lie."""
    return {
        "x": f"{100 * interval.low:.1f}%",
        "width": f"{max(100 * (interval.high - interval.low), 0.5):.1f}%",
        "point": f"{100 * interval.estimate:.1f}%",
        "tells": "1" if interval.tells else "",
    }


def _age(interval: Interval | None) -> dict[str, str]:
    """Return the share of one age, with how many were looked at."""
    if interval is None:
        return {"text": "", "n": ""}
    text = percent(interval.estimate) if interval.tells else pgettext("rate", "样本不足")
    return {"text": text, "n": str(interval.n)}


def grouped(shares: Sequence[Share]) -> list[dict[str, Any]]:
    """Return lines, each group under its name."""
    rows: list[dict[str, Any]] = []
    group = ""
    for share in shares:
        if share.group != group:
            group = share.group
            rows.append({"group_name": group})
        rows.append(share_view(share))
    return rows


def curve_view(brackets: Brackets) -> list[dict[str, str]]:
    """Return, for each age, between which shares what had come back by then must lie."""
    found = []
    for day in DAYS:
        sure, possible = brackets.share_back(day)
        found.append({"day": str(day), "sure": percent(sure), "possible": percent(possible)})
    return found
