"""``route plan`` and ``route check``: routes from a file of conditions, and the independent checking of any plan. Neither needs a database."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from wenming.config.cli import FINDINGS, FINE, CannotDoError, show, show_json
from wenming.engine.routes import (
    Effort,
    Finding,
    Left,
    Plan,
    Problem,
    RouteFileError,
    clock,
    digest_of_problem,
    faults_of,
    read_plan,
    read_problem,
    solved,
    unvisited,
    write_plan,
)
from wenming.inspections.enums.routes import finding_words, obstacle_words, route_file_words, span_words

Read = TypeVar("Read")
LONGEST = 3600.0


def register(nouns: argparse._SubParsersAction) -> None:
    """Add the noun ``route`` and its verbs."""
    verbs = nouns.add_parser("route").add_subparsers(dest="verb", metavar="VERB", required=True)
    plan = verbs.add_parser("plan", help=_("按条件排路线，写出经过核对的方案"))
    plan.add_argument("problem", metavar="PROBLEM.json", type=Path, help=_("条件：班次、点位、开放时间、固定安排"))
    plan.add_argument("--seconds", metavar="N", type=float, default=None, help=_("算几秒，默认 10"))
    plan.add_argument(
        "--steps", metavar="N", type=int, default=None, help=_("改为算几步：同样的步数和种子得同样的方案")
    )
    plan.add_argument("--seed", metavar="S", default="", help=_("随机种子；不写就随机产生，写进方案"))
    plan.add_argument(
        "--within",
        metavar="P",
        type=float,
        default=3.0,
        help=_("在比最好的差不超过百分之几的方案里抽一个，默认 3；0 取最好的"),
    )
    plan.add_argument("--out", required=True, metavar="PLAN.json", type=Path, help=_("写到哪里"))
    plan.set_defaults(run=run_plan)
    check = verbs.add_parser("check", help=_("独立核对一份方案，逐条指出不对的地方"))
    check.add_argument("problem", metavar="PROBLEM.json", type=Path, help=_("条件"))
    check.add_argument("plan", metavar="PLAN.json", type=Path, help=_("方案"))
    check.set_defaults(run=run_check)
    for verb in (plan, check):
        verb.add_argument("--json", action="store_true", help=_("以 JSON 输出"))


def run_plan(arguments: argparse.Namespace) -> int:
    """Plan; 1 where something required could not be fitted in."""
    seconds = 10.0 if arguments.seconds is None and arguments.steps is None else arguments.seconds
    if not 0 < (seconds or 1) <= LONGEST or (arguments.steps or 1) < 1 or not 0 <= arguments.within <= 50:
        raise CannotDoError(_("秒数在 3600 以内，步数至少 1，百分比在 0 到 50 之间"))
    problem = _read(arguments.problem, read_problem)
    seed = arguments.seed or secrets.token_hex(16)
    plan = solved(problem, Effort(seconds, arguments.steps), seed, within=round(arguments.within * 10))
    try:
        arguments.out.write_text(write_plan(plan), encoding="utf-8")
    except OSError as fault:
        facts = {"path": arguments.out, "reason": fault.strerror}
        raise CannotDoError(_("写不了 %(path)s（%(reason)s）") % facts) from fault
    missing = unvisited(problem, plan)
    if arguments.json:
        show_json(_facts(problem, plan) | {"file": str(arguments.out)})
    else:
        show("\n".join([*_route_lines(plan), *map(_left_line, plan.left), _sum_line(plan, arguments.out)]))
    return FINDINGS if missing else FINE


def _facts(problem: Problem, plan: Plan) -> dict[str, Any]:
    return {
        "visits": sum(1 for _stop in plan.stops),
        "duration": plan.duration,
        "overtime": sum(max(0, route.back - problem.shift[route.key].until) for route in plan.routes),
        "left": [
            {"visit": one.visit, "obstacle": str(one.obstacle), "text": obstacle_words(one.obstacle)}
            for one in plan.left
        ],
        "steps": plan.search.steps if plan.search else 0,
        "lots": plan.search.lots if plan.search else 0,
        "seed": plan.search.seed if plan.search else "",
    }


def _route_lines(plan: Plan) -> list[str]:
    lines = []
    for route in plan.routes:
        facts = {"who": route.inspector, "day": route.day, "n": len(route.stops)}
        lines.append(_("%(day)s %(who)s：%(n)s 个点位") % facts)
        lines += [f"  {clock(stop.begin)}–{clock(stop.end)}  {stop.visit}" for stop in route.stops]
    return lines


def _left_line(left: Left) -> str:
    return _("没有排上 %(visit)s：%(reason)s") % {"visit": left.visit, "reason": obstacle_words(left.obstacle)}


def _sum_line(plan: Plan, path: Path) -> str:
    facts = {"n": sum(1 for _stop in plan.stops), "span": span_words(plan.duration), "path": path}
    return _("排上 %(n)s 个点位，合计 %(span)s，已核对，写入 %(path)s") % facts


def run_check(arguments: argparse.Namespace) -> int:
    """Check a plan; 1 where anything is wrong with it, or something required is not visited."""
    problem, plan = _read(arguments.problem, read_problem), _read(arguments.plan, read_plan)
    findings = faults_of(problem, plan, digest_of_problem(problem))
    missing = unvisited(problem, plan)
    reasons = {one.visit: one for one in plan.left}
    if arguments.json:
        open_ = [{"visit": key, "obstacle": str(reasons[key].obstacle)} for key in missing if key in reasons]
        show_json({"holds": not findings, "findings": [_finding_facts(one) for one in findings], "left": open_})
    else:
        lines = [_finding_line(one) for one in findings] or [_("核对无误：时间、班次、开放时间、固定安排都对得上")]
        show("\n".join([*lines, *(_left_line(reasons[key]) for key in missing if key in reasons)]))
    return FINDINGS if findings or missing else FINE


def _finding_facts(one: Finding) -> dict[str, Any]:
    return {
        "fault": str(one.fault),
        "inspector": one.inspector,
        "day": one.day,
        "visit": one.visit,
        "amount": one.amount,
        "text": finding_words(one),
    }


def _finding_line(one: Finding) -> str:
    where = " ".join(part for part in (one.day, one.inspector, one.visit) if part)
    return f"{where}: {finding_words(one)}" if where else finding_words(one)


def _read(path: Path, reader: Callable[[bytes], Read]) -> Read:
    """Return what a file says."""
    try:
        return reader(path.read_bytes())
    except OSError as fault:
        raise CannotDoError(_("打不开 %(path)s（%(reason)s）") % {"path": path, "reason": fault.strerror}) from fault
    except RouteFileError as fault:
        raise CannotDoError(f"{path.name}: {route_file_words(fault)}") from fault
