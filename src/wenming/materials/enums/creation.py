"""Words of mass creation (群众性创建): programmes, applications, titles of units."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CreationKind(models.TextChoices):
    """Whom a programme honours. Families and persons are no units: they are honoured by nomination elsewhere."""

    WORKPLACE = "workplace", pgettext_lazy("creation", "文明单位")
    COMMUNITY = "community", pgettext_lazy("creation", "文明社区")
    CAMPUS = "campus", pgettext_lazy("creation", "文明校园")
    VILLAGE = "village", pgettext_lazy("creation", "文明村镇")


class CreationLevel(models.TextChoices):
    """Who confers the title."""

    COUNTY = "county", pgettext_lazy("creation", "县级")
    CITY = "city", pgettext_lazy("creation", "市级")
    PROVINCE = "province", pgettext_lazy("creation", "省级")
    NATION = "nation", pgettext_lazy("creation", "全国级")


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    APPLIED = "applied", pgettext_lazy("creation", "申报待受理")
    RETURNED = "returned", pgettext_lazy("creation", "退回补正中")
    PREPARING = "preparing", pgettext_lazy("creation", "材料报送中")
    RECOMMENDED = "recommended", pgettext_lazy("creation", "已推荐")
    NOTICED = "noticed", pgettext_lazy("creation", "公示中")
    NAMED = "named", pgettext_lazy("creation", "已命名")
    REFUSED = "refused", pgettext_lazy("creation", "未命名")
    WITHDRAWN = "withdrawn", pgettext_lazy("creation", "申报已撤回")


class ApplicationAction(models.TextChoices):
    """What can be done with an application."""

    APPLY = "apply", pgettext_lazy("creation act", "申报创建")
    RESUBMIT = "resubmit", pgettext_lazy("creation act", "补正后再报")
    WITHDRAW = "withdraw", pgettext_lazy("creation act", "撤回申报")
    CHECK = "check", pgettext_lazy("creation act", "核查条件")
    ACCEPT = "accept", pgettext_lazy("creation act", "受理申报")
    RETURN = "return", pgettext_lazy("creation act", "退回补正")
    RECOMMEND = "recommend", pgettext_lazy("creation act", "登记推荐")
    PUBLISH = "publish", pgettext_lazy("creation act", "登记公示")
    OBJECT = "object", pgettext_lazy("creation act", "登记异议")
    SETTLE = "settle", pgettext_lazy("creation act", "登记异议处理")
    NAME = "name", pgettext_lazy("creation act", "登记命名")
    REFUSE = "refuse", pgettext_lazy("creation act", "登记未命名")


class UnitTitleStatus(models.TextChoices):
    """Where a unit stands with its title, by what was decided; that its time is over is seen from the day beside it."""

    HELD = "held", pgettext_lazy("unit title", "称号有效")
    WARNED = "warned", pgettext_lazy("unit title", "复查警告中")
    WITHDRAWN = "withdrawn", pgettext_lazy("unit title", "称号已撤销")
    EXPIRED = "expired", pgettext_lazy("unit title", "期满终止")
    MOVED = "moved", pgettext_lazy("unit title", "已转承接单位")
    ENDED = "ended", pgettext_lazy("unit title", "随单位终止")
    VOID = "void", pgettext_lazy("unit title", "记录作废")


class UnitTitleAction(models.TextChoices):
    """What is recorded of a title."""

    CONFER = "confer", pgettext_lazy("title act", "命名授予")
    KEEP = "keep", pgettext_lazy("title act", "复查合格")
    WARN = "warn", pgettext_lazy("title act", "复查警告")
    WITHDRAW = "withdraw", pgettext_lazy("title act", "撤销称号")
    EXPIRE = "expire", pgettext_lazy("title act", "期满不再保留")
    MOVE = "move", pgettext_lazy("title act", "转由承接单位保持")
    END = "end", pgettext_lazy("title act", "单位撤销，称号终止")
    VOID = "void", pgettext_lazy("title act", "录入有误，作废")


class RuleSide(models.TextChoices):
    """Which list of an edition a rule stands on."""

    CONDITION = "condition", pgettext_lazy("creation rule", "创建申报条件")
    NEGATIVE = "negative", pgettext_lazy("creation rule", "创建负面清单")


_REFUSALS = {
    "not_here": _("状态已经变了，现在不能这样办；请刷新后看最新状态"),
    "name_taken": _("本市已有同名的创建项目；请换一个名称"),
    "window_backwards": _("申报截止早于开始；请改一个日期"),
    "programme_ended": _("这个创建项目已经停止；请看其他项目"),
    "window_closed": _("今天不在申报时间内；请看项目页上的申报时间"),
    "not_for_unit": _("这个项目不面向这类单位；请另选项目"),
    "unit_ended": _("这个单位已经撤销；请由它的承接单位申报"),
    "not_yours": _("只能为本单位或下级单位申报；请另选单位"),
    "applied_already": _("这个单位的申报正在办理；请到申报页看进度"),
    "holds_already": _("这个单位现有这个称号；延续请在称号页登记复查结果"),
    "no_words": _("请写明原因；单位和以后查看的人都要看到"),
    "no_paper": _("请填写决定的文号；没有文号的写文件名称"),
    "in_future": _("日期在今天以后；请等决定作出后再登记"),
    "before_last": _("日期早于上一条记录；请核对后再填"),
    "conditions_open": _("申报条件和负面清单还没有全部核查通过；请先登记核查结果"),
    "materials_open": _("还有材料没有审核通过；请先审核，确实不要的可以免报"),
    "notice_short": _("公示天数少于项目规定；请把截止日期改晚"),
    "notice_runs": _("公示还没有结束；请等公示期满再登记命名"),
    "objections_open": _("还有异议没有处理；请先登记处理结果"),
    "settled_already": _("这条异议已经登记过处理结果"),
    "outside_notice": _("收到日期早于公示开始；请核对日期"),
    "validity_backwards": _("有效期早于决定日期；请改一个日期"),
    "validity_over": _("称号的有效期已过；登记保留请写新的有效期"),
    "still_valid": _("称号还在有效期内；期满后再登记终止"),
    "into_itself": _("承接单位就是本单位；请另选一个单位"),
    "unit_lives": _("这个单位没有撤销；单位撤销后才登记随单位终止"),
    "nothing_said": _("没有要登记的核查结果；请至少填一条"),
    "rule_unknown": _("体系里没有这一条；请刷新后再填"),
    "denied": _("这件事现在不归您办理；请刷新后再看"),
}


def creation_refusal_words(reason: str) -> str:
    """Say in words why something was not possible in mass creation, and how to mend it."""
    return str(_REFUSALS[reason])
