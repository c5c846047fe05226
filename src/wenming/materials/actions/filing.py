"""A filing is asked for, made step by step, read again, and closes its year.

Every step is an event, and the event is what lets the job go on: a machine that dies in the middle goes on where it was, and a filing that is
not whole is never offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.campaigns.models import Campaign
from wenming.engine.collecting import window_of
from wenming.engine.filing import Row, TemplateError, check_template, digest_of
from wenming.kernel.actions import record_event, store_file
from wenming.kernel.models import Account
from wenming.materials.actions.keeping import compile_materials, lock_materials
from wenming.materials.actions.steps import NotPossibleError, office_campaign, require
from wenming.materials.enums import ItemState, PartKind
from wenming.materials.models import Filing, FilingPart, MaterialItem
from wenming.materials.queries.filing import lacks_in, pieces_in, requirements_held
from wenming.materials.queries.years import items_in
from wenming.materials.rules import keeps_materials
from wenming.materials.workflow import COMPLETE
from wenming.organisations.rules import require_again

AT_ONCE = 200
"""Items that one step compiles or locks: the chain of events is nobody else's as long as a step takes."""


@transaction.atomic
def ask_filing(*, campaign: Campaign, year: int, template: str, padded: bool, by: Account, at: datetime) -> Filing:
    """Let a job make the filing folder of a year.

    NotPossibleError("bad_template", "cycle_locked", "being_made", "nothing_to_file").
    """
    held = office_campaign(campaign, by)
    try:
        check_template(template)
    except TemplateError as fault:
        raise NotPossibleError("bad_template") from fault
    before = Filing.objects.in_city(held.city).filter(campaign=held, year=year)
    require(not before.filter(locks=True).exists(), "cycle_locked")
    require(not before.filter(made_at__isnull=True).exists(), "being_made")
    since, until = window_of(year, held.material_month)
    require(requirements_held(held, (since, until)), "nothing_to_file")
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    filing = Filing.objects.create(
        city=held.city, campaign=held, year=year, since=since, until=until, number=number, template=template, padded=padded,
        by=by, at=at,
    )  # fmt: skip
    data = {"campaign": held.pk, "year": year, "number": number, "template": template}
    record_event(city=held.city, kind="filing.asked", subject=filing, data=data, by=by, at=at)
    return filing


@transaction.atomic
def compile_some(*, filing: Filing, at: datetime, by: None = None) -> int:  # noqa: ARG001  in the name of who asked
    """Take the next of what has passed into the filing; return how many, 0 where all are in."""
    held = _locked(filing)
    if held.plan or held.made_at:
        return 0
    items = list(
        items_in(held.campaign, (held.since, held.until)).filter(state=ItemState.PASSED).order_by("pk")[:AT_ONCE]
    )
    if items:
        compile_materials(items=items, by=held.by, at=at)
        _go_on(held, {"compiled": len(items)}, at)
    return len(items)


@transaction.atomic
def keep_plan(*, filing: Filing, plan: Mapping[str, Any], at: datetime, by: None = None) -> Filing:  # noqa: ARG001
    """Keep what goes into the filing; from then on nothing that happens to the records changes it."""
    held = _locked(filing)
    if not held.plan:
        held.plan = dict(plan)
        held.pieces = len(pieces_in(held.plan))
        held.lacks = sum(lack["missing"] for _line, lack in lacks_in(held.plan))
        held.save(update_fields=["plan", "pieces", "lacks"])
        _go_on(held, {"parts": len(plan["parts"])}, at)
    return held


def keep_part(
    *,
    filing: Filing,
    order: int,
    kind: Any,
    name: str,
    chunks: Iterable[bytes],
    rows: Sequence[Row],
    at: datetime,
    by: None = None,  # noqa: ARG001
) -> Filing:
    """Keep a zip of the filing with the list of its files; a second run finds it kept."""
    with transaction.atomic():
        held = _locked(filing)
        if not held.parts.filter(order=order).exists():
            file = store_file(city=held.city, name=name, chunks=chunks, by=held.by, at=at)
            manifest = [[row.path, row.digest, row.size, row.paper, row.number] for row in rows]
            FilingPart.objects.create(
                city=held.city, filing=held, order=order, kind=kind, name=name[:120], file=file, manifest=manifest
            )
            _go_on(held, {"part": order, "digest": file.sha256, "files": len(rows)}, at)
        return held


@transaction.atomic
def finish_filing(*, filing: Filing, at: datetime, by: None = None) -> Filing:  # noqa: ARG001
    """Offer the filing: all its parts are there."""
    held = _locked(filing)
    if held.made_at is None:
        held.digest = digest_of(rows_of(held))
        held.made_at = max(at, held.at)
        held.save(update_fields=["digest", "made_at"])
        data = {"digest": held.digest, "year": held.year, "number": held.number}
        record_event(city=held.city, kind="filing.made", subject=held, data=data, by=held.by, at=held.made_at)
    return held


def rows_of(filing: Filing) -> list[Row]:
    """Return every file of a filing, in the official order; what changed since another one is not part of it."""
    parts = FilingPart.objects.in_city(filing.city).filter(filing=filing).exclude(kind=PartKind.SUPPLEMENT)
    return [Row(*row) for part in parts.order_by("order") for row in part.manifest]


@transaction.atomic
def ask_check(*, filing: Filing, by: Account, at: datetime) -> Filing:
    """Let a job read every byte of a filing again. NotPossibleError("not_made")."""
    held = _locked(filing)
    require_again(keeps_materials, by, held.city)
    require(held.made_at is not None, "not_made")
    held.checked_at = None
    held.save(update_fields=["checked_at"])
    record_event(city=held.city, kind="filing.check_asked", subject=held, data={"digest": held.digest}, by=by, at=at)
    return held


@transaction.atomic
def keep_check(*, filing: Filing, faults: Sequence[str], by: Account | None, at: datetime) -> Filing:
    """Keep what reading it again found: the parts that are not what they were, none where all is well."""
    held = _locked(filing)
    held.checked_at, held.faults = at, list(faults)
    held.save(update_fields=["checked_at", "faults"])
    record_event(city=held.city, kind="filing.checked", subject=held, data={"faults": list(faults)}, by=by, at=at)
    return held


@transaction.atomic
def close_year(*, filing: Filing, by: Account, at: datetime) -> Filing:
    """Make the last filing of a year its archive: from here on nothing of that year changes.

    NotPossibleError("not_made", "not_last", "cycle_locked", "stale" where something has passed or gone back since).
    """
    office_campaign(filing.campaign, by)
    held = _locked(filing)
    # whoever works on an item of the year comes before this, or is refused after it
    items = list(items_in(held.campaign, (held.since, held.until)).select_for_update(of=("self",)).order_by("pk"))
    require(held.made_at is not None, "not_made")
    require(not held.locks, "cycle_locked")
    later = Filing.objects.in_city(held.city).filter(campaign=held.campaign, year=held.year, number__gt=held.number)
    require(not later.exists(), "not_last")
    require(not is_stale(held, items), "stale")
    held.locks, held.locked_at = True, max(at, held.made_at)
    held.save(update_fields=["locks", "locked_at"])
    data = {"digest": held.digest, "year": held.year, "number": held.number}
    record_event(city=held.city, kind="filing.archived", subject=held, data=data, by=by, at=at)
    return held


@transaction.atomic
def lock_some(*, filing: Filing, by: Account, at: datetime) -> int:
    """Lock the next items of a year that is closed; return how many, 0 where all are."""
    held = _locked(filing)
    require(held.locks, "not_made")
    items = list(
        items_in(held.campaign, (held.since, held.until)).filter(state=ItemState.COMPILED).order_by("pk")[:AT_ONCE]
    )
    if items:
        lock_materials(items=items, by=by, at=at)
        data = {"locked": len(items)}
        record_event(city=held.city, kind="filing.items_locked", subject=held, data=data, by=by, at=at)
    return len(items)


def is_stale(filing: Filing, items: Iterable[MaterialItem]) -> bool:
    """Tell whether something of the year has passed or gone back since the filing was planned."""
    return {one.pk for one in items if one.state in COMPLETE} != set(filing.plan["items"])


def _locked(filing: Filing) -> Filing:
    """Lock a filing."""
    rows = Filing.objects.in_city(filing.city).select_for_update(of=("self",))
    return rows.select_related("city", "campaign__city", "campaign__edition", "by").get(pk=filing.pk)


def _go_on(filing: Filing, data: Mapping[str, Any], at: datetime) -> None:
    """Record a step that was done; the job takes the next one."""
    record_event(city=filing.city, kind="filing.gone_on", subject=filing, data=dict(data), by=filing.by, at=at)
