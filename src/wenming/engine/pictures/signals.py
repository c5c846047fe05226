"""What two alike photos mean, by place and time: proof of work, nothing at all, or something to look at once more.

The same scene twice is legitimate: the same place, after later than before, the view changed. The same picture at another place, or of an
earlier day, asks for a second look. Moments are the words of ``evidence.enums.PhotoMoment``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wenming.engine.geo import Pair, distance
from wenming.engine.pictures.fingerprints import VARIANTS
from wenming.engine.pictures.geometry import UNCHANGED
from wenming.engine.pictures.judging import Likeness, LikenessKind

SAME_SCENE = "same_scene"
TAKEN_EARLIER, TAKEN_LATER, FAR_AWAY = "taken_earlier", "taken_later", "far_away"
DONE = frozenset({"after", "check"})
BEGUN = frozenset({"before", "site"})
MATERIAL = "material"
SLACK = timedelta(minutes=10)
"""By how much clocks of cameras may go wrong before anybody is asked."""
APART = 300.0
"""Metres between camera and site that say nothing: the other end of a square, and the error of a telephone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where and when a photo stands: its issue ("" none), its site (0 none), what it shows, when it was sent."""

    matter: str
    site: int
    moment: str
    at: datetime


def same_place(one: Standing, other: Standing) -> bool:
    """Tell whether both photos belong to one issue or to one site."""
    return bool(one.matter and one.matter == other.matter) or bool(one.site and one.site == other.site)


def meaning(earlier: Standing, later: Standing, likeness: Likeness) -> str | None:
    """Return the kind of finding about the later photo, None where there is nothing to say.

    Photos of one moment were sent together; those of materials may then still be of two units, whose batch somebody sends. A problem that is reported twice is a duplicate report, of which other pages speak, unless the two
    are said to be at different sites. A changed view of the same place is a new photo: proof, where it was before and is after.
    """
    together = earlier.matter == later.matter and earlier.at == later.at and later.moment != MATERIAL
    if together or (later.moment in BEGUN and not _elsewhere(earlier, later)):
        return None
    if same_place(earlier, later) and _is_new_photo(likeness):
        return SAME_SCENE if earlier.moment in BEGUN and later.moment in DONE else None
    return str(likeness.kind)


def _elsewhere(one: Standing, other: Standing) -> bool:
    """Tell whether both are said to be at sites that differ."""
    return bool(one.site and other.site and one.site != other.site)


def _is_new_photo(likeness: Likeness) -> bool:
    """Tell whether the view has changed, neither turned nor mirrored: somebody was there again."""
    if likeness.kind in {LikenessKind.SAME_BYTES, LikenessKind.SAME_PIXELS} or likeness.variant != VARIANTS[0]:
        return False
    return likeness.lie is not None and likeness.lie.agreement < UNCHANGED


def time_signal(
    taken: datetime | None, sent: datetime, not_before: datetime | None, moment: str
) -> tuple[str, int] | None:
    """Return what the camera's clock says against ours, with the minutes between: taken before the report, or after it was sent."""
    if taken is None:
        return None
    if taken > sent + SLACK:
        return TAKEN_LATER, _minutes(taken - sent)
    if moment in DONE and not_before is not None and taken < not_before - SLACK:
        return TAKEN_EARLIER, _minutes(not_before - taken)
    return None


def place_signal(camera: Pair | None, place: Pair | None, accuracy: int | None) -> tuple[str, int] | None:
    """Return how many metres lie between the camera and the place, where that is too many for chance."""
    if camera is None or place is None:
        return None
    metres = distance(camera, place)
    return (FAR_AWAY, round(metres)) if metres > APART + (accuracy or 0) else None


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
