"""Adopting collections of checklists."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations import rules
from wenming.standards.imports.checklists import parse_checklists
from wenming.standards.models import Checklist


class ChecklistKnownError(Exception):
    """The city already keeps a collection under this code, with other contents."""


@transaction.atomic
def adopt_checklists(*, city: City, source: str, file_name: str, by: Account | None, at: datetime) -> Checklist:
    """Keep the collection that the text describes; adopting the same text again changes nothing.

    Raises PackError (with every finding) for a text that is no valid collection and ChecklistKnownError when the code is
    taken by other contents: a round that was judged by a check item can be read again. ``by=None``: the operator.
    """
    City.objects.select_for_update().get(pk=city.pk)
    if by is not None:
        rules.require_again(rules.works_in_office, by, city)
    collection = parse_checklists(source, file_name=file_name)
    known = Checklist.objects.in_city(city).filter(code=collection.code).first()
    if known is not None:
        if known.digest == collection.digest:
            return known
        raise ChecklistKnownError(collection.code)
    checklist = Checklist.objects.create(
        city=city,
        code=collection.code,
        title=collection.title,
        title_en=collection.title_en,
        edition=collection.edition,
        source=source,
        digest=collection.digest,
        created_by=by,
        created_at=at,
    )
    data = {
        "code": checklist.code,
        "digest": checklist.digest,
        "site_types": len(collection.provisions.site_types),
        "items": len(collection.provisions.check_items),
        "cards": len(collection.provisions.cards),
    }
    record_event(city=city, kind="checklists.adopted", subject=checklist, data=data, by=by, at=at)
    return checklist
