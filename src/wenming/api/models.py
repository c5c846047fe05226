"""Keys for machines."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.api.enums import KeyPurpose
from wenming.kernel.models import CityScoped
from wenming.organisations.models import Unit


class AccessKey(CityScoped):
    """A secret by which a machine reads what its holder may read, until it is revoked. Only its SHA-256 is kept.

    A CALENDAR key may be for one ``unit``'s dates.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("用途"), max_length=10, choices=KeyPurpose.choices)
    name = models.CharField(_("名称"), max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("建立时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("api", "访问密钥")
        constraints = (models.UniqueConstraint(fields=("city", "digest"), name="access_key_once"),)

    def __str__(self) -> str:
        return self.name


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256. A secret is 256 random bits, so no salt and no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
