"""The words of photos as proof."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PhotoMoment(models.TextChoices):
    """What a photo shows: an issue before, after, when it was checked, when it was looked at again; a site as it is; or what a material proves."""

    BEFORE = "before", pgettext_lazy("issue photo", "整改前")
    AFTER = "after", pgettext_lazy("issue photo", "整改后")
    CHECK = "check", pgettext_lazy("issue photo", "核查时")
    AGAIN = "again", pgettext_lazy("issue photo", "回头看时")
    SITE = "site", pgettext_lazy("issue photo", "点位现状")
    MATERIAL = "material", pgettext_lazy("issue photo", "材料图片")


class FindingKind(models.TextChoices):
    """What was found about a photo. SAME_SCENE speaks for it; everything else asks for a second look, and is no verdict."""

    SAME_BYTES = "same_bytes", pgettext_lazy("finding", "同一个文件")
    SAME_PIXELS = "same_pixels", pgettext_lazy("finding", "像素完全相同")
    SAME_PICTURE = "same_picture", pgettext_lazy("finding", "同一画面")
    SAME_VIEW = "same_view", pgettext_lazy("finding", "画面部分相同")
    SAME_SCENE = "same_scene", pgettext_lazy("finding", "同一现场前后对照")
    TAKEN_EARLIER = "taken_earlier", pgettext_lazy("finding", "拍摄时间早于上报")
    TAKEN_LATER = "taken_later", pgettext_lazy("finding", "拍摄时间晚于上传")
    FAR_AWAY = "far_away", pgettext_lazy("finding", "拍摄位置离点位较远")


class FindingState(models.TextChoices):
    """Whether somebody has said how a finding comes about: the unit in its own words, then who checks."""

    PROPOSED = "proposed", pgettext_lazy("finding", "需要再看一眼")
    ANSWERED = "answered", pgettext_lazy("finding", "单位已说明")
    EXPLAINED = "explained", pgettext_lazy("finding", "情况已核清")


class PictureVariant(models.TextChoices):
    """How a picture has to be turned or mirrored to be the other one (names of ``engine.pictures.fingerprints.VARIANTS``)."""

    AS_IT_IS = "as_it_is", pgettext_lazy("picture", "原样")
    TURNED_90 = "turned_90", pgettext_lazy("picture", "旋转 90°")
    TURNED_180 = "turned_180", pgettext_lazy("picture", "旋转 180°")
    TURNED_270 = "turned_270", pgettext_lazy("picture", "旋转 270°")
    FLIPPED = "flipped", pgettext_lazy("picture", "上下翻转")
    MIRRORED = "mirrored", pgettext_lazy("picture", "左右镜像")
    TRANSPOSED = "transposed", pgettext_lazy("picture", "镜像后旋转 90°")
    TRANSVERSED = "transversed", pgettext_lazy("picture", "镜像后旋转 270°")


class PictureFault(models.TextChoices):
    """Why a file cannot be looked at as a picture (words of ``UnreadablePictureError``)."""

    NONE = "none", pgettext_lazy("picture", "不是图片，或格式不认识")
    DAMAGED = "damaged", pgettext_lazy("picture", "图片不完整或已损坏")
    TOO_MANY_PIXELS = "too_many_pixels", pgettext_lazy("picture", "像素超过 8000 万")


_REFUSALS = {
    "no_text": _("请写一句话；没有填写的内容不会保存"),
    "explained": _("这一条已经核清，不用再说明；如有新情况请在问题里留言"),
    "nothing_asked": _("这一条是前后对照的佐证，没有要说明的"),
}


def refusal_words(reason: str) -> str:
    """Return why an action was not possible, and what helps."""
    return str(_REFUSALS[reason])
