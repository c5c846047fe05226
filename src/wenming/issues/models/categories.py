"""What an issue can be about, when it is filed, by when it is to be settled, and when it is settled."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.issues.enums import CategoryKind, IssueStage
from wenming.kernel.models import CityScoped
from wenming.organisations.enums import LimitUnit
from wenming.organisations.models import Unit


class MajorClass(CityScoped):
    """A group of categories (大类). Codes are the city's own, as its standard of digital city management gives them."""

    kind = models.CharField(_("类别"), max_length=12, choices=CategoryKind.choices)
    code = models.CharField(_("大类代码"), max_length=10)
    name = models.CharField(_("大类名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"))

    class Meta:
        verbose_name = pgettext_lazy("category", "大类")
        constraints = (models.UniqueConstraint(fields=("city", "kind", "code"), name="major_class_once_per_city"),)

    def __str__(self) -> str:
        return self.name


class MinorClass(CityScoped):
    """A category (小类). ``unit`` disposes of it by rule; ``words`` are what people say for it, by which it is proposed.

    ``is_urgent``: a danger, to be settled at once. ``automatic_from``: from that confidence (in thousandths) on the proposal of this
    category is taken without asking; empty = never. ``source`` is where its limits are published, "" where the city set them itself. What a city no longer uses is switched off, never deleted.
    """

    major = models.ForeignKey(MajorClass, on_delete=models.PROTECT, related_name="minors", verbose_name=_("大类"))
    code = models.CharField(_("小类代码"), max_length=10)
    name = models.CharField(_("小类名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"))
    filing_condition = models.CharField(_("立案条件"), max_length=300, blank=True)
    closing_condition = models.CharField(_("结案条件"), max_length=300, blank=True)
    words = models.JSONField(_("常用说法"), default=list)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任单位")
    )
    is_urgent = models.BooleanField(_("须立即处置"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)
    source = models.CharField(_("数字来源"), max_length=120, blank=True)
    automatic_from = models.PositiveSmallIntegerField(_("自动采用的置信度（‰）"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("category", "小类")
        constraints = (
            models.UniqueConstraint(fields=("city", "major", "code"), name="minor_class_once_per_major"),
            models.CheckConstraint(
                condition=models.Q(automatic_from__isnull=True) | models.Q(automatic_from__range=(500, 1000)),
                name="minor_class_automatic_from_half",
            ),
        )

    def __str__(self) -> str:
        return self.name


class DisposalLimit(CityScoped):
    """By when a category is settled (处置时限) under a condition: "" is the usual one, others are named ("积水", "拆除")."""

    minor = models.ForeignKey(MinorClass, on_delete=models.CASCADE, related_name="limits")
    condition = models.CharField(_("情形"), max_length=60, blank=True)
    amount = models.PositiveSmallIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=10, choices=LimitUnit.choices)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("category", "处置时限")
        constraints = (
            models.UniqueConstraint(fields=("city", "minor", "condition"), name="disposal_limit_once_per_condition"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="disposal_limit_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class StageLimit(CityScoped):
    """How long a stretch of the loop may take in this city (环节时限); no row = no limit."""

    stage = models.CharField(_("环节"), max_length=12, choices=IssueStage.choices)
    amount = models.PositiveSmallIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=10, choices=LimitUnit.choices)

    class Meta:
        verbose_name = pgettext_lazy("category", "环节时限")
        constraints = (
            models.UniqueConstraint(fields=("city", "stage"), name="stage_limit_once_per_stage"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="stage_limit_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.stage} {self.amount} {self.unit}"


class VisitLimit(CityScoped):
    """The limit at once while a visit period runs (迎检): of what is urgent, and of all else. It holds for a dispatch where it is the shorter one."""

    is_urgent = models.BooleanField(_("紧急"))
    amount = models.PositiveSmallIntegerField(_("时限"))
    unit = models.CharField(_("单位"), max_length=10, choices=LimitUnit.choices)

    class Meta:
        verbose_name = pgettext_lazy("category", "迎检时限")
        constraints = (
            models.UniqueConstraint(fields=("city", "is_urgent"), name="visit_limit_once_per_urgency"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="visit_limit_is_positive"),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"
