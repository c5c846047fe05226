"""What stands in inboxes about materials: one line for what a month asks of a unit, one for what came back, one when the day draws near.

Never a line for each item: a unit that supplies twenty is told once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.kernel.models import City, Event
from wenming.materials.enums import ItemState, ReturnReason
from wenming.materials.models import MaterialItem, MaterialReview
from wenming.materials.workflow import OPEN
from wenming.messaging.actions import settle, tell
from wenming.messaging.enums import NoticeKind
from wenming.messaging.queries import open_tasks_about
from wenming.organisations.models import Unit

NEAR = timedelta(days=3)
"""So long before the day a unit is reminded, once."""


def matter_of(unit: Unit) -> str:
    """Return the number under which a unit's materials stand in inboxes."""
    return f"CL-{unit.pk}"


@transaction.atomic
def tell_of_asked(*, event: Event) -> None:
    """Tell a unit what was asked of it. Twice tells nothing twice."""
    rows = (
        MaterialItem.objects.in_city(event.city)
        .filter(pk__in=event.data["items"])
        .select_related("unit", "requirement")
    )
    items = sorted(rows, key=lambda one: (one.due_on, one.pk))
    _put(event.city, f"materials:asked:{event.pk}", items, _asked_words(items), event.at)


@transaction.atomic
def tell_of_step(*, event: Event) -> None:
    """Tell a unit what came back, and end what it need not do any more. Twice tells nothing twice."""
    rows = MaterialItem.objects.in_city(event.city).select_related("unit", "requirement", "city")
    item = rows.get(pk=int(event.subject.rpartition(":")[2]))
    if event.data["after"] == ItemState.RETURNED:
        _tell_returned(item, event)
    settle_unit(item=item, at=event.at)


def _tell_returned(item: MaterialItem, event: Event) -> None:
    """Put into the unit's inbox why something came back."""
    reviews = MaterialReview.objects.in_city(event.city).filter(version__item=item, passed=False)
    review = reviews.order_by("-pk").first()
    facts = {"name": item.requirement.name[:60], "reason": ReturnReason(event.data["reason"]).label}
    tell(
        city=event.city,
        key=f"materials:returned:{event.pk}",
        kind=NoticeKind.TASK,
        title=_("材料被退回：%(name)s（%(reason)s）") % facts,
        text=review.words if review else "",
        url=reverse("materials:item", args=[event.city.slug, item.pk]),
        unit=item.unit,
        due_on=item.due_on,
        news="material.returned",
        number=matter_of(item.unit),
        at=event.at,
    )


def settle_unit(*, item: MaterialItem, at: datetime) -> int:
    """End the tasks of a unit that has nothing left to supply. Return how many."""
    left = MaterialItem.objects.in_city(item.city).filter(unit=item.unit, state__in=OPEN)
    if left.exists():
        return 0
    tasks = open_tasks_about(item.city, matter_of(item.unit))
    return sum(settle(city=item.city, key=key, by=None, at=at) for key in list(tasks.values_list("key", flat=True)))


@transaction.atomic
def remind_of_materials(*, city: City, at: datetime, by: None = None) -> int:  # noqa: ARG001  the system
    """Remind units of what is due in three days, and of what is late; once for each day. Return how many were reminded."""
    today = at.astimezone(city.zone).date()
    rows = MaterialItem.objects.in_city(city).filter(state__in=OPEN, due_on__lte=today + NEAR)
    items = rows.select_related("unit", "requirement").order_by("unit__position", "unit", "due_on", "pk")
    told = 0
    for (_unit, due_on), group in groupby(items, key=lambda one: (one.unit_id, one.due_on)):
        one = list(group)
        stage = "late" if due_on < today else "near"
        _put(city, f"materials:{stage}:{one[0].unit_id}:{due_on}", one, _near_words(one, due_on, today), at)
        told += 1
    return told


def _put(city: City, key: str, items: Sequence[MaterialItem], title: str, at: datetime) -> None:
    """Put one line about several items of one unit into its inbox."""
    unit = items[0].unit
    tell(
        city=city,
        key=key,
        kind=NoticeKind.TASK,
        title=title,
        text=_names(items),
        url=reverse("materials:mine", args=[city.slug]),
        unit=unit,
        due_on=items[0].due_on,
        news="material.asked",
        number=matter_of(unit),
        at=at,
    )


def _names(items: Iterable[MaterialItem]) -> str:
    """Return what it is about: the first three by name."""
    return "；".join(one.requirement.name[:40] for one in list(items)[:3])


def _asked_words(items: Sequence[MaterialItem]) -> str:
    """Say how many are asked, and by when the first is due."""
    facts = {"n": len(items), "day": _day(items[0].due_on)}
    return (
        ngettext("有 %(n)s 份材料要报送，最早 %(day)s 到期", "有 %(n)s 份材料要报送，最早 %(day)s 到期", len(items))
        % facts
    )


def _near_words(items: Sequence[MaterialItem], due_on: date, today: date) -> str:
    """Say how many are near or late."""
    facts = {"n": len(items), "day": _day(due_on)}
    if due_on < today:
        text = ngettext("%(n)s 份材料已过期（%(day)s 到期）", "%(n)s 份材料已过期（%(day)s 到期）", len(items))
    else:
        text = ngettext("%(n)s 份材料 %(day)s 到期", "%(n)s 份材料 %(day)s 到期", len(items))
    return text % facts


def _day(day: date) -> str:
    return formats.date_format(day, "DATE_FORMAT")
