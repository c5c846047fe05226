"""Who did something, as the house writes it: unit, what he or she is there, name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.issues.enums import IssueParty
from wenming.issues.models import IssueStep
from wenming.kernel.models import Account
from wenming.organisations.models import Tenure, Unit

Held = Mapping[int, list[Tenure]]


def person_text(account: Account | None, held: Held, unit: Unit | None = None, otherwise: str = "") -> str:
    """Return 单位 职务 姓名; the tenure in ``unit`` if there is one, else the first, else only the unit or ``otherwise``."""
    if account is None:
        return _("系统")
    tenures = held.get(account.pk, [])
    here = next((one for one in tenures if unit and one.unit_id == unit.pk), tenures[0] if tenures else None)
    if here is not None:
        return f"{here.unit.name} {here.title} {account.name}"
    return f"{unit.name if unit else otherwise} {account.name}".strip()


def step_person(step: IssueStep, held: Held) -> str:
    """Return who took a step: for a unit or a desk with its name, else in which capacity."""
    place: Any = {IssueParty.UNIT: step.unit, IssueParty.DESK: step.desk}.get(step.party)
    words = {
        IssueParty.OFFICE: pgettext("issue who", "市创建办"),
        IssueParty.CHECKER: pgettext("issue who", "督查"),
    }
    return person_text(step.by, held, place, str(words.get(step.party, "")))


def people_of(steps: list[IssueStep]) -> list[Account | None]:
    """Return who took these steps."""
    return [step.by for step in steps]
