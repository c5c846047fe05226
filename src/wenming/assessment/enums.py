"""Words of the assessment; the engine's words about gaps, as people read them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.engine.gaps import Cause, Gap
from wenming.engine.grading import ScorePart
from wenming.engine.standards import FunctionKind


class RelapseOutcome(models.TextChoices):
    """What somebody found who looked at an alarm."""

    REAL = "real", pgettext_lazy("relapse", "确实复发")
    ONCE = "once", pgettext_lazy("relapse", "只是偶发")
    WRONG = "wrong", pgettext_lazy("relapse", "记录有误")


_REFUSALS = {"judged_already": _("这个报警已经有人看过了：请看看记下的结果")}


def relapse_refusal_words(reason: str) -> str:
    """Say in words why something could not be done with an alarm."""
    return str(_REFUSALS[reason])


_FORECAST_REFUSALS = {
    "reader_without_sight": _("这个人在本市没有能看成绩的岗位，不能指定：请先给岗位，或者换一个人"),
    "reader_named_already": _("这个人已经在名单里了"),
}


def forecast_refusal_words(reason: str) -> str:
    """Say in words why somebody was not named."""
    return str(_FORECAST_REFUSALS[reason])


CAUSES = {
    Cause.SITES: pgettext_lazy("cause", "点位所见"),
    Cause.UNSEEN: pgettext_lazy("cause", "无人查看"),
    Cause.RULE: pgettext_lazy("cause", "体系规则"),
}
FUNCTIONS = {
    FunctionKind.VETO: pgettext_lazy("function", "一票否决"),
    FunctionKind.THRESHOLD: pgettext_lazy("function", "未达标线"),
    FunctionKind.CAP: pgettext_lazy("function", "封顶"),
    FunctionKind.FLOOR: pgettext_lazy("function", "保底"),
    FunctionKind.DEDUCT: pgettext_lazy("function", "按次扣分"),
    FunctionKind.GRADE: pgettext_lazy("function", "分档计分"),
}

PARTS = {
    ScorePart.FILING: pgettext_lazy("part", "网上申报"),
    ScorePart.FIELD: pgettext_lazy("part", "实地考察"),
    ScorePart.SURVEY: pgettext_lazy("part", "问卷调查"),
}


def part_word(part: ScorePart) -> str:
    """Say in words which part of a year's score it is."""
    return str(PARTS[part])


def cause_word(cause: Cause) -> str:
    """Say in words why points are missing."""
    return str(CAUSES[cause])


def gap_word(gap: Gap) -> str:
    """Say in words what keeps the points: the rule by its name, with the fact that switches it on."""
    if gap.function is None:
        return cause_word(gap.cause)
    word = str(FUNCTIONS[gap.function.kind])
    return f"{word} {gap.function.fact}" if gap.function.fact else word


class LeagueLevel(models.TextChoices):
    """Who is ranked with whom: places of one level, or departments. Never people."""

    DISTRICT = "district", pgettext_lazy("league", "县区")
    STREET = "street", pgettext_lazy("league", "街道乡镇")
    COMMUNITY = "community", pgettext_lazy("league", "社区（村）")
    DEPARTMENT = "department", pgettext_lazy("league", "责任单位")


class FormulaSource(models.TextChoices):
    """Where the input of a part of a local formula comes from."""

    FIELD = "field", pgettext_lazy("formula", "实地测评得分率")
    NONE = "none", pgettext_lazy("formula", "暂无数据")


_FORMULA_REFUSALS = {
    "source": _("数据来源写给了公式里没有的项；请核对编号"),
    "members": _("名单写给了公式里没有的分组；请核对编号"),
    "member": _("同一个名称写进了两个分组；请只留一处"),
    "levels": _("请选用于哪一级"),
}


def formula_refusal_words(reason: str) -> str:
    """Say in words why a formula could not be written or put in force."""
    return str(_FORMULA_REFUSALS[reason])
