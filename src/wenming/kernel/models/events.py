"""The chain of events: audit trail, message and trigger in one row."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.kernel.models.cities import City, CityScoped


class Event(CityScoped):
    """One action that somebody took, hashed together with the event before it.

    ``number`` counts from 1 within the city. ``subject`` names the record as ``app.Model:id``.
    ``data`` holds texts, whole numbers, booleans, lists and maps only, so that its bytes are the same on every database.
    ``digest`` is the SHA-256 (hexadecimal) of everything else in the row, ``previous`` the digest of event number − 1.
    ``by`` is empty where the system acted by itself.
    """

    number = models.PositiveBigIntegerField(_("序号"))
    kind = models.CharField(_("事项"), max_length=60)
    subject = models.CharField(_("对象"), max_length=120)
    data = models.JSONField(_("内容"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    at = models.DateTimeField(_("时间"))
    previous = models.CharField(_("前一环校验码"), max_length=64)
    digest = models.CharField(_("校验码"), max_length=64)

    class Meta:
        verbose_name = pgettext_lazy("audit", "记录")
        constraints = (models.UniqueConstraint(fields=("city", "number"), name="event_number_once_per_city"),)
        # the trail of one record is read out of the chain of the whole city
        indexes = (models.Index(fields=("city", "subject", "number"), name="event_by_subject"),)

    def __str__(self) -> str:
        return f"{self.city_id} #{self.number} {self.kind}"


class EventHead(models.Model):
    """The end of a city's chain. Every action locks this row, last of all, so that numbers never fork or skip."""

    city = models.OneToOneField(City, on_delete=models.PROTECT, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(_("序号"), default=0)
    digest = models.CharField(_("校验码"), max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("记录链末端")

    def __str__(self) -> str:
        return f"{self.city_id} #{self.number}"


def digest_of(event: Event) -> str:
    """Return the SHA-256 (hexadecimal) that an event with these contents must carry."""
    _refuse_inexact(event.data)
    content = {
        "city": event.city_id,
        "number": event.number,
        "kind": event.kind,
        "subject": event.subject,
        "data": event.data,
        "by": event.by_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": event.previous,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_inexact(value: Any) -> None:
    """Raise TypeError for anything but texts, whole numbers, booleans, null, lists and maps with text keys."""
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, list):
        for item in value:
            _refuse_inexact(item)
        return
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        for item in value.values():
            _refuse_inexact(item)
        return
    raise TypeError(f"event data takes texts, whole numbers, lists and maps, not {type(value).__name__}: {value!r}")
