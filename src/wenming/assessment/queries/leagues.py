"""The league of a round: computed from whole-number counts, kept, and read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from fractions import Fraction
from typing import Any

from django.db.models import Max

from wenming.assessment.adapters import DjangoStore
from wenming.assessment.enums import FormulaSource, LeagueLevel
from wenming.assessment.models import LeagueRun, LocalFormula
from wenming.assessment.queries import digest_of
from wenming.assessment.queries.entrants import Entrants, entrants_of
from wenming.assessment.queries.formulas import formula_in_force, formula_of
from wenming.engine import ENGINE_VERSION
from wenming.engine.formulas import (
    Formula,
    FormulaEntrant,
    FormulaTable,
    InputError,
    PartSource,
    Score,
    score_all,
    worked,
)
from wenming.engine.observations import FULL
from wenming.engine.ranking import Cell, Standing, standings
from wenming.engine.scoring.display import round_half_up
from wenming.engine.stores import CountStore
from wenming.inspections.models import Round
from wenming.inspections.queries import round_before
from wenming.kernel.models import City

PLACE_LEVELS = tuple(str(level) for level in (LeagueLevel.DISTRICT, LeagueLevel.STREET, LeagueLevel.COMMUNITY))
"""Places, from the widest down."""
TWO = 2


@dataclass(frozen=True, slots=True)
class LeagueRow:
    """One place or department. ``score``: by the formula as published, "" without one; ``place`` 0 without one. Rates as in ``standing``."""

    standing: Standing
    score: str = ""
    grade: str = ""
    place: int = 0
    ties: int = 0
    worked: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """How the rows write it: what leads to them."""
    sites: tuple[str, ...] = ()
    """The sites of rows that do not write it, and are its own by the register of sites."""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.standing.key

    @property
    def has_band(self) -> bool:
        """Whether enough places were visited to say anything of its place."""
        return self.standing.first > 0

    @property
    def moved(self) -> str:
        """What can be said of the change: "up", "down", "untold"; "" where there is none to speak of."""
        low, high = self.standing.change_low, self.standing.change_high
        if low is None or high is None:
            return ""
        return "up" if low > 0 else "down" if high < 0 else "untold"


@dataclass(frozen=True, slots=True)
class LeagueTable:
    """Those who are ranked together. ``missing``: (part, what became of it: PartSource) of which nothing is known."""

    key: str
    name: str
    rows: tuple[LeagueRow, ...]
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def banded(self) -> tuple[LeagueRow, ...]:
        """Those of whom something can be said, from the best estimate down."""
        known = (row for row in self.rows if row.has_band)
        return tuple(sorted(known, key=lambda row: (-row.standing.estimate, row.name)))


@dataclass(frozen=True, slots=True)
class LeagueView:
    """A kept league. ``refused``: (fault, entrant, input) where the formula cannot be applied; ``left_out``: (written name, rows) of no entrant."""

    run: LeagueRun
    tables: tuple[LeagueTable, ...]
    before: int | None = None
    refused: tuple[str, str, str] | None = None
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> tuple[LeagueRow, ...]:
        """Everybody, table by table."""
        return tuple(row for table in self.tables for row in table.rows)


@dataclass(frozen=True)
class ComputedLeague:
    """A league as it is computed now, ready to be kept."""

    formula: LocalFormula | None
    input_digest: str
    result: dict[str, Any]

    @property
    def formula_digest(self) -> str:
        """What the formula is known by, "" without one."""
        return self.formula.digest if self.formula else ""

    @property
    def result_digest(self) -> str:
        """SHA-256 of everything that the league says."""
        return digest_of([[self.result]])


def computed_league(
    round_: Round, level: str, *, formula: LocalFormula | None = None, store: CountStore | None = None
) -> ComputedLeague:
    """Compute the league of a round on a level, by the formula that held on the round's last day unless another is named."""
    city = round_.city
    counts = store or DjangoStore(city)
    held = formula or formula_in_force(city, level, on=round_.ends_on)
    before = round_before(round_)
    sides = [*entrants_of([one for one in (round_, before) if one], level, counts), Entrants({}, (), {}, {})]
    digest = digest_of([[level, *side.lines] for side in sides[:2]])
    result = _result(sides[0], sides[1], held, seed=int(digest[:12], 16))
    result["before"] = before.number if before else None
    return ComputedLeague(held, digest, result)


def _result(now: Entrants, before: Entrants, held: LocalFormula | None, *, seed: int) -> dict[str, Any]:
    """Return everything that is kept of a league."""
    formula = formula_of(held) if held else None
    scored, refused = _scored(formula, held, now.cells) if formula and held else (None, None)
    scores = {score.entrant.key: score for score in scored.scores} if scored else {}
    tables = []
    for key, name, members in _tables(formula, held, now.cells):
        own = {entrant: now.cells[entrant] for entrant in members}
        found = standings(own, before.cells, seed=seed)
        rows = [_row(one, scores.get(one.key), formula, now) for one in found]
        rows.sort(key=lambda row: (row["place"], -row["standing"]["estimate"], row["standing"]["key"]))
        tables.append({"key": key, "name": name, "rows": rows, "missing": _missing(scores, members)})
    return {"tables": tables, "refused": refused, "left_out": [list(one) for one in now.left_out]}


def _tables(
    formula: Formula | None, held: LocalFormula | None, cells: Mapping[str, Sequence[Cell]]
) -> list[tuple[str, str, list[str]]]:
    """Return (key, name, entrants) of everybody ranked together; who is in no list is in the last group."""
    if formula is None or held is None or not formula.leagues:
        return [("", "", sorted(cells))]
    grouped = {group.key: (group.key, group.name, list[str]()) for group in formula.leagues}
    for entrant in sorted(cells):
        grouped[_group(formula, held, entrant)][2].append(entrant)
    return [one for one in grouped.values() if one[2]]


def _group(formula: Formula, held: LocalFormula, entrant: str) -> str:
    """Return the group of the formula that an entrant is in."""
    if not formula.leagues:
        return ""
    named = (group.key for group in formula.leagues if entrant in held.members.get(group.key, ()))
    return next(named, formula.leagues[-1].key)


def _scored(
    formula: Formula, held: LocalFormula, cells: Mapping[str, Sequence[Cell]]
) -> tuple[FormulaTable | None, list[str] | None]:
    """Return everybody's score, or why the formula gives none."""
    entrants = [
        FormulaEntrant(key, _inputs(formula, held, own, group := _group(formula, held, key)), group)
        for key, own in sorted(cells.items())
    ]
    try:
        return score_all(formula, entrants), None
    except InputError as fault:
        return None, [fault.fault.value, fault.entrant, fault.key]


def _inputs(formula: Formula, held: LocalFormula, cells: Sequence[Cell], group: str) -> dict[str, Fraction]:
    """Return what is known of an entrant, exactly: so far the field."""
    rows = sum(cell.rows for cell in cells)
    rate = Fraction(sum(cell.milli for cell in cells), FULL * rows)
    return {
        key: rate * part.scale
        for key, part in formula.inputs(group).items()
        if held.sources.get(key) == FormulaSource.FIELD
    }


def _row(one: Standing, score: Score | None, formula: Formula | None, now: Entrants) -> dict[str, Any]:
    """Return what is kept of an entrant."""
    leads = {"names": list(now.names[one.key]), "sites": list(now.sites[one.key])}
    kept: dict[str, Any] = {"standing": asdict(one) | {"bands": list(one.bands)}, **leads}
    if score is None or formula is None:
        return {**kept, "score": "", "grade": "", "place": 0, "ties": 0, "worked": []}
    return {
        **kept,
        "score": str(round_half_up(score.published, formula.digits)),
        "grade": score.grade,
        "place": score.place,
        "ties": score.ties,
        "worked": list(worked(score, digits=formula.digits)),
    }


def _missing(scores: Mapping[str, Score], members: Iterable[str]) -> list[list[str]]:
    """Return the parts of which nothing is known, and what the formula's own rule made of each."""
    known = (PartSource.MEASURED, PartSource.NOT_HERE)
    first = next((scores[key] for key in members if key in scores), None)
    parts = first.parts.values() if first else ()
    return [[value.part.name, value.source.value] for value in parts if value.source not in known]


def league_of(round_: Round, level: str) -> LeagueView | None:
    """Return the league of a round on a level (LeagueLevel) as it was kept last, or None. One query."""
    runs = LeagueRun.objects.in_city(round_.city).filter(round=round_, level=level)
    run = runs.select_related("formula").order_by("-pk").first()
    return view_of(run) if run else None


def leagues_of(round_: Round) -> dict[str, LeagueView]:
    """Return level -> the league as it was kept last, of the levels that anybody is on. One query."""
    kept = LeagueRun.objects.in_city(round_.city)
    newest = kept.filter(round=round_).order_by().values("level").annotate(newest=Max("pk")).values("newest")
    found = {run.level: view_of(run) for run in kept.filter(pk__in=newest).select_related("formula")}
    return {level: found[level] for level in LeagueLevel.values if level in found and found[level].rows}


def leading_level(found: Mapping[str, LeagueView]) -> str:
    """Return the level that says most of the city's places: the first with two who have a band, else the first with two at all, else "".

    ``found``: what :func:`leagues_of` returns. Those of one level may be ranked in groups: a band counts among those who are ranked together.
    """
    places = [level for level in PLACE_LEVELS if level in found]
    told = (level for level in places if any(len(table.banded) >= TWO for table in found[level].tables))
    several = (level for level in places if len(found[level].rows) >= TWO)
    return next(told, "") or next(several, "")


def view_of(run: LeagueRun) -> LeagueView:
    """Return what a kept league says."""
    found = run.result
    tables = tuple(
        LeagueTable(
            one["key"],
            one["name"],
            tuple(_kept_row(row) for row in one["rows"]),
            tuple((name, source) for name, source in one["missing"]),
        )
        for one in found["tables"]
    )
    refused = tuple(found["refused"]) if found["refused"] else None
    return LeagueView(run, tables, found["before"], refused, tuple((name, rows) for name, rows in found["left_out"]))


def _kept_row(row: Mapping[str, Any]) -> LeagueRow:
    """Return an entrant as it was kept."""
    known = {one.name for one in fields(Standing)}
    standing = {name: value for name, value in row["standing"].items() if name in known}
    rest = {name: row[name] for name in ("score", "grade", "place", "ties")}
    return LeagueRow(
        Standing(**standing | {"bands": tuple(standing["bands"])}),
        **rest,
        worked=tuple(row["worked"]),
        names=tuple(row["names"]),
        sites=tuple(row["sites"]),
    )


@dataclass(frozen=True, slots=True)
class RecomputedLeague:
    """A kept league beside what its round's rows give today; ``differing`` names the digests that are no longer the same."""

    run: LeagueRun
    differing: tuple[str, ...] = field(default=())


def recomputed_leagues(city: City) -> list[RecomputedLeague]:
    """Compute the leagues that were kept last by this engine version again: by round and level."""
    rows = LeagueRun.objects.in_city(city).filter(engine_version=ENGINE_VERSION, round__revocation__isnull=True)
    runs = {(run.round_id, run.level): run for run in rows.select_related("round__edition", "formula").order_by("pk")}
    found = []
    for _key, run in sorted(runs.items()):
        run.round.city = city
        now = computed_league(run.round, run.level, formula=run.formula)
        pairs = {
            "input": (run.input_digest, now.input_digest),
            "result": (run.result_digest, now.result_digest),
        }
        found.append(RecomputedLeague(run, tuple(name for name, (was, is_) in pairs.items() if was != is_)))
    return found
