"""While inspectors are out, and after: a site gives its place to a reserve, a visit is skipped or taken as done, a conflict is settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from wenming.draws.actions import replace_unit
from wenming.draws.enums import ReplacementReason
from wenming.draws.models import DrawnUnit
from wenming.engine.sampling import digest_of
from wenming.inspections.actions.fieldwork.steps import OPEN, UNWRITTEN, locked, record, require, visit_of
from wenming.inspections.enums import SkipReason, VisitState
from wenming.inspections.models import Answer, AnswerReplacement, FieldRound, Visit
from wenming.inspections.queries.fieldwork.standing import standing_answers
from wenming.inspections.rules import keeps_field_round, tends_field_round
from wenming.kernel.models import Account
from wenming.sites.models import Site

NOTE_LENGTH = 200


@transaction.atomic
def replace_site(*, visit: Visit, reason: str, by: Account, at: datetime) -> list[Visit]:
    """Let the next reserve take the place of a drawn site; whoever had the site, and who codes it a second time, gets the reserve for the same day.

    FieldRefusedError("not_open", "by_hand", "finished", "no_site"), DrawRefusedError.
    """
    held = locked(visit.field_round, by, keeps_field_round, OPEN, "not_open")
    require(held.draw is not None, "by_hand")
    this = visit_of(held, visit)
    require(this.state != VisitState.FINISHED and reason in ReplacementReason.values, "finished")
    rows = Visit.objects.in_city(held.city).filter(field_round=held, site=this.site_id).select_for_update(of=("self",))
    pair = list(rows.select_related("site", "member").exclude(state=VisitState.FINISHED))
    reserve = replace_unit(draw=held.draw, key=this.site.code, reason=reason, by=by, at=at)
    site = Site.objects.in_city(held.city).filter(code=reserve.key).first()
    require(site, "no_site")
    for one in pair:
        if one.state == VisitState.PLANNED:
            why = reason if one.pk == this.pk else str(SkipReason.REPLACED)
            one.state, one.skip, one.finished_at = str(VisitState.SKIPPED), why, at
            one.save(update_fields=["state", "skip", "finished_at"])
    new = _instead(held, pair, site, reserve)
    record("site_replaced", held, by, at, number=this.number, reason=str(reason), visits=[one.number for one in new])
    return new


def _instead(held: FieldRound, pair: list[Visit], site: Site, reserve: DrawnUnit) -> list[Visit]:
    """Make the visits to the reserve, for the same people and days; which of the two comes first follows from its ticket."""
    last = Visit.objects.in_city(held.city).filter(field_round=held).aggregate(last=Max("number"))["last"]
    pair = sorted(pair, key=lambda one: digest_of(f"{reserve.ticket}|{one.coding}"))
    facts: dict[str, Any] = {"city": held.city, "field_round": held, "site": site, "drawn": reserve}
    return [
        Visit.objects.create(
            **facts, number=last + place, coding=one.coding, member=one.member, on=one.on, order=one.order, pinned=one.pinned
        )
        for place, one in enumerate(pair, start=1)
    ]  # fmt: skip


@transaction.atomic
def close_visit(*, visit: Visit, state: str, skip: str = "", note: str = "", by: Account, at: datetime) -> Visit:
    """Say in an inspector's stead that a visit is done, that nobody could look (``skip``: why), or that it is to be done again.

    FieldRefusedError("over_already", "no_reason").
    """
    held = locked(visit.field_round, by, tends_field_round, UNWRITTEN, "over_already")
    this = visit_of(held, visit)
    skipped = state == VisitState.SKIPPED
    require(not skipped or skip in SkipReason.values, "no_reason")
    this.state, this.skip, this.note = state, skip if skipped else "", note.strip()[:NOTE_LENGTH] or this.note
    this.finished_at = None if state == VisitState.PLANNED else this.finished_at or at
    this.save(update_fields=["state", "skip", "note", "finished_at"])
    record("visit_closed", held, by, at, number=this.number, state=str(state))
    return this


@transaction.atomic
def settle_conflict(*, answer: Answer, by: Account, at: datetime) -> Answer:
    """Let one of several standing answers to an item stand for all of them. FieldRefusedError("over_already", "not_standing")."""
    held = locked(answer.visit.field_round, by, tends_field_round, UNWRITTEN, "over_already")
    rows = list(standing_answers(held.city, [answer.visit]).filter(item=answer.item))
    require(len(rows) > 1 and answer in rows, "not_standing")
    AnswerReplacement.objects.bulk_create(
        AnswerReplacement(city=held.city, answer=answer, replaced=other) for other in rows if other != answer
    )
    record("conflict_settled", held, by, at, number=answer.visit.number, item=answer.item)
    return answer
