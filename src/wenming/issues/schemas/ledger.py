"""The head of the ledger: tabs, chips, numbers; everything that stands above its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.models import SavedView
from wenming.issues.queries.counts import MOST
from wenming.issues.queries.listing import IssueFilter
from wenming.issues.schemas.counters import counted_text
from wenming.issues.schemas.lamps import LAMP_WORDS
from wenming.issues.workflow import OPEN
from wenming.kernel.schemas import number_text

BUILT_IN = (
    ("due=week", gettext_lazy("本周到期")),
    ("lamp=red", pgettext_lazy("view", "超期")),
    ("state=reported", pgettext_lazy("issue", "待受理")),
    ("state=accepted,filed", pgettext_lazy("issue", "待派遣")),
    ("state=answered", pgettext_lazy("issue", "待核查")),
    ("state=suspended", pgettext_lazy("issue", "挂账")),
    ("state=disputed", pgettext_lazy("issue", "权属待裁定")),
    ("asked=on", gettext_lazy("有申请")),
)
"""The views that every office needs: what their address asks for, and their names."""
PERIODS = {
    "today": gettext_lazy("今天"),
    "tomorrow": gettext_lazy("明天"),
    "week": gettext_lazy("本周内"),
    "last_week": gettext_lazy("上周"),
    "month": gettext_lazy("本月"),
    "7d": gettext_lazy("近 7 天"),
    "30d": gettext_lazy("近 30 天"),
    "90d": gettext_lazy("近 90 天"),
}
MINES = {
    "desk": gettext_lazy("轮到我办"),
    "unit": gettext_lazy("本单位处置"),
    "reported": gettext_lazy("我上报的"),
}
PAGING = ("after", "before")
LOOK = ("order", "size")
"""Parts of an address that change how a list looks, not what it shows."""


def count_text(count: int) -> str:
    """Return a count as it was counted: up to a thousand, then "1,000+"."""
    return f"{number_text(MOST)}+" if count > MOST else number_text(count)


def plain_query(query: QueryDict, *, without: Iterable[str] = PAGING) -> str:
    """Return an address's filter, sorted, without what is empty: so that two of the same filter are the same text."""
    left = {name: query[name] for name in sorted(query) if query[name] and name not in set(without)}
    return urlencode(left, safe=",")


def list_query(query: QueryDict) -> str:
    """Return by which words a page that is opened from the ledger leads back to it: its filter and its page, never empty."""
    return plain_query(query, without=()) or "order=clock"


def tabs_of(query: QueryDict, views: Iterable[SavedView], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the views as tabs; ``counts`` are by the tab's query. The one whose filter the address carries is the open one."""
    here = plain_query(query, without=(*PAGING, *LOOK))
    named = [
        *((text, str(label), None) for text, label in BUILT_IN),
        *((view.query, view.name, view) for view in views),
    ]
    opened = next((place for place, (text, _label, _view) in enumerate(named) if text == here), None)
    return [
        {
            "url": f"?{text}",
            "label": label,
            "active": place == opened,
            "count": count_text(counts[text]) if text in counts else "",
            "view": view,
        }
        for place, (text, label, view) in enumerate(named)
    ]


def chips_of(query: QueryDict, wanted: IssueFilter, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the active filters, each with the address that takes it away. ``names`` are of the records that the filter names."""
    states = _states(query.get("state", ""), wanted)
    active = [
        ("state", pgettext_lazy("filter", "状态"), states),
        ("lamp", gettext_lazy("时限"), _joined(LAMP_WORDS.get(one, "") for one in sorted(wanted.lamps))),
        ("mine", gettext_lazy("归谁"), str(MINES.get(wanted.mine, ""))),
        ("area", gettext_lazy("属地"), names.get("area", "")),
        ("unit", gettext_lazy("责任单位"), names.get("unit", "")),
        ("major", gettext_lazy("大类"), names.get("major", "")),
        ("minor", gettext_lazy("小类"), names.get("minor", "")),
        ("node", gettext_lazy("测评条目"), names.get("node", "")),
        ("site", gettext_lazy("点位"), names.get("site", "")),
        ("type", gettext_lazy("点位类型"), names.get("type", "")),
        ("source", pgettext_lazy("column", "来源"), _joined(IssueSource(one).label for one in sorted(wanted.sources))),
        *((name, label, period_text(wanted, name)) for name, label in _PERIOD_FIELDS),
        ("counted", pgettext_lazy("filter", "计数"), counted_text(wanted.counted) if wanted.counted else ""),
        ("q", gettext_lazy("查找"), wanted.words),
        *((name, label, _("是") if getattr(wanted, name) else "") for name, label in FLAGS),
    ]
    return [
        {"label": str(label), "value": value, "url": _without(query, name)} for name, label, value in active if value
    ]


_PERIOD_FIELDS = (
    ("reported", gettext_lazy("上报")),
    ("due", gettext_lazy("到期")),
    ("closed", gettext_lazy("结案")),
)
FLAGS = (
    ("urgent", gettext_lazy("紧急")),
    ("asked", gettext_lazy("有申请待答复")),
    ("reworked", gettext_lazy("返过工")),
    ("repeated", gettext_lazy("同点位 90 天内复发")),
)


def period_text(wanted: IssueFilter, name: str) -> str:
    """Return a stretch of days in words, "" for none."""
    period = getattr(wanted, name)
    if period is None:
        return ""
    if period.word in PERIODS:
        return str(PERIODS[period.word])
    return f"{period.first or ''}—{period.last or ''}"


def _states(text: str, wanted: IssueFilter) -> str:
    """Return the states that an address names, "" where it names none."""
    if not text:
        return ""
    if text == "all":
        return _("全部状态")
    if wanted.states == OPEN:
        return _("未结")
    return _joined(label for value, label in IssueState.choices if value in wanted.states)


def _joined(words: Iterable[Any]) -> str:
    return _("、").join(str(word) for word in words)


def _without(query: QueryDict, name: str) -> str:
    """Return the address without one filter."""
    text = plain_query(query, without=(*PAGING, name))
    return f"?{text}"
