"""What is said of decomposition tables: what is wrong with a cell and how to mend it, what columns and cells mean."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wenming.campaigns.enums import Part
from wenming.engine.decomposition.readings import Fault, Reason, Use
from wenming.engine.decomposition.tables import Meaning

_PROBLEMS = {
    Reason.UNKNOWN_CLAUSE: (
        gettext_lazy("测评体系里没有这个条目：%(written)s"),
        gettext_lazy("选定它是哪个条目，或改成体系里的编号和名称"),
    ),
    Reason.SEVERAL_CLAUSES: (
        gettext_lazy("有几个条目都叫这个名称：%(written)s"),
        gettext_lazy("选定其中一个，或写上编号"),
    ),
    Reason.CODE_CONTRADICTS: (
        gettext_lazy("编号和名称说的不是同一个条目：%(written)s"),
        gettext_lazy("选定是哪个条目，或改正编号或名称"),
    ),
    Reason.NO_CLAUSE: (
        gettext_lazy("这一行的条目没有认出，不知道这一格说的是什么"),
        gettext_lazy("先处理这一行的条目；认出后这一格自动采用"),
    ),
    Reason.UNKNOWN_UNIT: (
        gettext_lazy("单位没有登记：%(written)s"),
        gettext_lazy("选定它是哪个单位并记为别名，或改成登记的名称"),
    ),
    Reason.UNKNOWN_GROUP: (
        gettext_lazy("统称没有登记：%(written)s"),
        gettext_lazy("说明它指哪些单位，建成单位组"),
    ),
    Reason.EMPTY_GROUP: (
        gettext_lazy("单位组“%(written)s”现在不指任何单位"),
        gettext_lazy("给这个单位组选定成员"),
    ),
    Reason.VAGUE_UNIT: (
        gettext_lazy("没有写明是哪些单位：%(written)s"),
        gettext_lazy("写明单位名称，或不写入这几个字"),
    ),
    Reason.TOO_LONG: (gettext_lazy("这一格太长，存不下"), gettext_lazy("单位写法不超过 120 字，时限不超过 60 字，领导不超过 120 字")),
    Reason.UNKNOWN_COLUMN: (
        gettext_lazy("不认识这一列的列名"),
        gettext_lazy("在“对应列”里指明这一列是什么，或选“不用”"),
    ),
    Reason.NO_COLUMN: (gettext_lazy("这一列没有列名"), gettext_lazy("在“对应列”里指明这一列是什么，或选“不用”")),
    Reason.NO_HEADS: (
        gettext_lazy("这张表没有认出表头"),
        gettext_lazy("在“对应列”里指明表头在哪一行，或选“这张表不用”"),
    ),
    Reason.UNKNOWN_ROW: (
        gettext_lazy("跨列的一行，看不出是哪个条目：%(written)s"),
        gettext_lazy("选定它是哪个条目，或不写入"),
    ),
    Reason.BROKEN: (
        gettext_lazy("单元格是错误值，或是没有存下结果的公式"),
        gettext_lazy("在原表里改成文字，再上传"),
    ),
    Reason.LEFT_OUT: (gettext_lazy("已决定不写入"), gettext_lazy("需要时可以撤销")),
}  # fmt: skip
_MEANINGS = {
    Meaning.PROJECT: pgettext_lazy("column", "测评项目"),
    Meaning.INDICATOR: pgettext_lazy("column", "测评指标"),
    Meaning.CONTENT: pgettext_lazy("column", "测评内容"),
    Meaning.CRITERION: pgettext_lazy("column", "测评标准"),
    Meaning.CODE: pgettext_lazy("column", "编号"),
    Meaning.LEAD: pgettext_lazy("column", "牵头单位"),
    Meaning.RESPONSIBLE: pgettext_lazy("column", "责任单位"),
    Meaning.COOPERATING: pgettext_lazy("column", "配合单位"),
    Meaning.SPONSOR: pgettext_lazy("column", "包保单位"),
    Meaning.DUE: pgettext_lazy("column", "完成时限"),
    Meaning.MATERIALS: pgettext_lazy("column", "材料要求"),
    Meaning.SPOTS: pgettext_lazy("column", "迎检点"),
    Meaning.CHIEF: pgettext_lazy("column", "责任单位领导"),
    Meaning.NOTE: pgettext_lazy("column", "备注"),
    Meaning.METHOD: pgettext_lazy("column", "测评方法"),
    Meaning.POINTS: pgettext_lazy("column", "分值"),
    Meaning.NUMBER: pgettext_lazy("column", "序号"),
    Meaning.IGNORE: pgettext_lazy("column", "不用"),
    Meaning.UNKNOWN: pgettext_lazy("column", "没有认出"),
}
_USES = {
    Use.TITLE: gettext_lazy("表题"),
    Use.HEAD: gettext_lazy("表头"),
    Use.CLAUSE: gettext_lazy("条目"),
    Use.ABOVE: gettext_lazy("上级条目，体系里没有这一级"),
    Use.WORDING: gettext_lazy("条目的具体要求，以体系为准"),
    Use.UNITS: gettext_lazy("单位分工"),
    Use.TERMS: gettext_lazy("条目要求"),
    Use.BESIDE: gettext_lazy("对照用，以体系为准"),
    Use.NOTE: gettext_lazy("表注"),
    Use.TOTAL: gettext_lazy("合计"),
    Use.NOTHING: gettext_lazy("写明没有"),
}


def problem_words(fault: Fault) -> tuple[str, str]:
    """Say what is wrong, and how to mend it."""
    problem, mend = _PROBLEMS[fault.reason]
    return str(problem) % {"written": fault.written}, str(mend)


def meaning_words(meaning: Meaning) -> str:
    """Say what a column means."""
    return str(_MEANINGS[meaning])


def use_words(use: Use) -> str:
    """Say what a cell was used for."""
    return str(_USES[use])


def part_words(part: Meaning) -> str:
    """Say what a unit does for a clause."""
    return str(Part(part.value).label)


def joined(words: list[str], most: int = 8) -> str:
    """Return words as one text, the first of many."""
    more = len(words) - most
    text = _("、").join(words[:most])
    return text + (pgettext("list", " 等 %(count)s 个") % {"count": len(words)} if more > 0 else "")
