"""Local formulas with their versions, from when they hold, the leagues that were computed by them, and the levels of rounds."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.enums import LeagueLevel
from wenming.inspections.models import Round
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL


class LocalFormula(CityScoped):
    """One version of a city's own scoring formula; never changed, a correction is the next version.

    ``content`` is the formula as the engine writes it; ``sources``: input -> where it comes from (FormulaSource); ``members``: group of the
    formula -> the names in it (who is named nowhere is in the last group). ``digest`` covers all three.
    """

    key = models.SlugField(_("公式编号"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版本号"))
    name = models.CharField(_("公式名称"), max_length=80)
    content = models.JSONField(_("公式内容"))
    sources = models.JSONField(_("数据来源"), default=dict)
    members = models.JSONField(_("分组名单"), default=dict)
    digest = models.CharField(_("公式校验码"), max_length=64)
    note = models.CharField(_("改了什么、为什么"), max_length=300, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "本市公式")
        constraints = (
            models.UniqueConstraint(fields=("city", "key", "version"), name="formula_version_once_per_city"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="formula_versions_count_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class FormulaStart(CityScoped):
    """That a version holds for a level from a day on, until another one does. The latest row of a day counts; none is ever changed."""

    formula = models.ForeignKey(LocalFormula, on_delete=models.PROTECT, related_name="starts")
    level = models.CharField(_("用于"), max_length=10, choices=LeagueLevel.choices)
    starts_on = models.DateField(_("施行日期"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "公式施行")
        indexes = (models.Index(fields=("city", "level", "-starts_on"), name="formula_start_by_day"),)

    def __str__(self) -> str:
        return f"{self.formula_id} {self.level} {self.starts_on}"


class LeagueRun(CityScoped):
    """One computation of a round's standings on one level, kept as it was; never changed. The newest of a round and level counts.

    ``input_digest`` covers the counts of this round and the one before, and the names they were put to; ``result`` holds every entrant
    (queries/leagues.py reads it). Without a formula in force there are levels and bands, and no places.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="league_runs", verbose_name=_("轮次"))
    level = models.CharField(_("范围"), max_length=10, choices=LeagueLevel.choices)
    formula = models.ForeignKey(
        LocalFormula, on_delete=models.PROTECT, null=True, related_name="league_runs", verbose_name=_("公式")
    )
    formula_digest = models.CharField(_("公式校验码"), max_length=64, blank=True)
    engine_version = models.CharField(_("引擎版本"), max_length=20)
    input_digest = models.CharField(_("输入校验码"), max_length=64)
    result_digest = models.CharField(_("结果校验码"), max_length=64)
    result = models.JSONField(_("结果"))
    at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "排行存档")
        indexes = (models.Index(fields=("city", "round", "level", "-id"), name="league_run_newest_first"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.level} {self.result_digest[:8]}"


class LevelRun(CityScoped):
    """One computation of a round's levels, of the whole and of every project, kept as they were; never changed. The newest of a round counts.

    ``input_digest`` covers the counts of the round's rows by site; ``result`` holds whole numbers (engine/ranking/kept.py), from which any two rounds
    of one edition are compared without their rows.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="level_runs", verbose_name=_("轮次"))
    edition_digest = models.CharField(_("体系校验码"), max_length=64)
    engine_version = models.CharField(_("引擎版本"), max_length=20)
    input_digest = models.CharField(_("输入校验码"), max_length=64)
    result_digest = models.CharField(_("结果校验码"), max_length=64)
    result = models.JSONField(_("结果"))
    at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = pgettext_lazy("assessment", "水平存档")
        indexes = (models.Index(fields=("city", "round", "-id"), name="level_run_newest_first"),)

    def __str__(self) -> str:
        return f"{self.round_id} {self.result_digest[:8]}"
