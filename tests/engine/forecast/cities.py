"""A small city for forecasts: two types of sites, a survey, three clauses of materials."""

from __future__ import annotations

from dataclasses import replace

from wenming.engine.forecast import (
    Clause,
    Cluster,
    Gate,
    Item,
    Parts,
    Problem,
    Rival,
    Scenario,
    SeenSite,
    Shift,
    Stratum,
    SurveyPlan,
)

MARKETS = Stratum(
    key="markets",
    weight=2.0,
    frame=20,
    drawn=4,
    checks=3,
    sites=(SeenSite(3, 3, "north"), SeenSite(3, 2, "north"), SeenSite(3, 2, "south"), SeenSite(3, 1, drawn=False)),
    items=(Item("G-1", 4, 2), Item("G-2", 4, 1), Item("G-3", 4, 1)),
    streets=(("north", 8), ("south", 4)),
)
PARKS = Stratum("parks", 1.0, 10, 3, 5, (SeenSite(5, 4), SeenSite(5, 5), SeenSite(5, 4)))
CITY = Problem(
    parts=Parts(40.0, 40.0, 20.0),
    line=77.0,
    types=(MARKETS, PARKS),
    survey=(Cluster(20, 16), Cluster(20, 18), Cluster(20, 13)),
    survey_plan=SurveyPlan(4, 10, 20),
    clauses=(Clause("M-1", 1.0, 0.9, 9, 10), Clause("M-2", 2.0, 0.7, 8, 10), Clause("M-3", 1.0, 1.0, 10, 10)),
    shift=Shift(street=0.3),
    rivals=(Rival("one", 76.0, 3.0), Rival("two", 80.0, 3.0)),
    places=(1, 2, 3),
    gate=Gate(3, 4),
    scenarios=(Scenario("G15", 3.0), Scenario("G1", stops=True)),
)


def field_only(*types: Stratum, line: float = 80.0, shift: Shift | None = None) -> Problem:
    """Return a city whose score is its field score, of 100."""
    return Problem(Parts(100.0, 0.0, 0.0), line, types, shift=shift or Shift(0.0, 0.0, 0.0))


def passing(one: Stratum, more: int) -> Stratum:
    """Return the type with so many checks more passed at every site, as far as it has them."""
    return replace(one, sites=tuple(replace(site, passed=min(site.checks, site.passed + more)) for site in one.sites))
