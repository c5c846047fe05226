"""What the rehearsal city has settled before, so that proposals can be learned, and matters that several channels report."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

import yaml
from django.conf import settings

from wenming.engine.geo import Pair
from wenming.issues.actions import (
    Report,
    accept_issue,
    answer_issue,
    dispatch_issue,
    file_issue,
    report_issue,
    verify_issue,
)
from wenming.issues.actions.asking import ask_to_learn
from wenming.issues.actions.duplicates import note_duplicates
from wenming.issues.models import Issue, MinorClass
from wenming.issues.seeds.clauses import ClausesOfPlaces
from wenming.issues.seeds.issues import Cast
from wenming.issues.seeds.pictures import street_photo
from wenming.kernel.models import Account, City
from wenming.sites.models import Site

HOUR = timedelta(hours=1)
ERRORS = (8, 20, 35)
"""Metres that the positions of the first, second and third report may err."""
OLDEST = 60
"""Days ago that the first of them was reported."""
SOURCES = ("inspection", "hotline", "patrol", "city_management", "citizen", "supervision")


def seed_history(*, city: City, cast: Cast, at: datetime, most: int = 100) -> None:
    """Settle ``most`` cases of the last two months, one kind after the other; then let several channels report one matter."""
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "decided.yaml").read_text(encoding="utf-8"))
    past = _Past(city, cast, at)
    rows = [[(category, kind, text) for text in texts] for category, kind, texts in facts["settled"]]
    # one of each kind, then the next of each kind: older and later cases are of the same kinds, in other words
    cases = [case for turn in zip_longest(*rows) for case in turn if case is not None][:most]
    for number, (category, kind, text) in enumerate(cases):
        past.settle(number, len(cases), category, kind, text)
    for number, (category, kind, reports) in enumerate(facts["reported"]):
        past.report_again(number, kind, [(category, source, text) for source, text in reports])
    for number, (kind, reports) in enumerate(facts["apart"], start=len(facts["reported"])):
        past.report_again(number, kind, reports)
    ask_to_learn(city=city, by=cast.office, at=at)


class _Past:
    """What the cases need, looked up once."""

    def __init__(self, city: City, cast: Cast, at: datetime) -> None:
        self.city, self.cast, self.at = city, cast, at
        self.minors = {minor.name: minor for minor in MinorClass.objects.in_city(city).select_related("unit", "major")}
        self.clauses = ClausesOfPlaces(city)
        self.sites: dict[str, list[Site]] = {}
        for site in Site.objects.in_city(city).filter(ends_on=None).select_related("type", "area").order_by("code"):
            self.sites.setdefault(site.type.name, []).append(site)

    def settle(self, number: int, count: int, category: str, kind: str, text: str) -> None:
        """Report a case and let it go the whole way."""
        who: dict[str, Account] = {"by": self.cast.office}
        since = self.at - timedelta(days=OLDEST) + number * timedelta(days=OLDEST - 4) / count
        minor, places = self.minors[category], self.sites[kind]
        report = Report(
            text=text,
            source=SOURCES[number % len(SOURCES)],
            site=places[number % len(places)],
            minor=minor,
            node=self.clauses.clause(category, kind),
        )
        issue = report_issue(city=self.city, report=report, at=since, **who)
        accept_issue(issue=issue, at=since + HOUR / 4, **who)
        file_issue(issue=issue, at=since + HOUR / 2, **who)
        dispatch_issue(issue=issue, unit=_unit(minor), at=since + HOUR, **who)
        answer_issue(issue=issue, text="已处置，现场恢复整洁", at=since + (2 + number % 5) * HOUR, **who)
        verify_issue(issue=issue, passed=True, by=self.cast.supervisor, at=since + (8 + number % 30) * HOUR)

    def report_again(self, number: int, kind: str, reports: list[Any]) -> None:
        """Let several channels report from one place; the first report is under way already. The later ones were noted when they came."""
        places = self.sites[kind]
        site = places[(7 * number + 3) % len(places)]
        for place, (category, source, text) in enumerate(reports):
            since = self.at - (20 - 5 * place - number) * HOUR
            report = Report(
                text=text, source=source, site=site, minor=self.minors[category], node=self.clauses.clause(category, kind),
                position=_beside(site, place), accuracy=ERRORS[place],
            )  # fmt: skip
            # every channel shows the same corner; the hotline has no photo
            photos = [("现场.jpg", street_photo(f"{site.code}/{number}", dirty=True))] if source != "hotline" else []
            issue = report_issue(city=self.city, report=report, photos=photos, by=self.cast.office, at=since)
            if place == 0:
                self._send(issue, self.minors[category], since)
            note_duplicates(issue=issue, by=None, at=since)

    def _send(self, issue: Issue, minor: MinorClass, since: datetime) -> None:
        """Dispatch a report."""
        who: dict[str, Account] = {"by": self.cast.office}
        accept_issue(issue=issue, at=since + HOUR / 4, **who)
        file_issue(issue=issue, at=since + HOUR / 3, **who)
        dispatch_issue(issue=issue, unit=_unit(minor), at=since + HOUR / 2, **who)


def _beside(site: Site, place: int) -> Pair | None:
    """Return where a report says that it was: a few steps from the site."""
    return None if site.lat is None or site.lng is None else (site.lat + 0.00011 * place, site.lng - 0.00008 * place)


def _unit(minor: MinorClass) -> Any:
    """Return the unit of a category; in the rehearsal city every one that is used has one."""
    if minor.unit is None:
        raise LookupError(f"{minor.name} names no unit of the rehearsal city")
    return minor.unit
