"""Where the city stands with its titles, and when each is looked at again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, OuterRef, Subquery

from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.models import Campaign, OfficialScore, Recheck, Title, TitleChange
from wenming.kernel.models import City

LAST_MONTH = timedelta(days=30)


@dataclass
class Standing:
    """A title with its whole history, oldest first. ``campaigns`` carry the last official score (``last_year``, ``last_score``)."""

    title: Title
    changes: list[TitleChange] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    next_recheck: Recheck | None = None

    @property
    def held(self) -> list[TitleChange]:
        """Return the changes that count: those that were not corrected."""
        corrected = {change.corrects_id for change in self.changes}
        return [change for change in self.changes if change.pk not in corrected]

    @property
    def latest(self) -> TitleChange | None:
        """Return the change that holds."""
        held = self.held
        return held[-1] if held else None

    @property
    def status(self) -> str:
        """Return where the city stands; nothing recorded: no title."""
        return self.latest.status if self.latest else TitleStatus.NONE

    @property
    def since(self) -> date | None:
        """Return since when the city has stood so without a break; a re-confirmation is none."""
        first = None
        for change in self.held:
            if first is None or change.status != first.status:
                first = change
        return first.on if first else None

    def campaign_on(self, day: date) -> Campaign | None:
        """Return the cycle that runs on a day, else the latest."""
        running = (one for one in self.campaigns if one.starts_on <= day <= one.ends_on)
        return next(running, self.campaigns[0] if self.campaigns else None)


def changes_that_hold(title: Title) -> list[TitleChange]:
    """Return the changes of a title that were not corrected, oldest first. One query."""
    rows = TitleChange.objects.in_city(title.city).filter(title=title, corrected_by__isnull=True)
    return list(rows.order_by("on", "pk"))


def standings_in(city: City, *, only: int | None = None) -> list[Standing]:
    """Return the city's titles in their order, or one of them by its key. Three queries."""
    open_ = Recheck.objects.in_city(city).filter(title=OuterRef("pk"), done_on__isnull=True).order_by("due_on", "pk")
    parts = {f"next_{name}": Subquery(open_.values(name)[:1]) for name in ("pk", "due_on", "alarm_days")}
    titles = Title.objects.in_city(city).select_related("city").annotate(**parts).order_by("order", "pk")
    if only is not None:
        titles = titles.filter(pk=only)
    found = {title.pk: Standing(title) for title in titles}
    for standing in found.values():
        standing.next_recheck = _next(standing.title)
    changes = TitleChange.objects.in_city(city).filter(title__in=found).select_related("by")
    for change in changes.order_by("on", "pk"):
        found[change.title_id].changes.append(change)
    for campaign in _campaigns(city, list(found)):
        found[campaign.title_id].campaigns.append(campaign)
    return list(found.values())


def _next(title: Title) -> Recheck | None:
    """Return the next re-check that came along with a title."""
    key, due_on, alarm_days = (getattr(title, f"next_{name}") for name in ("pk", "due_on", "alarm_days"))
    return Recheck(pk=key, city=title.city, title=title, due_on=due_on, alarm_days=alarm_days) if key else None


def _campaigns(city: City, titles: list[int]) -> list[Campaign]:
    """Return the cycles of titles, the latest first, each with the last official score."""
    scores = OfficialScore.objects.in_city(city).filter(campaign=OuterRef("pk")).order_by("-year", "-pk")
    rows = (
        Campaign.objects.in_city(city)
        .filter(title__in=titles)
        .annotate(
            edition_name=F("edition__edition"),
            last_year=Subquery(scores.values("year")[:1]),
            last_score=Subquery(scores.values("score")[:1]),
        )
    )
    return list(rows.order_by("-starts_on", "pk"))


def statuses_in(city: City) -> dict[int, str]:
    """Return title -> where the city stands, for all its titles. One query."""
    found: dict[int, str] = defaultdict(lambda: TitleStatus.NONE.value)
    rows = TitleChange.objects.in_city(city).filter(corrected_by__isnull=True).order_by("on", "pk")
    found.update(rows.values_list("title", "status"))
    return found


def recheck_stage(recheck: Recheck, on: date) -> str:
    """Return how near a re-check is: "done", "overdue", "month" (30 days), "alarm" (its own days before), "later"."""
    if recheck.done_on is not None:
        return "done"
    left = (recheck.due_on - on).days
    if left < 0:
        return "overdue"
    if left <= LAST_MONTH.days:
        return "month"
    return "alarm" if left <= recheck.alarm_days else "later"
