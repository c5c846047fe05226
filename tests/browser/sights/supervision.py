"""Lists with their bands, a rule that is tried, suggestions, decisions, appeals; a unit on the phone."""

from __future__ import annotations

from tests.browser.sights.sight import Sight
from tests.people import HOME, STREET, SUPERVISOR, make_city

SUPERVISION = f"/{HOME}/supervision/"


def list_url() -> str:
    """Return the address of the newest list, which waits for its approval."""
    from wenming.supervision.models import ListRun

    return f"{SUPERVISION}lists/{ListRun.objects.in_city(make_city()).order_by('-pk').first().pk}/"


def draft_url() -> str:
    """Return the address of a rule's draft."""
    from wenming.supervision.models import ListRuleVersion

    drafts = ListRuleVersion.objects.in_city(make_city()).filter(state="draft")
    return f"{SUPERVISION}rules/versions/{drafts.order_by('pk').first().pk}/"


def appeal_url(step: str = "") -> str:
    """Return the address of the appeal that waits."""
    from wenming.supervision.models import Appeal

    return f"{SUPERVISION}appeals/{Appeal.objects.in_city(make_city()).order_by('pk').first().pk}/{step}"


SIGHTS = (
    Sight("lists", SUPERVISION),
    Sight("list", list_url, SUPERVISOR),
    Sight("list-own", SUPERVISION, STREET),
    Sight("list-rule-draft", draft_url),
    Sight("suggestions", f"{SUPERVISION}suggestions/"),
    Sight("decisions", f"{SUPERVISION}decisions/"),
    Sight("appeals-empty", f"{SUPERVISION}appeals/", STREET),
    Sight("appeal-review", lambda: appeal_url("review/"), SUPERVISOR),
    Sight("supervision-settings", f"{SUPERVISION}settings/"),
)
