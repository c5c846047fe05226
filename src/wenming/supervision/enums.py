"""Words of supervision."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListPeriod(models.TextChoices):
    """How long a list is of."""

    WEEK = "week", pgettext_lazy("list", "每周一榜")
    MONTH = "month", pgettext_lazy("list", "每月一榜")


class MeasureKind(models.TextChoices):
    """By what a list ranks."""

    RATE = "rate", pgettext_lazy("list", "问题的比率")
    SCORE = "score", pgettext_lazy("list", "测评轮次的得分率")


class GroupSide(models.TextChoices):
    """What counts for an entrant of a group."""

    UNIT = "unit", pgettext_lazy("list", "本单位承办的")
    AREA = "area", pgettext_lazy("list", "辖区内发生的")


class GoodEnd(models.TextChoices):
    """Which end of the measure is the good one."""

    HIGH = "high", pgettext_lazy("list", "越高越好")
    LOW = "low", pgettext_lazy("list", "越低越好")


class RuleState(models.TextChoices):
    """Where a version of a rule stands."""

    DRAFT = "draft", pgettext_lazy("list rule", "拟订中")
    IN_FORCE = "in_force", pgettext_lazy("list rule", "施行中")
    RETIRED = "retired", pgettext_lazy("list rule", "已停用")


class RunState(models.TextChoices):
    """Where a computed list stands."""

    DRAFT = "draft", pgettext_lazy("list run", "待审定")
    APPROVED = "approved", pgettext_lazy("list run", "已审定")
    SUPERSEDED = "superseded", pgettext_lazy("list run", "已被重算取代")


class ListMark(models.TextChoices):
    """On which list an entrant stands; the values are the engine's."""

    RED = "red", pgettext_lazy("list", "红榜")
    BLACK = "black", pgettext_lazy("list", "黑榜")


class NotRanked(models.TextChoices):
    """Why an entrant has no place; the values are the engine's."""

    NO_WORK = "no_work", pgettext_lazy("list", "本期没有任务，不排名")
    TOO_FEW = "too_few", pgettext_lazy("list", "件数不足，不排名")


class SuggestionGround(models.TextChoices):
    """Which facts a suggestion rests on."""

    BAND = "band", pgettext_lazy("suggestion", "名次区间全在黑榜")
    CONSECUTIVE = "consecutive", pgettext_lazy("suggestion", "连续上黑榜")
    RECURRENCE = "recurrence", pgettext_lazy("suggestion", "同一问题再次发生")
    UNANSWERED = "unanswered", pgettext_lazy("suggestion", "群众诉求多次催办未答复")


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open", pgettext_lazy("suggestion", "待处理")
    TAKEN = "taken", pgettext_lazy("suggestion", "已采纳")
    DECLINED = "declined", pgettext_lazy("suggestion", "未采纳")


class AppealInput(models.TextChoices):
    """Against which input a unit appeals: never against a place or a score itself."""

    OBSERVATION = "observation", pgettext_lazy("appeal", "测评记录的扣分")
    ISSUE_UNIT = "issue_unit", pgettext_lazy("appeal", "问题不归本单位")
    ISSUE_VOID = "issue_void", pgettext_lazy("appeal", "不是问题")
    ISSUE_IN_TIME = "issue_in_time", pgettext_lazy("appeal", "已按时处置")


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    OPEN = "open", pgettext_lazy("appeal", "待复核")
    UPHELD = "upheld", pgettext_lazy("appeal", "申诉成立")
    REJECTED = "rejected", pgettext_lazy("appeal", "申诉不成立")
    WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "单位已撤回")


_REFUSALS = {
    "no_text": _("请写一句话；没有填写的内容不会保存"),
    "no_reason": _("请写明原因；对方和以后查看的人都要看到"),
    "no_groups": _("至少要有一个分组，才排得出榜"),
    "no_kinds": _("有一个分组没有勾选单位类别；请勾选，或去掉这个分组"),
    "no_places": _("有一个分组红榜、黑榜都是 0 名；请至少填一个"),
    "no_measure": _("没有这个指标；请从列表里选"),
    "steps_twice": _("同一次数写了两条建议；请去掉其中一条"),
    "name_taken": _("已有同名的规则；请换一个名称"),
    "not_draft": _("这一版已经施行或停用，不能再改；请另拟一版"),
    "draft_exists": _("已经有一版在拟订；请接着改那一版"),
    "not_in_force": _("这条规则没有施行中的版本；请先施行一版"),
    "period_open": _("这一期还没有结束；结束后才能出榜，现在可以在规则页试算"),
    "period_misaligned": _("这一天不是一期的第一天；请从列表里选一期"),
    "before_force": _("这一期在规则施行之前；规则只管施行以后的各期"),
    "no_round": _("这一期没有结束的测评轮次，排不出榜"),
    "same_again": _("重算的结果与现在的榜完全相同，没有另存"),
    "not_awaiting": _("这份榜已经审定或被取代；请刷新后看最新情况"),
    "own_list": _("这份榜是您本人计算的，要由另一个人审定"),
    "previous_changed": _("上一期的榜在这之后审定或重算过，连续次数可能不同；请重算后再审定"),
    "inputs_changed": _("计算之后输入有变动；请重算后再审定"),
    "no_paper": _("请填写文号；没有文号的决定不登记"),
    "later_than_today": _("日期不能晚于今天；决定作出以后再登记"),
    "kind_gone": _("这一类决定已停用；请另选一类"),
    "kind_taken": _("已有同名的类别；请换一个名称"),
    "withdrawn_already": _("这项记录已经撤销；不必重复"),
    "suggestion_settled": _("这条建议已经有人处理；请刷新后看最新情况"),
    "unit_differs": _("引用的榜、问题或公文不是这个单位的；请核对"),
    "appeal_open": _("对这一项已经有一件申诉在复核；请等答复"),
    "appeal_settled": _("这件申诉已经有答复或已撤回；请刷新后看最新情况"),
    "appeal_late": _("已超过申诉期限；期限在榜或轮次的页面上写明"),
    "not_own_input": _("这一项不是您单位的；只能对本单位的输入申诉"),
    "wrong_stage": _("这件问题还在处置中：不归本单位请用“提请裁定”，要更多时间请申请延期"),
    "not_late": _("这件问题没有记为超时，不用更正"),
    "same_unit": _("写的还是原来的单位；请另写一个"),
    "no_unit": _("请写明应归哪个单位"),
    "not_worse": _("更正后的扣分要少于现在的扣分"),
    "own_input": _("这一项输入是您本人记录的，要由另一个人复核"),
    "unit_ended": _("这个单位已经撤销；请选它的承接单位"),
    "not_possible_now": _("输入的状态刚刚变过，现在不能这样更正；请刷新后再看"),
}


def refusal_words(reason: str) -> str:
    """Say in words why an action was not possible, and how to mend it."""
    return str(_REFUSALS[reason])
