"""Photos as evidence for tests: an issue with a photo, the photo after it, and the look at both."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PIL import Image

from tests.evidence.scenes import jpeg, scene
from tests.issues.cases import HOUR, bring, make_issue
from tests.people import AT, LIAISON, make_account, make_city


def place(number: int) -> bytes:
    """Return a photo of a place."""
    return jpeg(scene(number))


def report(number: int, *, at: datetime = AT, photo: bytes | None = None, **facts: Any) -> Any:
    """Return an issue that was reported with a photo of the place with this number."""
    content = place(number) if photo is None else photo
    return make_issue(f"垃圾桶满溢{number}", at=at, photos=[("现场.jpg", content)], **facts)


def repair(issue: Any, *photos: bytes, at: datetime | None = None) -> Any:
    """Bring an issue to its unit and let it answer with photos."""
    from wenming.issues import actions

    begun = issue.reported_at
    dispatched = bring(issue, "dispatched", at=begun)
    uploads = [(f"整改后{number}.jpg", content) for number, content in enumerate(photos)]
    return actions.answer_issue(
        issue=dispatched, text="已清运", photos=uploads, by=make_account(LIAISON), at=at or begun + 5 * HOUR
    )


def look(*, at: datetime = AT + 30 * 24 * HOUR) -> int:
    """Look at whatever was not looked at."""
    from wenming.evidence.actions import look_at_new

    return look_at_new(city=make_city(), by=None, at=at)


def findings() -> list[Any]:
    """Return everything that was found, in its order."""
    from wenming.evidence.models import Finding

    return list(Finding.objects.in_city(make_city()).select_related("evidence", "other").order_by("pk"))


def cleaned(picture: Image.Image) -> Image.Image:
    """Return the scene after the work: what lay in one corner is gone."""
    copy = picture.copy()
    copy.paste((128, 128, 120), (380, 260, 600, 460))
    return copy
