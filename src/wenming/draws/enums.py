"""Words of draws."""

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wenming.engine.sampling import (
    AllocationError,
    AllocationFault,
    Difference,
    Differs,
    FrameError,
    FrameFault,
    RuleError,
    RuleFault,
)


class DrawState(models.TextChoices):
    """How far a draw is."""

    SEALED = "sealed", pgettext_lazy("draw", "已封签")
    DRAWN = "drawn", pgettext_lazy("draw", "已抽取")
    REVEALED = "revealed", pgettext_lazy("draw", "已公开")
    VOID = "void", pgettext_lazy("draw", "已作废")


class DrawPurpose(models.TextChoices):
    """What is drawn for."""

    ROUND = "round", pgettext_lazy("draw", "实地测评")
    LOOK_BACK = "look_back", pgettext_lazy("draw", "回头看")
    OTHER = "other", pgettext_lazy("draw", "其他抽查")


class UnitState(models.TextChoices):
    """What the draw made of a unit of the frame."""

    CHOSEN = "chosen", pgettext_lazy("draw", "抽中")
    RESERVE = "reserve", pgettext_lazy("draw", "备选")
    REPLACED = "replaced", pgettext_lazy("draw", "已替换")


class ReplacementReason(models.TextChoices):
    """Why a chosen unit gave its place to the next reserve. There is no other reason."""

    CLOSED = "closed", pgettext_lazy("draw", "已停用或搬走")
    NOT_FOUND = "not_found", pgettext_lazy("draw", "找不到")
    REFUSED = "refused", pgettext_lazy("draw", "不让进入")
    UNSAFE = "unsafe", pgettext_lazy("draw", "现场不安全")
    OUTSIDE = "outside", pgettext_lazy("draw", "不在抽样范围")


_REFUSALS = {
    "no_title": _("请写明抽样名称"),
    "round_taken": _("同一用途的这个轮次已经有一次抽样；不能重复抽，确需重抽请先把原来的作废并写明原因"),
    "keeper_unfit": _("保管人要是现任的创建办工作人员或督查人员；请另选一人"),
    "too_long": _("编号或类别超过 120 个字；请缩短"),
    "too_large": _("抽样框超过 20 万个单位；请分成几次抽"),
    "not_sealed": _("这次抽样已经抽取或作废，不能再这样办；请刷新后看最新状态"),
    "not_drawn": _("这次抽样还没有抽取，或已经公开、作废；请刷新后看最新状态"),
    "void_already": _("这次抽样已经作废，不必重复"),
    "words_invalid": _("公开的数字或文字不能为空，不能含“|”或换行，最长 200 个字"),
    "words_full": _("公开的数字或文字已经加满 5 次；请抽取"),
    "frame_changed": _("保存的抽样框与封签时的校验码不一致；请作废后重新封签，并联系系统运维"),
    "seal_broken": _("密钥打不开：封签后系统的 WENMING_SECRET_KEY 换过了；请联系系统运维换回，或作废后重新封签"),
    "over": _("这次抽样已经公开或作废，不用再移交"),
    "system_keeps_on": _("这次抽样由系统保管，谁也看不到；不能移交给人"),
    "keeper_same": _("已经由这个人保管；请另选一人"),
    "not_chosen": _("这个单位不在抽中名单里，或已经替换；请刷新后再看"),
    "no_reserve": _("这一类的备选已经用完；少查一个，并在报告里写明"),
    "too_early": _("还没到公开日期；提前公开会让后面的点位被人知道"),
    "system_keeps": _("这次抽样由系统保管，没有公开日期；用完以后由系统公开"),
    "no_reason": _("请写明作废的原因；以后查看的人都要看到"),
}


def refusal_words(reason: str) -> str:
    """Say in words why something was not possible with a draw, and how to mend it."""
    return str(_REFUSALS[reason])


_FRAME = {
    FrameFault.EMPTY: _("抽样框里没有单位"),
    FrameFault.NO_KEY: _("有的行没有编号"),
    FrameFault.NO_STRATUM: _("没有类别：%(keys)s"),
    FrameFault.SIGN: _("含看不见的字符或“|”：%(keys)s"),
    FrameFault.SIZE: _("规模要是整数，按规模抽样时至少是 1：%(keys)s"),
    FrameFault.PLACE: _("位置不对：要有纬度、经度两列（度）或 x、y 两列，都填或都不填：%(keys)s"),
    FrameFault.NO_PLACE: _("空间均衡抽样要有位置；请补上位置，或换一种抽法。这些单位没有：%(keys)s"),
    FrameFault.TWICE: _("编号重复：%(keys)s"),
    FrameFault.ALIKE: _("编号看上去一样，分不清是哪一个：%(keys)s"),
    FrameFault.FORM: _("不是抽样框：要有“编号”和“类别”两列（规模、纬度、经度可选），CSV 用 UTF-8 或 GB 18030"),
}
_RULE = {
    RuleFault.FORM: _("不是抽样规则：要是一个 JSON 对象"),
    RuleFault.FIELD: _("规则里没有“%(where)s”这一项"),
    RuleFault.ROUND: _("轮次不能为空，不能含“|”，最长 60 个字"),
    RuleFault.DESIGN: _("没有“%(where)s”这种抽法；写 equal（等概率）、pareto（按规模）或 balanced（空间均衡）"),
    RuleFault.ALLOCATION: _("没有“%(where)s”这种分配办法；写 fixed、each 或 neyman"),
    RuleFault.NUMBER: _("“%(where)s”的数量不对，或超过这一类的单位数"),
    RuleFault.STRATUM: _("抽样框里没有“%(where)s”这一类"),
    RuleFault.NOTHING: _("规则什么也不抽；请写明每类抽多少"),
}
_ALLOCATION = {
    AllocationFault.TOO_FEW: _("总数太少：每类至少抽 1 个，合计至少 %(limit)s 个"),
    AllocationFault.TOO_MANY: _("总数太多：最多 %(limit)s 个"),
    AllocationFault.CROSSED: _("“%(stratum)s”的下限高于上限（最多 %(limit)s 个）"),
    AllocationFault.UNKNOWN: _("没有“%(stratum)s”的标准差"),
}
_DIFFERS = {
    Differs.CODE: _("%(file)s：封签时的算法版本是 %(found)s，这里是 %(expected)s；请用同一版本核对"),
    Differs.DIGEST: _("%(file)s：改动过，校验码是 %(found)s，封签时是 %(expected)s"),
    Differs.SECRET: _("%(file)s：密钥或盐值不是封签时的，校验码是 %(found)s，封签时是 %(expected)s"),
    Differs.LINE: _("%(file)s：第 %(line)s 行是“%(found)s”，重抽是“%(expected)s”"),
    Differs.MORE: _("%(file)s：从第 %(line)s 行起行数不同"),
    Differs.ORDER: _("%(file)s：第 %(line)s 行（%(found)s）没有按次序取备选，应当是“%(expected)s”"),
}
NAMED = 5
"""So many units are named where there are more."""


def frame_words(fault: FrameError) -> str:
    """Say in words why a frame cannot be drawn from, and which units it is about."""
    return "；".join(str(_FRAME[one.fault]) % {"keys": _named(one.keys)} for one in fault.faults[:NAMED])


def _named(keys: tuple[str, ...]) -> str:
    """Return some units by name, and how many there are where there are more."""
    named = "、".join(keys[:NAMED])
    return named if len(keys) <= NAMED else gettext("%(named)s 等 %(n)s 个") % {"named": named, "n": len(keys)}


def rule_words(fault: RuleError) -> str:
    """Say in words why a rule says nothing that could be drawn."""
    return str(_RULE[fault.fault]) % {"where": fault.where}


def allocation_words(fault: AllocationError) -> str:
    """Say in words why so many units cannot be shared out."""
    return str(_ALLOCATION[fault.fault]) % {"limit": fault.limit, "stratum": fault.stratum}


def difference_words(one: Difference) -> str:
    """Say in words how a file differs from what was committed to."""
    facts = {"file": one.file, "line": one.line, "found": one.found, "expected": one.expected}
    return str(_DIFFERS[one.kind]) % facts
