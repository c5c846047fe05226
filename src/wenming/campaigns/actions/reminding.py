"""Telling people of days that draw near: re-checks to the office, milestones to the unit's liaison and the office; once per stage."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.models import Milestone, Recheck
from wenming.campaigns.queries.cycles import milestone_tone
from wenming.campaigns.queries.titles import recheck_stage, statuses_in
from wenming.kernel.models import Account, City
from wenming.messaging.actions import settle, tell
from wenming.messaging.enums import NoticeKind
from wenming.organisations.enums import Role

RECHECK_STAGES = ("alarm", "month", "overdue")
MILESTONE_STAGES = ("warn", "bad")
TOLD = (Role.OFFICE, Role.LIAISON)


@transaction.atomic
def remind_of_dates(*, city: City, at: datetime) -> int:
    """Tell everybody whom a day concerns that has come near since the last time; return how many matters are near or overdue."""
    today = at.astimezone(city.zone).date()
    lost = {title for title, status in statuses_in(city).items() if status == TitleStatus.CANCELLED}
    rechecks = Recheck.objects.in_city(city).filter(done_on__isnull=True).exclude(title__in=lost)
    milestones = Milestone.objects.in_city(city).filter(done_on__isnull=True, cancelled_on__isnull=True)
    told = [_tell_recheck(one, today, at) for one in rechecks.select_related("city", "title")]
    told += [_tell_milestone(one, today, at) for one in milestones.select_related("city", "campaign", "unit")]
    return sum(told)


def _tell_recheck(one: Recheck, today: date, at: datetime) -> bool:
    """Tell the office of a re-check, once at each stage."""
    stage = recheck_stage(one, today)
    if stage not in RECHECK_STAGES:
        return False
    tell(
        city=one.city,
        key=_key("recheck", one, stage),
        kind=NoticeKind.TASK,
        title=_("%(title)s复审：%(left)s") % {"title": one.title.name, "left": _left(one.due_on, today)},
        url=f"{reverse('campaigns:title', args=[one.city.slug, one.title_id])}#rechecks",
        role=Role.OFFICE,
        due_on=one.due_on,
        at=at,
    )
    return True


def _tell_milestone(one: Milestone, today: date, at: datetime) -> bool:
    """Tell the office, and the liaison of the unit that answers for it, of a milestone, once at each stage."""
    stage = milestone_tone(one, today)
    if stage not in MILESTONE_STAGES:
        return False
    for role in TOLD if one.unit_id else TOLD[:1]:
        tell(
            city=one.city,
            key=f"{_key('milestone', one, stage)}:{role}",
            kind=NoticeKind.TASK,
            title=_("%(name)s：%(left)s") % {"name": one.name[:80], "left": _left(one.due_on, today)},
            text=one.campaign.name,
            url=reverse("campaigns:milestone", args=[one.city.slug, one.pk]),
            role=role,
            unit=one.unit if role == Role.LIAISON else None,
            due_on=one.due_on,
            at=at,
        )
    return True


def settle_recheck(one: Recheck, by: Account | None, at: datetime) -> None:
    """End what people were asked about a re-check of this day."""
    for stage in RECHECK_STAGES:
        settle(city=one.city, key=_key("recheck", one, stage), by=by, at=at)


def settle_milestone(one: Milestone, by: Account | None, at: datetime) -> None:
    """End what people were asked about a milestone of this day."""
    for stage in MILESTONE_STAGES:
        for role in TOLD:
            settle(city=one.city, key=f"{_key('milestone', one, stage)}:{role}", by=by, at=at)


def _key(what: str, one: Recheck | Milestone, stage: str) -> str:
    """Return the cause of a notice: the matter, its day, how near it is."""
    return f"{what}:{one.pk}:{one.due_on.isoformat()}:{stage}"


def _left(due_on: date, today: date) -> str:
    """Say how far away a day is, with the day itself: a notice is read later than it is written."""
    left, facts = (due_on - today).days, {"day": due_on.isoformat()}
    if left < 0:
        return _("已逾期（%(day)s 到期）") % facts
    if left == 0:
        return _("今天到期")
    return ngettext("%(day)s 到期，还有 %(n)s 天", "%(day)s 到期，还有 %(n)s 天", left) % {**facts, "n": left}
