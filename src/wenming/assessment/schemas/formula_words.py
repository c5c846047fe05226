"""What is wrong with a local formula, or with an input of it, in words: what, where, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wenming.engine.formulas import (
    Absent,
    Combine,
    FormulaFault,
    FormulaProblem,
    InputError,
    InputFault,
    Start,
    TieRule,
)
from wenming.engine.formulas.reading import decimal_text

ABSENT = {
    Absent.REFUSE: pgettext_lazy("formula", "不出分"),
    Absent.RENORMALISE: pgettext_lazy("formula", "其余按比例补足"),
    Absent.ZERO: pgettext_lazy("formula", "计 0 分"),
    Absent.LAST: pgettext_lazy("formula", "用上一次的分"),
    Absent.MEAN_OF_OTHERS: pgettext_lazy("formula", "用同组平均分"),
}
COMBINE = {
    Combine.WEIGHTED: pgettext_lazy("formula", "按权重平均"),
    Combine.MEAN: pgettext_lazy("formula", "简单平均"),
    Combine.SUM: pgettext_lazy("formula", "相加"),
}
START = {Start.VALUE: pgettext_lazy("formula", "从数据起"), Start.FULL: pgettext_lazy("formula", "从满分起扣")}
TIES = {
    TieRule.SHARED: pgettext_lazy("formula", "并列，后面跳过（1、1、3）"),
    TieRule.DENSE: pgettext_lazy("formula", "并列，后面不跳（1、1、2）"),
}
EXAMPLE_INPUT = "example.inputs."


def formula_words(problem: FormulaProblem, place: str = "") -> str:
    """Return one problem of a formula; ``place``: what its place is called where people see it, else as the file has it."""
    if problem.fault is FormulaFault.EXAMPLE and problem.place.startswith(EXAMPLE_INPUT):
        return _example_words(problem)
    words = {
        FormulaFault.FORM: _("“%(place)s”写法不对，应是 %(detail)s"),
        FormulaFault.KEY: _("不认识“%(place)s”；可用的有：%(detail)s"),
        FormulaFault.WORD: _("“%(place)s”只能选：%(detail)s"),
        FormulaFault.NUMBER: _("“%(place)s”要写一个数，%(detail)s"),
        FormulaFault.EMPTY: _("“%(place)s”没有填；请填上"),
        FormulaFault.TWICE: _("“%(place)s”的“%(detail)s”用了两次；请换一个"),
        FormulaFault.WEIGHTS: _("“%(place)s”下级的权重加起来是 %(detail)s，应是 100（或 1）；请改权重"),
        FormulaFault.FULL: _("“%(place)s”的满分应是 %(detail)s；请改成一致，或改用相加"),
        FormulaFault.REFERENCE: _("“%(place)s”引用的“%(detail)s”不存在；请选已有的项"),
        FormulaFault.EXAMPLE: _("按公式算，“%(place)s”得 %(detail)s，和写的不同；请核对公式或示例"),
    }
    return words[problem.fault] % {"place": place or problem.place, "detail": problem.detail}


def _example_words(problem: FormulaProblem) -> str:
    """Return what is wrong with an input of the example."""
    words = {
        InputFault.MISSING: _("示例里缺少“%(key)s”的值；请补上"),
        InputFault.RANGE: _("示例里“%(key)s”的值不在 0 和满值之间；请改"),
        InputFault.COUNT: _("示例里“%(key)s”的次数不能是负数；请改"),
        InputFault.UNKNOWN: _("示例里多了“%(key)s”，公式里没有这一项；请删去"),
        InputFault.LEAGUE: _("示例写的分组“%(key)s”不存在；请写一个分组的编号"),
    }
    return words[InputFault(problem.detail)] % {"key": problem.place.removeprefix(EXAMPLE_INPUT)}


def input_words(fault: InputError) -> str:
    """Return what is wrong with an input."""
    words = {
        InputFault.MISSING: _("“%(entrant)s”缺少“%(key)s”，公式要求必须有；请补上"),
        InputFault.RANGE: _("“%(entrant)s”的“%(key)s”是 %(value)s，应在 0 到 %(most)s 之间"),
        InputFault.COUNT: _("“%(entrant)s”的“%(key)s”是 %(value)s，次数不能是负数"),
        InputFault.UNKNOWN: _("“%(entrant)s”多了“%(key)s”，公式里没有这一项；请删去"),
        InputFault.LEAGUE: _("“%(entrant)s”写的分组“%(key)s”不存在；请选公式里的分组"),
    }
    value, most = (decimal_text(one) if one is not None else "" for one in (fault.value, fault.most))
    return words[fault.fault] % {"entrant": fault.entrant, "key": fault.key, "value": value, "most": most}
