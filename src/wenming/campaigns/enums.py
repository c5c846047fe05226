"""Words of campaigns: who does what for a clause, where a title stands, what is watched."""

from django.db import models
from django.utils.translation import pgettext_lazy

from wenming.engine.responsibility import Standing


class Part(models.TextChoices):
    """What a unit does for a clause."""

    LEAD = "lead", pgettext_lazy("part", "牵头")
    RESPONSIBLE = "responsible", pgettext_lazy("part", "责任")
    COOPERATING = "cooperating", pgettext_lazy("part", "配合")
    SPONSOR = "sponsor", pgettext_lazy("part", "包保")


PARTS = tuple(Part(value) for value in Part.values)
"""The parts, the weightiest first."""
MARKS = {
    Part.LEAD: pgettext_lazy("part in a cell", "牵"),
    Part.RESPONSIBLE: pgettext_lazy("part in a cell", "责"),
    Part.COOPERATING: pgettext_lazy("part in a cell", "配"),
    Part.SPONSOR: pgettext_lazy("part in a cell", "包"),
}
"""What stands in a cell of the matrix."""
STANDINGS = {
    Standing.NO_LEAD: pgettext_lazy("standing", "无牵头"),
    Standing.SEVERAL_LEADS: pgettext_lazy("standing", "两家牵头"),
    Standing.NO_COOPERATING: pgettext_lazy("standing", "无配合"),
    Standing.COMPLETE: pgettext_lazy("standing", "齐全"),
}
"""How the answering for a clause stands."""


class TitleStatus(models.TextChoices):
    """Where a city stands with a title."""

    NONE = "none", pgettext_lazy("title status", "未申报")
    PROVINCIAL = "provincial", pgettext_lazy("title status", "省级称号")
    NOMINATED = "nominated", pgettext_lazy("title status", "提名")
    SELECTED = "selected", pgettext_lazy("title status", "入选公示")
    HOLDER = "holder", pgettext_lazy("title status", "称号保持")
    SUSPENDED = "suspended", pgettext_lazy("title status", "停牌一年")
    RESTORED = "restored", pgettext_lazy("title status", "恢复称号")
    CANCELLED = "cancelled", pgettext_lazy("title status", "已取消称号")
    NOMINATION_STOPPED = "nomination_stopped", pgettext_lazy("title status", "停止提名资格")


class MilestoneKind(models.TextChoices):
    """What a milestone of a campaign is."""

    STAGE = "stage", pgettext_lazy("milestone", "阶段")
    GATE = "gate", pgettext_lazy("milestone", "关口")
    VISIT = "visit", pgettext_lazy("milestone", "测评与检查")
    PAPER = "paper", pgettext_lazy("milestone", "报送")


class WatchKind(models.TextChoices):
    """By which rule of the edition an event is watched."""

    CONDITION = "condition", pgettext_lazy("watch", "触及申报条件")
    NEGATIVE = "negative", pgettext_lazy("watch", "触及负面清单")


class WatchState(models.TextChoices):
    """What became of a watched event."""

    OPEN = "open", pgettext_lazy("watch", "待研判")
    COUNTS = "counts", pgettext_lazy("watch", "认定有影响")
    CLEARED = "cleared", pgettext_lazy("watch", "排除影响")


class ClearanceOpinion(models.TextChoices):
    """What an authority said when it was asked about the city."""

    CLEAR = "clear", pgettext_lazy("clearance", "无意见")
    OBJECTION = "objection", pgettext_lazy("clearance", "有意见")


class ResponsibilityImportState(models.TextChoices):
    """Where a decomposition table on its way in stands."""

    CHECKING = "checking", pgettext_lazy("responsibility import", "分解表校对中")
    ADOPTED = "adopted", pgettext_lazy("responsibility import", "分解表已采用")
    DROPPED = "dropped", pgettext_lazy("responsibility import", "分解表已放弃")


class EditionMoveState(models.TextChoices):
    """Where the move of a campaign to another edition stands."""

    REVIEWING = "reviewing", pgettext_lazy("edition move", "换版审阅中")
    APPLIED = "applied", pgettext_lazy("edition move", "已换版")
    DROPPED = "dropped", pgettext_lazy("edition move", "换版已放弃")
    UNDONE = "undone", pgettext_lazy("edition move", "换版已撤回")


class ConditionState(models.TextChoices):
    """Where the city stands with an application condition."""

    MET = "met", pgettext_lazy("condition", "条件符合")
    FAILED = "failed", pgettext_lazy("condition", "未达到")
    TOUCHED = "touched", pgettext_lazy("condition", "被事件触及")
    OPEN = "open", pgettext_lazy("condition", "尚待核对")
