"""Titles as their pages show them: the pill of a standing, the lamp of a re-check, the line of time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.models import Recheck, Title, TitleChange
from wenming.campaigns.queries.titles import Standing, recheck_stage
from wenming.kernel.models import City
from wenming.kernel.schemas import milli_text
from wenming.standards.schemas import in_language

TONES = {
    TitleStatus.NONE: ("", "dash"),
    TitleStatus.PROVINCIAL: ("info", "half"),
    TitleStatus.NOMINATED: ("info", "arrow"),
    TitleStatus.SELECTED: ("info", "half"),
    TitleStatus.HOLDER: ("ok", "check"),
    TitleStatus.SUSPENDED: ("bad", "square"),
    TitleStatus.RESTORED: ("ok", "back"),
    TitleStatus.CANCELLED: ("bad", "cross"),
    TitleStatus.NOMINATION_STOPPED: ("bad", "square"),
}
LAMPS = {"done": "ok", "overdue": "bad", "month": "bad", "alarm": "warn", "later": "ok"}


def title_name(title: Title) -> str:
    """Return a title's name in the reader's language."""
    return in_language(title.name, title.name_en)


def status_pill(status: str) -> dict[str, str]:
    """Return a standing as a pill."""
    tone, shape = TONES[TitleStatus(status)]
    return {"label": str(TitleStatus(status).label), "tone": tone, "shape": shape}


def day_text(day: date | None) -> str:
    """Return a day as pages write it, "" for none."""
    return formats.date_format(day, "SHORT_DATE_FORMAT") if day else ""


def left_text(due_on: date, today: date) -> str:
    """Say how far away a day is."""
    left = (due_on - today).days
    if left == 0:
        return _("今天到期")
    if left < 0:
        return ngettext("逾期 %(days)s 天", "逾期 %(days)s 天", -left) % {"days": -left}
    return ngettext("还有 %(days)s 天", "还有 %(days)s 天", left) % {"days": left}


def recheck_lamp(recheck: Recheck, today: date) -> dict[str, str]:
    """Return a re-check with its lamp: the day, and how long it still is."""
    stage = recheck_stage(recheck, today)
    rest = "" if stage == "done" else left_text(recheck.due_on, today)
    return {"tone": LAMPS[stage], "label": day_text(recheck.due_on), "rest": rest}


def title_card(standing: Standing, city: City, today: date) -> dict[str, Any]:
    """Return a title as a card: where it stands since when, the next re-check, the cycle that runs, the last official score."""
    title, campaign = standing.title, standing.campaign_on(today)
    scored = next((one for one in standing.campaigns if one.last_score is not None), None)
    return {
        "name": title_name(title),
        "order": title.order,
        "url": reverse("campaigns:title", args=[city.slug, title.pk]),
        "conferred_by": title.conferred_by,
        "pill": status_pill(standing.status),
        "since": day_text(standing.since),
        "recheck": recheck_lamp(standing.next_recheck, today) if standing.next_recheck else None,
        "campaign": campaign.name if campaign else "",
        "campaign_url": reverse("campaigns:campaign", args=[city.slug, campaign.pk]) if campaign else "",
        "edition": campaign.edition_name if campaign else "",
        "score": milli_text(scored.last_score) if scored else "",
        "score_year": scored.last_year if scored else "",
        "score_url": f"{reverse('campaigns:campaign', args=[city.slug, scored.pk])}#scores" if scored else "",
    }


def history(standing: Standing, city: City, *, keeps: bool) -> list[dict[str, Any]]:
    """Return the line of time, the latest first; what was corrected stays, struck through."""
    latest = standing.latest
    corrected = {change.corrects_id for change in standing.changes}
    lines = [_line(change, change.pk in corrected) for change in sorted(standing.changes, key=_newest, reverse=True)]
    for line in lines:
        mine = keeps and latest is not None and line["pk"] == latest.pk
        line["now"] = latest is not None and line["pk"] == latest.pk
        line["correct_url"] = reverse("campaigns:title_correction", args=[city.slug, line["pk"]]) if mine else ""
    return lines


def _newest(change: TitleChange) -> tuple[date, int]:
    """Order changes by day and row."""
    return change.on, change.pk


def _line(change: TitleChange, corrected: bool) -> dict[str, Any]:  # noqa: FBT001  a fact of the row
    """Return one change."""
    return {
        "pk": change.pk,
        "on": day_text(change.on),
        "pill": status_pill(change.status),
        "paper": change.paper,
        "note": change.note,
        "by": change.by.name if change.by else "",
        "corrected": corrected,
        "corrects": change.corrects_id is not None,
        "bad": TONES[TitleStatus(change.status)][0] == "bad",
    }


def recheck_line(recheck: Recheck, city: City, today: date, *, keeps: bool) -> dict[str, Any]:
    """Return a re-check of a title's page."""
    open_ = keeps and recheck.done_on is None
    return {
        "lamp": recheck_lamp(recheck, today),
        "done": day_text(recheck.done_on),
        "passed": recheck.passed,
        "alarm_days": recheck.alarm_days,
        "note": recheck.note,
        "done_url": reverse("campaigns:recheck_done", args=[city.slug, recheck.pk]) if open_ else "",
        "move_url": reverse("campaigns:recheck_move", args=[city.slug, recheck.pk]) if open_ else "",
    }
