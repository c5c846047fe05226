"""Settings of supervision, and the kinds of decisions that the city's papers know."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account, City
from wenming.supervision.actions.steps import allow, require
from wenming.supervision.imports.rules import usual_kinds
from wenming.supervision.models import DecisionKind, SupervisionSettings
from wenming.supervision.rules import keeps_list_rules


@transaction.atomic
def adopt_kinds(*, city: City, by: Account | None, at: datetime) -> list[DecisionKind]:
    """Give a city the usual kinds of decisions; what it has already stays. Return the new ones."""
    allow(keeps_list_rules, by, city)
    kinds = DecisionKind.objects.in_city(city)
    codes, names = set(kinds.values_list("code", flat=True)), set(kinds.values_list("name", flat=True))
    new = [one for one in usual_kinds() if one["code"] not in codes and one["name"] not in names]
    made = [
        DecisionKind.objects.create(
            city=city,
            code=one["code"],
            name=one["name"],
            name_en=one["name_en"],
            is_praise=one.get("praise", False),
            order=len(codes) + place,
        )
        for place, one in enumerate(new, start=1)
    ]
    if made:
        data = {"codes": [one.code for one in made]}
        record_event(city=city, kind="decision_kinds.adopted", subject=made[0], data=data, by=by, at=at)
    return made


@transaction.atomic
def keep_kind(
    *,
    city: City,
    name: str,
    name_en: str = "",
    is_praise: bool = False,
    is_active: bool = True,
    kind: DecisionKind | None = None,
    by: Account | None,
    at: datetime,
) -> DecisionKind:
    """Add a kind of decision, or change one. NotPossibleError("no_text", "kind_taken")."""
    allow(keeps_list_rules, by, city)
    others = DecisionKind.objects.in_city(city).select_for_update()
    require(name.strip(), "no_text")
    if kind is not None:
        others = others.exclude(pk=kind.pk)
    require(not others.filter(name=name.strip()).exists(), "kind_taken")
    last = DecisionKind.objects.in_city(city).order_by("-order").values_list("order", flat=True).first() or 0
    kept = kind or DecisionKind(city=city, code=f"own_{last + 1}", order=last + 1)
    kept.name, kept.name_en, kept.is_praise, kept.is_active = name.strip(), name_en.strip(), is_praise, is_active
    kept.save()
    data = {"code": kept.code, "name": kept.name, "praise": kept.is_praise, "active": kept.is_active}
    record_event(city=city, kind="decision_kind.kept", subject=kept, data=data, by=by, at=at)
    return kept


@transaction.atomic
def change_settings(
    *, city: City, appeal_days: int, review_days: int, reminders: int, by: Account | None, at: datetime
) -> SupervisionSettings:
    """Set the limits of appeals and reviews, and from how many reminders on an unanswered complaint is suggested."""
    allow(keeps_list_rules, by, city)
    values = {"appeal_days": appeal_days, "review_days": review_days, "reminders": reminders}
    kept, _created = SupervisionSettings.objects.in_city(city).update_or_create(city=city, defaults=values)
    record_event(city=city, kind="supervision.settings_changed", subject=kept, data=values, by=by, at=at)
    return kept
