"""Issues of the rehearsal city, in every state; all of them went through the actions that people use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

import yaml
from django.conf import settings

from wenming.issues.actions import (
    Report,
    accept_issue,
    answer_issue,
    ask_for,
    dispatch_issue,
    dispute_issue,
    extend_issue,
    file_issue,
    forward_issue,
    join_issue,
    remind_unit,
    report_issue,
    return_issue,
    suspend_issue,
    verify_issue,
    void_issue,
)
from wenming.issues.actions.categories import adopt_categories
from wenming.issues.models import Issue, MinorClass
from wenming.issues.seeds.clauses import ClausesOfPlaces
from wenming.issues.seeds.pictures import street_photo
from wenming.kernel.models import Account, City
from wenming.organisations.models import Unit
from wenming.sites.models import Site

FATES = (
    "closed", "dispatched", "closed", "answered", "dispatched", "closed", "reported", "reworked", "dispatched", "closed", "filed",
    "suspended", "closed", "forwarded", "dispatched", "returned", "closed", "asked", "accepted", "closed", "disputed", "extended",
    "dispatched", "closed", "joined", "closed", "reminded", "answered", "closed", "void", "dispatched", "checked",
)  # fmt: skip
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the seeds: the office dispatches, the supervisor looks, the liaison answers for the unit that has one."""

    office: Account
    supervisor: Account
    liaison: Account


def seed_issues(*, city: City, cast: Cast, at: datetime, count: int = 96) -> None:
    """Give the city its categories and ``count`` issues of the last weeks."""
    table = settings.ROOT / "data" / "categories" / "district.yaml"
    adopt_categories(city=city, source=table.read_text(encoding="utf-8"), by=cast.office, at=at)
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "issues.yaml").read_text(encoding="utf-8"))
    minors = {minor.name: minor for minor in MinorClass.objects.in_city(city).select_related("unit", "major")}
    sites: dict[str, list[Site]] = {}
    for site in Site.objects.in_city(city).filter(ends_on=None).select_related("type", "area").order_by("code"):
        sites.setdefault(site.type.name, []).append(site)
    desk = Unit.objects.in_city(city).get(name="望河区", ends_on=None)
    stage = _Stage(city, cast, facts, minors, sites, desk, ClausesOfPlaces(city), at)
    for number, fate in zip(range(count), cycle(FATES), strict=False):
        stage.play(number, fate)


@dataclass
class _Stage:
    """Where the issues are played: everything that they need, looked up once."""

    city: City
    cast: Cast
    facts: dict[str, Any]
    minors: dict[str, MinorClass]
    sites: dict[str, list[Site]]
    desk: Unit
    clauses: ClausesOfPlaces
    now: datetime
    last: Issue | None = None

    def play(self, number: int, fate: str) -> None:
        """Report one issue and let it come to its fate."""
        text, category, kind = self.facts["matters"][number % len(self.facts["matters"])]
        seed = f"{self.city.slug}/{number}"
        places = self.sites[kind]
        # the later in the list, the longer ago; what is still open is of the last days
        age = timedelta(hours=_draw(seed, 22), days=(number * 7) % 24 + 2 if fate in _OLD else (number * 3) % 4)
        since = self.now - age - 6 * HOUR
        issue = report_issue(
            city=self.city,
            report=Report(
                text=text.format(n=_draw(f"{seed}/n", 7) + 2),
                source=self.facts["sources"][number % len(self.facts["sources"])],
                site=places[_draw(f"{seed}/site", len(places))],
                minor=self.minors[category],
                node=self.clauses.clause(category, kind),
            ),
            # whatever shows afterwards shows before as well: the slider compares one scene
            photos=[("现场.jpg", street_photo(seed, dirty=True))] if number % 3 == 0 or _shows_after(number) else (),
            by=self.cast.office,
            at=since,
        )
        if fate not in {"reported", "void", "joined"}:
            accept_issue(issue=issue, by=self.cast.office, at=since + 20 * MINUTE)
        getattr(self, f"_{fate}")(issue, since + 40 * MINUTE, seed, number)
        self.last = issue if fate == "dispatched" else self.last

    def _reported(self, _issue: Issue, _at: datetime, _seed: str, _number: int) -> None:
        """Nobody has taken it in hand."""

    def _accepted(self, _issue: Issue, _at: datetime, _seed: str, _number: int) -> None:
        """It is in hand; whether a case is made of it is open."""

    def _filed(self, issue: Issue, at: datetime, _seed: str, _number: int) -> None:
        file_issue(issue=issue, by=self.cast.office, at=at)

    def _dispatched(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._filed(issue, at, seed, number)
        unit = self.minors[_name(issue)].unit
        if unit is None:
            raise LookupError(f"the category of {issue.number} names no unit of the rehearsal city")
        dispatch_issue(issue=issue, unit=unit, by=self.cast.office, at=at + 10 * MINUTE)

    def _answered(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        liaison = _name(issue) in _OF_LIAISON
        hours = (1, 2, 3, 5, 9, 26)[_draw(f"{seed}/hours", 6)]
        then = min(at + hours * HOUR, self.now - 2 * HOUR)
        answer_issue(
            issue=issue,
            text=self.facts["answers"][number % len(self.facts["answers"])],
            photos=[("整改后.jpg", street_photo(seed, dirty=False))] if _shows_after(number) else (),
            by=self.cast.liaison if liaison else self.cast.office,
            at=max(then, at + 20 * MINUTE),
        )

    def _closed(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._answered(issue, at, seed, number)
        verify_issue(issue=issue, passed=True, by=self.cast.supervisor, at=self.now - HOUR - (number % 5) * 3 * HOUR)

    def _reworked(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._answered(issue, at, seed, number)
        note = self.facts["reworks"][number % len(self.facts["reworks"])]
        verify_issue(issue=issue, passed=False, note=note, by=self.cast.supervisor, at=self.now - HOUR)

    def _suspended(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        reason = self.facts["suspensions"][0]
        until = (self.now + timedelta(days=45)).date()
        suspend_issue(issue=issue, reason=reason, until=until, by=self.cast.office, at=at + HOUR)

    def _forwarded(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._filed(issue, at, seed, number)
        forward_issue(issue=issue, desk=self.desk, by=self.cast.office, at=at + 10 * MINUTE)

    def _checked(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        """Dispatched by the district, answered: the district looks first."""
        self._forwarded(issue, at, seed, number)
        street = Unit.objects.in_city(self.city).get(name="望河街道", ends_on=None)
        dispatch_issue(issue=issue, unit=street, by=self.cast.office, at=at + 15 * MINUTE)
        answer_issue(issue=issue, text=self.facts["answers"][0], by=self.cast.office, at=at + 2 * HOUR)

    def _returned(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        reason = self.facts["returns"][0]
        return_issue(issue=issue, reason=reason, by=None, at=at + HOUR)

    def _asked(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        until = self.now + timedelta(days=5)
        ask_for(issue=issue, kind="extension", reason="需要采购材料，申请延期", until=until, by=None, at=at + HOUR)

    def _disputed(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        dispute_issue(issue=issue, reason=self.facts["returns"][0], by=None, at=at + HOUR)

    def _extended(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        until = self.now + timedelta(days=30)
        extend_issue(issue=issue, until=until, note="雨季施工，同意延期", by=self.cast.office, at=at + HOUR)

    def _reminded(self, issue: Issue, at: datetime, seed: str, number: int) -> None:
        self._dispatched(issue, at, seed, number)
        remind_unit(issue=issue, text="请尽快处置并反馈", by=self.cast.supervisor, at=self.now - 2 * HOUR)

    def _joined(self, issue: Issue, at: datetime, _seed: str, _number: int) -> None:
        if self.last is not None:
            join_issue(issue=issue, master=self.last, by=self.cast.office, at=at)

    def _void(self, issue: Issue, at: datetime, _seed: str, _number: int) -> None:
        void_issue(issue=issue, reason="经核实不是问题：摊位在划定的线内", by=self.cast.office, at=at)


_OLD = frozenset({"closed", "suspended", "void", "extended", "disputed"})
_OF_LIAISON = frozenset({"暴露垃圾", "占道经营", "非法小广告", "乱堆物堆料", "公厕不洁"})


def _name(issue: Issue) -> str:
    """Return the name of the issue's category; the seeds give every issue one."""
    return issue.minor.name if issue.minor else ""


def _shows_after(number: int) -> bool:
    """Return whether the answer to an issue of the seeds comes with a photo."""
    return number % 2 == 0


def _draw(seed: str, sides: int) -> int:
    """Return a number from 0 to sides − 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % sides
