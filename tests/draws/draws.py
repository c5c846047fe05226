"""Small draws for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.people import OFFICER, make_account, make_city

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
KEYS = {
    "商场": [f"商场-{number:02}" for number in range(1, 9)],
    "公园": [f"公园-{number:02}" for number in range(1, 6)],
}


def frame() -> list[Any]:
    """Eight malls and five parks."""
    from wenming.engine.sampling import FrameRow

    return [FrameRow(key, stratum) for stratum, keys in KEYS.items() for key in keys]


def rule(round_: str = "第一轮", **sizes: int) -> Any:
    """Three malls and two parks, unless it is said otherwise."""
    from wenming.engine.sampling import rule_of

    return rule_of({"round": round_, "sizes": sizes or {"商场": 3, "公园": 2}})


def seal(**options: Any) -> Any:
    """A draw of the city at home, sealed and kept by its office."""
    from wenming.draws.actions import seal_draw

    officer = make_account(OFFICER)
    facts = {
        "city": make_city(), "title": "十一月实地测评", "purpose": "round", "frame": frame(), "rule": rule(), "keeper": officer, "by": officer, "at": AT,
    }  # fmt: skip
    return seal_draw(**{**facts, **options})


def drawn(**options: Any) -> Any:
    """The same, drawn an hour later."""
    from wenming.draws.actions import draw_lots

    sealed = seal(**options)
    return draw_lots(draw=sealed, by=options.get("by", make_account(OFFICER)), at=AT + timedelta(hours=1))


def keys_of(draw: Any) -> list[str]:
    """What is chosen now."""
    from wenming.draws.queries import chosen_units

    return [unit.key for unit in chosen_units(draw)]
