"""Who goes where, when, in which order; and that somebody was there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.draws.models import DrawnUnit
from wenming.inspections.enums.fieldwork import Coding, SkipReason, VisitState
from wenming.inspections.models.fieldwork.rounds import FieldRound, TeamMember
from wenming.kernel.models import CityScoped
from wenming.sites.models import Site

_MINUTES = models.Q(arrives__isnull=True, leaves__isnull=True) | models.Q(arrives__lte=models.F("leaves"))


class Visit(CityScoped):
    """One site of a round to be looked at by one member. ``number`` counts the round's visits from 1 and stands on the paper form.

    A SECOND ``coding`` is the same site seen again by somebody else; nothing that the inspector sees tells the two apart. ``on`` is the day,
    ``order`` the place in the member's day; ``arrives``/``leaves`` are planned minutes after midnight. ``pinned``: planning leaves it where it is.
    ``finished_at`` is when the phone said so, by our clock where the phone's was wrong. ``skip`` says why nobody could look.
    """

    field_round = models.ForeignKey(FieldRound, on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField(_("编号"))
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("place", "点位")
    )
    coding = models.CharField(_("第几次测评"), max_length=6, choices=Coding.choices, default=Coding.FIRST)
    drawn = models.ForeignKey(DrawnUnit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    member = models.ForeignKey(
        TeamMember, on_delete=models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("测评员")
    )
    on = models.DateField(_("哪天去"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("当天次序"), null=True, blank=True)
    arrives = models.PositiveSmallIntegerField(_("预计到达（分钟）"), null=True, blank=True)
    leaves = models.PositiveSmallIntegerField(_("预计离开（分钟）"), null=True, blank=True)
    pinned = models.BooleanField(_("固定不动"), default=False)
    state = models.CharField(_("状态"), max_length=8, choices=VisitState.choices, default=VisitState.PLANNED)
    skip = models.CharField(_("没有测评的原因"), max_length=10, choices=SkipReason.choices, blank=True)
    note = models.CharField(_("备注"), max_length=200, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("fieldwork", "到点测评")
        constraints = (
            models.UniqueConstraint(fields=("city", "field_round", "number"), name="visit_number_once_per_field_round"),
            models.UniqueConstraint(fields=("city", "field_round", "site", "coding"), name="visit_once_per_site_and_coding"),
            models.CheckConstraint(condition=_MINUTES, name="visit_leaves_after_it_arrives"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, on__isnull=False) | models.Q(order__isnull=True, arrives__isnull=True),
                name="visit_ordered_only_in_somebodys_day",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=VisitState.SKIPPED) & ~models.Q(skip=""))
                | (~models.Q(state=VisitState.SKIPPED) & models.Q(skip="")),
                name="visit_skipped_exactly_with_its_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state=VisitState.PLANNED, finished_at__isnull=True)
                | (~models.Q(state=VisitState.PLANNED) & models.Q(finished_at__isnull=False)),
                name="visit_over_exactly_since_a_moment",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("city", "member", "on", "order"), name="visit_by_member_and_day"),
            models.Index(fields=("city", "field_round", "on", "member", "order"), name="visit_by_day"),
        )

    def __str__(self) -> str:
        return f"{self.field_round_id} {self.number}"
