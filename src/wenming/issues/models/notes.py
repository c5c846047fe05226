"""What a leader says about an issue (批示), from the office's proposal to the unit's feedback."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import NoteState
from wenming.issues.models.issues import Issue
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Person, Unit

_ACCOUNT = settings.AUTH_USER_MODEL


class LeaderNote(CityScoped):
    """拟办-批示-承办-反馈 of one issue. Each part is written once, with who wrote it and when; ``state`` says which is the last.

    The leader is a person of the organisation, who need not sign in: the office records what was written on paper, with the number of the paper.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="notes", verbose_name=_("问题"))
    state = models.CharField(_("环节"), max_length=12, choices=NoteState.choices)
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("呈报领导"))
    proposal = models.CharField(_("拟办意见"), max_length=500)
    proposed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("拟办时间"))
    instruction = models.CharField(_("批示内容"), max_length=500, blank=True)
    instructed_on = models.DateField(_("批示日期"), null=True)
    paper_number = models.CharField(_("文号"), max_length=60, blank=True)
    instructed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    instructed_at = models.DateTimeField(_("登记时间"), null=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="leader_notes", verbose_name=_("承办单位")
    )
    due_on = models.DateField(_("办结期限"), null=True)
    assigned_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(_("交办时间"), null=True)
    feedback = models.CharField(_("反馈"), max_length=500, blank=True)
    answered_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("反馈时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("issue", "批示")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=NoteState.PROPOSED, instructed_at__isnull=True, instruction="")
                | (
                    ~models.Q(state=NoteState.PROPOSED)
                    & models.Q(instructed_at__isnull=False, instructed_on__isnull=False)
                    & ~models.Q(instruction="")
                ),
                name="leader_note_instructed_with_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=(NoteState.ASSIGNED, NoteState.ANSWERED), unit__isnull=False)
                & models.Q(due_on__isnull=False, assigned_at__isnull=False)
                | models.Q(
                    state__in=(NoteState.PROPOSED, NoteState.INSTRUCTED),
                    unit__isnull=True,
                    due_on__isnull=True,
                    assigned_at__isnull=True,
                ),
                name="leader_note_assigned_with_unit_and_day",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=NoteState.ANSWERED, answered_at__isnull=False) & ~models.Q(feedback=""))
                | (~models.Q(state=NoteState.ANSWERED) & models.Q(answered_at__isnull=True, feedback="")),
                name="leader_note_answered_with_its_hour",
            ),
        )
        indexes = (models.Index(fields=("city", "state", "due_on"), name="leader_note_by_due"),)

    def __str__(self) -> str:
        return f"{self.issue_id} {self.state}"
