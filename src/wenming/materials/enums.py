"""Words of materials."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class PaperKind(models.TextChoices):
    """What kind of material is asked for (words of ``engine.provisions.MaterialKind``)."""

    DOCUMENT = "document", pgettext_lazy("material", "规范性文件")
    REPORT = "report", pgettext_lazy("material", "说明报告")
    PICTURE = "picture", pgettext_lazy("material", "实景图片")
    STATISTICS = "statistics", pgettext_lazy("material", "统计表")


class Rhythm(models.TextChoices):
    """How often it is collected: what is not collected in its month cannot be made up for honestly."""

    ONCE = "once", pgettext_lazy("rhythm", "一次")
    YEARLY = "yearly", pgettext_lazy("rhythm", "每年")
    QUARTERLY = "quarterly", pgettext_lazy("rhythm", "每季度")
    MONTHLY = "monthly", pgettext_lazy("rhythm", "每月")


class ItemState(models.TextChoices):
    """Where something that is to be supplied stands."""

    ASSIGNED = "assigned", pgettext_lazy("material", "待报送")
    DRAFTING = "drafting", pgettext_lazy("material", "起草中")
    SUBMITTED = "submitted", pgettext_lazy("material", "待审核")
    RETURNED = "returned", pgettext_lazy("material", "已退回")
    PASSED = "passed", pgettext_lazy("material", "已通过")
    COMPILED = "compiled", pgettext_lazy("material", "已汇编")
    LOCKED = "locked", pgettext_lazy("material", "已锁定")
    WAIVED = "waived", pgettext_lazy("material", "不再要求")


class ReturnReason(models.TextChoices):
    """Why a material goes back: what the field's reviewers find again and again."""

    SUMMARY = "summary", pgettext_lazy("return", "写成总结，不是说明")
    NO_MEASURES = "no_measures", pgettext_lazy("return", "没有做法和成效")
    NO_FIGURES = "no_figures", pgettext_lazy("return", "没有数据")
    OFF_STANDARD = "off_standard", pgettext_lazy("return", "与标准不符")
    WRONG_PERIOD = "wrong_period", pgettext_lazy("return", "不在期限内")
    WRONG_KIND = "wrong_kind", pgettext_lazy("return", "材料种类不对")
    BLURRED = "blurred", pgettext_lazy("return", "图片模糊")
    WATERMARK = "watermark", pgettext_lazy("return", "图片有水印")
    NO_CAPTION = "no_caption", pgettext_lazy("return", "图片说明不全")
    COPIED = "copied", pgettext_lazy("return", "与其他材料雷同")
    NO_SEAL = "no_seal", pgettext_lazy("return", "没有文号或印章")
    OTHER = "other", pgettext_lazy("return", "其他原因")


class ReviewStage(models.TextChoices):
    """The first review, or the second one by another person."""

    FIRST = "first", pgettext_lazy("review", "初审")
    SECOND = "second", pgettext_lazy("review", "复审")


class CheckKind(models.TextChoices):
    """What the machine proposes to look at. It is a proposal, never a verdict."""

    OUT_OF_PERIOD = "out_of_period", pgettext_lazy("check", "日期不在期限内")
    BLURRED = "blurred", pgettext_lazy("check", "图片可能模糊")
    WATERMARKED = "watermarked", pgettext_lazy("check", "图片可能有水印")
    TOO_SMALL = "too_small", pgettext_lazy("check", "图片太小")
    TOO_LARGE = "too_large", pgettext_lazy("check", "文件太大")
    WRONG_KIND = "wrong_kind", pgettext_lazy("check", "种类可能不对")
    EMPTY = "empty", pgettext_lazy("check", "内容很少")
    SAME_TEXT = "same_text", pgettext_lazy("check", "与另一份文字雷同")
    SAME_PICTURE = "same_picture", pgettext_lazy("check", "与另一张图片相同")
    NO_FIGURES = "no_figures", pgettext_lazy("check", "没有数据")
    NO_CAPTION = "no_caption", pgettext_lazy("check", "图片说明不全")


class CheckState(models.TextChoices):
    """What a person made of a proposal."""

    PROPOSED = "proposed", pgettext_lazy("check", "待看")
    CONFIRMED = "confirmed", pgettext_lazy("check", "属实")
    DISMISSED = "dismissed", pgettext_lazy("check", "没有问题")


class BatchState(models.TextChoices):
    """How far an upload of many files at once is."""

    RECEIVING = "receiving", pgettext_lazy("batch", "正在接收")
    SORTING = "sorting", pgettext_lazy("batch", "待归类")
    FILED = "filed", pgettext_lazy("batch", "已归类")
    DROPPED = "dropped", pgettext_lazy("batch", "已放弃")
