"""Likely duplicates side by side: what each report says, where they differ, what speaks for one matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wenming.engine.likeness import LikenessReason
from wenming.engine.wording import differences
from wenming.issues.enums import IssueSource, IssueState
from wenming.issues.models import DuplicatePair, Issue, IssuePhoto
from wenming.issues.queries.duplicates import JOINABLE, DuplicateGroup
from wenming.issues.schemas.categories import category_name
from wenming.issues.schemas.lamps import state_view
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text

REASONS = {
    LikenessReason.SAME_SITE: pgettext_lazy("duplicate", "同一点位"),
    LikenessReason.NEAR: pgettext_lazy("duplicate", "位置相近"),
    LikenessReason.SAME_PLACE_WORDS: pgettext_lazy("duplicate", "地点写法相近"),
    LikenessReason.ALIKE_WORDS: pgettext_lazy("duplicate", "文字相近"),
    LikenessReason.SAME_CATEGORY: pgettext_lazy("duplicate", "同一小类"),
    LikenessReason.SAME_DAY: pgettext_lazy("duplicate", "一天之内"),
}
Stretches = list[tuple[str, bool]]


def group_shown(group: DuplicateGroup, city: City, photos: Mapping[int, IssuePhoto]) -> dict[str, Any]:
    """Return a group: the report that goes on, and each other one beside it."""
    master = group.master
    others = [_other(group, other, city, photos) for other in group.others]
    return {
        "key": master.pk,
        "master": {**_report(master, city, photos), "stretches": [(master.text, False)]},
        "others": others,
        "photos": any(issue.pk in photos for issue in (master, *group.others)),
        "joinable": [one["pk"] for one in others if one["joinable"]],
    }


def _other(group: DuplicateGroup, other: Issue, city: City, photos: Mapping[int, IssuePhoto]) -> dict[str, Any]:
    """Return a report of a group beside the one that goes on."""
    pair = group.pair_of(other)
    _left, right = differences(group.master.text, other.text)
    return {
        **_report(other, city, photos),
        "stretches": right,
        "pair": pair.pk,
        "percent": f"{pair.score // 10}%",
        "metres": _metres(pair.metres),
        "reasons": [str(REASONS[LikenessReason(reason)]) for reason in pair.reasons],
        "joinable": other.state in JOINABLE,
    }


def _metres(metres: int | None) -> str:
    if metres is None:
        return _("其中一件没有定位")
    return _("相距 %(metres)s 米") % {"metres": metres}


def _report(issue: Issue, city: City, photos: Mapping[int, IssuePhoto]) -> dict[str, Any]:
    """Return what a report says."""
    photo = photos.get(issue.pk)
    return {
        "pk": issue.pk,
        "number": issue.number,
        "url": reverse("issues:issue", args=[city.slug, issue.number]),
        "place": issue.place or (issue.site.name if issue.site else ""),
        "area": issue.area.name if issue.area else "",
        "source": str(IssueSource(issue.source).label),
        "at": moment_text(issue.reported_at, city),
        "category": category_name(issue.minor) if issue.minor else "",
        "unit": issue.unit.name if issue.unit else "",
        "state": state_view(issue),
        "photo": reverse("issues:photo", args=[city.slug, photo.pk, "small"]) if photo else "",
        "large": reverse("issues:photo", args=[city.slug, photo.pk, "large"]) if photo else "",
    }


def decided_shown(pair: DuplicatePair, city: City) -> dict[str, Any]:
    """Return what was decided of a pair; whether it can be taken back."""
    follower = next((one for one in (pair.other, pair.issue) if one.state == IssueState.JOINED), None)
    return {
        "pk": pair.pk,
        "numbers": [
            {"number": one.number, "url": reverse("issues:issue", args=[city.slug, one.number])}
            for one in (pair.issue, pair.other)
        ],
        "texts": [pair.issue.text, pair.other.text],
        "state": pair.get_state_display(),
        "joined": pair.state == "joined",
        "into": follower.master.number if follower and follower.master else "",
        "by": pair.by.name if pair.by else _("系统"),
        "at": moment_text(pair.at, city) if pair.at else "",
    }
