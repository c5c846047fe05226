"""What the system did by itself because of an event, once per job and event."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.enums import JobState
from wenming.kernel.models.events import Event


class JobRun(models.Model):
    """One job for one event: the idempotency table, and the dead-letter page's source.

    ``error`` holds the last failure, for the operator. ``finished_at`` is set exactly when the job is done.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="job_runs", verbose_name=_("记录"))
    job = models.CharField(_("作业"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    error = models.TextField(_("错误"), blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("background", "作业")
        constraints = (
            models.UniqueConstraint(fields=("job", "event"), name="job_once_per_event"),
            models.CheckConstraint(
                condition=models.Q(state=JobState.DONE, finished_at__isnull=False)
                | (~models.Q(state=JobState.DONE) & models.Q(finished_at__isnull=True)),
                name="job_finished_exactly_when_done",
            ),
        )

    def __str__(self) -> str:
        return f"{self.job} ← {self.event_id}"
