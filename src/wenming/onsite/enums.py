"""What the phone is told in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_REFUSALS = {
    "unknown_kind": _("这个版本的系统不认识这种记录；请先更新本页再传"),
    "bad_value": _("内容不完整或超出范围；请重新作答，或导出后交给安排人"),
    "too_long": _("文字太长；请缩短后再传"),
    "too_large": _("文件太大：照片不超过 40 MB，语音不超过 10 MB"),
    "key_reused": _("同一编号已经传过别的内容；请重新记录一次"),
    "not_yours": _("这个点位已不在您的名下；请与安排人核对，记录仍留在手机里"),
    "unknown_item": _("检查表里没有这一项（可能已更新）；请更新今日任务后重新作答"),
    "unknown_grade": _("这一轮没有这个等次；请重新选择"),
    "unknown_finding": _("这张照片所属的问题没有传上；请先处理那个问题"),
    "day_full": _("今天上传的照片已达上限；明天可以接着传，照片仍留在手机里"),
    "kind": _("这个文件不是照片或语音（只改扩展名不行）；可导出后交给安排人"),
}


def refusal_words(reason: str) -> str:
    """Return why something cannot be kept, and what helps."""
    return str(_REFUSALS[reason])
