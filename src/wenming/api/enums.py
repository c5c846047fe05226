"""Words of the interfaces."""

from django.db import models
from django.utils.translation import pgettext_lazy


class KeyPurpose(models.TextChoices):
    """What an access key opens."""

    FEATURES = "features", pgettext_lazy("access key", "点位数据接口")
    CALENDAR = "calendar", pgettext_lazy("access key", "日历订阅")
