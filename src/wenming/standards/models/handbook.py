"""Collections of checklists that a city adopted, and what its office adds to the handbook."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped, StoredFile
from wenming.standards.enums import ExampleKind


class Checklist(CityScoped):
    """A collection of checklists, crosslinks and cards that several titles share, as read from its file.

    Kept like an edition: ``source`` is the file's text, unchanged, and ``digest`` its SHA-256.
    """

    code = models.SlugField(_("代号"), max_length=80)
    title = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    edition = models.CharField(_("版本"), max_length=40)
    source = models.TextField(_("原文"))
    digest = models.CharField(_("校验码"), max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("录入人")
    )
    created_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = pgettext_lazy("checklist", "采用的检查表")
        constraints = (models.UniqueConstraint(fields=("city", "code"), name="checklist_once_per_city"),)

    def __str__(self) -> str:
        return self.title


class Example(CityScoped):
    """A picture of what is good or bad at a check item (``item``: its code). The latest row of an item and kind is shown.

    A row without a file empties the slot again. Nothing is changed or deleted: the older rows are the history.
    """

    item = models.CharField(_("检查项编号"), max_length=80)
    kind = models.CharField(_("示例类别"), max_length=4, choices=ExampleKind.choices)
    caption = models.CharField(_("图片说明"), max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("图片"))
    media_type = models.CharField(_("图片格式"), max_length=20, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    created_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = pgettext_lazy("handbook", "示例图片")
        constraints = (
            models.UniqueConstraint(fields=("city", "item", "kind", "created_at"), name="example_once_per_moment"),
            models.CheckConstraint(
                condition=(models.Q(file__isnull=False) & ~models.Q(media_type="") & ~models.Q(caption=""))
                | models.Q(file__isnull=True, media_type="", caption=""),
                name="example_has_picture_type_and_caption_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.kind}"


class SiteTypeChief(CityScoped):
    """Who answers for the sites of a type in the city (点位长), since ``created_at``; the latest row of a type holds.

    A row without a unit says that nobody does any more. ``phone`` is shown masked; only who edits it sees it whole.
    """

    site_type = models.CharField(_("点位类型"), max_length=80)
    unit = models.CharField(_("责任单位"), max_length=80, blank=True)
    post = models.CharField(_("职务"), max_length=40, blank=True)
    name = models.CharField(_("姓名"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("录入人")
    )
    created_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = pgettext_lazy("handbook", "点位类型负责人")
        constraints = (
            models.UniqueConstraint(fields=("city", "site_type", "created_at"), name="chief_once_per_moment"),
            models.CheckConstraint(
                condition=~models.Q(unit="") | models.Q(unit="", post="", name="", phone=""),
                name="chief_belongs_to_a_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.site_type} {self.unit}"
