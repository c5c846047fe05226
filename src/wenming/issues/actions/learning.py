"""Learning from decided cases, and measuring it on those that came later. For the night's job: the library behind it is large."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.engine.learned import Learned, tuned
from wenming.engine.measuring import Hits, Shares, best_blend, blend, calibration, hits_of, most_frequent
from wenming.issues.adapters.arrays import pack
from wenming.issues.adapters.learning import learn
from wenming.issues.models import ProposalModel
from wenming.issues.queries.learning import FEWEST, KINDS, Case, decided_cases
from wenming.issues.queries.proposals import RuleBook
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account, City

LAST_SHARE, MOST_TESTED = 0.25, 500
"""Of the cases, the last quarter is held back for measuring, 500 at most; before that, as many for tuning."""

Rules = Callable[[Case], Mapping[str, Shares]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A model of one kind of proposal, and how good it was."""

    model: Learned
    figures: dict[str, Any]


def learn_city(*, city: City, by: Account | None, at: datetime) -> ProposalModel | None:
    """Learn from the city's decided cases, keep the model with its figures; None where there are too few."""
    cases = decided_cases(city)
    rules = _remembered(RuleBook(city))
    measured = {kind: found for kind in KINDS if (found := measure(kind, cases, rules)) is not None}
    if not measured:
        return None
    content = pack({kind: one.model for kind, one in measured.items()})
    file = store_file(city=city, name="proposals.npz", chunks=[content], by=by, at=at)
    with transaction.atomic():
        city = City.objects.select_for_update().get(pk=city.pk)
        last = ProposalModel.objects.in_city(city).order_by("-number").values_list("number", flat=True).first() or 0
        row = ProposalModel.objects.create(
            city=city,
            number=last + 1,
            cases=len(cases),
            figures={kind: one.figures for kind, one in measured.items()},
            file=file,
            trained_at=at,
        )
        data = {"number": row.number, "cases": row.cases}
        record_event(city=city, kind="proposal_model.learned", subject=row, data=data, by=by, at=at)
    return row


def _remembered(book: RuleBook) -> Rules:
    """Return what the rules say of a case, worked out once."""
    known: dict[int, Mapping[str, Shares]] = {}

    def rules(case: Case) -> Mapping[str, Shares]:
        if id(case) not in known:
            known[id(case)] = book.shares(case)
        return known[id(case)]

    return rules


def measure(kind: str, cases: Sequence[Case], rules: Rules) -> Measured | None:
    """Learn one kind of proposal: tuned on the middle, measured on the last cases, learned from all. None for too little to learn from."""
    known = [case for case in cases if getattr(case, kind) is not None]
    held = min(MOST_TESTED, int(len(known) * LAST_SHARE))
    older, middle, last = known[: -2 * held or None], known[-2 * held : -held or None], known[-held:]
    first = learned_from(kind, older)
    if len(known) < FEWEST or first is None:
        return None
    temperature, trust = best_blend(
        [(rules(case)[kind], first.shares(case.known), getattr(case, kind)) for case in middle]
    )
    second = tuned(learned_from(kind, [*older, *middle]) or first, temperature, trust)
    frequent = most_frequent([getattr(case, kind) for case in (*older, *middle)])
    proposed: dict[str, list[tuple[Shares, int]]] = {"frequent": [], "rules": [], "learned": [], "both": []}
    for case in last:
        said, shares, truth = rules(case)[kind], second.shares(case.known), getattr(case, kind)
        for name, found in (
            ("frequent", frequent), ("rules", said), ("learned", shares), ("both", blend(said, shares, trust)),
        ):  # fmt: skip
            proposed[name].append((found, truth))
    bins, error = calibration(proposed["both"])
    figures: dict[str, Any] = {name: _counts(hits_of(found)) for name, found in proposed.items()}
    figures |= {
        "older": len(older) + len(middle),
        "trust": round(trust * 1000),
        "temperature": round(temperature * 1000),
        "error": round(error * 1000),
        "bins": [[one.cases, round(one.shares * 1000), one.right] for one in bins],
    }
    whole = learned_from(kind, known) or first
    return Measured(tuned(whole, temperature, trust), figures)


def learned_from(kind: str, cases: Sequence[Case]) -> Learned | None:
    """Return a model of cases, None where there is nothing to learn."""
    return learn([case.known for case in cases], [getattr(case, kind) for case in cases])


def _counts(hits: Hits) -> list[int]:
    """Return what is kept of a count."""
    return [hits.cases, hits.first, hits.three]
