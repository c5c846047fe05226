"""Appeals of units against inputs. What is upheld corrects the input; places and scores follow from it, nobody changes them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.models import Run
from wenming.inspections.models import Observation
from wenming.issues.models import Issue
from wenming.kernel.models import CityScoped, StoredFile
from wenming.organisations.models import Unit
from wenming.supervision.enums import AppealInput, AppealState
from wenming.supervision.models.runs import ListEntry, ListRun

_ACCOUNT = settings.AUTH_USER_MODEL


class Appeal(CityScoped):
    """That a unit says an input is wrong: a row of a round, or whose an issue is, whether it is one, whether it was in time.

    ``entry`` is the line of a list for which it matters, if any. ``wanted`` is whose it is instead. ``due_at``: by when it is answered.
    ``correction`` keeps what the input was and what it became. ``list_before``/``list_after`` and ``run_before``/``run_after`` are the results
    before and after, shown together for ever.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appeals", verbose_name=_("申诉单位"))
    input = models.CharField(_("申诉事项"), max_length=14, choices=AppealInput.choices)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="appeals")
    wanted = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("应归单位")
    )
    statement = models.CharField(_("申诉理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=AppealState.choices, default=AppealState.OPEN)
    due_at = models.DateTimeField(_("复核期限"))
    filed_by = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("提出人")
    )
    filed_at = models.DateTimeField(_("提出时间"))
    answer = models.CharField(_("复核意见"), max_length=500, blank=True)
    settled_by = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("复核人")
    )
    settled_at = models.DateTimeField(_("复核时间"), null=True)
    correction = models.JSONField(default=dict)
    list_before = models.ForeignKey(ListRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    list_after = models.ForeignKey(ListRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    run_before = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    run_after = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("supervision", "申诉")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(input=AppealInput.OBSERVATION, observation__isnull=False, issue__isnull=True)
                | (~models.Q(input=AppealInput.OBSERVATION) & models.Q(observation__isnull=True, issue__isnull=False)),
                name="appeal_names_its_input",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=AppealState.OPEN, settled_at__isnull=True, answer=""))
                | models.Q(state=AppealState.WITHDRAWN, settled_at__isnull=False)
                | (
                    models.Q(state__in=(AppealState.UPHELD, AppealState.REJECTED), settled_at__isnull=False)
                    & ~models.Q(answer="")
                ),
                name="appeal_answered_with_words_and_hour",
            ),
            models.UniqueConstraint(
                fields=("city", "issue", "input"),
                condition=models.Q(state=AppealState.OPEN, issue__isnull=False),
                name="appeal_open_once_per_issue_and_input",
            ),
            models.UniqueConstraint(
                fields=("city", "observation"),
                condition=models.Q(state=AppealState.OPEN, observation__isnull=False),
                name="appeal_open_once_per_observation",
            ),
        )
        indexes = (
            models.Index(fields=("city", "state", "due_at"), name="appeal_by_due"),
            models.Index(fields=("city", "unit", "-id"), name="appeal_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id} {self.input}"


class AppealPhoto(CityScoped):
    """A photo that a unit adds to its appeal. ``file`` is what was sent, unchanged; ``large`` and ``small`` are made from it."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name=_("原图"))
    large = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    small = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = pgettext_lazy("supervision", "申诉照片")
        constraints = (
            models.CheckConstraint(condition=models.Q(width__gt=0, height__gt=0), name="appeal_photo_has_a_size"),
        )

    def __str__(self) -> str:
        return str(self.appeal_id)
