"""The five questions of a leader, answered in words from what is kept; and the tables under the answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wenming.assessment.models import ForecastRun
from wenming.assessment.schemas.forecasts.card import clause_line
from wenming.assessment.schemas.forecasts.words import gap_sentence, reached_word, shortfall_from
from wenming.engine.ranking import Moved, RoundChange, Row
from wenming.inspections.models import Round
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, Axis
from wenming.workbench.queries.standing import Closing, Standing

THREE = 3
NAMED = 4
"""So many names stand in a sentence; of more it is said how many."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TONES = {Moved.UP: "ok", Moved.DOWN: "bad", Moved.UNTOLD: "mute"}


def answers_of(
    run: ForecastRun | None,
    standing: Standing | None,
    change: RoundChange | None,
    rounds: tuple[Round | None, Round | None],
) -> list[dict[str, Any]]:
    """Return question, answer and tone of the five questions."""
    if run is None:
        reached, tone = _("还没有算过"), "mute"
        gap, three = _("还没有算过差几分、差哪几条"), _("算过以后再列")
    else:
        shortfall = shortfall_from(run.result["answer"]["shortfall"])
        (reached, tone), gap = reached_word(shortfall), gap_sentence(shortfall)
        names = [f"{one['name'] or one['type'] or one['part']}（−{one['points']}）" for one in first_three(run)]
        three = _("、").join(names) or _("没有找到失分的条目")
    behind, sure = behind_words(standing)
    better, better_tone = change_words(change, rounds)
    return [
        {"question": _("达标了吗？"), "answer": reached, "tone": tone},
        {"question": _("差多少？"), "answer": gap, "tone": tone},
        {"question": _("谁拖后腿，确定吗？"), "answer": behind, "tone": sure},
        {"question": _("比上轮好了吗？"), "answer": better, "tone": better_tone},
        {"question": _("先抓哪三件？"), "answer": three, "tone": "info" if run else "mute"},
    ]


def first_three(run: ForecastRun) -> list[dict[str, str]]:
    """Return the dearest losses that somebody can mend, with their pages; what people say in a survey is no clause."""
    losses = [one for one in run.result["answer"]["shortfall"]["losses"] if one["part"] != "survey"]
    return [
        {**clause_line(run, one["part"], one["type"], one["clause"]), "points": f"{one['points']:.2f}"}
        for one in losses[:THREE]
    ]


def behind_words(standing: Standing | None) -> tuple[str, str]:
    """Say who is behind, and whether that is sure: those whose best possible place still lies in the lower half."""
    rows = [row for row in standing.league.rows if row.has_band] if standing else []
    if len(rows) < 2:
        return _("说不了：最近一轮里样本够的属地不到两个"), "mute"
    sure = [row for row in rows if row.first > len(rows) / 2]
    if not sure:
        return _("分不出：%(n)s 个属地的名次区间都够得着前一半") % {"n": len(rows)}, "mute"
    names = [f"{row.entrant.key}（{place_words(row)}）" for row in reversed(sure[-NAMED:])]
    said = _("、").join(names)
    if len(sure) > NAMED:
        return _("确定在后一半的 %(n)s 个，末尾是 %(names)s") % {"n": len(sure), "names": said}, "bad"
    return _("确定在后一半：%(names)s") % {"names": said}, "bad"


def place_words(row: Row) -> str:
    """Return the places that cannot be told apart from this one."""
    if not row.has_band:
        return _("样本不足")
    if row.first == row.last:
        return _("第 %(place)s 名") % {"place": row.first}
    return _("第 %(first)s–%(last)s 名") % {"first": row.first, "last": row.last}


def change_words(change: RoundChange | None, rounds: tuple[Round | None, Round | None]) -> tuple[str, str]:
    """Say whether the last round is better than the one before, or that it cannot be told."""
    after, before = rounds
    if after is None or before is None or change is None:
        return _("还没有按同一体系的两轮可以比"), "mute"
    facts = {
        "points": f"{change.difference:+.1f}".replace("-", "−"),
        "low": f"{change.low:+.1f}".replace("-", "−"),
        "high": f"{change.high:+.1f}".replace("-", "−"),
        "before": before.name,
    }
    words = {
        Moved.UP: _("好了：比%(before)s %(points)s 个百分点（区间 %(low)s 到 %(high)s）"),
        Moved.DOWN: _("差了：比%(before)s %(points)s 个百分点（区间 %(low)s 到 %(high)s）"),
        Moved.UNTOLD: _("无可辨变化：比%(before)s %(points)s 个百分点，区间 %(low)s 到 %(high)s 含 0"),
    }
    return words[change.moved] % facts, TONES[change.moved]


def league_lines(standing: Standing) -> dict[str, Any]:
    """Return the table: letters of those who cannot be told apart, score with its interval, places on dots."""
    league, rows = standing.league, standing.league.rows
    spans = [span for row in rows for span in standing.intervals[str(row.entrant.key)]]
    axis = Axis.for_rates([row.entrant.score for row in rows])
    low = min([axis.low, *(int(span * 100) for span in spans)])
    shown, banded = Axis(max(0, low - low % 20), axis.high), sum(row.has_band for row in rows)
    letters = {
        key: "".join(LETTERS[place % len(LETTERS)] for place, run in enumerate(league.runs) if key in run)
        for key in (row.entrant.key for row in rows)
    }
    return {
        "ticks": shown.ticks,
        "number": banded,
        "dots": [{"x": _spot(place, banded)} for place in range(1, banded + 1)],
        "rows": [_league_row(row, standing, shown, banded, letters[row.entrant.key]) for row in rows],
    }


def _league_row(row: Row, standing: Standing, axis: Axis, banded: int, letters: str) -> dict[str, Any]:
    name = str(row.entrant.key)
    low, high = standing.intervals[name]
    share = row.entrant.estimate

    def x(value: float) -> float:
        return (value * 100 - axis.low) / (axis.high - axis.low) * 100

    told = row.has_band
    score = f"{float(row.entrant.score) * 100:.1f}"
    return {
        "letters": letters or DASH,
        "tone": (len(letters) and LETTERS.index(letters[0]) % 3) if told else "",
        "name": name,
        "score": score,
        "label": _("%(name)s %(score)s，95%% 区间 %(low)s—%(high)s")
        % {"name": name, "score": score, "low": f"{low * 100:.1f}", "high": f"{high * 100:.1f}"},
        "span": f"{low * 100:.1f}—{high * 100:.1f}",
        "bar": {"x": f"{x(low):.2f}%", "width": f"{x(high) - x(low):.2f}%", "point": f"{x(share):.2f}%"}
        if told
        else None,
        "places": place_words(row),
        "place": row.place,
        "band": {
            "x": f"{100 * (row.first - 1) / banded:.2f}%",
            "width": f"{100 * (row.last - row.first + 1) / banded:.2f}%",
            "point": _spot(min(max(row.place, row.first), row.last), banded),
        }
        if told
        else None,
    }


def _spot(place: int, number: int) -> str:
    return f"{100 * (place - 0.5) / number:.2f}%"


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
    return f"{100 * found.estimate:.0f}%（{100 * found.low:.0f}—{100 * found.high:.0f}%）"


def round_words(round_: Round | None, city: City) -> dict[str, str]:
    """Return the last round with its pages."""
    if round_ is None:
        return {}
    return {
        "name": round_.name,
        "url": reverse("assessment:score", args=[city.slug, round_.number]),
        "changes": reverse("assessment:changes", args=[city.slug, round_.number]),
    }
