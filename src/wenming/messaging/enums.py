"""Words of the inbox."""

from django.db import models
from django.utils.translation import pgettext_lazy


class NoticeKind(models.TextChoices):
    """What an entry of the inbox asks for."""

    NOTICE = "notice", pgettext_lazy("notice", "通知")
    TASK = "task", pgettext_lazy("notice", "待办")
