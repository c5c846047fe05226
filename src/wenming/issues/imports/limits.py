"""Limits as people write them: "4 工作时", "积水：4 work_hour"."""

from __future__ import annotations

import re

from wenming.engine.deadlines import Limit, LimitUnit

LIMIT = re.compile(r"(?:(?P<condition>[^:：]{1,60})[:：]\s*)?(?P<amount>\d{1,4})\s*(?P<unit>\w+)")
BETWEEN = re.compile(r"[;；\n\r]+")
LARGEST = 3000
UNITS = {
    **{str(unit): unit for unit in LimitUnit},
    "工作时": LimitUnit.WORK_HOUR,
    "个工作时": LimitUnit.WORK_HOUR,
    "工作小时": LimitUnit.WORK_HOUR,
    "工作日": LimitUnit.WORK_DAY,
    "个工作日": LimitUnit.WORK_DAY,
    "小时": LimitUnit.HOUR,
    "个小时": LimitUnit.HOUR,
    "自然日": LimitUnit.DAY,
    "个自然日": LimitUnit.DAY,
    "天": LimitUnit.DAY,
    "日": LimitUnit.DAY,
}
"""What a limit may count, in both spellings."""
WRITTEN = {
    LimitUnit.WORK_HOUR: "工作时",
    LimitUnit.WORK_DAY: "工作日",
    LimitUnit.HOUR: "小时",
    LimitUnit.DAY: "自然日",
}
"""What a workbook writes, whatever the reader's language."""

Limits = tuple[tuple[str, Limit], ...]
"""(condition, limit) in order; "" is the usual one."""


class UnusableLimitError(ValueError):
    """A limit that nobody can read, or a condition that stands twice: the message is what was written."""


def read_limit(text: str) -> tuple[str, Limit]:
    """Read one limit with its condition ("" for none)."""
    found = LIMIT.fullmatch(text.strip())
    unit = UNITS.get(found["unit"]) if found else None
    if found is None or unit is None or not 0 < int(found["amount"]) <= LARGEST:
        raise UnusableLimitError(text)
    return (found["condition"] or "").strip(), Limit(int(found["amount"]), unit)


def read_limits(text: str) -> Limits:
    """Read several, one a line or with ； between; a condition stands once."""
    limits: dict[str, Limit] = {}
    for part in filter(str.strip, BETWEEN.split(text)):
        condition, limit = read_limit(part)
        if condition in limits:
            raise UnusableLimitError(part.strip())
        limits[condition] = limit
    return tuple(limits.items())


def limit_written(condition: str, limit: Limit) -> str:
    """Return a limit as ``read_limit`` reads it again."""
    return (
        f"{condition}：{limit.amount} {WRITTEN[limit.unit]}" if condition else f"{limit.amount} {WRITTEN[limit.unit]}"
    )
