"""How a finding comes about: the unit says it in its own words, who checks says what is so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.evidence.enums import FindingKind, FindingState
from wenming.evidence.models import Finding
from wenming.evidence.rules import answers_for, explains_findings
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again

_S: Any = FindingState


class NotPossibleError(Exception):
    """The action does not fit the finding (any more); the message is a word that the page translates."""


@transaction.atomic
def answer_finding(*, finding: Finding, text: str, by: Account, at: datetime) -> Finding:
    """Say for the unit how it comes about. It can be said anew until it is explained. NotPossibleError("no_text", "explained", "nothing_asked")."""
    locked = _lock(finding)
    require_again(answers_for(locked.evidence), by, locked.city)
    _require_open(locked, text)
    locked.answer, locked.answered_by, locked.answered_at = text.strip(), by, at
    locked.state = _S.ANSWERED
    locked.save(update_fields=["answer", "answered_by", "answered_at", "state"])
    _record(locked, "finding.answered", by, at)
    return locked


@transaction.atomic
def explain_finding(*, finding: Finding, reason: str, by: Account, at: datetime) -> Finding:
    """Say, as who checks, what is so; it weighs nothing from now on. NotPossibleError("no_text", "explained", "nothing_asked")."""
    locked = _lock(finding)
    require_again(explains_findings, by, locked.city)
    _require_open(locked, reason)
    locked.reason, locked.explained_by, locked.explained_at = reason.strip(), by, at
    locked.state = _S.EXPLAINED
    locked.save(update_fields=["reason", "explained_by", "explained_at", "state"])
    _record(locked, "finding.explained", by, at)
    return locked


def _lock(finding: Finding) -> Finding:
    rows = Finding.objects.in_city(finding.city).select_for_update(of=("self",))
    return rows.select_related("city", "evidence").get(pk=finding.pk)


def _require_open(finding: Finding, text: str) -> None:
    """Refuse what cannot be said."""
    if finding.kind == FindingKind.SAME_SCENE:
        raise NotPossibleError("nothing_asked")
    if finding.state == _S.EXPLAINED:
        raise NotPossibleError("explained")
    if not text.strip():
        raise NotPossibleError("no_text")


def _record(finding: Finding, kind: str, by: Account, at: datetime) -> None:
    """Write into the chain what was said of which photo."""
    data = {
        "matter": finding.evidence.matter,
        "evidence": finding.evidence_id,
        "kind": finding.kind,
        "words": finding.reason or finding.answer,
    }
    record_event(city=finding.city, kind=kind, subject=finding, data=data, by=by, at=at)
