"""What papers of a filing say of its pieces: always in Chinese, whatever the reader's language, for those who assess read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wenming.documents.exports.official import chinese_day

KINDS = {"document": "规范性文件", "report": "说明报告", "picture": "实景图片", "statistics": "统计表"}
STATES = {
    "": "尚未下发", "assigned": "待报送", "drafting": "起草中", "submitted": "待审核", "returned": "已退回", "passed": "份数不足",
    "compiled": "份数不足", "locked": "份数不足",
}  # fmt: skip
LACK = "缺"
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def day_words(text: str) -> str:
    """Return a day that is kept as 2026-11-05 as papers write it."""
    return chinese_day(date.fromisoformat(text)) if text else ""


def period_words(rhythm: str, first: str) -> str:
    """Return a period in words, "" for what is wanted once."""
    if not first or rhythm not in MONTHS:
        return ""
    day = date.fromisoformat(first)
    if rhythm == "yearly":
        return f"{day.year}年"
    return f"{day.year}年{day.month}月" if rhythm == "monthly" else f"{day.year}年第{(day.month + 2) // 3}季度"


def lack_words(line: Mapping[str, Any], lack: Mapping[str, Any]) -> str:
    """Say what of a requirement is missing, of whom, for when, and where it stands."""
    told = [lack["unit"], period_words(line["rhythm"], lack["period"]), STATES[lack["state"]]]
    return f"{LACK} {lack['missing']} 份（{'，'.join(one for one in told if one)}）"


def months_text(plan: Mapping[str, Any]) -> str:
    """Return the months whose papers a filing holds."""
    first, last = (date.fromisoformat(f"{month}-01") for month in plan["months"])
    return f"{first.year}年{first.month}月至{last.year}年{last.month}月"
