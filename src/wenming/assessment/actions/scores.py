"""Results and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wenming.assessment.actions.locking import locked_round
from wenming.assessment.models import Run, Target
from wenming.assessment.queries import recomputed_result
from wenming.assessment.queries.gaps import holding, targets_of
from wenming.engine import ENGINE_VERSION
from wenming.inspections.models import Round
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations import rules
from wenming.standards.models import Edition, Node


@transaction.atomic
def run_assessment(*, round_: Round, by: Account | None, at: datetime) -> Run:
    """Compute the round's score and keep it; the same inputs under the same engine are kept once. ``by=None``: the system."""
    round_ = locked_round(round_)
    computed = recomputed_result(round_)
    run, created = Run.objects.in_city(round_.city).get_or_create(
        city=round_.city,
        round=round_,
        engine_version=ENGINE_VERSION,
        input_digest=computed.input_digest,
        defaults={
            "edition_digest": computed.standard.digest,
            "result_digest": computed.result_digest,
            "score": str(computed.result.score),
            "attainable": str(computed.result.attainable),
            "at": at,
        },
    )
    if created:
        data = {"round": round_.number, "result": run.result_digest, "engine": ENGINE_VERSION}
        record_event(city=round_.city, kind="round.assessed", subject=run, data=data, by=by, at=at)
    return run


@transaction.atomic
def set_target(*, node: Node, rate: int | None, by: Account, at: datetime) -> Target | None:
    """Set the rate to reach at a node (ten-thousandths, 1 to 10,000), at the root for the whole edition; None gives it up.

    Setting what already holds writes nothing. Returns the target that holds afterwards, None for none.
    """
    city = node.city
    node = Node.objects.in_city(city).select_for_update(of=("self",)).select_related("edition").get(pk=node.pk)
    rules.require_again(rules.works_in_office, by, city)
    before = Target.objects.in_city(city).filter(node=node).order_by("-pk").first()
    if rate != (before.rate if before else None):
        before = Target.objects.create(city=city, node=node, rate=rate, set_by=by, set_at=at)
        data = {"edition": node.edition.code, "node": node.code, "rate": rate}
        record_event(city=city, kind="target.set", subject=before, data=data, by=by, at=at)
    return before if rate is not None else None


@transaction.atomic
def carry_targets(
    *, before: Edition, after: Edition, clauses: Mapping[str, Sequence[str]], by: Account, at: datetime
) -> list[Target]:
    """Set the targets of an edition's lines at the lines that they became (``clauses``: old code -> new codes), and that of the whole.

    Where several became one, the highest rate; a line that has a target of its own keeps it.
    """
    nodes = {node.code: node for node in after.nodes.select_related("city")}
    kept = holding(targets_of(after.city, after)).keys()
    rates: dict[str, int] = {}
    for old, target in holding(targets_of(before.city, before)).items():
        news = [after.code] if target.node.parent_id is None else clauses.get(old, ())
        for code in set(news) & (nodes.keys() - kept):
            rates[code] = max(rates.get(code, 0), target.rate or 0)
    found = [set_target(node=nodes[code], rate=rate, by=by, at=at) for code, rate in sorted(rates.items())]
    return [target for target in found if target is not None]
