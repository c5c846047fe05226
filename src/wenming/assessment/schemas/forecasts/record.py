"""How forecasts did: those of past years beside the official results, the back-test over the city's own rounds, and what past pairs taught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.models import ForecastRun
from wenming.assessment.queries.forecasts.gathering import WHOLE
from wenming.assessment.queries.forecasts.kept import Held
from wenming.engine.forecast import Sight, read_problem, sight_of
from wenming.engine.forecast.calibration import FEWEST_EVENTS
from wenming.engine.forecast.shifts import LEAST, MOST, USUAL_SITES
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, milli_text, moment_text

USUAL_RATE = 0.85
"""The rate of ours at which the shift is told as long as no year tells one."""
SAME = 0.05
"""Percentage points that nobody would show."""


def held_lines(rows: Sequence[Held], city: City) -> list[dict[str, str]]:
    """Return every official result beside what was said before it."""
    return [_held(one, city) for one in rows]


def _held(one: Held, city: City) -> dict[str, str]:
    line = {"year": str(one.score.year), "score": milli_text(one.score.score), "at": DASH, "digest": "", "hit": DASH}
    line |= {"chance": _("没有预测"), "range": DASH, "reached": DASH}
    if one.run is None:
        return line
    line |= {"at": moment_text(one.run.at, city), "digest": f"{one.run.digest[:4]} {one.run.digest[4:8]}"}
    told = one.forecast
    if told is None:
        return line | {"chance": _("缺数据，没有说概率")}
    level = {q["level"]: q["points"] for q in told["quantiles"]}
    points, reached = one.score.score / 1000, _reached(one)
    inside = level[0.1] <= points <= level[0.9]
    return line | {
        "chance": one.run.result["chances"]["reaches"],
        "range": f"{level[0.1]:.1f}—{level[0.9]:.1f}",
        "reached": pgettext("line", "达到") if reached else pgettext("line", "没达到"),
        "hit": pgettext("interval", "在内") if inside else pgettext("interval", "在外"),
    }


def _reached(one: Held) -> bool:
    line = one.run.result["answer"]["shortfall"]["line"] if one.run else None
    return line is not None and one.score.score / 1000 >= line


def proof_card(run: ForecastRun | None) -> dict[str, Any] | None:
    """Return the back-test: three ways of forecasting side by side, and the coverage; None where there were too few rounds."""
    if run is None or run.result["proof"] is None:
        return None
    proof = run.result["proof"]
    names = (("ours", _("本平台")), ("usual", _("基准一：以往达到的比例")), ("plug_in", _("基准二：照搬上一轮得分率")))
    return {
        "events": proof["events"],
        "few": proof["events"] < FEWEST_EVENTS,
        "least": FEWEST_EVENTS,
        "rows": [_scores(name, proof[key]) for key, name in names],
        "coverage": [
            {"level": f"{level * 100:.0f}%", "share": f"{share * 100:.0f}%"} for level, share in proof["coverage"]
        ],
        "statements": [
            {
                "round": one["round"],
                "line": f"{one['line']:.1f}",
                "chance": f"{one['chance'] * 100:.0f}%",
                "happened": pgettext("line", "达到") if one["happened"] else pgettext("line", "没达到"),
            }
            for one in run.result["test"]["statements"]
        ],
    }


def _scores(name: str, facts: dict[str, Any]) -> dict[str, str]:
    corp, sure = facts["corp"], facts["sure"]
    return {
        "name": name,
        "brier": f"{facts['brier']:.3f}",
        "log": f"{facts['log_score']:.3f}",
        "miscalibration": f"{corp['miscalibration']:.3f}",
        "discrimination": f"{corp['discrimination']:.3f}",
        "uncertainty": f"{corp['uncertainty']:.3f}",
        "sure": f"{sure['wrong']} / {sure['sure']}",
    }


def shift_card(run: ForecastRun | None) -> dict[str, Any] | None:
    """Return how the official team sees compared with us, in words, and the pairs behind it; None without a forecast."""
    if run is None:
        return None
    rows = run.settings.pairs if run.settings else []
    ours = sum(mock for _year, _official, mock, _sites in rows) / len(rows) / WHOLE if rows else USUAL_RATE
    sight = sight_of(read_problem(run.problem).shift, min(MOST, max(LEAST, ours)))
    return {"words": _sight_words(sight, len(rows)), "pairs": [_pair(*row) for row in sorted(rows)]}


def _sight_words(sight: Sight, pairs: int) -> list[str]:
    """Say how much more or less severe the official team is, and between what bounds."""
    off = 100 * (sight.official - sight.ours)
    names = ("ours", "official", "low", "high")
    facts = {name: f"{100 * getattr(sight, name):.1f}%" for name in names} | {"off": f"{abs(off):.1f}", "pairs": pairs}
    spread = _("我们查到 %(ours)s 的，官方大约看成 %(official)s，五年里四年在 %(low)s 到 %(high)s 之间。")
    if not pairs:
        words = _("还没有往年对照，不知道官方比我们严还是松，两边都留得宽。")
    elif abs(off) < SAME:
        words = _("从 %(pairs)s 年的对照看，官方和我们尺度差不多。")
    elif off < 0:
        words = _("从 %(pairs)s 年的对照看，官方比我们严 %(off)s 个百分点。")
    else:
        words = _("从 %(pairs)s 年的对照看，官方比我们松 %(off)s 个百分点。")
    return [words % facts, spread % facts]


def _pair(year: int, official: int, mock: int, sites: int | None) -> dict[str, str]:
    off = 100 * (official - mock) / WHOLE
    return {
        "year": str(year),
        "official": f"{100 * official / WHOLE:.1f}%",
        "mock": f"{100 * mock / WHOLE:.1f}%",
        "off": f"{off:+.1f}".replace("-", "−"),
        "sites": str(sites) if sites else _("没写，按 %(n)s 个算") % {"n": USUAL_SITES},
    }
