"""What a city's decided cases have taught, version by version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, StoredFile


class ProposalModel(CityScoped):
    """A model of the city's decided cases, the highest number holds. ``file`` are its numbers (engine.learned.pack), no words.

    ``figures`` is how good it was on the cases that it had not seen, beside rules alone and the most frequent: counts, and thousandths.
    """

    number = models.PositiveIntegerField(_("版本"))
    cases = models.PositiveIntegerField(_("办结案件数"))
    figures = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("模型文件"))
    trained_at = models.DateTimeField(_("学习时间"))

    class Meta:
        verbose_name = pgettext_lazy("proposal", "建议模型")
        constraints = (
            models.UniqueConstraint(fields=("city", "number"), name="proposal_model_once_per_number"),
            models.CheckConstraint(condition=models.Q(cases__gt=0), name="proposal_model_of_some_cases"),
        )

    def __str__(self) -> str:
        return f"{self.number}"
