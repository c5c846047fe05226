"""``draw plan``: how many sites it takes to see so many points, and how they are shared out. Needs no database."""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from wenming.config.cli import FINE, CannotDoError, show, show_json
from wenming.draws.enums import allocation_words, frame_words
from wenming.draws.imports.frames import frame_rows
from wenming.draws.imports.rates import RatesError, read_rates
from wenming.engine.sampling import AllocationError, FrameError, frame_of
from wenming.engine.sampling.precision import (
    Line,
    Seen,
    Survey,
    spreads_for,
    table,
    units_for_difference,
    units_for_half_width,
)

POINTS = 100
"""A score is told in points; the engine counts shares."""


def add_plan(verbs: argparse._SubParsersAction) -> None:
    """Add the verb."""
    plan = verbs.add_parser("plan", help=_("精度测算：要看出几分的差别，最少抽多少点位，各类多少"))
    plan.add_argument("frame", metavar="FRAME.csv", type=Path, help=_("抽样框：编号、类别（key,stratum）"))
    plan.add_argument("--rates", metavar="RATES.csv", type=Path, help=_("上一轮符合率：类别、符合率、查过（可选）"))
    plan.add_argument("--points", required=True, metavar="D", type=_points, help=_("要看出的差别，分（百分制）"))
    plan.add_argument("--power", metavar="P", type=_share, default=0.8, help=_("看得出的把握，默认 0.8"))
    plan.add_argument("--json", action="store_true", help=_("以 JSON 输出"))
    plan.set_defaults(run=run_plan)


def _points(text: str) -> float:
    """Return points above 0 and at most 100."""
    value = float(text)
    if not 0 < value <= POINTS:
        raise ValueError
    return value


def _share(text: str) -> float:
    """Return a power: at least ½, below 1."""
    value = float(text)
    if not 0.5 <= value < 1:
        raise ValueError
    return value


def run_plan(arguments: argparse.Namespace) -> int:
    """Compute and tell."""
    survey = _survey(arguments)
    wanted = arguments.points / POINTS
    try:
        apart = units_for_difference(survey, wanted, power=arguments.power)
        wide = units_for_half_width(survey, wanted)
    except AllocationError as fault:
        raise CannotDoError(allocation_words(fault)) from fault
    lines = table(survey, power=arguments.power, also=(apart, wide))
    answer: dict[str, Any] = {
        "units": sum(survey.counts.values()),
        "points": arguments.points,
        "power": arguments.power,
        "difference": {"total": apart, "sizes": survey.shared(apart)},
        "half_width": {"total": wide, "sizes": survey.shared(wide)},
        "spreads": {name: f"{float(spread):.4f}" for name, spread in survey.spreads.items()},
        "table": [_facts(line) for line in lines],
    }
    if arguments.json:
        show_json(answer)
    else:
        show("\n".join(_told(answer)))
    return FINE


def _survey(arguments: argparse.Namespace) -> Survey:
    """Return what is to be measured."""
    try:
        frame = frame_of(frame_rows(file_bytes(arguments.frame)))
    except FrameError as fault:
        raise CannotDoError(f"{arguments.frame.name}: {frame_words(fault)}") from fault
    counts = {name: len(rows) for name, rows in frame.strata.items()}
    seen = _seen(arguments.rates) if arguments.rates else {}
    strange = sorted(seen.keys() - counts.keys())
    if strange:
        raise CannotDoError(
            _("%(file)s: 抽样框里没有“%(name)s”这一类") % {"file": arguments.rates.name, "name": strange[0]}
        )
    return Survey(counts, spreads_for(counts, seen))


def _seen(path: Path) -> dict[str, Seen]:
    """Return the rates of a file."""
    try:
        return read_rates(file_bytes(path))
    except FrameError as fault:
        raise CannotDoError(f"{path.name}: {frame_words(fault)}") from fault
    except RatesError as fault:
        words = (
            _("“%(name)s”的符合率或数量看不懂；写成 0.87 或 87%%，数量写整数")
            if str(fault)
            else _("要有“类别”和“符合率”两列（查过一列可选）")
        )
        raise CannotDoError(f"{path.name}: {words % {'name': str(fault)}}") from fault


def _facts(line: Line) -> dict[str, Any]:
    """Return one line of the table in points."""
    return {
        "total": line.total,
        "standard_error": round(line.error * POINTS, 3),
        "half_width": round(line.half_width * POINTS, 3),
        "difference": round(line.difference * POINTS, 3),
    }


def _told(answer: dict[str, Any]) -> list[str]:
    """Return the answer for people."""
    facts = {
        "points": f"{answer['points']:g}",
        "apart": answer["difference"]["total"],
        "wide": answer["half_width"]["total"],
        "power": f"{Fraction(str(answer['power'])) * 100}",
        "units": answer["units"],
    }
    lines = [
        _("抽样框 %(units)s 个单位。两轮之间看出 %(points)s 分的差别（把握 %(power)s%%）：每轮 %(apart)s 个") % facts,
        _("一轮的得分误差不超过 ±%(points)s 分（95%%）：%(wide)s 个") % facts,
        _("各类（看出差别所需）："),
    ]
    sizes = answer["difference"]["sizes"]
    lines += [f"  {name}  {size}  S={answer['spreads'][name]}" for name, size in sizes.items()]
    lines.append(_("数量  误差 ±分  看得出的差别 分"))
    return lines + [f"  {one['total']}  {one['half_width']:.2f}  {one['difference']:.2f}" for one in answer["table"]]


def file_bytes(path: Path) -> bytes:
    """Return a file's bytes."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CannotDoError(_("打不开 %(path)s（%(reason)s）") % {"path": path, "reason": fault.strerror}) from fault
