"""Reads the rules of lists that come along (data/lists/*.yaml): what cities published, as drafts to start from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

KINDS = "kinds"
"""The file of the usual kinds of decisions stands beside the rules."""


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group: who is ranked with whom, and how many places are listed."""

    name: str
    kinds: tuple[str, ...]
    side: str
    red: int
    black: int


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What is suggested to whom at the so-manieth time running; ``kind`` is the code of a kind of decision."""

    times: int
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What a version of a rule says."""

    period: str
    kind: str
    measure: str
    good_end: str
    minimum: int
    groups: tuple[GroupFacts, ...]
    steps: tuple[StepFacts, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A rule that comes along: its file's name, what it is called, the paper that it follows, and what it says."""

    key: str
    name: str
    source: str
    facts: RuleFacts


def model_keys() -> list[str]:
    """Return the rules that come along."""
    return sorted(path.stem for path in _folder().glob("*.yaml") if path.stem != KINDS)


def model_named(key: str) -> Model:
    """Return a rule that comes along. KeyError where there is none."""
    if key not in model_keys():
        raise KeyError(key)
    facts = yaml.safe_load((_folder() / f"{key}.yaml").read_text(encoding="utf-8"))
    measure = facts["measure"].get("rate", "")
    groups = tuple(
        GroupFacts(one["name"], tuple(one["kinds"]), one["side"], one["red"], one["black"]) for one in facts["groups"]
    )
    steps = tuple(StepFacts(one["times"], one["kind"], one["body"]) for one in facts["steps"])
    said = RuleFacts(
        facts["period"], "rate" if measure else "score", measure, facts["best"], facts["minimum"], groups, steps
    )
    return Model(key, facts["name"], facts["source"], said)


def usual_kinds() -> list[dict[str, Any]]:
    """Return the kinds of decisions that cities usually take."""
    return list(yaml.safe_load((_folder() / f"{KINDS}.yaml").read_text(encoding="utf-8")))


def _folder() -> Path:
    return Path(settings.ROOT) / "data" / "lists"
