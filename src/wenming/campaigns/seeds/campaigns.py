"""The demo's titles, cycles, milestones, scores and watch ledger (data/city/campaigns.yaml); all of it is made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import yaml
from django.conf import settings

from wenming.campaigns.actions import campaigns as cycles
from wenming.campaigns.actions import titles as names
from wenming.campaigns.actions import watching
from wenming.campaigns.models import Campaign, Title
from wenming.engine.cycles import add_months
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.standards.models import Edition


def seed_campaigns(*, city: City, at: datetime) -> None:
    """Give the demo its titles and cycles around the day of ``at``; needs the organisation and the editions of the city."""
    facts = yaml.safe_load((settings.ROOT / "data" / "city" / "campaigns.yaml").read_text(encoding="utf-8"))
    town = _Town(city, at, facts["cycle"])
    for one in facts["titles"]:
        town.add_title(one)
    for one in facts["campaigns"]:
        town.start(one)


class _Town:
    """The titles of the demo while they are being recorded; every record has a moment of its own."""

    def __init__(self, city: City, at: datetime, cycle: dict[str, int]) -> None:
        self.city, self.today = city, at.astimezone(city.zone).date()
        self.moments = _moments(at)
        first = add_months(self.today, -cycle["months_before"]).replace(day=1)
        self.span = first, add_months(first, 12 * cycle["years"]) - timedelta(days=1)
        self.titles: dict[str, Title] = {}
        self.units = {unit.name: unit for unit in Unit.objects.in_city(city)}
        self.editions = {edition.code: edition for edition in Edition.objects.in_city(city)}

    @property
    def who(self) -> dict[str, Any]:
        """The system, at the next moment."""
        return {"by": None, "at": next(self.moments)}

    def day(self, facts: dict[str, Any]) -> date:
        """Return a day that is so many days or months away."""
        return add_months(self.today, facts["months"]) if "months" in facts else self.on(facts["days"])

    def on(self, days: int) -> date:
        """Return the day so many days from today."""
        return self.today + timedelta(days=days)

    def add_title(self, facts: dict[str, Any]) -> None:
        """Add a title with its history and its re-checks."""
        plain = {key: facts[key] for key in ("name", "name_en", "conferred_by", "recheck_months") if key in facts}
        title = names.add_title(city=self.city, **plain, **self.who)
        self.titles[title.name] = title
        for one in facts["changes"]:
            self.record(title, one)
        if "mistaken" in facts:
            wrong = self.record(title, facts["mistaken"])
            right = facts["mistaken"]["right"]
            names.correct_title_change(change=wrong, status=right, on=wrong.on, note=wrong.note, **self.who)
        for one in facts.get("rechecks", ()):
            self.plan(title, one)

    def record(self, title: Title, facts: dict[str, Any]) -> Any:
        """Record a change of a title."""
        papers = {key: facts[key] for key in ("paper", "note") if key in facts}
        return names.record_title_change(title=title, status=facts["status"], on=self.day(facts), **papers, **self.who)

    def plan(self, title: Title, facts: dict[str, Any]) -> None:
        """Plan a re-check, and say how it ended where it has."""
        due_on = self.on(facts["days"])
        recheck = names.plan_recheck(title=title, due_on=due_on, alarm_days=facts["alarm_days"], **self.who)
        if "done" in facts:
            on, how = self.on(facts["done"]), {"passed": facts["passed"], "note": facts["note"]}
            names.finish_recheck(recheck=recheck, on=on, **how, **self.who)

    def start(self, facts: dict[str, Any]) -> None:
        """Start a cycle with all that belongs to it."""
        starts_on, ends_on = self.span
        campaign = cycles.start_campaign(
            title=self.titles[facts["title"]],
            name=facts["name"],
            edition=self.editions[facts["edition"]],
            rulebook=self.editions.get(facts.get("rulebook", "")),
            starts_on=starts_on,
            ends_on=ends_on,
            applies_on=self.day(facts["applies"]) if "applies" in facts else None,
            year_weights=facts["weights"],
            target=facts.get("target"),
            **self.who,
        )
        for one in facts["scores"]:
            year = starts_on.year + one["year"]
            cycles.record_score(campaign=campaign, **{**one, "year": year}, **self.who)
        for one in facts["milestones"]:
            self.add_milestone(campaign, one)
        self.watch(campaign, facts)

    def add_milestone(self, campaign: Campaign, facts: dict[str, Any]) -> None:
        """Add a milestone, and say what became of it."""
        row = cycles.add_milestone(
            campaign=campaign,
            kind=facts["kind"],
            name=facts["name"],
            due_on=self.on(facts["days"]),
            unit=self.units[facts["unit"]] if "unit" in facts else None,
            note=facts.get("note", ""),
            **self.who,
        )
        if "done" in facts:
            cycles.finish_milestone(milestone=row, on=self.on(facts["done"]), **self.who)
        if "cancelled" in facts:
            cycles.cancel_milestone(milestone=row, **self.who)

    def watch(self, campaign: Campaign, facts: dict[str, Any]) -> None:
        """Fill the watch ledger."""
        for one in facts["watched"]:
            plain = {key: one[key] for key in ("kind", "rule", "event", "source")}
            entry = watching.watch_event(campaign=campaign, happened_on=self.day(one), **plain, **self.who)
            for step in one["steps"]:
                watching.judge_event(entry=entry, **step, **self.who)
        for one in facts["findings"]:
            watching.record_finding(campaign=campaign, **one, **self.who)
        for one in facts["clearances"]:
            units = [self.units[name] for name in one["units"]]
            asked, due = self.on(one["asked"]), self.on(one["due"])
            rows = watching.ask_units(campaign=campaign, units=units, asked_on=asked, due_on=due, **self.who)
            asked_of = {row.unit.name: row for row in rows}
            for answer in one["answers"]:
                watching.record_opinion(
                    clearance=asked_of[answer["unit"]], answered_on=self.on(answer["days"]), opinion=answer["opinion"],
                    note=answer.get("note", ""), **self.who,
                )  # fmt: skip


def _moments(at: datetime) -> Iterator[datetime]:
    """Yield a moment after the other: records of one subject never share one."""
    while True:
        yield at
        at += timedelta(microseconds=1)
