"""How forecasts did: those of past years beside the official results, and the back-test over the city's own rounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.assessment.models import ForecastRun
from wenming.assessment.queries.forecasts.kept import Held
from wenming.engine.forecast.calibration import FEWEST_EVENTS
from wenming.kernel.models import City
from wenming.kernel.schemas import DASH, milli_text, moment_text

FEWEST_ROUNDS = 2


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
