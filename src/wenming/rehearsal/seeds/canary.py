"""Planting a canary: a second city in which every text bears one mark, so that whatever shows the mark elsewhere has leaked."""

from __future__ import annotations

from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left

from wenming.kernel.models import Account, City, CityScoped, Event, StoredFile
from wenming.organisations.models import Post
from wenming.rehearsal.seeds import seed_city

SLUG = "canary"
CHAINED = (Event, StoredFile)
"""Whose texts are hashed or name bytes on the disk."""
TECHNICAL = frozenset({
    "code", "digest", "key", "position", "rule", "sha256", "sounds", "source", "state", "token", "url", "item", "media_type",
    "checklist", "datum", "subject", "number", "month", "source_number", "language", "query", "uid",
    "commitment", "frame_digest", "rule_digest", "result_digest", "sealed_secret", "secret", "salt", "ticket", "reference",
    "bytes_sha256", "pixels_sha256",
    "fingerprint", "matter", "measure", "problem", "version",
})  # fmt: skip
"""Columns that are looked up by their value or read by programs; the mark would make the city fall apart."""


@transaction.atomic
def plant_canary(*, text: str, by: None, at: datetime) -> City:  # noqa: ARG001  the installation's operator
    """Return a city like the rehearsal's whose every readable text begins with the mark ``text``; made once."""
    city = seed_city(slug=SLUG, name=f"{text}市", name_en=f"{text} city", at=at)
    holders = Post.objects.in_city(city).values("account")
    Account.objects.filter(pk__in=holders).exclude(name__startswith=text).update(name=_marked(text, Account, "name"))
    for model in apps.get_models():
        if issubclass(model, CityScoped) and model not in CHAINED:
            _mark(model, city, text)
    return city


def _mark(model: type[models.Model], city: City, text: str) -> None:
    """Put the mark before every readable text of a kind of record that does not bear it yet; what says nothing stays so."""
    rows = model.objects.in_city(city)
    for field in model._meta.local_fields:
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in TECHNICAL:
            said = rows.exclude(**{field.name: ""}).exclude(**{f"{field.name}__startswith": text})
            said.update(**{field.name: _marked(text, model, field.name)})


def _marked(text: str, model: type[models.Model], name: str) -> Left | Concat:
    """Return the marked value, cut to what the column holds."""
    marked = Concat(Value(text), F(name))
    length = model._meta.get_field(name).max_length
    return Left(marked, length) if length else marked
