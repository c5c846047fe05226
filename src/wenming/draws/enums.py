"""Words of draws."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DrawState(models.TextChoices):
    """How far a draw is."""

    SEALED = "sealed", pgettext_lazy("draw", "已封签")
    DRAWN = "drawn", pgettext_lazy("draw", "已抽取")
    REVEALED = "revealed", pgettext_lazy("draw", "已公开")
    VOID = "void", pgettext_lazy("draw", "已作废")


class DrawPurpose(models.TextChoices):
    """What is drawn for."""

    ROUND = "round", pgettext_lazy("draw", "实地测评")
    LOOK_BACK = "look_back", pgettext_lazy("draw", "回头看")
    OTHER = "other", pgettext_lazy("draw", "其他抽查")


class UnitState(models.TextChoices):
    """What the draw made of a unit of the frame."""

    CHOSEN = "chosen", pgettext_lazy("draw", "抽中")
    RESERVE = "reserve", pgettext_lazy("draw", "备选")
    REPLACED = "replaced", pgettext_lazy("draw", "已替换")


class ReplacementReason(models.TextChoices):
    """Why a chosen unit gave its place to the next reserve. There is no other reason."""

    CLOSED = "closed", pgettext_lazy("draw", "已停用或搬走")
    NOT_FOUND = "not_found", pgettext_lazy("draw", "找不到")
    REFUSED = "refused", pgettext_lazy("draw", "不让进入")
    UNSAFE = "unsafe", pgettext_lazy("draw", "现场不安全")
    OUTSIDE = "outside", pgettext_lazy("draw", "不在抽样范围")


_REFUSALS = {
    "no_title": _("请写明抽样名称"),
    "round_taken": _("同一用途的这个轮次已经有一次抽样；不能重复抽，确需重抽请先把原来的作废并写明原因"),
    "keeper_unfit": _("保管人要是现任的创建办工作人员或督查人员；请另选一人"),
    "too_long": _("编号或类别超过 120 个字；请缩短"),
    "too_large": _("抽样框超过 20 万个单位；请分成几次抽"),
    "not_sealed": _("这次抽样已经抽取或作废，不能再这样办；请刷新后看最新状态"),
    "not_drawn": _("这次抽样还没有抽取，或已经公开、作废；请刷新后看最新状态"),
    "void_already": _("这次抽样已经作废，不必重复"),
    "words_invalid": _("公开的数字或文字不能为空，不能含“|”或换行，最长 200 个字"),
    "words_full": _("公开的数字或文字已经加满 5 次；请抽取"),
    "frame_changed": _("保存的抽样框与封签时的校验码不一致；请作废后重新封签，并联系系统运维"),
    "seal_broken": _("密钥打不开：封签后系统的 WENMING_SECRET_KEY 换过了；请联系系统运维换回，或作废后重新封签"),
    "not_chosen": _("这个单位不在抽中名单里，或已经替换；请刷新后再看"),
    "no_reserve": _("这一类的备选已经用完；少查一个，并在报告里写明"),
    "too_early": _("还没到公开日期；提前公开会让后面的点位被人知道"),
    "no_reason": _("请写明作废的原因；以后查看的人都要看到"),
}


def refusal_words(reason: str) -> str:
    """Say in words why something was not possible with a draw, and how to mend it."""
    return str(_REFUSALS[reason])
