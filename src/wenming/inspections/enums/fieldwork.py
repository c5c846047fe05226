"""Words of field work: planned rounds, visits, what was ticked, routes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class FieldRoundState(models.TextChoices):
    """How far a field round is."""

    PLANNING = "planning", pgettext_lazy("field_round", "安排中")
    RUNNING = "running", pgettext_lazy("field_round", "进行中")
    ENDED = "ended", pgettext_lazy("field_round", "已收工")
    WRITTEN = "written", pgettext_lazy("field_round", "已出结果")
    VOID = "void", pgettext_lazy("field_round", "已作废")


class IssueOpening(models.TextChoices):
    """When what was found becomes issues: an issue that appears at once tells a unit that somebody is there."""

    AT_ONCE = "at_once", pgettext_lazy("fieldwork", "收到就立案")
    EVENING = "evening", pgettext_lazy("fieldwork", "当晚立案")
    AFTER = "after", pgettext_lazy("fieldwork", "收工后立案")


class TravelMode(models.TextChoices):
    """How somebody gets from site to site."""

    WALK = "walk", pgettext_lazy("travel", "步行")
    BIKE = "bike", pgettext_lazy("travel", "电动车")
    CAR = "car", pgettext_lazy("travel", "汽车")


class Coding(models.TextChoices):
    """The first look at a site, or the second one by somebody else."""

    FIRST = "first", pgettext_lazy("coding", "第一次")
    SECOND = "second", pgettext_lazy("coding", "复测")


class VisitState(models.TextChoices):
    """What became of a visit."""

    PLANNED = "planned", pgettext_lazy("visit", "待测评")
    FINISHED = "finished", pgettext_lazy("visit", "已完成")
    SKIPPED = "skipped", pgettext_lazy("visit", "没有测评")


class SkipReason(models.TextChoices):
    """Why nobody could look at a site. The first five are those for which a drawn site gives its place to the next reserve."""

    CLOSED = "closed", pgettext_lazy("visit", "已停用或搬走")
    NOT_FOUND = "not_found", pgettext_lazy("visit", "找不到")
    REFUSED = "refused", pgettext_lazy("visit", "不让进入")
    UNSAFE = "unsafe", pgettext_lazy("visit", "现场不安全")
    OUTSIDE = "outside", pgettext_lazy("visit", "不在抽样范围")
    NO_TIME = "no_time", pgettext_lazy("visit", "时间不够")
    REPLACED = "replaced", pgettext_lazy("visit", "已换备选")


class Verdict(models.TextChoices):
    """What was found about a check item."""

    MET = "met", pgettext_lazy("verdict", "符合")
    UNMET = "unmet", pgettext_lazy("verdict", "不符合")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("verdict", "不适用")


class FieldFileKind(models.TextChoices):
    """What a file from the phone is."""

    PHOTO = "photo", pgettext_lazy("file", "照片")
    VOICE = "voice", pgettext_lazy("file", "语音")


class RoutePlanState(models.TextChoices):
    """How far the planning of routes is."""

    WAITING = "waiting", pgettext_lazy("route", "正在计算")
    READY = "ready", pgettext_lazy("route", "待采用")
    FAILED = "failed", pgettext_lazy("route", "排不出来")
    APPLIED = "applied", pgettext_lazy("route", "已采用")
    DROPPED = "dropped", pgettext_lazy("route", "未采用")
