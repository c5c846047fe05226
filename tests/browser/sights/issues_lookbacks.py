"""Looking back at what was settled, and what came back."""

from __future__ import annotations

from tests.browser.sights.issues_case import key_of
from tests.browser.sights.sight import Sight
from tests.people import HOME, INSPECTOR

URL = f"/{HOME}/issues/look-backs/"


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
