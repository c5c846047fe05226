"""What a forecast of the official result rests on, who may see chances, and every forecast that was made."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.models import Campaign
from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL
_UNKNOWN = {"null": True, "blank": True}


class ForecastSettings(CityScoped):
    """What the office knows of the coming evaluation. A version is never changed: the latest of a campaign holds.

    Points in milli-points; parts are empty where the edition, or the city's rule of grading, says them. ``plan`` are [type of sites, sites the
    evaluators see, checks at each], ``surveyed`` [community, households asked, content], ``accepted`` [clause, accepted, of so many that we held
    to be good], ``pairs`` [year, official field rate, our own (thousandths of a percent), sites seen by each team or None],
    ``rivals`` [city, milli-points, spread], ``places`` the ranks asked about, ``scenarios`` [event chosen by hand, milli-points it costs, whether it stops the title].
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="forecast_settings")
    version = models.PositiveIntegerField(_("版本"))
    line = models.PositiveIntegerField(_("达标线（毫分）"))
    field = models.PositiveIntegerField(_("实地考察（毫分）"), **_UNKNOWN)
    materials = models.PositiveIntegerField(_("网上申报（毫分）"), **_UNKNOWN)
    survey = models.PositiveIntegerField(_("问卷调查（毫分）"), **_UNKNOWN)
    plan = models.JSONField(_("测评组看什么"), default=list)
    communities = models.PositiveSmallIntegerField(_("入户社区数"), default=0)
    households = models.PositiveSmallIntegerField(_("每社区户数"), default=0)
    intercepts = models.PositiveSmallIntegerField(_("街头拦访人数"), default=0)
    surveyed = models.JSONField(_("自己的问卷"), default=list)
    surveyed_on = models.DateField(_("问卷问完的日期"), **_UNKNOWN)
    accepted = models.JSONField(_("往年审核比对"), default=list)
    pairs = models.JSONField(_("往年官方与自测"), default=list)
    rivals = models.JSONField(_("同组城市"), default=list)
    places = models.JSONField(_("名次"), default=list)
    gate_passed = models.PositiveSmallIntegerField(_("省级推荐数"), **_UNKNOWN)
    gate_held = models.PositiveSmallIntegerField(_("省级参评数"), **_UNKNOWN)
    scenarios = models.JSONField(_("假设情形"), default=list)
    source = models.CharField(_("依据"), max_length=200)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("forecast", "预测设置")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "version"), name="forecast_settings_version_once"),
            models.CheckConstraint(
                condition=models.Q(field__isnull=True, materials__isnull=True, survey__isnull=True)
                | models.Q(field__isnull=False, materials__isnull=False, survey__isnull=False),
                name="forecast_parts_all_or_none",
            ),
            models.CheckConstraint(
                condition=models.Q(gate_passed__isnull=True, gate_held__isnull=True)
                | models.Q(gate_passed__lte=models.F("gate_held")),
                name="forecast_gate_passed_of_held",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.version}"


class ForecastReader(CityScoped):
    """A person who may see chances, and why; until it is ended. Nobody else sees any."""

    account = models.ForeignKey(
        _ACCOUNT, on_delete=models.PROTECT, related_name="forecast_readings", verbose_name=_("可看的人")
    )
    reason = models.CharField(_("理由"), max_length=120)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))
    ended_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), **_UNKNOWN)

    class Meta:
        verbose_name = pgettext_lazy("forecast", "预测阅看人")
        constraints = (
            models.UniqueConstraint(
                fields=("city", "account"),
                condition=models.Q(ended_at__isnull=True),
                name="forecast_reader_named_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__gte=models.F("at"), ended_by__isnull=False),
                name="forecast_reader_ended_by_somebody_later",
            ),
        )

    def __str__(self) -> str:
        return str(self.account_id)


class ForecastRun(CityScoped):
    """A forecast as it was made, with its very inputs; never changed. Its digests stood in the chain before the official result was known.

    ``problem`` is the file of the engine's problem, ``digest`` stands for it, the engine's ``version``, ``seed`` and ``evaluations``. ``past`` are the
    city's own rounds for the back-test, and names and rounds for links. ``result`` is the engine's answer with the back-test.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="forecasts")
    settings = models.ForeignKey(ForecastSettings, on_delete=models.PROTECT, related_name="runs", **_UNKNOWN)
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.CharField(_("引擎版本"), max_length=20)
    seed = models.PositiveBigIntegerField(_("随机种子"))
    evaluations = models.PositiveIntegerField(_("模拟次数"))
    problem = models.TextField(_("输入"))
    past = models.JSONField(_("历次轮次"))
    digest = models.CharField(_("输入校验码"), max_length=64)
    result = models.JSONField(_("结果"))
    result_digest = models.CharField(_("结果校验码"), max_length=64)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = pgettext_lazy("forecast", "预测存档")
        indexes = (models.Index(fields=("city", "campaign", "-id"), name="forecast_by_campaign"),)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.year} {self.digest[:8]}"
