"""Words of the field rounds."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportState(models.TextChoices):
    """Where the import of a round's workbook stands."""

    CHECKING = "checking", pgettext_lazy("import", "校对中")
    WRITTEN = "written", pgettext_lazy("import", "已写入")
    DROPPED = "dropped", pgettext_lazy("import", "已放弃")


class TallyKind(models.TextChoices):
    """By what the rows of a round are counted, beside their node."""

    AREA = "area", pgettext_lazy("tally", "按属地计数")
    UNIT = "unit", pgettext_lazy("tally", "按责任单位计数")
    SITE = "site", pgettext_lazy("tally", "失分最多的点位")


_REFUSALS = {
    "problems": _("还有行不能写入，而且情况刚刚变过：请看过现在的问题再写入"),
    "nothing_usable": _("没有一行可以写入：请先改正文件再上传"),
    "not_in_check": _("这次导入已经写入或放弃了，不能再改"),
    "too_late": _("写入已超过 24 小时或已撤回，不能再整批撤回；个别行有误请通过申诉更正"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible any more."""
    return str(_REFUSALS[reason])
