"""What the office says of items beside reviewing: no longer wanted, wanted again, compiled, locked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from wenming.burden.actions import withdraw_ask
from wenming.kernel.models import Account
from wenming.materials.actions.steps import begin, finish, latest_of, require
from wenming.materials.enums import ItemState, MaterialAction
from wenming.materials.models import MaterialItem

REASON_LENGTH = 200


@transaction.atomic
def waive_material(*, item: MaterialItem, reason: str, by: Account, at: datetime) -> MaterialItem:
    """Say that it is not wanted any more; what it would have cost is taken off the unit's week. NotPossibleError("no_reason")."""
    require(reason.strip(), "no_reason")
    doing = begin(item, MaterialAction.WAIVE, by, at)
    doing.item.waived_reason = reason.strip()[:REASON_LENGTH]
    if doing.item.ask is not None:
        withdraw_ask(ask=doing.item.ask, by=None, at=doing.at)
        doing.item.ask = None
    return finish(doing, {"reason": doing.item.waived_reason})


@transaction.atomic
def restore_material(*, item: MaterialItem, by: Account, at: datetime) -> MaterialItem:
    """Want it again: it stands where it stood."""
    doing = begin(item, MaterialAction.RESTORE, by, at)
    doing.item.waived_reason = ""
    last = latest_of(doing.item)
    state = ItemState.ASSIGNED
    if last is not None:
        state = ItemState.RETURNED if last.submitted_at else ItemState.DRAFTING
    return finish(replace(doing, target=str(state)))


def compile_materials(*, items: Iterable[MaterialItem], by: Account, at: datetime) -> list[MaterialItem]:
    """Take passed items into the filing (汇编), each with its event; all of them or none."""
    return _each(items, MaterialAction.COMPILE, by, at)


def lock_materials(*, items: Iterable[MaterialItem], by: Account, at: datetime) -> list[MaterialItem]:
    """Close compiled items for good: what was filed is never changed; all of them or none."""
    return _each(items, MaterialAction.LOCK, by, at)


@transaction.atomic
def _each(items: Iterable[MaterialItem], action: MaterialAction, by: Account, at: datetime) -> list[MaterialItem]:
    """Take one action on each item, in one order for everybody."""
    return [finish(begin(item, action, by, at)) for item in sorted(items, key=lambda one: one.pk)]
