"""The move of a campaign to another edition: begun, decided clause by clause, applied in one stroke, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from wenming.campaigns.actions.holding import hold
from wenming.campaigns.enums import EditionMoveState
from wenming.campaigns.models import Campaign, ClauseChief, ClauseTerms, EditionMove, Responsibility
from wenming.campaigns.queries.moves import Review, built_upon, review_of
from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.organisations.actions import NotPossibleError
from wenming.standards.models import Edition, Node

ONE_DAY = timedelta(days=1)
Rows = Sequence[Responsibility] | Sequence[ClauseChief]
TEXTS = ("materials", "due", "spots", "chief", "note")


@transaction.atomic
def begin_move(*, campaign: Campaign, after: Edition, by: Account | None, at: datetime) -> EditionMove:
    """Begin to review what another edition would mean. NotPossibleError: "move_same_edition", "move_open"."""
    campaign = hold(campaign, by, "edition")
    if after.pk == campaign.edition_id:
        raise NotPossibleError("move_same_edition")
    if campaign.moves.filter(state=EditionMoveState.REVIEWING).exists():
        raise NotPossibleError("move_open")
    move = EditionMove.objects.create(
        city=campaign.city, campaign=campaign, before=campaign.edition, after=after, created_by=by, created_at=at
    )
    data = {"before": campaign.edition.code, "after": after.code}
    record_event(city=campaign.city, kind="edition_move.begun", subject=move, data=data, by=by, at=at)
    return move


@transaction.atomic
def decide_move(*, move: EditionMove, decisions: Mapping[str, str], by: Account | None, at: datetime) -> EditionMove:
    """Keep what people decided, change by change ("" takes a decision back). NotPossibleError: "move_closed", "choice_unknown"."""
    move = _reviewing(move, by)
    choices = {change.key: change.choices for change in review_of(move, move.campaign).changes}
    for key, choice in decisions.items():
        if choice and choice not in choices.get(key, ()):
            raise NotPossibleError("choice_unknown")
    taken = move.decisions | dict(decisions)
    move.decisions = {key: choice for key, choice in taken.items() if choice}
    move.save(update_fields=["decisions"])
    data = {"decisions": dict(decisions)}
    record_event(city=move.city, kind="edition_move.decided", subject=move, data=data, by=by, at=at)
    return move


@transaction.atomic
def accept_certain(*, move: EditionMove, by: Account | None, at: datetime) -> int:
    """Decide everything nobody needs to think about, as usual; return how many decisions are new. NotPossibleError("move_closed")."""
    move = _reviewing(move, by)
    review = review_of(move, move.campaign)
    fresh = {change.key: change.choices[0] for change in review.open if change.certain}
    if fresh:
        decide_move(move=move, decisions=fresh, by=by, at=at)
    return len(fresh)


@transaction.atomic
def drop_move(*, move: EditionMove, by: Account | None, at: datetime) -> EditionMove:
    """Give up a move that was not applied. NotPossibleError("move_closed")."""
    move = _reviewing(move, by)
    move.state, move.decided_at = EditionMoveState.DROPPED, at
    move.save(update_fields=["state", "decided_at"])
    record_event(city=move.city, kind="edition_move.dropped", subject=move, data={}, by=by, at=at)
    return move


@transaction.atomic
def apply_move(*, move: EditionMove, by: Account | None, at: datetime) -> EditionMove:
    """Move the campaign: old parts end, new ones begin, terms and leaders come along; the old edition stays to be read.

    NotPossibleError: "move_closed", "move_stale", "move_undecided".
    """
    move = _reviewing(move, by)
    campaign = hold(move.campaign, by, "edition")
    if campaign.edition_id != move.before_id:
        raise NotPossibleError("move_stale")
    review = review_of(move, campaign)
    if review.open:
        raise NotPossibleError("move_undecided")
    writer = _Writer(review, campaign, by, at)
    move.effect = writer.write()
    move.state, move.decided_at = EditionMoveState.APPLIED, at
    move.save(update_fields=["state", "decided_at", "effect"])
    campaign.edition = move.after
    campaign.save(update_fields=["edition"])
    data = {"before": move.before.code, "after": move.after.code, **move.effect["counts"]}
    record_event(city=move.city, kind="edition_move.applied", subject=move, data=data, by=by, at=at)
    return move


@transaction.atomic
def undo_move(*, move: EditionMove, by: Account | None, at: datetime) -> EditionMove:
    """Take a move back as long as nothing was built upon it: what it began ends, what it ended runs on.

    NotPossibleError: "move_not_applied", "move_open", "move_built_upon".
    """
    move = _held(move, by)
    if move.state != EditionMoveState.APPLIED:
        raise NotPossibleError("move_not_applied")
    campaign = hold(move.campaign, by, "edition")
    if campaign.moves.filter(state=EditionMoveState.REVIEWING).exists():
        raise NotPossibleError("move_open")
    if built_upon(move, campaign):
        raise NotPossibleError("move_built_upon")
    today = at.astimezone(move.city.zone).date()
    for model, begun, ended in ((Responsibility, "parts", "ended_parts"), (ClauseChief, "chiefs", "ended_chiefs")):
        rows = model.objects.in_city(move.city)
        _end(move.city, list(rows.filter(pk__in=move.effect[begun])), today)
        rows.filter(pk__in=move.effect[ended]).update(until=None)
    campaign.edition = move.before
    campaign.save(update_fields=["edition"])
    move.state, move.decided_at = EditionMoveState.UNDONE, at
    move.save(update_fields=["state", "decided_at"])
    data = {"before": move.before.code, "after": move.after.code}
    record_event(city=move.city, kind="edition_move.undone", subject=move, data=data, by=by, at=at)
    return move


def _held(move: EditionMove, by: Account | None) -> EditionMove:
    """Lock a move, with its campaign and both editions."""
    return hold(move, by, "campaign__city", "campaign__edition", "before", "after")


def _reviewing(move: EditionMove, by: Account | None) -> EditionMove:
    """Lock a move that is under review."""
    move = _held(move, by)
    if move.state != EditionMoveState.REVIEWING:
        raise NotPossibleError("move_closed")
    return move


def _end(city: City, rows: Rows, day: date) -> None:
    """Let rows end on the day before, or on their first day where that is later."""
    for row in rows:
        row.until = max(row.since, day - ONE_DAY)
    if rows:
        type(rows[0]).objects.in_city(city).bulk_update(rows, ["until"])


class _Writer:
    """Writes what a review says."""

    def __init__(self, review: Review, campaign: Campaign, by: Account | None, at: datetime) -> None:
        self.review, self.campaign, self.by, self.at = review, campaign, by, at
        self.city, self.today = campaign.city, at.astimezone(campaign.city.zone).date()
        nodes = Node.objects.in_city(self.city).filter(edition=review.move.after)
        self.nodes = {node.code: node for node in nodes}

    def write(self) -> dict[str, object]:
        """Write parts, terms and leaders; return the keys of all rows, for the way back."""
        outcome, chiefs = self.review.outcome, list(self.review.chiefs.values())
        _end(self.city, self.review.parts, self.today)
        _end(self.city, chiefs, self.today)
        counts = {"kept": len(outcome.kept), "united": len(outcome.united), "ended": len(outcome.ended)}
        return {
            "parts": self._parts(),
            "ended_parts": [row.pk for row in self.review.parts],
            "terms": self._terms(),
            "chiefs": self._chiefs(),
            "ended_chiefs": [row.pk for row in chiefs],
            "clauses": {old: list(news) for old, news in outcome.clauses.items()},
            "counts": {"old": len(self.review.parts), **counts},
        }

    def _parts(self) -> list[int]:
        """Write the parts of the new edition."""
        old = {row.pk: row for row in self.review.parts}
        kind = {(row.unit_id, row.part): row for row in self.review.parts}
        rows = []
        for clause, landings in self.review.outcome.landings.items():
            for place, landing in enumerate(landings):
                first = old[landing.sources[0]] if landing.sources else kind[landing.unit, landing.part]
                rows.append(
                    Responsibility(
                        city=self.city, campaign=self.campaign, node=self.nodes[clause], unit_id=landing.unit,
                        part=landing.part, group_id=first.group_id, written=first.written, order=place,
                        since=self.today, by=self.by, at=self.at,
                    )
                )  # fmt: skip
        return [row.pk for row in Responsibility.objects.bulk_create(rows)]

    def _terms(self) -> list[int]:
        """Write the terms of the new clauses: several old ones under each other, the earliest day."""
        texts: dict[str, list[ClauseTerms]] = {}
        for code, row in self.review.terms.items():
            for clause in self.review.outcome.clauses.get(code, ()):
                texts.setdefault(clause, []).append(row)
        rows = [self._united(clause, olds) for clause, olds in texts.items()]
        return [row.pk for row in ClauseTerms.objects.bulk_create(rows)]

    def _united(self, clause: str, olds: list[ClauseTerms]) -> ClauseTerms:
        """Return terms that say everything that these say; what does not fit the short fields goes to the note."""
        said = {name: list(dict.fromkeys(getattr(row, name) for row in olds if getattr(row, name))) for name in TEXTS}
        row = ClauseTerms(city=self.city, campaign=self.campaign, node=self.nodes[clause], by=self.by, at=self.at)
        row.due_on = min((old.due_on for old in olds if old.due_on), default=None)
        for name in ("due", "chief"):
            text, room = "、".join(said[name]), ClauseTerms._meta.get_field(name).max_length
            if len(text) > (room or 0):
                said["note"].append(text)
                text = said[name][0]
            setattr(row, name, text)
        for name in ("materials", "spots", "note"):
            setattr(row, name, "\n".join(said[name]))
        return row

    def _chiefs(self) -> list[int]:
        """Write who answers for the new clauses: of several leaders the first in the old edition's order."""
        people: dict[str, ClauseChief] = {}
        for code, row in self.review.chiefs.items():
            for clause in self.review.outcome.clauses.get(code, ()):
                people.setdefault(clause, row)
        rows = [
            ClauseChief(
                city=self.city, campaign=self.campaign, node=self.nodes[clause], person_id=row.person_id,
                since=self.today, by=self.by, at=self.at,
            )
            for clause, row in people.items()
        ]  # fmt: skip
        return [row.pk for row in ClauseChief.objects.bulk_create(rows)]
