"""How far two people grade alike on the clauses that were drawn; who can grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from wenming.campaigns.models import Campaign
from wenming.engine.agreement import Agreement, agreement, linear_weights
from wenming.kernel.models import Account, City
from wenming.materials.models import ClauseGrade, GradeSample
from wenming.materials.queries.grades import ClauseLine
from wenming.materials.rules import GRADERS
from wenming.organisations.queries import posts_in


@dataclass(frozen=True)
class Agreed:
    """What the drawn clauses say: how many were drawn, how many have both grades, and how far these agree (with linear weights too)."""

    drawn: int
    both: tuple[ClauseLine, ...]
    plain: Agreement
    weighted: Agreement

    @property
    def differing(self) -> list[ClauseLine]:
        """Return those that were graded differently, settled ones among them."""
        return [line for line in self.both if _milli(line.first) != _milli(line.second)]


def agreed_on(lines: Sequence[ClauseLine], possible: Iterable[int]) -> Agreed:
    """Return how far the second grades are the first ones; ``possible`` are the milli-points of all grades that could be given, also those nobody gave."""
    drawn = [line for line in lines if line.sampled is not None]
    both = tuple(line for line in drawn if line.second is not None)
    said = {one.milli for line in both for one in (line.first, line.second) if one is not None}
    steps = sorted(said | set(possible), reverse=True)
    first, second = [_milli(line.first) for line in both], [_milli(line.second) for line in both]
    plain = agreement(first, second, categories=steps)
    weighted = agreement(first, second, categories=steps, weights=linear_weights(len(steps)))
    return Agreed(len(drawn), both, plain, weighted)


def _milli(grade: ClauseGrade | None) -> int:
    return grade.milli if grade else 0


def samples_of(campaign: Campaign, year: int) -> list[GradeSample]:
    """Return the samples of a year, the latest first. One query."""
    rows = GradeSample.objects.in_city(campaign.city).filter(campaign=campaign, year=year)
    return list(rows.select_related("grader", "draw", "by").order_by("-number"))


def graders_in(city: City, *, on: date) -> list[Account]:
    """Return who can grade on a day, by the age of their posts. One query."""
    posts = posts_in(city, on=on).filter(role__in=GRADERS, account__is_active=True).order_by("pk")
    return list({post.account_id: post.account for post in posts}.values())
