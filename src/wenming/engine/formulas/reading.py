"""A formula as people enter it (a parsed YAML or JSON file, a form), read and checked; and written again, always alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from wenming.engine.formulas.models import (
    HUNDRED,
    Absent,
    Adjustment,
    Combine,
    Example,
    Formula,
    Grade,
    LeagueGroup,
    Part,
    Start,
    TieRule,
)
from wenming.engine.formulas.scoring import FormulaEntrant, InputError, score_all

Word = TypeVar("Word", bound=StrEnum)
Read = TypeVar("Read")

DIGITS = 6
"""Most decimals that anything is rounded to."""
WHOLE = (Fraction(1), HUNDRED)
"""What weights add up to."""
FORMULA_KEYS = ("key", "name", "source", "digits", "root", "leagues", "ties", "breakers", "grades", "example")
PART_KEYS = (
    "key", "name", "full", "weight", "scale", "start", "combine", "absent", "deduct", "bonus", "exceeds", "digits", "leagues", "parts",
)  # fmt: skip


class FormulaFault(StrEnum):
    """What is wrong with a formula."""

    FORM = "form"
    """It has the wrong kind: ``detail`` says what is wanted."""
    KEY = "key"
    """Nobody knows this key."""
    WORD = "word"
    """It is none of the allowed words (``detail``)."""
    NUMBER = "number"
    """It is no number, or out of its range (``detail``)."""
    EMPTY = "empty"
    """It must be filled in."""
    TWICE = "twice"
    """The key is used twice."""
    WEIGHTS = "weights"
    """The weights add up to ``detail``, not to 100 (or 1)."""
    FULL = "full"
    """Parts that are weighed have other full points than the whole (``detail``)."""
    REFERENCE = "reference"
    """There is no part, or no league, of this name."""
    EXAMPLE = "example"
    """The example gives ``detail`` instead."""


@dataclass(frozen=True, slots=True)
class FormulaProblem:
    """One fault: the ``place`` (as root.parts[1].weight) and the ``detail``."""

    fault: FormulaFault
    place: str
    detail: str = ""


class FormulaError(ValueError):
    """A formula that cannot be used; ``problems`` are all that was found, in the order of the file."""

    def __init__(self, problems: Iterable[FormulaProblem]) -> None:
        """Name every place."""
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.fault.value}: {one.place} {one.detail}".strip() for one in self.problems))


def read_formula(raw: object) -> Formula:
    """Return a formula from parsed YAML or JSON; numbers may be texts, so that 0.1 is a tenth. Raises FormulaError with every problem."""
    reader = _Reader()
    formula = reader.formula(raw)
    if not reader.problems:
        reader.problems += _structure(formula)
    if not reader.problems:
        reader.problems += _example(formula)
    if reader.problems:
        raise FormulaError(reader.problems)
    return formula


@dataclass
class _Reader:
    """Reads on after a fault, so that people see all of them at once."""

    problems: list[FormulaProblem] = field(default_factory=list)

    def wrong(self, fault: FormulaFault, place: str, detail: str = "") -> None:
        """Write a problem down."""
        self.problems.append(FormulaProblem(fault, place, detail))

    def formula(self, raw: object) -> Formula:
        """Return the whole."""
        whole = self.record(raw, "formula", FORMULA_KEYS)
        return Formula(
            self.text(whole, "key", ""),
            self.text(whole, "name", ""),
            self.text(whole, "source", ""),
            self.part(whole.get("root"), "root"),
            self.digits(whole, "digits", "", 2) or 0,
            tuple(self.each(whole, "leagues", "", self.league)),
            self.word(whole, "ties", "", TieRule, TieRule.SHARED),
            tuple(self.each(whole, "breakers", "", self.label)),
            tuple(self.each(whole, "grades", "", self.grade)),
            self.example(whole["example"]) if whole.get("example") is not None else None,
        )

    def part(self, raw: object, place: str) -> Part:
        """Return a part with those below it."""
        line = self.record(raw, place, PART_KEYS)
        children = tuple(self.each(line, "parts", place, self.part))
        combine = self.word(line, "combine", place, Combine, Combine.WEIGHTED)
        full = sum((child.full for child in children), Fraction(0)) if children and combine is Combine.SUM else HUNDRED
        full = self.number(line, "full", place, full, above=True)
        return Part(
            self.text(line, "key", place),
            self.text(line, "name", place),
            full,
            self.number(line, "weight", place, Fraction(1), above=True),
            self.number(line, "scale", place, full, above=True),
            self.word(line, "start", place, Start, Start.VALUE),
            combine,
            self.word(line, "absent", place, Absent, Absent.REFUSE),
            tuple(self.each(line, "deduct", place, self.adjustment)),
            tuple(self.each(line, "bonus", place, self.adjustment)),
            self.yes(line, "exceeds", place),
            self.digits(line, "digits", place, None),
            tuple(self.each(line, "leagues", place, self.label)),
            children,
        )

    def adjustment(self, raw: object, place: str) -> Adjustment:
        """Return a deduction or a bonus."""
        line = self.record(raw, place, ("of", "each", "limit", "most"))
        limit, most = (
            self.number(line, name, place, Fraction(0)) if line.get(name) is not None else None
            for name in ("limit", "most")
        )
        return Adjustment(self.text(line, "of", place), self.number(line, "each", place, None, above=True), limit, most)

    def league(self, raw: object, place: str) -> LeagueGroup:
        """Return a league."""
        line = self.record(raw, place, ("key", "name"))
        return LeagueGroup(self.text(line, "key", place), self.text(line, "name", place))

    def grade(self, raw: object, place: str) -> Grade:
        """Return a grade."""
        line = self.record(raw, place, ("name", "from"))
        return Grade(self.text(line, "name", place), self.number(line, "from", place, None))

    def example(self, raw: object) -> Example:
        """Return the example."""
        line = self.record(raw, "example", ("inputs", "score", "league"))
        given = line.get("inputs")
        inputs = self.record(given, "example.inputs", None)
        values = {str(key): self.number(inputs, key, "example.inputs", None) for key in inputs}
        return Example(values, self.number(line, "score", "example", None), str(line.get("league", "")))

    def record(self, raw: object, place: str, keys: tuple[str, ...] | None) -> dict[str, Any]:
        """Return an object whose keys are known."""
        if not isinstance(raw, Mapping):
            self.wrong(FormulaFault.FORM if raw is not None else FormulaFault.EMPTY, place, "{…}")
            return {}
        for key in raw:
            if keys is not None and key not in keys:
                self.wrong(FormulaFault.KEY, _at(place, str(key)), ", ".join(keys))
        return dict(raw)

    def each(self, line: Mapping[str, Any], name: str, place: str, read: Callable[[object, str], Read]) -> list[Read]:
        """Return every member of a list."""
        raw = line.get(name)
        if raw is None:
            return []
        if not isinstance(raw, list | tuple):
            self.wrong(FormulaFault.FORM, _at(place, name), "[…]")
            return []
        return [read(one, f"{_at(place, name)}[{number}]") for number, one in enumerate(raw)]

    def label(self, raw: object, place: str) -> str:
        """Return a member that is a text."""
        return self.text({"": raw}, "", place)

    def text(self, line: Mapping[str, Any], name: str, place: str) -> str:
        """Return a text that is filled in."""
        raw = line.get(name)
        if isinstance(raw, str) and raw.strip():
            return raw.strip()
        if line:
            empty = raw is None or raw == ""
            self.wrong(FormulaFault.EMPTY if empty else FormulaFault.FORM, _at(place, name), "…")
        return ""

    def word(self, line: Mapping[str, Any], name: str, place: str, words: type[Word], default: Word) -> Word:
        """Return one of the allowed words."""
        raw = line.get(name, default.value)
        if raw in list(words):
            return words(raw)
        self.wrong(FormulaFault.WORD, _at(place, name), ", ".join(words))
        return default

    def yes(self, line: Mapping[str, Any], name: str, place: str) -> bool:
        """Return yes or no."""
        raw = line.get(name, False)
        if not isinstance(raw, bool):
            self.wrong(FormulaFault.WORD, _at(place, name), "true, false")
        return raw is True

    def number(
        self, line: Mapping[str, Any], name: str, place: str, default: Fraction | None, *, above: bool = False
    ) -> Fraction:
        """Return an exact number, 0 or more (``above``: more than 0)."""
        raw = line.get(name)
        if raw is None and default is not None:
            return default
        found = _exact(raw)
        if found is None or found < 0 or (above and found == 0):
            if line:
                self.wrong(
                    FormulaFault.EMPTY if raw is None else FormulaFault.NUMBER,
                    _at(place, name),
                    "> 0" if above else "≥ 0",
                )
            return Fraction(1)
        return found

    def digits(self, line: Mapping[str, Any], name: str, place: str, default: int | None) -> int | None:
        """Return a number of decimals."""
        raw = line.get(name)
        if raw is None:
            return default
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= DIGITS:
            self.wrong(FormulaFault.NUMBER, _at(place, name), f"0 … {DIGITS}")
            return default
        return raw


def _exact(raw: object) -> Fraction | None:
    """Return what a number says as it is written: 0.1 is a tenth, 85% is 85 hundredths."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Fraction):
        return None
    text = str(raw).strip()
    try:
        return Fraction(text[:-1]) / 100 if text.endswith(("%", "％")) else Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _at(place: str, name: str) -> str:
    """Return a place within a place."""
    return f"{place}.{name}" if place and name else place or name


def _structure(formula: Formula) -> list[FormulaProblem]:
    """Return what does not go together."""
    found: list[FormulaProblem] = []
    keys: set[str] = set()
    leagues = {group.key for group in formula.leagues}
    for part, place in _placed(formula.root, "root"):
        if part.key in keys:
            found.append(FormulaProblem(FormulaFault.TWICE, f"{place}.key", part.key))
        keys.add(part.key)
        found += [
            FormulaProblem(FormulaFault.REFERENCE, f"{place}.leagues", league)
            for league in part.leagues
            if league not in leagues
        ]
        found += _weighing(part, place)
    found += [
        FormulaProblem(FormulaFault.REFERENCE, f"breakers[{number}]", key)
        for number, key in enumerate(formula.breakers)
        if key not in keys
    ]
    names = [group.key for group in formula.leagues]
    points = [grade.from_points for grade in formula.grades]
    for place, values in (("leagues", names), ("grades", points)):
        found += [
            FormulaProblem(FormulaFault.TWICE, f"{place}[{number}]", str(value))
            for number, value in enumerate(values)
            if value in values[:number]
        ]
    return found


def _weighing(part: Part, place: str) -> list[FormulaProblem]:
    """Return what is wrong with weights and full points below a part."""
    found = []
    total = sum((child.weight for child in part.children), Fraction(0))
    if part.children and part.combine is Combine.WEIGHTED and total not in WHOLE:
        found.append(FormulaProblem(FormulaFault.WEIGHTS, f"{place}.parts", decimal_text(total)))
    for number, child in enumerate(part.children):
        if part.combine is not Combine.SUM and child.full != part.full:
            found.append(FormulaProblem(FormulaFault.FULL, f"{place}.parts[{number}].full", decimal_text(part.full)))
    whole = sum((child.full for child in part.children), Fraction(0))
    if part.children and part.combine is Combine.SUM and whole != part.full:
        found.append(FormulaProblem(FormulaFault.FULL, f"{place}.full", decimal_text(whole)))
    return found


def _placed(part: Part, place: str) -> Iterable[tuple[Part, str]]:
    """Yield every part with its place."""
    yield part, place
    for number, child in enumerate(part.children):
        yield from _placed(child, f"{place}.parts[{number}]")


def _example(formula: Formula) -> list[FormulaProblem]:
    """Return the fault of an example that the formula does not reproduce."""
    known = formula.example
    if known is None:
        return []
    try:
        (score,) = score_all(formula, [FormulaEntrant("example", known.inputs, known.league)]).scores
    except InputError as fault:
        return [FormulaProblem(FormulaFault.EXAMPLE, f"example.inputs.{fault.key}", fault.fault.value)]
    if score.published == known.score:
        return []
    return [FormulaProblem(FormulaFault.EXAMPLE, "example.score", decimal_text(score.published))]


def decimal_text(value: Fraction) -> str:
    """Return an exact number as people write it: a decimal where it ends, else a fraction."""
    denominator, places = value.denominator, 0
    while denominator % 10 == 0:
        denominator, places = denominator // 10, places + 1
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator, places = denominator // prime, places + 1
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    text = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}}"
    whole, rest = (text[:-places], text[-places:].rstrip("0")) if places else (text, "")
    return ("-" if value < 0 else "") + whole + (f".{rest}" if rest else "")


def write_formula(formula: Formula) -> dict[str, Any]:
    """Return the formula as :func:`read_formula` reads it: every rule written out, numbers as texts. Read again it is equal."""
    found: dict[str, Any] = {
        "key": formula.key,
        "name": formula.name,
        "source": formula.source,
        "digits": formula.digits,
        "ties": formula.ties.value,
        "breakers": list(formula.breakers),
        "leagues": [{"key": group.key, "name": group.name} for group in formula.leagues],
        "grades": [{"name": grade.name, "from": decimal_text(grade.from_points)} for grade in formula.grades],
        "root": _written(formula.root),
    }
    if formula.example is not None:
        inputs = {key: decimal_text(value) for key, value in formula.example.inputs.items()}
        found["example"] = {
            "inputs": inputs,
            "score": decimal_text(formula.example.score),
            "league": formula.example.league,
        }
    return found


def _written(part: Part) -> dict[str, Any]:
    """Return one part."""
    found: dict[str, Any] = {"key": part.key, "name": part.name}
    found |= {name: decimal_text(getattr(part, name)) for name in ("full", "weight", "scale")}
    found |= {name: getattr(part, name).value for name in ("start", "combine", "absent")}
    for name, members in (("deduct", part.deductions), ("bonus", part.bonuses)):
        found[name] = [
            {"of": one.of, "each": decimal_text(one.each)}
            | {
                key: decimal_text(value)
                for key, value in (("limit", one.limit), ("most", one.most))
                if value is not None
            }
            for one in members
        ]
    found |= {"exceeds": part.exceeds, "digits": part.digits, "leagues": list(part.leagues)}
    return found | {"parts": [_written(child) for child in part.children]}


def digest_of_formula(formula: Formula) -> str:
    """Return the SHA-256 of the formula as written: what a version is known by. The example counts for nothing."""
    content = write_formula(replace(formula, example=None))
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
