"""What a city has learnt from earlier files: names that mean a node, heads that mean columns."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from wenming.kernel.models import CityScoped
from wenming.standards.models import Edition, Node

_ACCOUNT = settings.AUTH_USER_MODEL


class NameAlias(CityScoped):
    """A name under which this city's teams write a line of an edition: used by itself at the next import.

    ``folded`` is the name as names are compared (``engine.matching.fold``). A withdrawn alias is used no more; accepting
    the name again brings it back. Rounds that were written with it stay as they are.
    """

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="aliases", verbose_name=_("测评体系版本")
    )
    written = models.TextField(_("别名"))
    folded = models.TextField()
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", verbose_name=_("测评条目"))
    accepted_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("记下的人"))
    accepted_at = models.DateTimeField(_("记下的时间"))
    withdrawn_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("停用的时间"), null=True)

    class Meta:
        verbose_name = _("测评条目别名")
        constraints = (
            models.UniqueConstraint(fields=("city", "edition", "folded"), name="alias_once_per_edition"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="alias_withdrawn_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.written


class HeadMemory(CityScoped):
    """What the columns of a sheet with these heads mean, as a person once said: proposed for the next such file.

    ``heads`` is the digest of the heads in their order (``imports.mappings.heads_key``), ``columns`` their meanings.
    """

    heads = models.CharField(max_length=64)
    columns = models.JSONField(_("对应列"))
    kept_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+", verbose_name=_("确认的人"))
    kept_at = models.DateTimeField(_("确认的时间"))

    class Meta:
        verbose_name = _("表头记忆")
        constraints = (models.UniqueConstraint(fields=("city", "heads"), name="heads_once_per_city"),)

    def __str__(self) -> str:
        return self.heads[:12]
