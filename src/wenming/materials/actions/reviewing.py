"""Two people look, one after the other; it passes, or goes back with a reason that the list has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from wenming.kernel.models import Account
from wenming.materials.actions.steps import Doing, begin, finish, handed_in, require
from wenming.materials.enums import ItemState, MaterialAction, ReturnReason, ReviewStage
from wenming.materials.models import MaterialItem, MaterialReview, MaterialVersion, VersionPaper


@transaction.atomic
def pass_material(*, item: MaterialItem, by: Account, at: datetime, words: str = "") -> MaterialItem:
    """Say that what was handed in is fit; where two have to look, the first leaves it waiting for the second.

    NotPossibleError("own_material", "same_reviewer").
    """
    doing = begin(item, MaterialAction.PASS, by, at)
    version, stage = _looked_at(doing)
    _say(version, stage, doing, passed=True, words=words)
    waits = stage == ReviewStage.FIRST and doing.item.requirement.two_reviews
    if waits:
        doing = _staying(doing)
    return finish(doing, {"stage": str(stage)})


@transaction.atomic
def return_material(*, item: MaterialItem, reason: str, by: Account, at: datetime, words: str = "") -> MaterialItem:
    """Send it back with a reason; also what had passed, when something is found out later.

    NotPossibleError("no_reason" for OTHER without words, "own_material", "same_reviewer").
    """
    require(reason in ReturnReason.values and (reason != ReturnReason.OTHER or words.strip()), "no_reason")
    doing = begin(item, MaterialAction.RETURN, by, at)
    if doing.item.state == ItemState.SUBMITTED:
        version, stage = _looked_at(doing)
    else:
        version, stage = handed_in(doing.item), str(ReviewStage.LATER)
    _say(version, stage, doing, passed=False, reason=reason, words=words)
    return finish(doing, {"stage": stage, "reason": reason})


def _looked_at(doing: Doing) -> tuple[MaterialVersion, str]:
    """Return the version and whose turn it is to look; nobody looks at his own, and the second is another person than the first."""
    version = handed_in(doing.item)
    uploaded = VersionPaper.objects.in_city(version.city).filter(version=version, paper__by=doing.by)
    require(version.by_id != doing.by.pk and not uploaded.exists(), "own_material")
    first = version.reviews.filter(stage=ReviewStage.FIRST).first()
    if first is None:
        return version, str(ReviewStage.FIRST)
    require(first.by_id != doing.by.pk, "same_reviewer")
    return version, str(ReviewStage.SECOND)


def _say(version: MaterialVersion, stage: str, doing: Doing, **said: Any) -> MaterialReview:
    """Append what was said."""
    said["words"] = said["words"].strip()
    return MaterialReview.objects.create(
        city=version.city, version=version, stage=stage, by=doing.by, at=doing.at, **said
    )


def _staying(doing: Doing) -> Doing:
    """Return the action as one that leaves the state."""
    return Doing(doing.item, doing.action, "", doing.party, doing.by, doing.at)
