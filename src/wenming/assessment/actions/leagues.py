"""Local formulas written and put in force; leagues and levels computed and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from wenming.assessment.actions.locking import locked_round
from wenming.assessment.enums import FormulaSource, LeagueLevel
from wenming.assessment.models import FormulaStart, LeagueRun, LevelRun, LocalFormula
from wenming.assessment.queries.formulas import digest_of_version
from wenming.assessment.queries.leagues import computed_league
from wenming.assessment.queries.levels import computed_levels
from wenming.engine import ENGINE_VERSION
from wenming.engine.formulas import Formula, read_formula, write_formula
from wenming.inspections.models import Round
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations import rules


class FormulaRefusedError(Exception):
    """A formula that cannot be written or put in force; the reason is one of ``formula_refusal_words``."""


@transaction.atomic
def write_local_formula(
    *,
    city: City,
    content: object,
    sources: Mapping[str, str],
    members: Mapping[str, Sequence[str]],
    note: str,
    by: Account,
    at: datetime,
) -> LocalFormula:
    """Write the next version of a formula, or its first; what is the same as the newest version writes nothing.

    FormulaError for a formula with problems; FormulaRefusedError "source", "member", "members" for what goes with it.
    """
    city = City.objects.select_for_update().get(pk=city.pk)
    rules.require_again(rules.works_in_office, by, city)
    formula = read_formula(content)
    wanted, groups = _checked(formula, sources, members)
    digest = digest_of_version(formula, wanted, groups)
    newest = LocalFormula.objects.in_city(city).filter(key=formula.key).order_by("-version").first()
    if newest is not None and (newest.digest, newest.content) == (digest, write_formula(formula)):
        return newest
    version = LocalFormula.objects.create(
        city=city,
        key=formula.key,
        version=newest.version + 1 if newest else 1,
        name=formula.name,
        content=write_formula(formula),
        sources=wanted,
        members=groups,
        digest=digest,
        note=note,
        by=by,
        at=at,
    )
    data = {"key": version.key, "version": version.version, "digest": digest}
    record_event(city=city, kind="local_formula.written", subject=version, data=data, by=by, at=at)
    return version


def _checked(
    formula: Formula, sources: Mapping[str, str], members: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the source of every input, and the names in every group; FormulaRefusedError for what does not belong to the formula."""
    leagues = [group.key for group in formula.leagues] or [""]
    inputs = {key for group in leagues for key in formula.inputs(group)}
    wanted = {key: sources.get(key, str(FormulaSource.NONE)) for key in sorted(inputs)}
    if not set(sources) <= inputs or not set(wanted.values()) <= set(FormulaSource.values):
        raise FormulaRefusedError("source")
    groups = {group.key: list(members.get(group.key, ())) for group in formula.leagues}
    if not set(members) <= set(groups):
        raise FormulaRefusedError("members")
    named = [name for names in groups.values() for name in names]
    if len(named) != len(set(named)):
        raise FormulaRefusedError("member")
    return wanted, groups


@transaction.atomic
def start_local_formula(
    *, formula: LocalFormula, levels: Sequence[str], starts_on: date, by: Account, at: datetime
) -> list[FormulaStart]:
    """Let a version hold for levels from a day on; FormulaRefusedError "levels" where none is named."""
    city = City.objects.select_for_update().get(pk=formula.city_id)
    rules.require_again(rules.works_in_office, by, city)
    if not levels or not set(levels) <= set(LeagueLevel.values):
        raise FormulaRefusedError("levels")
    rows = [
        FormulaStart.objects.create(city=city, formula=formula, level=level, starts_on=starts_on, by=by, at=at)
        for level in LeagueLevel.values
        if level in levels
    ]
    data = {"formula": str(formula), "levels": [row.level for row in rows], "on": starts_on.isoformat()}
    record_event(city=city, kind="local_formula.started", subject=formula, data=data, by=by, at=at)
    return rows


@transaction.atomic
def keep_league(*, round_: Round, level: str, by: Account | None, at: datetime) -> LeagueRun:
    """Compute the league of a round on a level and keep it, unless the newest one rests on the same. ``by=None``: the system."""
    held = locked_round(round_)
    found = computed_league(held, level)
    newest = LeagueRun.objects.in_city(held.city).filter(round=held, level=level).order_by("-pk").first()
    known = (ENGINE_VERSION, found.formula_digest, found.input_digest)
    if newest is not None and (newest.engine_version, newest.formula_digest, newest.input_digest) == known:
        return newest
    run = LeagueRun.objects.create(
        city=held.city,
        round=held,
        level=level,
        formula=found.formula,
        formula_digest=found.formula_digest,
        engine_version=ENGINE_VERSION,
        input_digest=found.input_digest,
        result_digest=found.result_digest,
        result=found.result,
        at=at,
    )
    data = {"round": held.number, "level": level, "result": run.result_digest, "engine": ENGINE_VERSION}
    record_event(city=held.city, kind="league.computed", subject=run, data=data, by=by, at=at)
    return run


@transaction.atomic
def keep_levels(*, round_: Round, by: Account | None, at: datetime) -> LevelRun:
    """Compute the levels of a round and keep them, unless the newest ones rest on the same. ``by=None``: the system."""
    held = locked_round(round_)
    found = computed_levels(held)
    newest = LevelRun.objects.in_city(held.city).filter(round=held).order_by("-pk").first()
    if newest is not None and (newest.engine_version, newest.input_digest) == (ENGINE_VERSION, found.input_digest):
        return newest
    run = LevelRun.objects.create(
        city=held.city,
        round=held,
        edition_digest=found.edition_digest,
        engine_version=ENGINE_VERSION,
        input_digest=found.input_digest,
        result_digest=found.result_digest,
        result=found.result,
        at=at,
    )
    data = {"round": held.number, "result": run.result_digest, "engine": ENGINE_VERSION}
    record_event(city=held.city, kind="levels.computed", subject=run, data=data, by=by, at=at)
    return run


def keep_leagues(*, round_: Round, by: Account | None, at: datetime) -> list[LeagueRun]:
    """Keep the levels of a round, and its leagues on every level of the city."""
    keep_levels(round_=round_, by=by, at=at)
    return [keep_league(round_=round_, level=level, by=by, at=at) for level in LeagueLevel.values]
