"""An issue as it stands now. How it got there is in its steps."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.models.categories import MinorClass
from wenming.kernel.models import City, CityScoped
from wenming.organisations.enums import LimitUnit
from wenming.organisations.models import Unit
from wenming.sites.models import Site
from wenming.standards.models import Node

_ACCOUNT = settings.AUTH_USER_MODEL
_OPEN = tuple(sorted({*IssueState.values} - {IssueState.CLOSED, IssueState.VOID, IssueState.JOINED}))
"""In the order in which queries name them: only so does SQLite see that an index of the open answers them."""
_IS_OPEN = models.Q(state__in=_OPEN)
_WITH_UNIT = (IssueState.DISPATCHED, IssueState.SUSPENDED, IssueState.DISPUTED)


class IssueNumber(CityScoped):
    """The last number that a city gave in a month; locked while the next one is taken, so that numbers neither skip nor repeat."""

    month = models.CharField(_("月份"), max_length=7)
    last = models.PositiveIntegerField(_("最后序号"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("issue", "编号")
        constraints = (models.UniqueConstraint(fields=("city", "month"), name="issue_number_once_per_month"),)

    def __str__(self) -> str:
        return f"{self.month} {self.last}"


class Issue(CityScoped):
    """Something in the city that does not fit the standard (问题), from the report to its end.

    ``number`` is "2026-11-0042": month and serial. ``text`` is the matter in one sentence; ``place`` in words; ``area`` the street,
    town or community (属地). ``lat``/``lng`` are WGS-84 degrees, ``cell_10`` the H3 cell.
    ``desk`` is the second dispatcher (district, county, street) at whose desk it lies, empty = the campaign office; ``chain`` are the
    keys of the desks that it came down through, from the top. ``unit`` disposes of it (first unit of several leads).
    ``limit_*`` is the limit of disposal, ``due_at``/``due_warns_at`` its end and its 80 %, ``around_clock`` whether it runs day and night (迎检);
    ``runs_out_at`` and ``warns_at`` are the end and the 80 % of whatever runs now (disposal or a stage), empty while nothing runs: lamp and order of the ledger.
    ``held_state`` is where it stood when it was voided, joined or suspended, so that this can be taken back.
    ``reported_for`` is the unit for which somebody else entered it (代录). The ``*_count`` are what its steps add up to.
    """

    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        db_index=False,  # its index has the key behind the city: the order of what no clock runs for
        related_name="+",
        verbose_name=pgettext_lazy("tenant", "城市"),
    )
    number = models.CharField(_("编号"), max_length=16)
    state = models.CharField(_("状态"), max_length=12, choices=IssueState.choices)
    held_state = models.CharField(max_length=12, choices=IssueState.choices, blank=True)
    text = models.CharField(_("问题描述"), max_length=300)
    place = models.CharField(_("位置"), max_length=200, blank=True)
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="issues",
        verbose_name=_("点位"),
    )
    area = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("属地"),
    )
    lat = models.FloatField(_("纬度"), null=True, blank=True)
    lng = models.FloatField(_("经度"), null=True, blank=True)
    accuracy = models.PositiveIntegerField(_("定位精度（米）"), null=True, blank=True)
    cell_10 = models.BigIntegerField(null=True, blank=True)
    minor = models.ForeignKey(
        MinorClass,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="issues",
        verbose_name=_("小类"),
    )
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("测评条目")
    )
    is_urgent = models.BooleanField(_("紧急"), default=False)
    source = models.CharField(_("来源"), max_length=16, choices=IssueSource.choices)
    source_number = models.CharField(_("来源编号"), max_length=60, blank=True)
    reported_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    reported_for = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代录单位")
    )
    reported_at = models.DateTimeField(_("上报时间"))
    desk = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("二级派遣单位")
    )
    chain = models.JSONField(default=list)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="issues",
        verbose_name=_("责任单位"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("原问题")
    )
    master = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("并入")
    )
    limit_amount = models.PositiveSmallIntegerField(_("时限"), null=True, blank=True)
    limit_unit = models.CharField(_("时限单位"), max_length=10, choices=LimitUnit.choices, blank=True)
    limit_from = models.DateTimeField(_("计时开始"), null=True, blank=True)
    around_clock = models.BooleanField(_("昼夜计时"), default=False)
    due_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    due_warns_at = models.DateTimeField(null=True, blank=True)
    runs_out_at = models.DateTimeField(null=True, blank=True)
    warns_at = models.DateTimeField(null=True, blank=True)
    suspended_until = models.DateField(_("挂账至"), null=True, blank=True)
    answered_at = models.DateTimeField(_("处置完成时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结案时间"), null=True, blank=True)
    changed_at = models.DateTimeField(_("更新时间"))
    dispatch_count = models.PositiveSmallIntegerField(_("派遣次数"), default=0)
    return_count = models.PositiveSmallIntegerField(_("回退次数"), default=0)
    rework_count = models.PositiveSmallIntegerField(_("返工次数"), default=0)
    extension_count = models.PositiveSmallIntegerField(_("延期次数"), default=0)
    suspension_count = models.PositiveSmallIntegerField(_("挂账次数"), default=0)
    reminder_count = models.PositiveSmallIntegerField(_("催办次数"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("issue", "问题")
        constraints = (
            models.UniqueConstraint(fields=("city", "number"), name="issue_number_once_per_city"),
            models.UniqueConstraint(
                fields=("city", "source", "source_number"),
                condition=~models.Q(source_number=""),
                name="issue_once_per_source_number",
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lng__isnull=True, cell_10__isnull=True, accuracy__isnull=True)
                | models.Q(lat__range=(-90, 90), lng__range=(-180, 180), cell_10__isnull=False),
                name="issue_position_whole_or_none",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_WITH_UNIT) | models.Q(unit__isnull=False),
                name="issue_in_disposal_has_a_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(state=IssueState.CLOSED, closed_at__isnull=False)
                | (~models.Q(state=IssueState.CLOSED) & models.Q(closed_at__isnull=True)),
                name="issue_closed_exactly_with_its_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(state=IssueState.JOINED, master__isnull=False)
                | (~models.Q(state=IssueState.JOINED) & models.Q(master__isnull=True)),
                name="issue_joined_exactly_with_its_master",
            ),
            models.CheckConstraint(
                condition=models.Q(limit_amount__isnull=True, limit_unit="")
                | (models.Q(limit_amount__gt=0, limit_from__isnull=False) & ~models.Q(limit_unit="")),
                name="issue_limit_whole_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(runs_out_at__isnull=True, warns_at__isnull=True)
                | models.Q(warns_at__lte=models.F("runs_out_at")),
                name="issue_warns_before_it_runs_out",
            ),
            # so that the clocks of a list are looked for among the open alone
            models.CheckConstraint(
                condition=_IS_OPEN | models.Q(runs_out_at__isnull=True), name="issue_runs_only_while_open"
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")) & ~models.Q(master=models.F("id")),
                name="issue_is_not_its_own_parent",
            ),
        )
        indexes = (
            models.Index(fields=("city", "id"), name="issue_by_key"),
            models.Index(fields=("city", "state", "runs_out_at", "id"), name="issue_by_clock"),
            # what is not settled, by its clock: the ledger as it opens, however much lies closed behind it; yellow lamps are told by warns_at
            models.Index(
                fields=("city", "runs_out_at", "id", "warns_at"), condition=_IS_OPEN, name="issue_open_by_clock"
            ),
            models.Index(
                fields=("city", "runs_out_at", "id"),
                condition=models.Q(is_urgent=True) & _IS_OPEN,
                name="issue_urgent_by_clock",
            ),
            models.Index(fields=("city", "-reported_at", "-id"), name="issue_by_report"),
            models.Index(fields=("city", "desk", "state", "runs_out_at"), name="issue_by_desk"),
            # of each side, what is not settled in the order of the ledger, and everything; instead of the index of the foreign key alone
            *(
                index
                for side in ("unit", "area", "minor")
                for index in (
                    models.Index(fields=("city", side, "id"), name=f"issue_by_{side}"),
                    models.Index(
                        fields=("city", side, "runs_out_at", "id"), condition=_IS_OPEN, name=f"issue_open_by_{side}"
                    ),
                )
            ),
            models.Index(fields=("city", "site", "-reported_at"), name="issue_by_site"),
            models.Index(fields=("city", "closed_at"), name="issue_by_closing"),
            models.Index(fields=("city", "cell_10"), name="issue_by_cell"),
        )

    def __str__(self) -> str:
        return self.number


class IssueHelper(CityScoped):
    """A unit that helps to dispose of an issue whose lead is another (会办)."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="helpers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="helped_issues", verbose_name=_("会办单位"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "会办单位")
        constraints = (models.UniqueConstraint(fields=("city", "issue", "unit"), name="issue_helper_once"),)

    def __str__(self) -> str:
        return f"{self.issue_id} {self.unit_id}"
