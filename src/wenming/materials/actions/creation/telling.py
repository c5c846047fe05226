"""What stands in inboxes about mass creation: steps of an application, re-checks that draw near, titles of units that have ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wenming.kernel.models import City, Event
from wenming.materials.actions.telling import settle_unit
from wenming.materials.enums.creation import ApplicationState
from wenming.materials.models import Application, MaterialItem, UnitTitle
from wenming.materials.queries.creation.titles import due_titles
from wenming.materials.workflow import CURRENT
from wenming.messaging.actions import settle, tell
from wenming.messaging.enums import NoticeKind
from wenming.messaging.queries import open_tasks_about
from wenming.organisations.enums import Role

NEAR = timedelta(days=90)
"""So long before a re-check the office and the unit are told, once."""
FOR_OFFICE = "applied"


@transaction.atomic
def tell_of_application(*, event: Event) -> None:
    """Tell the office what came in, and the unit what became of it; what was to be done is ended. Twice tells nothing twice."""
    rows = Application.objects.in_city(event.city).select_related("city", "unit__city", "programme")
    row = rows.get(pk=int(event.subject.rpartition(":")[2]))
    after = event.data.get("after", FOR_OFFICE)
    for key in list(open_tasks_about(event.city, f"SB-{row.pk}").values_list("key", flat=True)):
        if key.split(":")[2] != after:
            settle(city=event.city, key=key, by=None, at=event.at)
    if after == FOR_OFFICE:
        _tell(row, event, after, title=_("创建申报待受理：%(unit)s（%(programme)s）") % _facts(row), office=True)
    elif event.data["before"] != after:
        label = ApplicationState(after).label
        text = _("%(programme)s：%(state)s") % {**_facts(row), "state": label}
        _tell(row, event, after, title=text, office=False)
    item = MaterialItem.objects.in_city(event.city).filter(unit=row.unit).select_related("unit__city", "city").first()
    if item is not None:
        settle_unit(item=item, at=event.at)


def _facts(row: Application) -> dict[str, str]:
    return {"unit": row.unit.name, "programme": row.programme.name}


def _tell(row: Application, event: Event, stage: str, *, title: str, office: bool) -> None:
    """Put a line into the inbox of the office or of the unit; a task only where something is to be done."""
    to_do = office or stage == "returned"
    tell(
        city=row.city,
        key=f"application:{row.pk}:{stage}:{event.pk}",
        kind=NoticeKind.TASK if to_do else NoticeKind.NOTICE,
        title=title,
        url=reverse("materials:application", args=[row.city.slug, row.pk]),
        role=str(Role.OFFICE) if office else "",
        unit=None if office else row.unit,
        number=f"SB-{row.pk}",
        at=event.at,
    )


@transaction.atomic
def settle_checks(*, event: Event) -> None:
    """End the office's reminder of a month in which nothing is left to be looked at."""
    row = UnitTitle.objects.in_city(event.city).get(pk=int(event.subject.rpartition(":")[2]))
    current = UnitTitle.objects.in_city(event.city).filter(programme=row.programme_id, status__in=CURRENT)
    months = {f"{day:%Y-%m}" for day in current.values_list("next_check_on", flat=True)}
    for key in list(open_tasks_about(event.city, _number(row.programme_id)).values_list("key", flat=True)):
        if key.rpartition(":")[2] not in months:
            settle(city=event.city, key=key, by=None, at=event.at)


def _number(programme: int) -> str:
    """Return the number under which a programme's re-checks stand in inboxes."""
    return f"FC-{programme}"


@transaction.atomic
def remind_of_checks(*, city: City, at: datetime, by: None = None) -> int:  # noqa: ARG001  the system
    """Tell the office of the re-checks of a month, programme by programme, and each unit of its own, once; return how many draw near."""
    today = at.astimezone(city.zone).date()
    found = due_titles(city, today + NEAR)
    for (_programme, month), group in groupby(
        found, key=lambda one: (one.programme_id, one.next_check_on.replace(day=1))
    ):
        _tell_office(city, month, list(group), at)
    for one in found:
        tell(
            city=city,
            key=f"unit_title:{one.pk}:{one.next_check_on.isoformat()}",
            kind=NoticeKind.NOTICE,
            title=_("%(programme)s：%(day)s 前复查")
            % {"programme": one.programme.name, "day": one.next_check_on.isoformat()},
            url=reverse("materials:unit_title", args=[city.slug, one.pk]),
            unit=one.unit,
            at=at,
        )
    return len(found)


def _tell_office(city: City, month: date, titles: Sequence[UnitTitle], at: datetime) -> None:
    """Put the re-checks of a month into the office's inbox as one line."""
    programme = titles[0].programme
    facts = {"name": programme.name, "month": f"{month:%Y-%m}", "n": len(titles)}
    text = ngettext(
        "%(name)s：%(month)s 有 %(n)s 个称号到复查期", "%(name)s：%(month)s 有 %(n)s 个称号到复查期", len(titles)
    )
    tell(
        city=city,
        key=f"unit_titles:{programme.pk}:{month:%Y-%m}",
        kind=NoticeKind.TASK,
        title=text % facts,
        text="；".join(one.unit.name for one in titles[:6]),
        url=f"{reverse('materials:unit_titles', args=[city.slug])}?standing=due&programme={programme.pk}",
        role=str(Role.OFFICE),
        due_on=titles[0].next_check_on,
        number=_number(programme.pk),
        at=at,
    )


@transaction.atomic
def tell_of_ended_units(*, event: Event) -> None:
    """Tell the office that units which have ended still hold titles: they move or end by a decision. Twice tells nothing twice."""
    held = UnitTitle.objects.in_city(event.city).filter(status__in=CURRENT, unit__ends_on__isnull=False).count()
    if not held:
        return
    text = ngettext("%(n)s 个称号的单位已撤销，请登记转移或终止", "%(n)s 个称号的单位已撤销，请登记转移或终止", held)
    tell(
        city=event.city,
        key=f"unit_titles:orphans:{event.pk}",
        kind=NoticeKind.NOTICE,
        title=text % {"n": held},
        url=f"{reverse('materials:unit_titles', args=[event.city.slug])}?standing=orphan",
        role=str(Role.OFFICE),
        at=event.at,
    )
