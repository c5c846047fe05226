"""Local formulas of the rehearsal city, one in force and one that waits for its survey, and the leagues of its rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from wenming.assessment.actions import keep_leagues, start_local_formula, write_local_formula
from wenming.assessment.enums import FormulaSource, LeagueLevel
from wenming.assessment.models import LocalFormula
from wenming.inspections.queries import rounds_in
from wenming.kernel.models import Account, City

FIELD: dict[str, Any] = {
    "key": "field-index",
    "name": "实地文明指数",
    "source": "演练自定：问卷调查开始以前只按实地测评",
    "digits": 2,
    "root": {"key": "field", "name": "实地考察"},
}
WHOLE: dict[str, Any] = {
    "key": "street-index",
    "name": "街道文明指数（实地 85 + 问卷 15）",
    "source": "参照济宁市 2017 年街道指数的公开算法，演练自定",
    "digits": 2,
    "root": {
        "key": "index",
        "name": "街道文明指数",
        "parts": [
            {"key": "field", "name": "实地考察", "weight": 85},
            {"key": "survey", "name": "问卷调查", "weight": 15, "absent": "refuse"},
        ],
    },
    "grades": [{"name": "优秀", "from": 90}, {"name": "良好", "from": 80}, {"name": "一般", "from": 0}],
    "example": {"inputs": {"field": "97.96", "survey": "96.65"}, "score": "97.76"},
}
SINCE = timedelta(days=300)


def seed_leagues(*, city: City, officer: Account, at: datetime) -> None:
    """Write both formulas, let the field's hold for everybody, and rank the rounds; once."""
    if LocalFormula.objects.in_city(city).exists():
        return
    field = str(FormulaSource.FIELD)
    held = write_local_formula(
        city=city, content=FIELD, sources={"field": field}, members={}, note="", by=officer, at=at
    )
    write_local_formula(
        city=city,
        content=WHOLE,
        sources={"field": field},
        members={},
        note="等第一次问卷调查做完再施行",
        by=officer,
        at=at,
    )
    start_local_formula(
        formula=held, levels=LeagueLevel.values, starts_on=(at - SINCE).astimezone(city.zone).date(), by=officer, at=at
    )
    for round_ in reversed(rounds_in(city)):
        keep_leagues(round_=round_, by=None, at=at)
