"""``estimate``: means, shares, totals, ratios and quantiles of a table with the errors of its design. Needs no database."""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.config.commands.draw_plan import file_bytes
from wenming.config.commands.estimate_words import (
    calibration_words,
    cell_words,
    design_words,
    request_words,
    showing_words,
)
from wenming.config.commands.tables import plain_lines, table
from wenming.draws.imports.frames import csv_lines
from wenming.engine.estimates.answers import Answer, CellError, Line, answered
from wenming.engine.estimates.calibration import CalibrationError
from wenming.engine.estimates.designs import DesignError
from wenming.engine.estimates.replicates import ReplicateError
from wenming.engine.estimates.requests import Request, RequestError, read_request
from wenming.engine.estimates.taylor import NothingError
from wenming.engine.intervals import LoneClusterError
from wenming.engine.sampling import FrameError

HEAD_ROWS = 2
"""The head is line 1, so that row 0 stands in line 2."""


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun, which is its own verb."""
    parser = nouns.add_parser("estimate", help=_("按抽样设计估计均值、比例、总量、比率、分位数，并给出误差和区间"))
    parser.add_argument("data", metavar="DATA.csv", type=Path, help=_("数据表，第一行是列名"))
    parser.add_argument("--design", required=True, metavar="D.json", type=Path, help=_("抽样设计和要估计什么"))
    parser.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    parser.set_defaults(run=run_estimate)


def run_estimate(arguments: argparse.Namespace) -> int:
    """Compute and tell."""
    request = _request(arguments.design)
    lines = _rows(arguments.data)
    columns = {name: [row[place] for _line, row in lines[1:]] for place, name in enumerate(lines[0][1])}
    numbers = [line for line, _row in lines[1:]]
    answer = _answered(arguments, request, columns, numbers)
    if arguments.json:
        show_json(_facts(answer, request))
    else:
        show("\n".join(plain_lines(_told(answer))))
    return FINE


def _request(path: Path) -> Request:
    """Return what the file of the design asks for."""
    try:
        return read_request(json.loads(file_bytes(path).decode("utf-8-sig")))
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise CannotDoError(_("%(file)s: 不是 JSON（%(reason)s）") % {"file": path.name, "reason": fault}) from fault
    except RequestError as fault:
        raise CannotDoError(f"{path.name}: {request_words(fault)}") from fault


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the head and the filled rows with their line numbers, each as long as the head."""
    try:
        lines = csv_lines(file_bytes(path))
    except FrameError as fault:
        raise CannotDoError(_("%(file)s: 不是 CSV 表") % {"file": path.name}) from fault
    filled = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if len(filled) < HEAD_ROWS:
        raise CannotDoError(_("%(file)s: 没有数据行；第一行写列名，下面每行一条") % {"file": path.name})
    head = [cell.strip() for cell in filled[0][1]]
    twice = [name for name, times in Counter(head).items() if times > 1]
    if twice:
        raise CannotDoError(_("%(file)s: 列名“%(name)s”出现了两次") % {"file": path.name, "name": twice[0]})
    for number, line in filled:
        if len(line) != len(head):
            facts = {"file": path.name, "row": number, "found": len(line), "wanted": len(head)}
            raise CannotDoError(
                _("%(file)s 第 %(row)s 行: 有 %(found)s 个单元格，表头有 %(wanted)s 个；请对齐") % facts
            )
    return [(filled[0][0], head), *filled[1:]]


def _answered(
    arguments: argparse.Namespace, request: Request, columns: dict[str, list[str]], numbers: list[int]
) -> Answer:
    """Return the answer; whatever is wrong is said with its place."""
    data, design = arguments.data.name, arguments.design.name
    try:
        return answered(request, columns)
    except CellError as fault:
        raise CannotDoError(_place(data, fault.row, numbers) + cell_words(fault)) from fault
    except DesignError as fault:
        named = request.columns.get(fault.column, fault.column)
        raise CannotDoError(_place(data, fault.row, numbers) + design_words(fault, named)) from fault
    except CalibrationError as fault:
        raise CannotDoError(f"{design}: {calibration_words(fault)}") from fault
    except (LoneClusterError, ReplicateError) as fault:
        text = (
            _(
                "这些层只有一个群，算不出误差：%(strata)s；请在设计里写 lone（remove、adjust，或 collapse 与 neighbours）"
            )
            if isinstance(fault, LoneClusterError)
            else _("平衡半样本要求每层正好两个群，这些层不是：%(strata)s")
        )
        raise CannotDoError(f"{design}: {text % {'strata': '、'.join(map(str, fault.strata))}}") from fault
    except NothingError as fault:
        raise CannotDoError(_("%(file)s: 要估计的范围里没有数据，或有一类一行也没有") % {"file": data}) from fault


def _place(name: str, row: int | None, numbers: list[int]) -> str:
    """Return where something is."""
    if row is None:
        return f"{name}: "
    return _("%(sheet)s 第 %(row)s 行: ") % {"sheet": name, "row": numbers[row]}


def _number(value: float) -> float | None:
    """Return a number that JSON knows; None for what is none or endless."""
    return value if math.isfinite(value) else None


def _facts(answer: Answer, request: Request) -> dict[str, Any]:
    """Return the answer for machines; numbers in full."""
    return {
        "rows": answer.survey.n,
        "method": request.method.value,
        "level": request.level,
        "weights": {"sum": float(answer.survey.weights.sum()), "steps": answer.steps},
        "estimates": [_line_facts(line) for line in answer.lines],
    }


def _line_facts(line: Line) -> dict[str, Any]:
    """Return one line for machines."""
    facts: dict[str, Any] = {
        "name": line.asked.name,
        "by": line.asked.by,
        "group": line.group,
        "value": _number(line.estimate.value),
        "error": _number(line.estimate.error),
        "low": _number(line.low),
        "high": _number(line.high),
        "degrees": line.estimate.degrees,
        "n": line.estimate.n,
        "left_out": line.left_out,
    }
    if line.shown is not None:
        facts |= {"showing": line.shown.showing.value, "reasons": list(line.shown.reasons)}
    if line.p is not None:
        facts["p"] = line.p
    return facts


def _told(answer: Answer) -> list[str]:
    """Return the answer for people."""
    head = (_("估计"), _("值"), _("标准误"), _("下限"), _("上限"), _("行数"), _("说明"))
    rows = [
        (
            f"{line.asked.name} {line.group}".strip(),
            _digits(line.estimate.value),
            _digits(line.estimate.error),
            _digits(line.low),
            _digits(line.high),
            str(line.estimate.n),
            _remarks(line),
        )
        for line in answer.lines
    ]
    lines = table(head, rows)
    if answer.steps is not None:
        lines.append(_("权数已校准到已知总量，迭代 %(steps)s 次") % {"steps": answer.steps})
    return lines


def _digits(value: float) -> str:
    """Return a number with ten digits."""
    return f"{value:.10g}" if math.isfinite(value) else "—"


def _remarks(line: Line) -> str:
    """Return what else is to be said of a line."""
    said = []
    if line.p is not None:
        said.append(f"p={line.p:.4g}")
    if line.shown is not None and line.shown.reasons:
        said.append(showing_words(line.shown))
    if line.left_out:
        said.append(_("缺值 %(count)s 行未计入") % {"count": line.left_out})
    return "；".join(said)
