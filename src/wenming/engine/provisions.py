"""What an edition says beside its tree: who may apply, what costs the title, what is looked at where, asked and filed.

Every provision names where it comes from. References to lines of a tree (``clauses``) are codes of the same edition, or
``edition-code/node-code`` where they lead into another one: that is how one check item serves several titles.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wenming.engine.provenance import Provenance


class PenaltyEffect(StrEnum):
    """What an entry of the negative list does to a city, by what the city is when it happens."""

    DEDUCT = "deduct"
    """Points are taken off the year's score."""
    CRITICISE = "criticise"
    STOP_NOMINATION = "stop_nomination"
    DISQUALIFY = "disqualify"
    """The city may not apply."""
    SUSPEND = "suspend"
    CANCEL = "cancel"


class Judgement(StrEnum):
    """How a check item is judged at a site."""

    YES_NO = "yes_no"
    """Met or not met."""
    COUNT = "count"
    """Something is counted and compared with a limit."""
    GRADE = "grade"


class MaterialKind(StrEnum):
    """Kinds of papers that are filed (domain: 规范性文件, 说明报告, 实景图片, 统计表)."""

    DOCUMENT = "document"
    REPORT = "report"
    PICTURE = "picture"
    STATISTICS = "statistics"


class Headline(StrEnum):
    """The headline rate that a survey question feeds (domain: 知晓率, 支持率, 参与率, 满意率)."""

    AWARENESS = "awareness"
    SUPPORT = "support"
    PARTICIPATION = "participation"
    SATISFACTION = "satisfaction"


@dataclass(frozen=True, slots=True)
class Provision:
    """What all provisions have: a code unique in its section, a Chinese and an English text, and a source."""

    code: str
    name: str
    name_en: str
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class ApplyCondition(Provision):
    """A condition that must hold before a city may apply; ``months`` is the time before the application that it looks at."""

    months: int | None = None


@dataclass(frozen=True, slots=True)
class Penalty:
    """What an entry does: ``points`` for DEDUCT, ``months`` how long it lasts or, for deductions, how far back it looks."""

    effect: PenaltyEffect
    points: Fraction | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class NegativeEntry(Provision):
    """An entry of the negative list; None where the penalty for such a city is not known."""

    holder: Penalty | None = None
    nominated: Penalty | None = None
    applicant: Penalty | None = None


@dataclass(frozen=True, slots=True)
class Bonus(Provision):
    """Points beyond the basic ones, once per occurrence; None where the edition publishes none."""

    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Question(Provision):
    """A survey question. ``scores`` (0 to 1) belong to ``options`` one by one, or are empty where they are not published."""

    options: tuple[str, ...] = ()
    scores: tuple[Fraction, ...] = ()
    headline: Headline | None = None
    methods: tuple[str, ...] = ()
    at_least: Fraction | None = None
    """The rate (0 to 1) that the edition asks for."""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material(Provision):
    """A paper to be filed for the clauses: how many, from how many months before the assessment."""

    kind: MaterialKind
    count: int | None = None
    months: int | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure(Provision):
    """A numeric indicator: a value with its unit that must be reached or not passed."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None
    unit: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample(Provision):
    """How many units the assessment looks at in a city of this size (population in 10,000; from inclusive, below exclusive)."""

    size: int
    population_from: Fraction | None = None
    population_below: Fraction | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteType(Provision):
    """A kind of place, and how it is walked: the rule in words, the way in metres, the stay in minutes, the hours (HH:MM)."""

    walk: str = ""
    walk_en: str = ""
    metres: int | None = None
    minutes: int | None = None
    time_from: str = ""
    time_to: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckItem(Provision):
    """One thing to see at a site of this type: how it is judged, and for which clauses it counts.

    Counted things stand between ``at_least`` and ``at_most``, per so many metres of the way where ``per_metres`` says so; two
    of them are two only at ``apart_metres`` from each other.
    """

    site_type: str
    how: str = ""
    how_en: str = ""
    judge: Judgement = Judgement.YES_NO
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    per_metres: int | None = None
    apart_metres: int | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosslink(Provision):
    """Clauses, of several editions as a rule, that one observation, photo or answer satisfies together."""

    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card(Provision):
    """应知应会: what everybody should know; the name is the question."""

    answer: str = ""
    answer_en: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provisions:
    """Everything that an edition, or a collection of checklists, says beside a tree, section by section in its own order."""

    conditions: tuple[ApplyCondition, ...] = ()
    negative_list: tuple[NegativeEntry, ...] = ()
    bonus: tuple[Bonus, ...] = ()
    questions: tuple[Question, ...] = ()
    materials: tuple[Material, ...] = ()
    figures: tuple[Figure, ...] = ()
    samples: tuple[Sample, ...] = ()
    site_types: tuple[SiteType, ...] = ()
    check_items: tuple[CheckItem, ...] = ()
    crosswalk: tuple[Crosslink, ...] = ()
    cards: tuple[Card, ...] = ()


NO_PROVISIONS = Provisions()


@dataclass(frozen=True)
class Checklists:
    """A collection of checklists and crosswalks that several titles share (``format: wenming-checklists/1``).

    Its clauses are ``edition-code/node-code`` throughout. ``digest`` is the SHA-256 of the file's bytes, hexadecimal.
    """

    code: str
    title: str
    title_en: str
    edition: str
    provisions: Provisions
    digest: str
    provenance: Provenance | None = None
