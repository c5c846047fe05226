"""A checked decomposition table becomes what holds: parts begin, end and stay, terms are appended; one event covers all of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from wenming.campaigns.actions.decomposition import lock_table_import
from wenming.campaigns.enums import ResponsibilityImportState
from wenming.campaigns.models import Campaign, ClauseTerms, Responsibility, ResponsibilityImport
from wenming.campaigns.queries.decomposition import TablePlan, plan_import
from wenming.engine.decomposition.plans import Scope
from wenming.engine.decomposition.readings import PartRow
from wenming.engine.decomposition.tables import Meaning
from wenming.engine.decomposition.terms import due_day
from wenming.engine.matching import fold
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.organisations.actions import NotPossibleError
from wenming.organisations.models import UnitGroup
from wenming.standards.models import Node

ONE_DAY = timedelta(days=1)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adopting a table did: parts that began, ended, stayed, clauses with other terms, cells that are not used."""

    added: int
    ended: int
    same: int
    terms: int
    left_out: int


@transaction.atomic
def adopt_table(
    *, import_: ResponsibilityImport, scope: Scope, partial: bool, by: Account | None, at: datetime
) -> Adopted:
    """Let everything hold that the table says from today on; all or nothing, history is kept.

    ``scope`` says for which clauses the table is complete: parts that stand there and are not named end yesterday. Cells that
    are listed without a decision stay out only where ``partial`` says so knowingly; otherwise NotPossibleError("problems").
    NotPossibleError("nothing_usable") where the table gives no unit anything to do.
    """
    import_ = lock_table_import(import_, by)
    campaign = (
        Campaign.objects.in_city(import_.city)
        .select_for_update(of=("self",))
        .select_related("city")
        .get(pk=import_.campaign_id)
    )
    today = at.astimezone(import_.city.zone).date()
    plan = plan_import(import_, scope, on=today)
    if plan.reading.waiting and not partial:
        raise NotPossibleError("problems")
    if not plan.reading.parts:
        raise NotPossibleError("nothing_usable")
    nodes = dict(Node.objects.in_city(import_.city).filter(edition=campaign.edition_id).values_list("code", "pk"))
    _end(plan, campaign, today)
    _begin(plan, campaign, nodes, by=by, at=at)
    _reword(plan, campaign)
    _say(plan, campaign, nodes, by=by, at=at)
    import_.state = ResponsibilityImportState.ADOPTED
    import_.save(update_fields=["state"])
    done = Adopted(
        len(plan.parts.added), len(plan.parts.ended), len(plan.parts.same), len(plan.terms), len(plan.reading.listed)
    )
    data = {
        "campaign": campaign.name, "file": import_.file.sha256, "scope": scope.value, "cells": len(plan.reading.fates),
        "listed": done.left_out, "added": done.added, "ended": done.ended, "same": done.same, "terms": done.terms,
        "rows_digest": digest_of(plan.reading.parts),
    }  # fmt: skip
    record_event(city=import_.city, kind="responsibility_import.adopted", subject=import_, data=data, by=by, at=at)
    return done


def digest_of(rows: tuple[PartRow, ...]) -> str:
    """Return the SHA-256 (hexadecimal) of the parts of a table."""
    digest = hashlib.sha256()
    for row in rows:
        line = [row.code, row.part.value, row.unit, row.group, row.written, row.order]
        digest.update(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _end(plan: TablePlan, campaign: Campaign, today: date) -> None:
    """End what the table names no more: yesterday, or on the very day on which it began."""
    keys = [one.key for one in plan.parts.ended]
    for at in range(0, len(keys), BATCH):
        rows = Responsibility.objects.in_city(campaign.city).filter(pk__in=keys[at : at + BATCH])
        rows.filter(since__lt=today).update(until=today - ONE_DAY)
        rows.filter(since__gte=today).update(until=F("since"))


def _begin(plan: TablePlan, campaign: Campaign, nodes: dict[str, int], *, by: Account | None, at: datetime) -> None:
    """Let what is new begin today."""
    today = at.astimezone(campaign.city.zone).date()
    groups = _groups(campaign)
    Responsibility.objects.bulk_create(
        (
            Responsibility(
                city=campaign.city,
                campaign=campaign,
                node_id=nodes[row.code],
                unit_id=row.unit,
                part=row.part.value,
                group_id=groups.get(fold(row.group)),
                written=row.written,
                order=row.order,
                since=today,
                by=by,
                at=at,
            )
            for row in plan.parts.added
        ),
        batch_size=BATCH,
    )


def _reword(plan: TablePlan, campaign: Campaign) -> None:
    """Keep how the newest paper names the parts that stay."""
    groups = _groups(campaign) if plan.parts.reworded else {}
    Responsibility.objects.in_city(campaign.city).bulk_update(
        [
            Responsibility(pk=one.key, group_id=groups.get(fold(row.group)), written=row.written, order=row.order)
            for one, row in plan.parts.reworded
        ],
        ["group", "written", "order"],
        batch_size=BATCH,
    )


def _groups(campaign: Campaign) -> dict[str, int]:
    """Return the groups of the city by their folded names."""
    return dict(UnitGroup.objects.in_city(campaign.city).values_list("folded", "pk"))


def _say(plan: TablePlan, campaign: Campaign, nodes: dict[str, int], *, by: Account | None, at: datetime) -> None:
    """Append the terms of the clauses of which the table says something else."""
    ClauseTerms.objects.bulk_create(
        (
            ClauseTerms(
                city=campaign.city,
                campaign=campaign,
                node_id=nodes[code],
                due_on=due_day(said.get(Meaning.DUE, "")),
                by=by,
                at=at,
                **{term.value: text for term, text in said.items()},
            )
            for code, said in plan.terms.items()
        ),
        batch_size=BATCH,
    )
