"""Words of field work: planned rounds, visits, what was ticked, routes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
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


class Rest(models.TextChoices):
    """What is said of the rows of a paper form that were not typed in."""

    MET = "met", pgettext_lazy("rest", "其余各行全部符合")
    OPEN = "open", pgettext_lazy("rest", "其余各行没有看，先空着")


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


_REFUSALS = {
    "not_planning": _("这次任务已经开始或结束，安排不能再这样改；请刷新后看最新状态"),
    "not_open": _("这次任务已经结束；请刷新后看最新状态"),
    "not_running": _("这次任务现在不在进行中；请刷新后看最新状态"),
    "not_ended": _("还没有收工：请先收工，再写成结果"),
    "over_already": _("这次任务已经出结果或作废，不能再这样办"),
    "no_name": _("请写明任务名称"),
    "backwards": _("结束日期早于开始日期；请改正其中一个"),
    "no_grades": _("等次要有名称，得分在 0 到 1 之间，从好到差，不能重名"),
    "draw_unfit": _("只能用您自己保管、已抽取、还没有公开，而且用途是“实地测评”的抽样；请另选一次"),
    "draw_taken": _("这次抽样已经用在另一次任务里；请另选一次，或先把那次任务作废"),
    "drawn_round": _("点位是抽签抽出来的，不能自己加减；确实看不了的，用“换备选”按次序顶替"),
    "no_site": _("有的点位在台账里找不到或已停用；请先在点位台账里补上编号"),
    "team_taken": _("已经有这个小组；请换一个名称"),
    "member_unfit": _("测评员要有“测评员”或“第三方机构人员”的岗位；请先授予岗位"),
    "member_taken": _("这个人已经在这次任务里，或代号重复；请换一个代号"),
    "member_busy": _("这个人名下还有点位；请先改派给别人"),
    "team_busy": _("小组里还有人；请先移出成员"),
    "no_days": _("请至少选一天，而且都在任务的起止日期之内"),
    "day_busy": _("要去掉的日子还有没去的点位；请先改到别的日子"),
    "no_member": _("请从这次任务的成员里选一个人，并选任务里的一天"),
    "same_person": _("同一个点位的两次测评不能由同一个人做；请改派给别人"),
    "not_planned": _("这个点位已经去过或已经跳过，不能再改派；请刷新后看最新状态"),
    "finished": _("这个点位已经测评完，不能换备选"),
    "by_hand": _("点位是手工选的，没有备选；看不了的请写明原因跳过"),
    "not_ready": _("还不能开始：请先补齐页面上列出的事项"),
    "no_reason": _("请写明原因；以后查看的人都要看到"),
    "not_standing": _("这一项的作答刚刚变过；请看过现在的再选"),
    "left_open": _("还有没去的点位或没解决的冲突：请先处理，或勾选“知道这些不计入”"),
    "nothing_to_plan": _("这些日子没有要排的点位，或点位都没有坐标；请换日子，或先在点位台账里补上坐标"),
    "not_ready_plan": _("这个路线方案已经采用、放弃或没有算成；请刷新后看最新状态"),
    "routes_stale": _("排完以后有的点位去过了、换了或改固定了；请按现在的情况重新排"),
    "nothing": _("没有一条可以写入：还没有作答，或检查项都不对应这一版测评体系的条目"),
}


def field_refusal_words(reason: str) -> str:
    """Say in words why something was not possible with a field round, and how to mend it."""
    return str(_REFUSALS[reason])


_PAPER_REFUSALS = {
    "over_already": _("这次任务已经出结果或作废，不能再补录；要改的请走申诉"),
    "other_form": _("检查表刚刚变过，行号可能对不上：请刷新后核对纸上的表格版本，再录一次"),
    "faults": _("有的条目没有看懂：请按下面的提示改好，全部看懂才会保存"),
    "ungraded": _("评等次的行不能并入“其余各行全部符合”：请逐行写明等次或不适用"),
    "nothing": _("什么都没有录：请敲行号，或确认其余各行全部符合"),
    "no_member": _("这个编号还没有分给谁，不知道是替谁录入；请先改派"),
    "no_form": _("这类点位没有检查表；请先在点位类型里选定检查表"),
    "key_reused": _("这一页已经保存过别的内容；请刷新后重新录入"),
}


def paper_refusal_words(reason: str) -> str:
    """Say in words why a paper form could not be typed in, and how to mend it."""
    return str(_PAPER_REFUSALS[reason])
