"""A list as its page shows it: groups, places with their bands, marks with shape and word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.rates import Terms
from wenming.engine.scoring.display import rate_text
from wenming.inspections.models import Round
from wenming.issues.queries.counted import can_list
from wenming.issues.queries.periods import Period
from wenming.issues.schemas.lookbacks import share_text
from wenming.issues.schemas.rates import named
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, days_text, moment_text, number_text
from wenming.supervision.enums import GroupSide, ListMark, ListPeriod, MeasureKind, NotRanked, RunState
from wenming.supervision.models import ListEntry, ListGroup, ListRuleVersion, ListRun
from wenming.supervision.queries.measuring import Line, rate_of
from wenming.supervision.queries.recurrence import Recurrence

_STATES = {
    RunState.DRAFT: ("warn", "half"),
    RunState.APPROVED: ("ok", "check"),
    RunState.SUPERSEDED: ("", "cross"),
}
_MARKS = {ListMark.RED: ("bad", "square"), ListMark.BLACK: ("black", "triangle")}
"""The red list is the honour, the black one the warning: colour, shape and word."""
Guides = Mapping[int, list[dict[str, str]]]
"""Unit -> pages of the handbook for the types of site where its cases lie."""


def state_pill(state: str) -> dict[str, str]:
    """Return the pill of a computed list."""
    tone, shape = _STATES[RunState(state)]
    return {"label": str(RunState(state).label), "tone": tone, "shape": shape}


def mark_pill(mark: str) -> dict[str, str] | None:
    """Return the pill of a mark, None for none."""
    if not mark:
        return None
    tone, shape = _MARKS[ListMark(mark)]
    return {"label": str(ListMark(mark).label), "tone": tone, "shape": shape}


def period_text(run: ListRun) -> str:
    """Return the days of a list."""
    return days_text(run.begins_on, run.ends_on)


def run_line(run: Any) -> dict[str, Any]:
    """Return a list as a row of the lists; ``run`` comes from ``queries.runs.runs_in``."""
    return {
        "url": reverse("supervision:list", args=[run.city.slug, run.pk]),
        "name": run.rule.name,
        "period": period_text(run),
        "state": state_pill(run.state),
        "number": run.number,
        "reds": run.reds,
        "blacks": run.blacks,
        "ranked": run.ranked,
        "made": moment_text(run.made_at, run.city),
    }


def measure_text(version: ListRuleVersion) -> str:
    """Return by what a version ranks, in words."""
    if version.kind == MeasureKind.SCORE:
        return version.get_kind_display()
    rate = rate_of(version.measure)
    return named(rate) if rate else version.measure


def version_facts(version: ListRuleVersion) -> list[dict[str, str]]:
    """Return what a version says, as pairs."""
    return [
        {"name": _("周期"), "value": str(ListPeriod(version.period).label)},
        {"name": _("指标"), "value": measure_text(version)},
        {"name": _("好坏方向"), "value": version.get_good_end_display()},
        {"name": _("最少件数"), "value": number_text(version.minimum)},
        {"name": _("版本"), "value": _("第 %(number)s 版") % {"number": version.number}},
    ]


def value_text(of: int, per: int, kind: str) -> tuple[str, str, str]:
    """Return a value with what it was reckoned from; of a score in points."""
    if per <= 0:
        return DASH, "", ""
    if kind == MeasureKind.SCORE:
        return rate_text(Fraction(of, per)), f"{of / 1000:.3f}".rstrip("0").rstrip("."), number_text(per // 1000)
    return rate_text(Fraction(of, per)), number_text(of), number_text(per)


class Sheet:
    """What the rows of a list's page need: the rule, the period, and what stands beside the places."""

    def __init__(
        self,
        city: City,
        version: ListRuleVersion,
        period: Period,
        round_: Round | None = None,
        *,
        recurrence: Mapping[tuple[str, int], Recurrence] | None = None,
        guides: Guides | None = None,
    ) -> None:
        self.city, self.version, self.period, self.round = city, version, period, round_
        self.recurrence, self.guides = recurrence or {}, guides or {}
        self.rate = rate_of(version.measure) if version.kind == MeasureKind.RATE else None
        self.steps = {one.times: one for one in version.steps.select_related("kind")}

    def groups(self, lines: Sequence[Line], keys: Mapping[tuple[int, int], int] | None = None) -> list[dict[str, Any]]:
        """Return the groups of a list with their rows; ``keys``: (group, unit) -> the kept entry."""
        found = []
        for _order, rows in groupby(lines, key=lambda line: line.group.order):
            own = list(rows)
            ranked = [line for line in own if line.placing.place]
            found.append(
                {
                    **group_facts(own[0].group),
                    "rows": [self._row(line, len(ranked), keys or {}) for line in ranked],
                    "count": len(ranked),
                    "ticks": _ticks(len(ranked)),
                    "rest": _rest(own),
                }
            )
        return found

    def _row(self, line: Line, count: int, keys: Mapping[tuple[int, int], int]) -> dict[str, Any]:
        placing = line.placing
        value, of, per = value_text(placing.entrant.of, placing.entrant.per, self.version.kind)
        back = self.recurrence.get((line.group.side, line.unit.pk))
        return {
            "entry": keys.get((line.group.pk, line.unit.pk)),
            "unit": line.unit.name,
            "place": placing.place,
            "tied": placing.ties > 1,
            "value": value,
            "of": of,
            "per": per,
            "of_url": self._url(self.rate.of if self.rate else (), line, placing.entrant.of),
            "per_url": self._url(self.rate.per if self.rate else (), line, placing.entrant.per),
            "recurrence": recurrence_text(back) if back else "",
            "band": band_view(placing.place, placing.first, placing.last, count),
            "mark": mark_pill(placing.mark),
            "sure": placing.is_sure,
            "times": line.times,
            "guides": self.guides.get(line.unit.pk, []) if placing.mark == ListMark.BLACK else [],
        }

    def _url(self, terms: Terms, line: Line, number: int) -> str:
        """Return the ledger with the issues behind a number, "" where they cannot be listed."""
        if not terms or number <= 0 or not can_list(terms):
            return ""
        words = "".join(f"{'+' if sign > 0 else '-'}{word}" for sign, word in terms).removeprefix("+")
        side = "unit" if line.group.side == GroupSide.UNIT else "district"
        said = f"{words}@{self.period.first}..{self.period.last}@{side}-{line.unit.pk}"
        return f"{reverse('issues:issues', args=[self.city.slug])}?{urlencode({'counted': said}, safe='@')}"


def group_facts(group: ListGroup) -> dict[str, Any]:
    """Return the head of a group: its name, and what is listed of it."""
    rule = _("红榜前 %(red)s 名，黑榜后 %(black)s 名，并列同榜") % {"red": group.red, "black": group.black}
    return {"name": group.name, "rule": rule, "side": str(GroupSide(group.side).label)}


def band_view(place: int, first: int, last: int, count: int) -> dict[str, str]:
    """Return the band of a place on an axis of places, and what it says in words."""
    text = (
        _("只此一名可分辨")
        if first == last
        else _("与第 %(first)s–%(last)s 名不可区分") % {"first": first, "last": last}
    )
    return {
        "label": _("第 %(place)s 名，%(band)s") % {"place": place, "band": text},
        "text": text,
        "point": _at(place, count),
        "start": _at(first, count),
        "width": f"{_share(last, count) - _share(first, count):.2f}%",
    }


def recurrence_text(back: Recurrence) -> str:
    """Return what came back as visits by lot found it, else as people reported it again; a rate only where there are enough."""
    if back.share is not None:
        return share_text(back.share)
    if not back.closed:
        return DASH
    shown = f"{back.back}/{back.closed}"
    rate = f"{rate_text(Fraction(back.back, back.closed))}（{shown}）" if back.is_enough else shown
    return _("再次上报 %(rate)s") % {"rate": rate}


def _rest(lines: Sequence[Line]) -> list[dict[str, str]]:
    """Return who has no place, by reason."""
    found = []
    for reason in NotRanked.values:
        names = [line.unit.name for line in lines if line.placing.reason == reason]
        if names:
            found.append(
                {
                    "reason": str(NotRanked(reason).label),
                    "names": pgettext("list", "、").join(names),
                    "count": str(len(names)),
                }
            )
    return found


def _ticks(count: int) -> list[dict[str, str]]:
    """Return the first, the middle and the last place of an axis."""
    places = sorted({1, (count + 1) // 2, count}) if count else []
    anchors = {1: "start", count: "end"}
    return [{"x": _at(place, count), "label": str(place), "anchor": anchors.get(place, "middle")} for place in places]


def _share(place: int, count: int) -> float:
    return (place - 1) / max(count - 1, 1) * 100


def _at(place: int, count: int) -> str:
    return f"{_share(place, count):.2f}%"


def entry_line(entry: ListEntry, size: int) -> dict[str, Any]:
    """Return an entry as its own unit sees it: which list, its place among how many, the band, the mark."""
    value, of, per = value_text(entry.of, entry.per, entry.run.version.kind)
    return {
        "pk": entry.pk,
        "unit": entry.unit.name,
        "name": entry.run.rule.name,
        "group": entry.group.name,
        "period": period_text(entry.run),
        "value": value,
        "of": of,
        "per": per,
        "place": entry.place,
        "size": size,
        "reason": str(NotRanked(entry.reason).label) if entry.reason else "",
        "band": band_view(entry.place, entry.first or 0, entry.last or 0, size) if entry.place else None,
        "mark": mark_pill(entry.mark),
        "times": entry.times,
    }
