"""Words of the interfaces."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyPurpose(models.TextChoices):
    """What an access key opens."""

    FEATURES = "features", pgettext_lazy("access key", "点位数据接口")
    CALENDAR = "calendar", pgettext_lazy("access key", "日历订阅")


_REFUSALS = {
    "too_many": _("最多同时保留 10 个；请先停用不再用的"),
    "not_own_unit": _("只能订阅您任岗单位的日期；请另选一个单位"),
}


def refusal_words(reason: str) -> str:
    """Say in words why a key could not be made, and how to mend it."""
    return str(_REFUSALS[reason])
