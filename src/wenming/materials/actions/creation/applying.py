"""A unit applies for a title, or the unit above recommends it; it mends its application, or takes it back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from wenming.kernel.actions import record_event
from wenming.kernel.models import Account
from wenming.materials.actions.creation.steps import begin, finish, put_down
from wenming.materials.actions.steps import require
from wenming.materials.enums import MaterialParty
from wenming.materials.enums.creation import ApplicationAction
from wenming.materials.models import Application, Programme, UnitTitle
from wenming.materials.models.creation import OPEN_APPLICATIONS
from wenming.materials.rules import fits_programme, parties_for, recommends_for
from wenming.materials.workflow import APPLICATION_EVENTS, CURRENT
from wenming.organisations.models import Unit
from wenming.organisations.rules import require_again


@transaction.atomic
def apply_for_title(
    *, programme: Programme, unit: Unit, reason: str, by: Account, at: datetime, paper: str = ""
) -> Application:
    """Apply for a unit: the unit itself, the unit above it (which recommends it then), or the office on its behalf.

    NotPossibleError: "no_words", "programme_ended", "window_closed", "not_for_unit", "unit_ended", "applied_already", "holds_already".
    """
    require(reason.strip(), "no_words")
    rows = Programme.objects.in_city(programme.city).select_for_update(of=("self",)).select_related("city")
    held = rows.get(pk=programme.pk)
    parties = parties_for(by, unit)
    require_again(lambda _account, _city: bool(parties), by, held.city)
    _look_at(held, unit, at.astimezone(held.city.zone).date())
    row = Application.objects.create(
        city=held.city, programme=held, unit=unit, reason=reason.strip()[:500], recommended_by=recommends_for(by, unit),
        by=by, at=at, changed_at=at,
    )  # fmt: skip
    action = str(ApplicationAction.APPLY)
    put_down(row, action, at.astimezone(held.city.zone).date(), by, at, paper=paper, words=row.reason)
    above = {} if str(MaterialParty.UNIT) in parties else {"entered_for": unit.pk}
    data = {"unit": unit.pk, "programme": held.pk, "recommended_by": row.recommended_by_id or 0, **above}
    record_event(city=held.city, kind=APPLICATION_EVENTS[action], subject=row, data=data, by=by, at=at)
    return row


@transaction.atomic
def resubmit_application(*, application: Application, reason: str, by: Account, at: datetime) -> Application:
    """Send in again what came back. NotPossibleError("no_words")."""
    require(reason.strip(), "no_words")
    doing = begin(application, ApplicationAction.RESUBMIT, by, at)
    doing.row.reason = reason.strip()[:500]
    return finish(doing, words=doing.row.reason)


@transaction.atomic
def withdraw_application(*, application: Application, words: str, by: Account, at: datetime) -> Application:
    """Take an application back; what was asked for it falls away. NotPossibleError("no_words")."""
    require(words.strip(), "no_words")
    return finish(begin(application, ApplicationAction.WITHDRAW, by, at), words=words)


def _look_at(programme: Programme, unit: Unit, today: date) -> None:
    """Refuse what cannot become an application."""
    require(programme.ended_on is None, "programme_ended")
    require((programme.applies_from or today) <= today <= (programme.applies_until or today), "window_closed")
    require(fits_programme(unit, programme), "not_for_unit")
    require(unit.ends_on is None or unit.ends_on >= today, "unit_ended")
    own = {"programme": programme, "unit": unit}
    rows = Application.objects.in_city(programme.city).filter(**own, state__in=OPEN_APPLICATIONS)
    require(not rows.exists(), "applied_already")
    titles = UnitTitle.objects.in_city(programme.city).filter(**own, status__in=CURRENT)
    require(not titles.exists(), "holds_already")
