"""What a forecast is made from: our own rounds, what the evaluators will do, and the city's wishes. All of it data; nothing here computes.

Points are the official points (of 100, or what the edition has); shares lie between 0 and 1; shifts are on the logit scale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

ENGINE_VERSION = "forecast-1"
"""Changes with every change of what is computed: a forecast can be repeated only by the same version."""
SHIFT_SPREAD = 0.25
"""How far the official team differs from our inspectors, on the logit, as long as no pair of results tells (quant.md 3.b)."""


@dataclass(frozen=True, slots=True)
class SeenSite:
    """A site of the frame that we inspected: ``checks`` made, ``passed`` of them, the ``street`` it lies in ("" = not known).

    ``rate`` is what the formula says of it (0 to 1) where a check can be passed in part; None = the share of its checks that were passed.
    ``drawn`` is False for a site that was not drawn by lot (a favourite): it tells about itself, never about its type.
    """

    checks: int
    passed: int
    street: str = ""
    drawn: bool = True
    rate: float | None = None

    @property
    def score(self) -> float:
        """What the formula says of it; for a site at which something was checked."""
        return self.passed / self.checks if self.rate is None else self.rate


@dataclass(frozen=True, slots=True)
class Item:
    """A clause as it is checked at sites of a type: how often we checked it there, and how often it failed."""

    key: str
    checked: int
    failed: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """A type of sites: ``frame`` of them stand in the register, the evaluators see ``drawn`` of them and make ``checks`` checks at each.

    ``weight`` is the type's share of the field score, up to a common factor. ``streets`` tells how many sites of the frame lie in each
    street, inspected ones included; sites of no known street have no street's effect. Items are each checked once per site where there
    are as many as ``checks``; else all checks of a site are alike.
    """

    key: str
    weight: float
    frame: int
    drawn: int
    checks: int
    sites: tuple[SeenSite, ...] = ()
    items: tuple[Item, ...] = ()
    streets: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """One community of our own survey: so many asked, so many of them content."""

    asked: int
    content: int


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """Whom the evaluators ask: ``households`` in each of ``communities``, and ``intercepts`` in the street (10 × 22 + 80 in 2016)."""

    communities: int = 10
    households: int = 22
    intercepts: int = 80


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the materials: its points' share ``value``, our reviewers' ``rating`` (0 to 1) of what is filed today, and the past.

    Of ``reviewed`` papers that our reviewers held to be good, the official ones accepted ``agreed``. ``rating`` is None where nobody has
    reviewed the clause yet.
    """

    key: str
    value: float
    rating: float | None
    agreed: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Points of the three parts, as the edition has them. A part of 0 points is no part of the score."""

    field: float
    materials: float
    survey: float

    @property
    def total(self) -> float:
        """All points."""
        return self.field + self.materials + self.survey


@dataclass(frozen=True, slots=True)
class Shift:
    """What the official team sees more (above 0) or less well than our inspectors, on the logit: of the year, shared by all cities, and of this city.

    ``mean`` is the expected shift as a whole, ``year`` and ``city`` the spreads of its two parts; ``street`` is the spread of what sites of
    one street have in common. ``pairs`` is the number of past pairs behind it, 0 for the wide prior.
    """

    mean: float = 0.0
    year: float = SHIFT_SPREAD * 0.6
    city: float = SHIFT_SPREAD * 0.8
    street: float = 0.0
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class Rival:
    """Another city of the group: what its published ranks and scores let expect this year, in points, and how sure that is."""

    key: str
    score: float
    spread: float


@dataclass(frozen=True, slots=True)
class Gate:
    """The provincial stage: of ``held`` comparable candidates ``passed`` were recommended."""

    passed: int
    held: int


@dataclass(frozen=True, slots=True)
class Scenario:
    """An event of the negative list that somebody chose by hand to look at: it costs ``points``, or everything where it ``stops`` the title.

    It has no probability: the platform predicts nothing about persons.
    """

    key: str
    points: float = 0.0
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a forecast of one city needs; what is missing is told by ``shortfalls.missing_of``."""

    parts: Parts
    line: float | None = None
    types: tuple[Stratum, ...] = ()
    survey: tuple[Cluster, ...] = ()
    survey_plan: SurveyPlan = field(default_factory=SurveyPlan)
    clauses: tuple[Clause, ...] = ()
    shift: Shift = field(default_factory=Shift)
    rivals: tuple[Rival, ...] = ()
    places: tuple[int, ...] = ()
    """The ranks that are asked about: P(rank ≤ k)."""
    gate: Gate | None = None
    scenarios: tuple[Scenario, ...] = ()


class SpreadSource(StrEnum):
    """Where the width of a forecast comes from."""

    SITES = "sites"
    IGNORANCE = "ignorance"
    ASSESSORS = "assessors"
    SURVEY = "survey"
    MATERIALS = "materials"
