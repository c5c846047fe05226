"""What people say of a decomposition table in check: units, clauses, groups, cells left out; and the last answer taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from wenming.campaigns.actions.decomposition import lock_table_import
from wenming.campaigns.models import ResponsibilityImport
from wenming.engine.matching import fold
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError, add_alias, drop_group, set_group, withdraw_alias
from wenming.organisations.enums import AliasKind
from wenming.organisations.models import Unit, UnitAlias, UnitGroup
from wenming.standards.models import Node

Answer = dict[str, Any]


@transaction.atomic
def accept_units(
    *, import_: ResponsibilityImport, names: Mapping[str, Unit], remember: bool, by: Account, at: datetime
) -> ResponsibilityImport:
    """Say which unit each of these written names means; with ``remember`` for every paper to come, as an alias of the unit."""
    import_ = lock_table_import(import_, by)
    answers = []
    for name, unit in names.items():
        known = UnitAlias.objects.in_city(import_.city).filter(folded=fold(name)).exists()
        alias = None
        if remember and not known:
            alias = add_alias(unit=unit, name=name, kind=AliasKind.CONFIRMED, by=by, at=at)
        key = {"kind": "unit", "name": name, "key": fold(name), "unit": unit.pk}
        answers.append({**key, "alias": alias.pk if alias else 0})
    return _keep(import_, answers, by, at)


@transaction.atomic
def choose_clause(
    *, import_: ResponsibilityImport, key: str, written: str, node: Node, by: Account, at: datetime
) -> ResponsibilityImport:
    """Say which line of the edition an entry of the table means. NotPossibleError("not_a_clause") for one of another edition."""
    import_ = lock_table_import(import_, by)
    if node.edition_id != import_.campaign.edition_id:
        raise NotPossibleError("not_a_clause")
    return _keep(import_, [{"kind": "clause", "key": key, "name": written, "code": node.code}], by, at)


@transaction.atomic
def form_group(
    *, import_: ResponsibilityImport, name: str, units: Sequence[Unit], by: Account, at: datetime
) -> ResponsibilityImport:
    """Say which units a word like 各区 means, for this table and every paper to come."""
    import_ = lock_table_import(import_, by)
    known = UnitGroup.objects.in_city(import_.city).filter(folded=fold(name)).first()
    before = list(known.members.values_list("unit_id", flat=True)) if known else None
    group = set_group(city=import_.city, name=name, units=units, by=by, at=at)
    return _keep(import_, [{"kind": "group", "name": name, "group": group.pk, "before": before}], by, at)


@transaction.atomic
def leave_out(
    *, import_: ResponsibilityImport, places: Sequence[str], written: str, by: Account, at: datetime
) -> ResponsibilityImport:
    """Decide that what is at fault in these cells (places: 分解表!C12) is not used; ``written`` are the words that it is about."""
    import_ = lock_table_import(import_, by)
    return _keep(import_, [{"kind": "out", "name": written, "places": list(places)}], by, at)


@transaction.atomic
def undo_answer(*, import_: ResponsibilityImport, by: Account, at: datetime) -> ResponsibilityImport:
    """Take the last answer back, with the aliases and the group that it made. NotPossibleError("nothing_to_undo") without one."""
    import_ = lock_table_import(import_, by)
    steps = list(import_.answers.get("steps", ()))
    if not steps:
        raise NotPossibleError("nothing_to_undo")
    for answer in steps.pop()["answers"]:
        if answer.get("alias"):
            _forget_alias(import_, answer["alias"], by, at)
        elif answer["kind"] == "group":
            _restore_group(import_, answer, by, at)
    import_.answers = {**import_.answers, "steps": steps}
    import_.save(update_fields=["answers"])
    data = {"left": len(steps)}
    record_event(city=import_.city, kind="responsibility_import.undone", subject=import_, data=data, by=by, at=at)
    return import_


def _forget_alias(import_: ResponsibilityImport, key: int, by: Account, at: datetime) -> None:
    """Withdraw an alias, unless somebody did so meanwhile."""
    alias = UnitAlias.objects.in_city(import_.city).select_related("unit__city").filter(pk=key).first()
    if alias is not None:
        withdraw_alias(alias=alias, by=by, at=at)


def _restore_group(import_: ResponsibilityImport, answer: Answer, by: Account, at: datetime) -> None:
    """Give a group its members of before; one that was new is forgotten. NotPossibleError("group_used") where papers name it."""
    group = UnitGroup.objects.in_city(import_.city).filter(pk=answer["group"]).first()
    if group is not None and answer["before"] is None:
        try:
            with transaction.atomic():
                drop_group(group=group, by=by, at=at)
        except ProtectedError as fault:
            raise NotPossibleError("group_used") from fault
    elif group is not None:
        units = Unit.objects.in_city(import_.city).filter(pk__in=answer["before"])
        set_group(city=import_.city, name=answer["name"], units=units, by=by, at=at)


def _keep(import_: ResponsibilityImport, answers: list[Answer], by: Account, at: datetime) -> ResponsibilityImport:
    """Keep answers as one step, which can be taken back as a whole."""
    step = {"by": by.pk, "at": at.isoformat(), "answers": answers}
    import_.answers = {**import_.answers, "steps": [*import_.answers.get("steps", ()), step]}
    import_.save(update_fields=["answers"])
    data = {"answers": answers}
    record_event(city=import_.city, kind="responsibility_import.answered", subject=import_, data=data, by=by, at=at)
    return import_
