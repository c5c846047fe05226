"""Words of the organisation."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What a post lets a person do in a city."""

    OFFICE = "office", pgettext_lazy("role", "创建办工作人员")
    LEADER = "leader", pgettext_lazy("role", "领导")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "督查人员")
    LIAISON = "liaison", pgettext_lazy("role", "责任单位联络员")
    INSPECTOR = "inspector", pgettext_lazy("role", "测评员")
    AUDITOR = "auditor", pgettext_lazy("role", "审计人员")
