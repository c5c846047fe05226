"""Words of the ground."""

from django.db import models
from django.utils.translation import pgettext_lazy


class JobState(models.TextChoices):
    """Where a background job stands."""

    WAITING = "waiting", pgettext_lazy("job", "等待")
    DONE = "done", pgettext_lazy("job", "完成")
    DEAD = "dead", pgettext_lazy("job", "停下待查")
