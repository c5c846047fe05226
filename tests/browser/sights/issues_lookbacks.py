"""Looking back at what was settled, and what came back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.browser.sights.issues_case import key_of
from tests.browser.sights.sight import Sight
from tests.people import HOME, INSPECTOR, OFFICER, make_account

URL = f"/{HOME}/issues/look-backs/"


def send_the_inspector(city: Any) -> None:
    """Have something looked at by the cast's inspector: chance decides whom the town's own lots send where."""
    from wenming.issues.actions import choose_look_back
    from wenming.issues.models import Issue, LookBack

    visits = LookBack.objects.in_city(city).filter(visitor=make_account(INSPECTOR), result="")
    for issue in Issue.objects.in_city(city).filter(state="closed", look_backs=None).order_by("pk"):
        if visits.exists():
            return
        choose_look_back(issue=issue, by=make_account(OFFICER), at=timezone.now())


def visit() -> str:
    """Return the address of the inspector's visit."""
    return f"{URL}{key_of('LookBack', visitor__username=INSPECTOR.username, result='', reason='chosen')}/"


SIGHTS = (
    Sight("look-backs", URL),
    Sight("look-backs-mine", URL, INSPECTOR),
    Sight("look-back", visit, INSPECTOR),
    Sight("look-back-settings", f"{URL}settings/"),
    Sight("recurrence", f"/{HOME}/issues/recurrence/"),
)
