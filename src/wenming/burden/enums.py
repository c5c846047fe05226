"""Words of burden."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AskKind(models.TextChoices):
    """What is asked of a unit."""

    PHOTO = "photo", pgettext_lazy("burden", "照片")
    FORM = "form", pgettext_lazy("burden", "表格")
    RECORD = "record", pgettext_lazy("burden", "会议记录")
    VISIT = "visit", pgettext_lazy("burden", "陪同查看")


class AskPurpose(models.TextChoices):
    """What part of the work asks."""

    SWEEP = "sweep", pgettext_lazy("burden", "举一反三排查")
    REWORK = "rework", pgettext_lazy("burden", "返工补照片")
    CLEARANCE = "clearance", pgettext_lazy("burden", "征求部门意见")
    MATERIAL = "material", pgettext_lazy("burden", "材料报送")
    OTHER = "other", pgettext_lazy("burden", "其他要求")


class Measure(models.TextChoices):
    """What a budget limits: records of meetings count as forms, everything counts by its time."""

    PHOTOS = "photos", pgettext_lazy("burden", "照片（张）")
    FORMS = "forms", pgettext_lazy("burden", "表格和记录（份）")
    MINUTES = "minutes", pgettext_lazy("burden", "用时（分钟）")


class RefusalReason(models.TextChoices):
    """Why something was not asked."""

    OVER_BUDGET = "over_budget", pgettext_lazy("burden", "超出预算")
    REPEAT = "repeat", pgettext_lazy("burden", "重复要求")


COUNTED_AS = {
    str(AskKind.PHOTO): str(Measure.PHOTOS),
    str(AskKind.FORM): str(Measure.FORMS),
    str(AskKind.RECORD): str(Measure.FORMS),
}
"""Kind -> the measure that counts pieces; a visit is counted by its time alone."""

_REFUSALS = {
    "nothing_asked": _("没有写明向谁要什么；请至少选一个单位"),
    "no_fact": _("请写明要的是什么"),
    "no_reason": _("请写明为什么不能从已有的数据里取；能取到的就不要再要"),
    "no_count": _("数量至少是 1"),
    "asked_twice": _("同一个单位的同一件事在这次里写了两遍；请去掉一遍"),
    "unit_ended": _("这个单位已经撤销；请另选一个"),
    "asked_by_work": _("这项要求是排查、返工或征求意见发出的，那边还在等答复；请在那里办理"),
    "withdrawn_already": _("这项要求已经撤回，不必重复"),
    "since_past": _("新的预算从今天或以后的日期起算；过去的周不改"),
}


def refusal_words(reason: str) -> str:
    """Say in words why something was not possible with a request, and how to mend it."""
    return str(_REFUSALS[reason])
