"""Editions of assessment systems as a city keeps them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped

RESERVED_CODES = frozenset({"diff", "imports", "checklists", "crosswalk", "handbook", "cards"})
"""What stands where an edition's code would in an address: an edition of this code could never be opened."""


class Edition(CityScoped):
    """One edition of one title's assessment system, as read from its file.

    ``source`` is the pack's text, unchanged, and ``digest`` its SHA-256: points and rules are always read from there,
    so that a score can be recomputed from the very bytes. The rows of ``Node`` give its lines an identity to point at.
    """

    code = models.SlugField(_("代号"), max_length=80)
    title = models.CharField(_("名称"), max_length=120)
    title_en = models.CharField(_("英文名称"), max_length=160, blank=True)
    edition = models.CharField(_("版本"), max_length=40)
    complete = models.BooleanField(_("完整"))
    source = models.TextField(_("原文"))
    digest = models.CharField(_("校验码"), max_length=64)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("录入人")
    )
    created_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = pgettext_lazy("standard", "测评体系版本")
        constraints = (models.UniqueConstraint(fields=("city", "code"), name="edition_once_per_city"),)

    def __str__(self) -> str:
        return self.title


class Node(CityScoped):
    """One line of an edition: project, indicator, content or criterion, in published order (``position`` from 0)."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="nodes", verbose_name=_("版本"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    code = models.CharField(_("编号"), max_length=40)
    name = models.CharField(_("名称"), max_length=400)
    name_en = models.CharField(_("英文名称"), max_length=400, blank=True)
    level = models.CharField(_("层级"), max_length=20)
    position = models.PositiveIntegerField(_("顺序"))

    class Meta:
        verbose_name = pgettext_lazy("standard", "测评条目")
        constraints = (
            models.UniqueConstraint(fields=("city", "edition", "code"), name="node_code_once_per_edition"),
            models.UniqueConstraint(fields=("city", "edition", "position"), name="node_position_once_per_edition"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
