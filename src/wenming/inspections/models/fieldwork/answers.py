"""What was ticked at a site, item by item; appended, the standing answer is the one that nothing replaced."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums.fieldwork import Verdict
from wenming.inspections.models.fieldwork.visits import Visit
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL


class Answer(CityScoped):
    """What somebody said about one check item of a visit. ``key`` was given by the phone (or the form of re-entry): sent twice, it is kept once.

    ``count`` is how many were seen of what is counted; ``places`` in how many places it was not met (0 unless UNMET); ``grade`` a name of the round's grades.
    ``device`` tells a person's two phones apart. ``said_at`` is the phone's time, corrected where its clock was wrong; ``received_at`` is ours.
    An answer changed on one phone replaces the one before; two that replaced the same one are a conflict, which the inspector settles
    by an answer that replaces both. Points are never stored here: they are computed when the round is written.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="answers")
    key = models.UUIDField()
    item = models.CharField(_("检查项编号"), max_length=80)
    verdict = models.CharField(_("结果"), max_length=14, choices=Verdict.choices)
    count = models.PositiveIntegerField(_("看到几处"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("不符合几处"), default=0)
    grade = models.CharField(_("等次"), max_length=20, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    device = models.CharField(_("设备"), max_length=40)
    said_at = models.DateTimeField(_("记录时间"))
    received_at = models.DateTimeField(_("收到时间"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("记录人"))

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "现场作答")
        constraints = (
            models.UniqueConstraint(fields=("city", "key"), name="answer_once_per_key"),
            models.CheckConstraint(
                condition=models.Q(verdict=Verdict.UNMET, places__gte=1)
                | (~models.Q(verdict=Verdict.UNMET) & models.Q(places=0)),
                name="answer_counts_places_exactly_when_unmet",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.NOT_APPLICABLE) | models.Q(count__isnull=True, grade=""),
                name="answer_not_applicable_counts_nothing",
            ),
        )
        indexes = (models.Index(fields=("city", "visit", "item"), name="answer_by_item"),)

    def __str__(self) -> str:
        return f"{self.visit_id} {self.item}"


class AnswerReplacement(CityScoped):
    """That one answer took the place of another. Of the answers to an item those stand that nothing replaced."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="replaces")
    replaced = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "作答替换")
        constraints = (
            models.UniqueConstraint(fields=("city", "answer", "replaced"), name="answer_replaces_another_once"),
            models.CheckConstraint(
                condition=~models.Q(answer=models.F("replaced")), name="answer_does_not_replace_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.replaced_id}→{self.answer_id}"
