"""What is asked for, of whom, in which month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.burden.models import Ask
from wenming.campaigns.models import Campaign
from wenming.kernel.models import CityScoped, StoredFile
from wenming.materials.enums import ItemState, PaperKind, Rhythm
from wenming.materials.models.creation import Programme
from wenming.organisations.models import Unit
from wenming.standards.models import Node

_ACCOUNT = settings.AUTH_USER_MODEL


class Requirement(CityScoped):
    """One kind of material for one clause of a campaign or of a programme of mass creation, from ``since`` until ``until``. Ended, never deleted.

    ``number`` is its place within the clause in the filing order ((1), (2) …). ``count`` pieces are asked each time. ``due_day`` is the day of the last
    month of a period by which it is in. ``window_months``: what is older at the filing does not count. ``limits`` are the format limits that
    are known: extensions, bytes, pixels, characters (see ``rules.LIMITS``). ``two_reviews``: it passes when two people have looked. ``source`` is the code of the edition's own material, "" where the office added it.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="requirements")
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="requirements"
    )
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    number = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("材料种类"), max_length=10, choices=PaperKind.choices)
    name = models.CharField(_("材料名称"), max_length=200)
    count = models.PositiveSmallIntegerField(_("份数"), default=1)
    rhythm = models.CharField(_("报送周期"), max_length=9, choices=Rhythm.choices)
    due_day = models.PositiveSmallIntegerField(_("当月几日前"), default=25)
    window_months = models.PositiveSmallIntegerField(_("有效期（月）"), null=True, blank=True)
    limits = models.JSONField(_("格式要求"), default=dict)
    two_reviews = models.BooleanField(_("两人审核"), default=True)
    note = models.CharField(_("填报说明"), max_length=500, blank=True)
    example = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("范例")
    )
    source = models.CharField(_("来源"), max_length=80, blank=True)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "材料要求")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "node", "number"), name="requirement_once_per_number"),
            models.UniqueConstraint(
                fields=("city", "programme", "node", "number"), name="requirement_once_per_number_of_programme"
            ),
            models.CheckConstraint(
                condition=models.Q(campaign__isnull=False, programme__isnull=True)
                | models.Q(campaign__isnull=True, programme__isnull=False),
                name="requirement_of_a_campaign_or_a_programme",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="requirement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(count__gte=1, number__gte=1, due_day__range=(1, 28)),
                name="requirement_asks_for_something",
            ),
        )
        indexes = (models.Index(fields=("city", "campaign", "kind"), name="requirement_by_kind"),)

    def __str__(self) -> str:
        return f"{self.node_id} ({self.number})"


class Supplier(CityScoped):
    """A unit that supplies a material (报送单位), by the matrix or by the office's word; ended, never deleted."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="suppliers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("material", "报送单位")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "requirement", "unit"), condition=models.Q(until__isnull=True), name="supplier_once_while_it_runs"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="supplier_ends_after_it_starts",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.unit_id}"


class MaterialItem(CityScoped):
    """What one unit supplies for one requirement in one period (报送项), due by a day. ``period`` is the first day of the period's first month.

    ``ask`` is the request as the burden of the unit counted it. ``version`` is the number of the latest version, 0 while there is none.
    """

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    period = models.DateField(_("所属时段"))
    due_on = models.DateField(_("报送期限"))
    state = models.CharField(_("状态"), max_length=10, choices=ItemState.choices, default=ItemState.ASSIGNED)
    version = models.PositiveSmallIntegerField(_("版本"), default=0)
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waived_reason = models.CharField(_("不再要求的原因"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("变动时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "报送项")
        constraints = (
            models.UniqueConstraint(fields=("city", "requirement", "unit", "period"), name="item_once_per_period"),
            models.CheckConstraint(
                condition=models.Q(state__in=(ItemState.ASSIGNED, ItemState.DRAFTING, ItemState.WAIVED))
                | models.Q(version__gte=1),
                name="item_goes_on_with_a_version",
            ),
            models.CheckConstraint(
                condition=(models.Q(state=ItemState.WAIVED) & ~models.Q(waived_reason=""))
                | (~models.Q(state=ItemState.WAIVED) & models.Q(waived_reason="")),
                name="item_waived_exactly_with_its_reason",
            ),
        )
        indexes = (
            models.Index(fields=("city", "unit", "state", "due_on"), name="item_by_unit"),
            models.Index(fields=("city", "period", "unit", "state"), name="item_by_period"),
            models.Index(fields=("city", "state", "due_on", "id"), name="item_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.unit_id} {self.period}"
