"""Problems and answers of forecasts as files: JSON that people can write; a mistake is told with its place in the file."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from wenming.engine.forecast.problems import (
    ENGINE_VERSION,
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
from wenming.engine.routes.reading import FileFault, Reader, RouteFileError, read_json
from wenming.engine.sampling.tickets import digest_of

FORM = "wenming-forecast-problem/1"
MOST_POINTS = 10_000.0
MOST_WEIGHT = 1e6
WIDEST = 5.0
MOST_SITES, MOST_CHECKS, MOST_ASKED = 1_000_000, 1000, 10_000
FileError = RouteFileError
"""A file that cannot be read: ``wrong``, ``place``, ``found``."""


def read_problem(content: bytes | str) -> Problem:
    """Return the problem of a file; raises FileError. What is left out has the default of ``problems``, or is missing, and told so by the answer."""
    file = read_json(content)
    file.form(FORM)
    line, gate = file.get("line", None), file.get("gate", None)
    problem = Problem(
        parts=_parts(file.get("parts")),
        line=None if line.empty else line.decimal(0, MOST_POINTS),
        types=tuple(_type(row) for row in file.get("types", []).rows()),
        survey=tuple(_cluster(row) for row in file.get("survey", []).rows()),
        survey_plan=_plan(file.get("survey_plan", {})),
        clauses=tuple(_clause(row) for row in file.get("clauses", []).rows()),
        shift=_shift(file.get("shift", {})),
        rivals=tuple(_rival(row) for row in file.get("rivals", []).rows()),
        places=tuple(one.number(1, 10_000) for one in file.get("places", []).rows()),
        gate=None if gate.empty else _gate(gate),
        scenarios=tuple(_scenario(row) for row in file.get("scenarios", []).rows()),
    )
    file.end()
    _sound(file, problem)
    return problem


def _parts(row: Reader) -> Parts:
    parts = Parts(*(row.get(name, 0).decimal(0, MOST_POINTS) for name in ("field", "materials", "survey")))
    row.end()
    if not parts.total:
        raise row.fault(FileFault.NO_NUMBER)
    return parts


def _type(row: Reader) -> Stratum:
    one = Stratum(
        key=row.get("key").text(),
        weight=row.get("weight", 1).decimal(0, MOST_WEIGHT),
        frame=row.get("frame", 0).number(0, MOST_SITES),
        drawn=row.get("drawn", 0).number(0, MOST_SITES),
        checks=row.get("checks", 0).number(0, MOST_CHECKS),
        sites=tuple(_site(inner) for inner in row.get("sites", []).rows()),
        items=tuple(_item(inner) for inner in row.get("items", []).rows()),
        streets=tuple((name, inner.number(0, MOST_SITES)) for name, inner in row.get("streets", {}).items()),
    )
    row.end()
    return one


def _site(row: Reader) -> SeenSite:
    checks, rate = row.get("checks").number(0, MOST_CHECKS), row.get("rate", None)
    site = SeenSite(
        checks,
        row.get("passed").number(0, checks),
        row.get("street", "").text(empty=True),
        row.get("drawn", True).flag(),
        None if rate.empty else rate.decimal(0, 1),
    )
    row.end()
    return site


def _item(row: Reader) -> Item:
    checked = row.get("checked").number()
    item = Item(row.get("key").text(), checked, row.get("failed").number(0, checked))
    row.end()
    return item


def _cluster(row: Reader) -> Cluster:
    asked = row.get("asked").number(0, MOST_ASKED)
    cluster = Cluster(asked, row.get("content").number(0, asked))
    row.end()
    return cluster


def _plan(row: Reader) -> SurveyPlan:
    usual = asdict(SurveyPlan())
    plan = SurveyPlan(**{name: row.get(name, value).number(0, MOST_CHECKS) for name, value in usual.items()})
    row.end()
    return plan


def _clause(row: Reader) -> Clause:
    rating, reviewed = row.get("rating", None), row.get("reviewed", 0).number(0, MOST_ASKED)
    clause = Clause(
        row.get("key").text(),
        row.get("value", 1).decimal(0, MOST_WEIGHT),
        None if rating.empty else rating.decimal(0, 1),
        row.get("agreed", 0).number(0, reviewed),
        reviewed,
    )
    row.end()
    return clause


def _shift(row: Reader) -> Shift:
    usual = Shift()
    shift = Shift(
        row.get("mean", usual.mean).decimal(-WIDEST, WIDEST),
        row.get("year", usual.year).decimal(0, WIDEST),
        row.get("city", usual.city).decimal(0, WIDEST),
        row.get("street", usual.street).decimal(0, WIDEST),
        row.get("pairs", usual.pairs).number(),
    )
    row.end()
    return shift


def _rival(row: Reader) -> Rival:
    rival = Rival(
        row.get("key").text(), row.get("score").decimal(0, MOST_POINTS), row.get("spread").decimal(0, MOST_POINTS)
    )
    row.end()
    return rival


def _gate(row: Reader) -> Gate:
    held = row.get("held").number()
    gate = Gate(row.get("passed").number(0, held), held)
    row.end()
    return gate


def _scenario(row: Reader) -> Scenario:
    scenario = Scenario(
        row.get("key").text(), row.get("points", 0).decimal(0, MOST_POINTS), row.get("stops", False).flag()
    )
    row.end()
    return scenario


def _sound(file: Reader, problem: Problem) -> None:
    """Look for what is named twice."""
    named: tuple[tuple[str, list[str]], ...] = (
        ("types", [one.key for one in problem.types]),
        ("clauses", [one.key for one in problem.clauses]),
        ("rivals", [one.key for one in problem.rivals]),
        ("scenarios", [one.key for one in problem.scenarios]),
    )
    for name, keys in named:
        for number, key in enumerate(keys):
            if key in keys[:number]:
                raise file.at(name, number, "key").fault(FileFault.TWICE, key)


def write_problem(problem: Problem) -> str:
    """Return a problem as its file, the same for the same problem."""
    facts: dict[str, Any] = {"format": FORM} | asdict(problem)
    for one in facts["types"]:
        one["streets"] = dict(one["streets"])
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def digest_of_problem(problem: Problem, *, seed: int, evaluations: int) -> str:
    """Return what the chain keeps before a result is known: the digest of the problem's file, version, seed and number of evaluations."""
    return digest_of("\n".join((ENGINE_VERSION, str(seed), str(evaluations), write_problem(problem))))
