"""Filters of the ledger that somebody keeps under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models import CityScoped

_ACCOUNT = settings.AUTH_USER_MODEL


class SavedView(CityScoped):
    """A filter of the ledger under a name (存为视图): a person's own, or ``shared`` with everybody who sees issues in the city.

    ``query`` is the address without its page; what somebody sees under it is decided by who looks, never by who saved it.
    """

    account = models.ForeignKey(_ACCOUNT, on_delete=models.CASCADE, related_name="+", verbose_name=_("保存人"))
    name = models.CharField(_("名称"), max_length=20)
    query = models.CharField(_("筛选条件"), max_length=1000, blank=True)
    shared = models.BooleanField(_("全市共用"), default=False)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)
    created_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = pgettext_lazy("issue", "保存的视图")
        constraints = (
            models.UniqueConstraint(fields=("city", "account", "name"), name="saved_view_name_once_per_account"),
        )

    def __str__(self) -> str:
        return self.name
