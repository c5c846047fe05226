"""Reads a table of cases (CSV): one case a line with its hours, or counters, a line for each case, unit, source or what not."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from wenming.engine.casework import CaseCounter
from wenming.engine.rates import Scheme

_CHINESE = {
    "上报数": "report", "受理数": "accept", "立案数": "file", "派遣数": "dispatch", "应处置数": "dispose_need", "处置数": "dispose",
    "按时处置数": "dispose_in_time", "超时处置数": "overtime", "返工数": "rework", "应结案数": "to_close", "结案数": "closed",
    "按期结案数": "closed_in_time", "缓办数": "deferred", "延期数": "extension", "回退数": "return", "处置反馈次数": "answer",
    "二次派遣数": "wrong_dispatch", "紧急应结案数": "urgent_to_close", "紧急结案数": "urgent_closed", "紧急按期结案数": "urgent_closed_in_time",
    "上报时间": "reported_at", "立案时间": "filed_at", "到期时间": "due_at", "处置完成时间": "answered_at", "结案时间": "closed_at",
    "紧急": "is_urgent", "挂账": "is_suspended", "返工次数": "rework", "延期次数": "extension", "回退次数": "return",
}  # fmt: skip
"""Headings as offices write them."""
_HOURS = ("reported_at", "filed_at", "due_at", "answered_at", "closed_at")
_FLAGS = ("is_urgent", "is_suspended")
_YES = {"是": 1, "y": 1, "yes": 1, "true": 1, "否": 0, "n": 0, "no": 0, "false": 0, "": 0, "-": 0, "—": 0}


class CasesError(ValueError):
    """The table cannot be counted; the message says which line and column, and what belongs there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its counters, and its other columns, by which it can be grouped."""

    counters: Counter[str]
    groups: Mapping[str, str]


def read_cases(content: bytes, scheme: Scheme) -> list[Line]:
    """Read a table. CasesError says which line is wrong; a table without any counter or hour is wrong as well."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    table = csv.reader(io.StringIO(text, newline=""))
    heads = [_head(cell) for cell in next(table, [])]
    counters = {*map(str, CaseCounter), *scheme.inputs}
    if not set(heads) & (counters | set(_HOURS)):
        raise CasesError(_("第 1 行没有认得的表头；要有计数列（如 应结案数、结案数）或时间列（如 立案时间、结案时间）"))
    lines = []
    for number, cells in enumerate(table, 2):
        if any(cell.strip() for cell in cells):
            row = dict(zip(heads, (cell.strip() for cell in cells), strict=False))
            lines.append(_line(row, number, counters))
    return lines


def counted(lines: Iterable[Line]) -> Counter[str]:
    """Return the counters of several lines together."""
    found: Counter[str] = Counter()
    for line in lines:
        found.update(line.counters)
    return found


def grouped(lines: Iterable[Line], column: str) -> dict[str, Counter[str]]:
    """Return the counters by what stands in a column. CasesError where no line has it."""
    found: dict[str, Counter[str]] = {}
    for line in lines:
        if column not in line.groups:
            raise CasesError(
                _("没有“%(column)s”这一列；可分组的列：%(known)s")
                % {"column": column, "known": "、".join(line.groups) or _("无")}
            )
        found.setdefault(line.groups[column], Counter()).update(line.counters)
    return found


def _head(cell: str) -> str:
    name = cell.strip()
    return _CHINESE.get(name, name)


def _line(row: Mapping[str, str], number: int, counters: set[str]) -> Line:
    """Read one line."""
    found: Counter[str] = Counter()
    for name in counters & row.keys():
        found[name] = _whole(row[name], number, name)
    if set(_HOURS) & row.keys():
        found.update(_from_hours(row, number))
    known = counters | set(_HOURS) | set(_FLAGS)
    return Line(found, {name: text for name, text in row.items() if name and name not in known})


def _from_hours(row: Mapping[str, str], number: int) -> Counter[str]:
    """Count one case by its hours; what is due or closed is to be closed."""
    hours = {name: _hour(row.get(name, ""), number, name) for name in _HOURS}
    urgent, rests = (_whole(row.get(name, ""), number, name) for name in _FLAGS)
    due, closed = hours["due_at"], hours["closed_at"]
    settled = hours["answered_at"] or closed
    found = Counter(report=1, file=int(hours["filed_at"] is not None))
    if due is None and closed is None:
        return found
    in_time = closed is not None and (due is None or settled is None or settled <= due)
    reckoned = {"to_close": 1, "closed": int(closed is not None), "closed_in_time": int(in_time)}
    found.update(reckoned)
    found["deferred"] = int(bool(rests) and closed is None)
    if urgent:
        found.update({f"urgent_{name}": amount for name, amount in reckoned.items()})
    return found


def _whole(text: str, number: int, name: str) -> int:
    """Read a count, or yes and no."""
    said = text.replace(",", "").replace("，", "").lower()
    if said in _YES:
        return _YES[said]
    if said.isascii() and said.isdigit():
        return int(said)
    raise CasesError(
        _("第 %(line)s 行“%(name)s”：“%(text)s”不是个数；写 0 或正整数，或者 是、否")
        % {"line": number, "name": name, "text": text}
    )


def _hour(text: str, number: int, name: str) -> datetime | None:
    """Read a moment or a day; hours of one table are of one clock."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=None)
    except ValueError as fault:
        raise CasesError(
            _("第 %(line)s 行“%(name)s”：看不懂时间“%(text)s”；写成 2026-11-02 09:00")
            % {"line": number, "name": name, "text": text}
        ) from fault
