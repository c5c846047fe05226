"""Grades by clause: the rule, what was given, and the clauses that a second person grades because a lot fell on them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.models import Campaign
from wenming.draws.models import Draw
from wenming.kernel.models import CityScoped
from wenming.materials.enums import GradeStage, PointShare, RuleOrigin
from wenming.standards.models import Node

_ACCOUNT = settings.AUTH_USER_MODEL
_POINTS = ("filing", "field", "survey")


class GradeRule(CityScoped):
    """How a campaign's papers are graded where its edition does not say: appended, the latest of a campaign holds.

    ``steps`` lists [word, milli-points of 1000] from the best to the least. ``filing``, ``field`` and ``survey`` are the milli-points of the year's three
    parts, all of them or none (nobody has said). ``source`` names the paper, report or meeting that the rule rests on.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="grade_rules")
    steps = models.JSONField(_("评分档次"))
    share = models.CharField(_("分值怎么分到条目"), max_length=7, choices=PointShare.choices)
    filing = models.PositiveIntegerField(_("网上申报分值（毫分）"), null=True, blank=True)
    field = models.PositiveIntegerField(_("实地考察分值（毫分）"), null=True, blank=True)
    survey = models.PositiveIntegerField(_("问卷调查分值（毫分）"), null=True, blank=True)
    origin = models.CharField(_("依据的种类"), max_length=8, choices=RuleOrigin.choices)
    source = models.CharField(_("依据"), max_length=300)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "材料评分规则")
        constraints = (
            models.CheckConstraint(condition=~models.Q(source=""), name="grade_rule_names_its_source"),
            models.CheckConstraint(
                condition=models.Q(**{f"{one}__isnull": True for one in _POINTS})
                | models.Q(**{f"{one}__isnull": False for one in _POINTS}),
                name="grade_rule_weighs_all_parts_or_none",
            ),
        )
        indexes = (models.Index(fields=("city", "campaign", "-id"), name="grade_rule_latest"),)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.source}"


class ClauseGrade(CityScoped):
    """What a reviewer gives the materials of a clause, in milli-points of 1000 (材料评分); appended, the latest of a stage holds.

    A SECOND grade is given by another person on a drawn sample, without seeing the first; what both settled on stands beside them.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="material_grades")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    year = models.PositiveSmallIntegerField(_("年度"))
    stage = models.CharField(_("第几评"), max_length=7, choices=GradeStage.choices)
    label = models.CharField(_("档次"), max_length=20)
    milli = models.PositiveSmallIntegerField(_("得分（千分之一）"))
    words = models.CharField(_("评分理由"), max_length=500, blank=True)
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("评分人"))
    at = models.DateTimeField(_("评分时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "材料评分")
        constraints = (
            models.CheckConstraint(condition=models.Q(milli__lte=1000), name="clause_grade_at_most_one"),
            models.CheckConstraint(
                condition=~models.Q(words="") | models.Q(milli=1000, stage__in=(GradeStage.FIRST, GradeStage.SECOND)),
                name="clause_grade_below_full_says_why",
            ),
        )
        indexes = (
            models.Index(fields=("city", "campaign", "year", "node", "stage", "-id"), name="clause_grade_latest"),
        )

    def __str__(self) -> str:
        return f"{self.node_id} {self.milli}"


class GradeSample(CityScoped):
    """Clauses of a year that were drawn for a second look: by a sealed draw of the system, repeatable by everybody. ``grader`` looks."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="grade_samples")
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("第几次抽取"))
    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="grade_sample")
    grader = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("复评人"))
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("办理人"))
    at = models.DateTimeField(_("抽取时间"))

    class Meta:
        verbose_name = pgettext_lazy("material", "复评样本")
        constraints = (
            models.UniqueConstraint(fields=("city", "campaign", "year", "number"), name="grade_sample_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.year}-{self.number}"


class SampledClause(CityScoped):
    """A clause of a sample with the first grade as it was when the lot fell: that one is held against the second."""

    sample = models.ForeignKey(GradeSample, on_delete=models.PROTECT, related_name="clauses")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    first = models.OneToOneField(ClauseGrade, on_delete=models.PROTECT, related_name="+", verbose_name=_("初评"))
    second = models.OneToOneField(
        ClauseGrade, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复评")
    )

    class Meta:
        verbose_name = pgettext_lazy("material", "抽中条目")
        constraints = (models.UniqueConstraint(fields=("city", "sample", "node"), name="sampled_clause_once"),)

    def __str__(self) -> str:
        return f"{self.sample_id} {self.node_id}"
