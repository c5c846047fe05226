"""Units of the campaign, from the headquarters to the grid; what they were called and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped
from wenming.organisations.enums import AliasKind, SuccessionKind, UnitKind

_ACCOUNT = settings.AUTH_USER_MODEL


class Unit(CityScoped):
    """A unit that exists from ``starts_on`` until ``ends_on`` (both included; empty = open). It is ended, never deleted.

    ``order`` is its place among its siblings in protocol order (单位排序), and ``position`` the same from the top down ("0003.0001"), by
    which every list stands. ``sounds`` are the pinyin of the name and its initials, for the search.
    """

    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    name = models.CharField(_("单位名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    code = models.CharField(_("统一代码"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    order = models.PositiveIntegerField(_("排序"))
    position = models.CharField(_("单位排序"), max_length=60)
    sounds = models.CharField(_("拼音"), max_length=400, blank=True)
    starts_on = models.DateField(_("设立日期"))
    ends_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "单位")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "name"), condition=models.Q(ends_on__isnull=True), name="unit_name_once_while_it_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="unit_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_is_not_its_own_parent"),
        )
        indexes = (models.Index(fields=("city", "position"), name="unit_by_position"),)

    def __str__(self) -> str:
        return self.name


class UnitName(CityScoped):
    """What a unit was called from ``since`` until ``until`` (both included; empty = now): papers of that time keep that name."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("单位名称"), max_length=80)
    since = models.DateField(_("启用日期"))
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "单位名称沿革")
        constraints = (
            models.UniqueConstraint(fields=("city", "unit", "since"), name="unit_name_once_per_day"),
            models.UniqueConstraint(
                fields=("city", "unit"), condition=models.Q(until__isnull=True), name="unit_has_one_name_now"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="unit_name_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return self.name


class UnitAlias(CityScoped):
    """Another name that means a unit: an abbreviation, a former name, or what people write. ``folded`` as names are compared."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(_("别名"), max_length=80)
    folded = models.CharField(max_length=80)
    kind = models.CharField(_("来由"), max_length=10, choices=AliasKind.choices)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("organisation", "单位别名")
        constraints = (models.UniqueConstraint(fields=("city", "folded"), name="unit_alias_means_one_unit"),)

    def __str__(self) -> str:
        return self.name


class Succession(CityScoped):
    """``before`` ended on that day and ``after`` carries on (none: closed without one); one row for each pair."""

    before = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    after = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="predecessions")
    kind = models.CharField(_("变动"), max_length=10, choices=SuccessionKind.choices)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("organisation", "机构变动")
        constraints = (
            models.UniqueConstraint(fields=("city", "before", "after"), name="succession_once_per_pair"),
            models.CheckConstraint(
                condition=models.Q(kind=SuccessionKind.CLOSED, after__isnull=True)
                | (~models.Q(kind=SuccessionKind.CLOSED) & models.Q(after__isnull=False)),
                name="succession_has_successor_unless_closed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class UnitGroup(CityScoped):
    """Units that papers name together: 各区, 市直各单位. Who belongs to it is decided by the office, unit by unit."""

    name = models.CharField(_("组名"), max_length=40)
    folded = models.CharField(max_length=40)

    class Meta:
        verbose_name = pgettext_lazy("organisation", "单位组")
        constraints = (models.UniqueConstraint(fields=("city", "folded"), name="unit_group_name_once_per_city"),)

    def __str__(self) -> str:
        return self.name


class UnitGroupMember(CityScoped):
    """A unit that belongs to a group."""

    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = pgettext_lazy("organisation", "单位组成员")
        constraints = (models.UniqueConstraint(fields=("city", "group", "unit"), name="unit_once_per_group"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.unit_id}"
