"""Words of looking back (回头看): why a closed issue is visited again, and what was found."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LookBackReason(models.TextChoices):
    """Why a closed issue is visited again; only what chance chose says something about all the others."""

    DRAWN = "drawn", pgettext_lazy("look-back", "随机抽取")
    RISK = "risk", pgettext_lazy("look-back", "需要再看一眼")
    CHOSEN = "chosen", pgettext_lazy("look-back", "指定复查")


class LookBackResult(models.TextChoices):
    """What a visitor found."""

    HOLDS = "holds", pgettext_lazy("look-back", "没有反弹")
    CAME_BACK = "came_back", pgettext_lazy("look-back", "又出现了")
    UNJUDGED = "unjudged", pgettext_lazy("look-back", "看不了")
