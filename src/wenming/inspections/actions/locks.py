"""What every write of an import begins with: the lock, and the look whether it still fits."""

from __future__ import annotations

from collections.abc import Collection

from wenming.inspections.enums import ImportState
from wenming.inspections.models import RoundImport
from wenming.kernel.models import Account
from wenming.organisations.rules import require_again, works_in_office

DONE = (ImportState.WRITTEN, ImportState.DROPPED)


class NotPossibleError(Exception):
    """The action does not fit the state of its object any more; the message is a word that the page translates."""


def lock_import(
    import_: RoundImport, by: Account, states: Collection[ImportState] = (ImportState.CHECKING,)
) -> RoundImport:
    """Lock the import; check once more that it stands where the action needs it and that this person may go on with it."""
    rows = RoundImport.objects.in_city(import_.city).select_for_update(of=("self",))
    import_ = rows.select_related("city", "edition", "file", "cells", "reading", "created_by").get(pk=import_.pk)
    require_again(works_in_office, by, import_.city)
    if import_.state not in states:
        raise NotPossibleError("not_in_check" if import_.state in DONE else "not_possible_now")
    return import_


def forget_packed(import_: RoundImport, *names: str) -> None:
    """Let go of what was packed for an import that needs it no more; the night's sweep frees the disk. The file itself stays."""
    packed = [stored for name in names if (stored := getattr(import_, name)) is not None]
    for name in names:
        setattr(import_, name, None)
    import_.save(update_fields=list(names))
    for stored in packed:
        stored.delete()
