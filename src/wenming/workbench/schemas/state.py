"""The five questions of a leader, answered in words from what is kept; and the tables under the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.assessment.enums import LeagueLevel
from wenming.assessment.models import ForecastRun
from wenming.assessment.queries.changes import RealChanges
from wenming.assessment.queries.leagues import LeagueView
from wenming.assessment.schemas.forecasts.card import clause_line
from wenming.assessment.schemas.forecasts.words import gap_sentence, reached_word, shortfall_from
from wenming.assessment.schemas.leagues import league_url, places_text
from wenming.assessment.schemas.real_changes import lacking_sentence, signed
from wenming.engine.ranking.leagues import MINIMUM
from wenming.inspections.models import Round
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH
from wenming.workbench.queries.standing import Closing

THREE = 3
NAMED = 4
"""So many names stand in a sentence; of more it is said how many."""
TWO = 2


def answers_of(
    run: ForecastRun | None,
    league: LeagueView | None,
    changes: RealChanges | None,
    rounds: tuple[Round | None, Round | None],
) -> list[dict[str, Any]]:
    """Return question, answer and tone of the five questions."""
    if run is None:
        reached, tone = _("还没有算过"), "mute"
        gap, three = _("还没有算过差几分、差哪几条"), _("算过以后再列")
    else:
        shortfall = shortfall_from(run.result["answer"]["shortfall"])
        (reached, tone), gap = reached_word(shortfall), gap_sentence(shortfall)
        names = [
            _("%(name)s（−%(points)s）") % {"name": one["name"] or one["type"] or one["part"], "points": one["points"]}
            for one in first_three(run)
        ]
        three = _("、").join(names) or _("没有找到失分的条目")
    behind, sure = behind_words(league)
    better, better_tone = change_words(changes, rounds)
    return [
        {"question": _("达标了吗？"), "answer": reached, "tone": tone},
        {"question": _("差多少？"), "answer": gap, "tone": tone},
        {"question": _("谁拖后腿，确定吗？"), "answer": behind, "tone": sure},
        {"question": _("比上轮好了吗？"), "answer": better, "tone": better_tone},
        {"question": _("先抓哪三件？"), "answer": three, "tone": "info" if run else "mute"},
    ]


def grounds_of(
    after: Round | None, city: City, shown: dict[str, str], league: LeagueView | None
) -> list[dict[str, str]]:
    """Return, for each of the five answers, the page on which it can be checked; without a round there is nothing to open.

    ``shown``: what :func:`round_words` returns of the last round, ``after``.
    """
    if after is None:
        return [{}] * 5
    gaps = reverse("assessment:gaps_latest", args=[city.slug])
    return [
        {"text": _("看得分"), "url": shown["url"]},
        {"text": _("看差在哪里"), "url": gaps},
        {"text": _("看排行依据"), "url": league_url(city, after, league.run.level) if league else ""},
        {"text": _("看两轮比较"), "url": shown["changes"]},
        {"text": _("看全部失分"), "url": gaps},
    ]


def first_three(run: ForecastRun) -> list[dict[str, str]]:
    """Return the dearest losses that somebody can mend, with their pages; what people say in a survey is no clause."""
    losses = [one for one in run.result["answer"]["shortfall"]["losses"] if one["part"] != "survey"]
    return [
        {**clause_line(run, one["part"], one["type"], one["clause"]), "points": f"{one['points']:.2f}"}
        for one in losses[:THREE]
    ]


def behind_words(league: LeagueView | None) -> tuple[str, str]:
    """Say who is behind, and whether that is sure: those whose best possible place still lies in the lower half of those ranked with them."""
    tables = [(table, table.banded) for table in league.tables if len(table.banded) >= TWO] if league else []
    if not tables:
        return _("说不了：最近一轮里样本够的属地不到两个"), "mute"
    number = sum(len(rows) for _table, rows in tables)
    sure = [(table, row) for table, rows in tables for row in rows if row.standing.first > len(rows) / 2]
    if not sure:
        facts = {"n": number, "level": LeagueLevel(league.run.level).label if league else ""}
        return _("分不出：%(n)s 个%(level)s的名次区间都够得着前一半") % facts, "mute"
    sure.sort(key=lambda one: one[1].standing.estimate)
    # where they are ranked in groups, the place says in which
    names = [
        _("%(name)s（%(place)s）")
        % {"name": row.name, "place": f"{table.name if len(tables) > 1 else ''}{places_text(row)}"}
        for table, row in sure[:NAMED]
    ]
    said = _("、").join(names)
    if len(sure) > NAMED:
        return _("确定在后一半的 %(n)s 个，末尾是 %(names)s") % {"n": len(sure), "names": said}, "bad"
    return _("确定在后一半：%(names)s") % {"names": said}, "bad"


def change_words(changes: RealChanges | None, rounds: tuple[Round | None, Round | None]) -> tuple[str, str]:
    """Say whether the last round is better than the one before, or why that cannot be told."""
    _after, before = rounds
    if before is None or changes is None:
        return _("还没有按同一体系的两轮可以比"), "mute"
    if changes.whole is None:
        return lacking_sentence(changes), "mute"
    change = changes.whole.change
    if change is None:
        return _("样本不足：有一轮看的点位不到 %(n)s 个") % {"n": MINIMUM}, "mute"
    facts = {
        "points": signed(change.difference * 100),
        "low": signed(change.low * 100),
        "high": signed(change.high * 100),
        "before": before.name,
    }
    if not change.is_told:
        return _("无可辨变化：比%(before)s %(points)s 个百分点，区间 %(low)s 到 %(high)s 含 0") % facts, "mute"
    if change.low > 0:
        return _("好了：比%(before)s %(points)s 个百分点（区间 %(low)s 到 %(high)s）") % facts, "ok"
    return _("差了：比%(before)s %(points)s 个百分点（区间 %(low)s 到 %(high)s）") % facts, "bad"


def closing_lines(lines: Sequence[Closing]) -> list[dict[str, str]]:
    """Return districts with closing rate and recurrence side by side; what was looked at too little has no number."""
    return [
        {
            "name": one.name,
            "closed": f"{100 * one.closed / one.due:.0f}%" if one.due else DASH,
            "counts": _("%(closed)s / %(due)s 件") % {"closed": one.closed, "due": one.due},
            "back": _back(one),
        }
        for one in lines
    ]


def _back(one: Closing) -> str:
    """Return what came back, with its interval."""
    if one.back is None or not one.back.looked:
        return _("没有抽查")
    found = one.back.interval
    if not found.tells:
        return _("样本不足（%(n)s 件）") % {"n": one.back.looked}
    facts = {name: f"{100 * getattr(found, name):.0f}" for name in ("estimate", "low", "high")}
    return _("%(estimate)s%%（%(low)s—%(high)s%%）") % facts


def round_words(rounds: tuple[Round | None, Round | None], city: City) -> dict[str, str]:
    """Return the last round with its pages; the comparison is that with the round before it."""
    after, before = rounds
    if after is None:
        return {}
    changes = reverse("assessment:changes", args=[city.slug, after.number])
    return {
        "name": after.name,
        "url": reverse("assessment:score", args=[city.slug, after.number]),
        "changes": f"{changes}?with={before.number}" if before else "",
    }
