"""真的变了吗: whether two rounds differ, ready to print."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wenming.assessment.queries.changes import RealChange, RealChanges
from wenming.kernel.schemas import DASH
from wenming.standards.schemas import node_name

STEPS = (1, 2, 5, 10, 20, 50)
MARKS = 3
"""At most so many marks of the axis on either side of zero."""


def really(changes: RealChanges) -> dict[str, Any] | None:
    """Return the table of changes on one axis around zero, the sentence above it, and what is lacking; None where nothing may be compared."""
    known = [one.change for one in changes.lines if one.change is not None]
    if not known:
        # two rounds of few places say nothing; two whose levels are not there yet say why
        return {"sentence": "", "rows": [], "lacking": lacking_sentence(changes)} if changes.unkept else None
    reach = max(abs(end) for one in known for end in (one.low, one.high)) * 100
    step = next((step for step in STEPS if step * MARKS >= reach), STEPS[-1])
    size = step * max(1, math.ceil(reach / step))
    return {
        "sentence": _sentence(changes.lines),
        "rows": [_row(one, size) for one in changes.lines],
        "lacking": lacking_sentence(changes),
        "ticks": [
            {"x": _place(mark, size), "label": f"{mark:+d}".replace("-", "−") if mark else "0", "anchor": "middle"}
            for mark in range(-size, size + 1, step)
        ],
        "zero": _place(0, size),
        "method": _(
            "单位：百分点。按测评体系的分值加权，不含一票否决、加分等规则；同一点位的各行不当作互相独立，两轮都去过的点位自己和自己比。差的 95% 区间包含 0，就是“无可辨变化”。"
        ),
    }


def lacking_sentence(changes: RealChanges) -> str:
    """Say which rounds have no levels yet, or none of the whole; "" where nothing lacks."""
    for rounds, words in (
        (changes.unkept, _("%(rounds)s的水平还没有算好，算好以后再比（轮次写入后由后台计算，每天夜里再核一遍）")),
        (changes.partial, _("总的不能比：%(rounds)s有条目没有数据")),
    ):
        if rounds:
            return words % {"rounds": _("、").join(one.name for one in rounds)}
    return ""


def _sentence(changes: Sequence[RealChange]) -> str:
    """Say how many really changed."""
    told = [one for one in changes if one.change is not None and one.change.is_told]
    if not told:
        return _("没有一项能说真的变了")
    names = _("、").join(_name(one) for one in told[:4])
    return _("%(count)s 项真的变了：%(names)s") % {
        "count": len(told),
        "names": names + (_("等") if len(told) > 4 else ""),
    }


def _name(one: RealChange) -> str:
    """Return what a line is called."""
    return node_name(one.node) if one.node else _("总分")


def _row(one: RealChange, size: int) -> dict[str, Any]:
    """Return a line."""
    before, after = (f"{level.interval.estimate * 100:.1f}" if level.sites else DASH for level in one.levels)
    line = {"name": _name(one), "whole": one.node is None, "before": before, "after": after}
    change = one.change
    if change is None:
        return {**line, "change": DASH, "tone": "none", "text": _("样本不足"), "x": ""}
    low, high = change.low * 100, change.high * 100
    span = _("%(change)s（%(low)s 至 %(high)s）") % {
        "change": signed(change.difference * 100),
        "low": signed(low),
        "high": signed(high),
    }
    tone = "none" if not change.is_told else "up" if change.low > 0 else "down"
    text = _("无可辨变化") if tone == "none" else f"{abs(change.difference) * 100:.1f}"
    return {
        **line,
        "change": span,
        "tone": tone,
        "text": text,
        "x": _place(low, size),
        "width": f"{(high - low) / (2 * size) * 100:.2f}%",
        "point": _place(change.difference * 100, size),
    }


def _place(value: float, size: int) -> str:
    """Return where a difference stands on the axis."""
    return f"{(value + size) / (2 * size) * 100:.2f}%"


def signed(value: float) -> str:
    """Return a difference with its sign, one decimal."""
    text = f"{value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")
