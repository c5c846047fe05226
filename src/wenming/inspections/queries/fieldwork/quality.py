"""How far a round can be trusted: sites that two people coded apart from each other, items that often do not fit, how long visits took.

Everything is said of items, teams and the whole round, never of a person: a team of one is a person and is not listed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min

from wenming.engine.agreement import Agreement, Difference, agreement, difference, linear_weights
from wenming.engine.intervals import Interval, korn_graubard
from wenming.engine.provisions import CheckItem, Judgement
from wenming.inspections.enums.fieldwork import Coding, Verdict, VisitState
from wenming.inspections.models import Answer, FieldRound, TeamMember, Visit
from wenming.inspections.queries.fieldwork.paper import PAPER
from wenming.inspections.queries.fieldwork.standing import standing_answers
from wenming.standards.queries.handbook import adopted_in

FEWEST_VISITS = 30
"""Below so many visits nothing is said of how long they took."""
DISPUTED = 0.05
"""An item is listed where surely more than so many of its pairs differ …"""
UNFITTING = 0.2
"""… or where it surely did not apply at more than so many of its sites."""
VERDICTS: tuple[str, ...] = tuple(Verdict.values)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one item at one site, by two people of whom neither knew of the other."""

    site: int
    item: str
    teams: tuple[str, str]
    first: Answer
    second: Answer


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """One check item: how far its pairs agree, how often it did not apply. ``counts`` is None where nothing is counted."""

    item: CheckItem
    agreed: Agreement
    unfitting: Interval
    counts: Difference | None
    differing: int

    @property
    def trouble(self) -> float:
        """Return how sure it is that the item needs clarification; 0 where nothing is sure."""
        disputed, unfitting = self.agreed.trouble, self.unfitting.low
        return max(disputed if disputed > DISPUTED else 0.0, unfitting if unfitting > UNFITTING else 0.0)


@dataclass(frozen=True, slots=True)
class TeamQuality:
    """Two teams (or one with itself) that coded the same sites."""

    teams: tuple[str, str]
    agreed: Agreement


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of a round. ``unlisted`` counts pairs of teams that are one person; ``minutes`` and ``planned`` are one number per visit."""

    whole: Agreement
    items: tuple[ItemQuality, ...]
    teams: tuple[TeamQuality, ...]
    unlisted: int
    conflicts: int
    answers: int
    minutes: tuple[int, ...]
    planned: tuple[int, ...]

    @property
    def unclear(self) -> list[ItemQuality]:
        """Return the items to be clarified, the surest trouble first."""
        return sorted((one for one in self.items if one.trouble), key=lambda one: (-one.trouble, one.item.code))


def quality_of(field_round: FieldRound) -> Quality:
    """Return what is known of a round from its visits that are over. Five queries."""
    city = field_round.city
    visits = {
        visit.pk: visit
        for visit in Visit.objects.in_city(city)
        .filter(field_round=field_round, state=VisitState.FINISHED)
        .select_related("member__team")
    }
    said: dict[tuple[int, str], list[Answer]] = defaultdict(list)
    for answer in standing_answers(city, visits):
        said[answer.visit_id, answer.item].append(answer)
    clear = {place: answers[0] for place, answers in said.items() if len(answers) == 1}
    pairs = _pairs(visits, clear)
    known = adopted_in(city).crosswalk.items
    grades = [str(name) for name, _milli in field_round.grades]
    teams, unlisted = _teams(field_round, pairs)
    return Quality(
        whole=_agreed(pairs),
        items=tuple(_items(known, pairs, clear, grades)),
        teams=tuple(teams),
        unlisted=unlisted,
        conflicts=len(said) - len(clear),
        answers=len(clear),
        minutes=tuple(_minutes(city, visits)),
        planned=tuple(
            visit.leaves - visit.arrives
            for visit in visits.values()
            if visit.arrives is not None and visit.leaves is not None
        ),
    )


def _pairs(visits: Mapping[int, Visit], clear: Mapping[tuple[int, str], Answer]) -> list[Pair]:
    """Return the pairs: both visits over, both answers settled."""
    sites: dict[int, dict[str, Visit]] = defaultdict(dict)
    for visit in visits.values():
        if visit.member is not None:
            sites[visit.site_id][visit.coding] = visit
    found = []
    for site, both in sites.items():
        one, other = both.get(str(Coding.FIRST)), both.get(str(Coding.SECOND))
        if one is None or other is None:
            continue
        names = sorted(str(visit.member.team.name) for visit in (one, other) if visit.member)
        for visit, item in clear:
            if visit == one.pk and (other.pk, item) in clear:
                found.append(Pair(site, item, (names[0], names[1]), clear[visit, item], clear[other.pk, item]))
    return found


def _agreed(
    pairs: Sequence[Pair], words: Sequence[str] = VERDICTS, weights: Any = None, *, graded: bool = False
) -> Agreement:
    """Return how far pairs agree; answers at one site are alike."""
    first, second = ([_word(getattr(pair, side), graded=graded) for pair in pairs] for side in ("first", "second"))
    return agreement(first, second, sites=[pair.site for pair in pairs], categories=words, weights=weights)


def _word(answer: Answer, *, graded: bool = True) -> str:
    """Return what an answer says: its verdict, or its grade where the item is graded."""
    return answer.grade if graded and answer.grade else answer.verdict


def _items(
    known: Mapping[str, CheckItem],
    pairs: Iterable[Pair],
    clear: Mapping[tuple[int, str], Answer],
    grades: Sequence[str],
) -> Iterable[ItemQuality]:
    """Yield each item that anybody answered and that is still known, in the order of the checklists."""
    by_item: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_item[pair.item].append(pair)
    applies: dict[str, list[bool]] = defaultdict(list)
    for (_visit, code), answer in clear.items():
        applies[code].append(answer.verdict == Verdict.NOT_APPLICABLE)
    for code, item in known.items():
        if code in applies:
            own = by_item.get(code, [])
            yield ItemQuality(
                item, _agreed_item(item, own, grades), korn_graubard(applies[code]), _counts(item, own), _differing(own)
            )


def _agreed_item(item: CheckItem, pairs: Sequence[Pair], grades: Sequence[str]) -> Agreement:
    """Return how far the pairs of one item agree; neighbouring grades count for a part."""
    if item.judge is not Judgement.GRADE or not grades:
        return _agreed(pairs)
    words = [*grades, *VERDICTS]
    weights = [[float(one == other) for other in words] for one in words]
    for place, row in enumerate(linear_weights(len(grades)).tolist()):
        weights[place][: len(grades)] = row
    return _agreed(pairs, words, weights, graded=True)


def _differing(pairs: Iterable[Pair]) -> int:
    """Return how many pairs differ."""
    return sum(_word(pair.first) != _word(pair.second) for pair in pairs)


def _counts(item: CheckItem, pairs: Iterable[Pair]) -> Difference | None:
    """Return how far two counts of the same thing lie apart."""
    if item.judge is not Judgement.COUNT:
        return None
    counted = [
        (pair.first.count, pair.second.count)
        for pair in pairs
        if pair.first.count is not None and pair.second.count is not None
    ]
    return difference([one for one, _ in counted], [other for _, other in counted])


def _teams(field_round: FieldRound, pairs: Iterable[Pair]) -> tuple[list[TeamQuality], int]:
    """Return how far teams agree, and how many pairs are not listed because one of their teams is one person."""
    rows = TeamMember.objects.in_city(field_round.city).filter(field_round=field_round)
    sizes = dict(rows.order_by().values_list("team__name").annotate(people=Count("pk")))
    by_teams: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    unlisted = 0
    for pair in pairs:
        if all(sizes.get(name, 0) > 1 for name in pair.teams):
            by_teams[pair.teams].append(pair)
        else:
            unlisted += 1
    return [TeamQuality(teams, _agreed(by_teams[teams])) for teams in sorted(by_teams)], unlisted


def _minutes(city: Any, visits: Mapping[int, Visit]) -> list[int]:
    """Return the minutes between the first and the last answer of each visit, in the order of their length; nothing below so many visits."""
    rows = Answer.objects.in_city(city).filter(visit__in=visits).exclude(device=PAPER).order_by()
    spans = rows.values_list("visit").annotate(begun=Min("said_at"), over=Max("said_at"), said=Count("pk"))
    found = sorted(int((over - begun).total_seconds() // 60) for _visit, begun, over, said in spans if said > 1)
    return found if len(found) >= FEWEST_VISITS else []
