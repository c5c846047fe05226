"""Words of the field rounds."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Where the import of a round's workbook stands."""

    READING = "reading", pgettext_lazy("import", "正在读取")
    MAPPING = "mapping", pgettext_lazy("import", "待对应列")
    FAILED = "failed", pgettext_lazy("import", "读不出来")
    CHECKING = "checking", pgettext_lazy("import", "校对中")
    WRITING = "writing", pgettext_lazy("import", "正在写入")
    WRITTEN = "written", pgettext_lazy("import", "已写入")
    DROPPED = "dropped", pgettext_lazy("import", "已放弃")


class VisitManner(models.TextChoices):
    """Whether the places of a round knew that somebody would come."""

    INCOGNITO = "incognito", pgettext_lazy("manner", "暗访")
    ANNOUNCED = "announced", pgettext_lazy("manner", "明察")


class TallyKind(models.TextChoices):
    """By what the rows of a round are counted, beside their node."""

    AREA = "area", pgettext_lazy("tally", "按属地计数")
    UNIT = "unit", pgettext_lazy("tally", "按责任单位计数")
    SITE = "site", pgettext_lazy("tally", "失分最多的点位")


class RowState(models.TextChoices):
    """Where a row that needs a person stands."""

    OPEN = "open", pgettext_lazy("row", "没有处理")
    USED = "used", pgettext_lazy("row", "计入")
    SKIPPED = "skipped", pgettext_lazy("row", "不写入")


_REFUSALS = {
    "problems": _("还有行不能写入，而且情况刚刚变过：请看过现在的问题再写入"),
    "nothing_usable": _("没有一行可以写入：请先改正文件再上传"),
    "not_possible_now": _("这次导入还在读取或写入：请等它做完"),
    "row_gone": _("这一行已经有人处理了：请看过现在的情况再决定"),
    "not_a_leaf": _("没有找到这个测评条目：请从列表里选一个"),
    "not_a_number": _("扣分应是 0 到 1 之间、最多三位小数的数字"),
    "alias_gone": _("这个别名已经停用了"),
    "not_in_check": _("这次导入已经写入或放弃了，不能再改"),
    "no_reason": _("请写明更正的原因"),
    "same_points": _("更正后的得分与现在相同；请核对"),
    "points_beyond": _("得分应在 0 到 1 之间"),
    "round_revoked": _("这一轮已经撤回，不再计分；不需要更正"),
    "too_late": _("写入已超过 24 小时或已撤回，不能再整批撤回；个别行有误请通过申诉更正"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible any more."""
    return str(_REFUSALS[reason])
