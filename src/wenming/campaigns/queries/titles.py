"""Where the city stands with its titles, and when each is looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.models import Campaign, OfficialScore, Recheck, Title, TitleChange
from wenming.engine.cycles import add_months
from wenming.kernel.models import City


@dataclass
class Standing:
    """A title with its whole history, oldest first; ``held`` are the changes that were not corrected."""

    title: Title
    changes: list[TitleChange] = field(default_factory=list)
    rechecks: list[Recheck] = field(default_factory=list)
    campaigns: list[Campaign] = field(default_factory=list)
    score: OfficialScore | None = None

    @property
    def held(self) -> list[TitleChange]:
        """Return the changes that count."""
        corrected = {change.corrects_id for change in self.changes}
        return [change for change in self.changes if change.pk not in corrected]

    @property
    def latest(self) -> TitleChange | None:
        """Return the change that holds."""
        return self.held[-1] if self.held else None

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

    @property
    def next_recheck(self) -> Recheck | None:
        """Return the first re-check that is still to come, or overdue."""
        return next((one for one in self.rechecks if one.done_on is None), None)

    def proposed_after(self, done_on: date) -> date | None:
        """Return when the next re-check is due if one took place on a day; None where nobody says how often."""
        return add_months(done_on, self.title.recheck_months) if self.title.recheck_months else None


def changes_that_hold(title: Title) -> list[TitleChange]:
    """Return the changes of a title that were not corrected, oldest first. One query."""
    rows = TitleChange.objects.in_city(title.city).filter(title=title, corrected_by__isnull=True)
    return list(rows.order_by("on", "pk"))


def standings_in(city: City, titles: Iterable[Title] | None = None) -> list[Standing]:
    """Return the city's titles in their order with history, re-checks, cycles and the last official score. Five queries."""
    rows = list(Title.objects.in_city(city).order_by("order", "pk")) if titles is None else list(titles)
    found = {title.pk: Standing(title) for title in rows}
    for change in _of(TitleChange, city, found).select_related("by").order_by("on", "pk"):
        found[change.title_id].changes.append(change)
    for recheck in _of(Recheck, city, found).order_by("due_on", "pk"):
        found[recheck.title_id].rechecks.append(recheck)
    campaigns = _of(Campaign, city, found).select_related("city", "edition", "title")
    for campaign in campaigns.defer("edition__source").order_by("-starts_on", "pk"):
        found[campaign.title_id].campaigns.append(campaign)
    scores = OfficialScore.objects.in_city(city).filter(campaign__title__in=found).select_related("campaign")
    for score in scores.order_by("year", "pk"):
        found[score.campaign.title_id].score = score
    return list(found.values())


def _of(model: type[TitleChange] | type[Recheck] | type[Campaign], city: City, keys: Iterable[int]) -> object:
    """Return the rows of the titles."""
    return model.objects.in_city(city).filter(title__in=keys)


def statuses_in(city: City) -> dict[int, str]:
    """Return title -> where the city stands, for all its titles. One query."""
    found: dict[int, str] = defaultdict(lambda: TitleStatus.NONE.value)
    rows = TitleChange.objects.in_city(city).filter(corrected_by__isnull=True).order_by("on", "pk")
    for title, status in rows.values_list("title", "status"):
        found[title] = status
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


LAST_MONTH = timedelta(days=30)
