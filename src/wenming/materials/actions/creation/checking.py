"""Conditions and negative list of an application: what somebody found out, when, from which source, by which paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wenming.kernel.models import Account
from wenming.materials.actions.creation.steps import begin, finish
from wenming.materials.actions.steps import require
from wenming.materials.enums.creation import ApplicationAction
from wenming.materials.models import Application, ApplicationFinding
from wenming.materials.queries.creation.conditions import rules_of


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about one rule."""

    side: str
    rule: str
    clear: bool
    checked_on: date
    source: str
    paper: str = ""


@transaction.atomic
def record_findings(*, application: Application, found: Sequence[Found], by: Account, at: datetime) -> Application:
    """Put down what was checked, as many rules at once as somebody has looked at.

    NotPossibleError: "nothing_said", "rule_unknown", "no_words" (no source), "in_future".
    """
    require(found, "nothing_said")
    doing = begin(application, ApplicationAction.CHECK, by, at)
    row, known = doing.row, {(one.side, one.code) for one in rules_of(doing.row.programme)}
    for one in found:
        require((one.side, one.rule) in known, "rule_unknown")
        require(one.source.strip(), "no_words")
        require(one.checked_on <= doing.on, "in_future")
    ApplicationFinding.objects.bulk_create(
        ApplicationFinding(
            city=row.city, application=row, side=one.side, rule=one.rule, clear=one.clear, checked_on=one.checked_on,
            source=one.source.strip()[:200], paper=one.paper.strip()[:80], by=by, at=doing.at,
        )
        for one in found
    )  # fmt: skip
    against = [one.rule for one in found if not one.clear]
    return finish(doing, data={"rules": [one.rule for one in found], "against": against})
