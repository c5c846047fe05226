"""Names that a city's teams use beside the official ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.engine.matching import fold
from wenming.inspections.actions.locks import NotPossibleError
from wenming.inspections.models import NameAlias
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again, works_in_office
from wenming.standards.models import Edition, Node


@transaction.atomic
def accept_alias(*, edition: Edition, written: str, node: Node, by: Account, at: datetime) -> NameAlias:
    """Let a name mean a line of the edition from the next import on; also brings a withdrawn alias back."""
    require_again(works_in_office, by, edition.city)
    alias, _created = NameAlias.objects.in_city(edition.city).update_or_create(
        edition=edition,
        folded=fold(written),
        defaults={
            "city": edition.city,
            "written": written,
            "node": node,
            "accepted_by": by,
            "accepted_at": at,
            "withdrawn_by": None,
            "withdrawn_at": None,
        },
    )
    data = {"written": written, "code": node.code, "edition": edition.code}
    record_event(city=edition.city, kind="name_alias.accepted", subject=alias, data=data, by=by, at=at)
    return alias


@transaction.atomic
def withdraw_alias(*, alias: NameAlias, by: Account, at: datetime) -> NameAlias:
    """Use an alias no more. Rounds that are written, and imports that are read, stay as they are."""
    rows = NameAlias.objects.in_city(alias.city).select_for_update(of=("self",)).select_related("city", "node")
    alias = rows.get(pk=alias.pk)
    require_again(works_in_office, by, alias.city)
    if alias.withdrawn_at is not None:
        raise NotPossibleError("alias_gone")
    alias.withdrawn_by, alias.withdrawn_at = by, at
    alias.save(update_fields=["withdrawn_by", "withdrawn_at"])
    data = {"written": alias.written, "code": alias.node.code}
    record_event(city=alias.city, kind="name_alias.withdrawn", subject=alias, data=data, by=by, at=at)
    return alias
