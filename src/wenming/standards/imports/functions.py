"""Node functions of a pack: veto, threshold, cap, floor, deduction and grades, with the limits that make sense."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from wenming.engine.standards import FunctionKind, GradeStep, NodeFunction
from wenming.standards.imports.fields import Fields, nearest
from wenming.standards.imports.findings import mark as _

_KEYS = ("kind", "fact", "limit", "steps")
_STEP_KEYS = ("label", "rate_from", "share")
_LIMITED = {FunctionKind.THRESHOLD, FunctionKind.CAP, FunctionKind.FLOOR, FunctionKind.DEDUCT, FunctionKind.BONUS}
_TRIGGERED = {FunctionKind.VETO, FunctionKind.DEDUCT, FunctionKind.BONUS}


def read_functions(fields: Fields, facts: frozenset[str]) -> tuple[NodeFunction, ...]:
    """Return the functions of a node, in the order in which the pack lists them."""
    read = [_function(row, facts) for row in fields.mappings("functions", _KEYS, ("kind",))]
    return tuple(function for function in read if function is not None)


def _function(row: Fields, facts: frozenset[str]) -> NodeFunction | None:
    kind = row.word("kind", FunctionKind)
    if kind is None:
        return None
    fact = row.code("fact", chinese=True) or None
    if fact is not None and fact not in facts:
        close = nearest(fact, facts)
        mend = _("可能是“%(near)s”？") if close else _("在 facts 里写明这一情形")
        row.fault("fact", _("facts 里没有情形“%(value)s”"), mend, value=fact, near=close)
    if fact is None and kind in _TRIGGERED:
        row.fault(
            "kind", _("“%(kind)s”没有写明由哪种情形触发"), _("写一行“fact: …”，取 facts 里的编号"), kind=kind.value
        )
    limit = _limit(row, kind)
    return NodeFunction(kind=kind, fact=fact, limit=limit, steps=_steps(row, kind))


def _limit(row: Fields, kind: FunctionKind) -> Fraction:
    """Return the limit of a function; the bound against the node's points is checked when these are known."""
    limit = row.number("limit")
    if kind not in _LIMITED:
        if "limit" in row:
            row.fault("limit", _("“%(kind)s”不用 limit"), _("删去 limit"), kind=kind.value)
        return Fraction(0)
    if "limit" not in row:
        row.fault("kind", _("“%(kind)s”缺少 limit"), _("写一行“limit: …”"), kind=kind.value)
    elif limit is not None and kind is FunctionKind.THRESHOLD and not 0 < limit <= 1:
        row.fault("limit", _("门槛应在 0 到 1 之间"), _("门槛是得分率，例如 60%% 写作 0.6"))
    elif limit is not None and limit < 0:
        row.fault("limit", _("limit 不能是负数"), _("写正数；扣分也写正数"))
    return limit or Fraction(0)


def _steps(row: Fields, kind: FunctionKind) -> tuple[GradeStep, ...]:
    if kind is not FunctionKind.GRADE:
        if "steps" in row:
            row.fault("steps", _("“%(kind)s”不用 steps"), _("删去 steps"), kind=kind.value)
        return ()
    steps = [_step(step) for step in row.mappings("steps", _STEP_KEYS, _STEP_KEYS)]
    rates = [step.rate_from for step in steps]
    if not steps:
        row.fault("kind", _("等级没有写明各档"), _("写 steps，每档有 label、rate_from、share"))
    elif any(lower >= upper for upper, lower in pairwise(rates)):
        row.fault("steps", _("各档没有从高到低排列，或有两档起点相同"), _("按 rate_from 从高到低写"))
    return tuple(steps)


def _step(row: Fields) -> GradeStep:
    numbers: dict[str, Fraction] = {}
    for key in ("rate_from", "share"):
        number = row.number(key)
        if number is not None and not 0 <= number <= 1:
            row.fault(key, _("“%(key)s”应在 0 到 1 之间"), _("按比例写，例如 85%% 写作 0.85"), key=key)
        numbers[key] = number or Fraction(0)
    return GradeStep(row.text("label"), numbers["rate_from"], numbers["share"])
