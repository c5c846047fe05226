"""The rule of a draw: round, design, and how many of each stratum; one form of JSON that has one digest."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from wenming.engine.sampling.allocation import neyman
from wenming.engine.sampling.frames import Frame
from wenming.engine.sampling.tickets import SEPARATOR, digest_of

DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
MARK = "\ufeff".encode()
"""What Windows writes in front of a text in UTF-8."""
MOST = 10**7
FIELDS = {"round", "design", "by_size", "reserves", "allocation", "sizes", "each", "total", "spreads", "least", "most"}
LONGEST_ROUND = 60
Word = TypeVar("Word", bound=StrEnum)


class Design(StrEnum):
    """How chances are spread inside a stratum."""

    EQUAL = "equal"
    PARETO = "pareto"
    BALANCED = "balanced"


class Allocation(StrEnum):
    """How the numbers of the strata are found."""

    FIXED = "fixed"
    EACH = "each"
    NEYMAN = "neyman"


class RuleFault(StrEnum):
    """Why a rule says nothing that could be drawn."""

    FORM = "form"
    FIELD = "field"
    ROUND = "round"
    DESIGN = "design"
    ALLOCATION = "allocation"
    NUMBER = "number"
    STRATUM = "stratum"
    NOTHING = "nothing"


class RuleError(ValueError):
    """A rule that says nothing that could be drawn; ``where`` is the field or the stratum."""

    def __init__(self, fault: RuleFault, where: str = "") -> None:
        super().__init__(f"{fault.value} {where}")
        self.fault, self.where = fault, where


@dataclass(frozen=True)
class Rule:
    """What is drawn. ``round`` makes the tickets of two draws with one seed different; two rounds with one word keep theirs.

    FIXED: ``sizes`` units of each stratum named (others give none). EACH: ``each`` of every stratum, or all where it has fewer.
    NEYMAN: ``total`` shared out by ``spreads`` (decimals as texts) between ``least`` and ``most``.
    ``by_size`` gives BALANCED draws chances in proportion to the size. ``reserves``: so many of each stratum, None = all the others.
    """

    round: str
    design: Design = Design.EQUAL
    allocation: Allocation = Allocation.FIXED
    sizes: Mapping[str, int] = field(default_factory=dict)
    each: int = 0
    total: int = 0
    spreads: Mapping[str, str] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    by_size: bool = False
    reserves: int | None = None

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What stands in the file: only what the design and the way of allocation need."""
        common: dict[str, Any] = {"round": self.round, "design": str(self.design), "allocation": str(self.allocation)}
        if self.design is Design.BALANCED:
            common["by_size"] = self.by_size
        if self.reserves is not None:
            common["reserves"] = self.reserves
        if self.allocation is Allocation.FIXED:
            return {**common, "sizes": dict(self.sizes)}
        if self.allocation is Allocation.EACH:
            return {**common, "each": self.each}
        return {
            **common, "total": self.total, "spreads": dict(self.spreads), "least": dict(self.least), "most": dict(self.most),
        }  # fmt: skip

    @cached_property
    def content(self) -> bytes:
        """The bytes of ``rule.json``: UTF-8, keys sorted, no blanks, ended by one line feed."""
        return f"{json.dumps(self.facts, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n".encode()

    @cached_property
    def digest(self) -> str:
        """What stands for the rule before the draw."""
        return digest_of(self.content)

    def sizes_in(self, frame: Frame) -> dict[str, int]:
        """Return how many units of each stratum of a frame are drawn. Raises RuleError or AllocationError."""
        counts = {name: len(rows) for name, rows in frame.strata.items()}
        strange = sorted({*self.sizes, *self.spreads, *self.least, *self.most} - counts.keys())
        if strange:
            raise RuleError(RuleFault.STRATUM, strange[0])
        if self.allocation is Allocation.NEYMAN:
            spreads = {name: Fraction(text) for name, text in self.spreads.items()}
            return neyman(counts, spreads, self.total, least=self.least, most=self.most)
        if self.allocation is Allocation.EACH:
            return {name: min(self.each, count) for name, count in counts.items()}
        over = sorted(name for name, size in self.sizes.items() if size > counts[name])
        if over:
            raise RuleError(RuleFault.NUMBER, over[0])
        return {name: self.sizes.get(name, 0) for name in counts}


def rule_of(facts: object) -> Rule:
    """Return the rule that a map says. Raises RuleError."""
    if not isinstance(facts, dict):
        raise RuleError(RuleFault.FORM)
    strange = sorted(str(name) for name in facts.keys() - FIELDS)
    if strange:
        raise RuleError(RuleFault.FIELD, strange[0])
    rule = Rule(
        round=_round(facts.get("round")),
        design=_member(Design, facts.get("design", "equal"), RuleFault.DESIGN),
        allocation=_member(Allocation, facts.get("allocation", "fixed"), RuleFault.ALLOCATION),
        sizes=_numbers(facts, "sizes"),
        each=_number(facts.get("each", 0), "each"),
        total=_number(facts.get("total", 0), "total"),
        spreads=_decimals(facts),
        least=_numbers(facts, "least"),
        most=_numbers(facts, "most"),
        by_size=_flag(facts.get("by_size", False)),
        reserves=None if facts.get("reserves") is None else _number(facts["reserves"], "reserves"),
    )
    if not {Allocation.FIXED: sum(rule.sizes.values()), Allocation.EACH: rule.each}.get(rule.allocation, rule.total):
        raise RuleError(RuleFault.NOTHING)
    return rule


def read_rule(content: bytes) -> Rule:
    """Return the rule that a JSON file says, however it is laid out. Raises RuleError."""
    try:
        return rule_of(json.loads(content.removeprefix(MARK)))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise RuleError(RuleFault.FORM) from None


def _round(value: object) -> str:
    """Return the word of the round."""
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    wrong = SEPARATOR in text or any(unicodedata.category(sign)[0] == "C" for sign in text)
    if not text or wrong or len(text) > LONGEST_ROUND:
        raise RuleError(RuleFault.ROUND)
    return text


def _member(kind: type[Word], value: object, fault: RuleFault) -> Word:
    """Return the word of a list."""
    try:
        return kind(str(value))
    except ValueError:
        raise RuleError(fault, str(value)) from None


def _number(value: object, where: str) -> int:
    """Return a whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise RuleError(RuleFault.NUMBER, where)
    return value


def _flag(value: object) -> bool:
    """Return yes or no."""
    if not isinstance(value, bool):
        raise RuleError(RuleFault.FIELD, "by_size")
    return value


def _map(facts: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a map from strata, whose names are brought to the form that a frame has."""
    value = facts.get(name, {})
    if not isinstance(value, dict):
        raise RuleError(RuleFault.NUMBER, name)
    return {unicodedata.normalize("NFC", key).strip(): item for key, item in value.items()}


def _numbers(facts: Mapping[str, Any], name: str) -> dict[str, int]:
    return {key: _number(value, key) for key, value in _map(facts, name).items()}


def _decimals(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the spreads: decimals as texts, so that no machine rounds them."""
    found = _map(facts, "spreads")
    for key, value in found.items():
        if not (isinstance(value, str) and DECIMAL.fullmatch(value)):
            raise RuleError(RuleFault.NUMBER, key)
    return found
