"""Looking at photos that nobody has looked at: fingerprints, what they are like in the archive, what the camera says."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenming.engine.pictures.backends import best_backend
from wenming.engine.pictures.features import Features
from wenming.engine.pictures.fingerprints import to_hex
from wenming.engine.pictures.judging import Lie, Likeness, LikenessKind, with_lie
from wenming.engine.pictures.signals import SAME_SCENE, Standing, meaning, place_signal, time_signal
from wenming.evidence.adapters.comparing import BOTH, Looked, compare, look_at, promises
from wenming.evidence.adapters.decoding import UnreadablePictureError, read_greys
from wenming.evidence.enums import PhotoMoment
from wenming.evidence.models import Evidence, EvidenceFeatures, Finding
from wenming.evidence.queries.archive import (
    Archive,
    archive_of,
    before_photos,
    features_of,
    others_by_key,
    same_digests,
    told_by_features,
    told_by_fingerprint,
)
from wenming.kernel.actions import record_event
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City

BATCH = 50
MOST = 10
"""Findings of one photo beside others: the earliest ten; a picture that went round is known by then."""
DRAWN = 24
STRENGTH = (*(str(kind) for kind in LikenessKind), SAME_SCENE)
LOOKED = (
    "looked_at", "fault", "pixels_sha256", "width", "height", "taken_at", "camera", "exif_lat", "exif_lng", "fingerprint", "quality",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Seen:
    """A photo that was looked at, not written yet: its row with what was computed, its features, the findings."""

    evidence: Evidence
    features: bytes
    findings: list[Finding]


def look_at_new(
    *, city: City, by: Account | None, at: datetime, most: int = BATCH, only: Sequence[Evidence] | None = None
) -> int:
    """Look at up to ``most`` photos (``only`` these, where they are named), the oldest first; return how many there were. One event for all of them.

    Everything is computed before the transaction begins, which then is short. Two that look at the same time see the same photos and find
    the same; who comes second writes nothing.
    """
    rows = Evidence.objects.in_city(city).filter(looked_at__isnull=True)
    rows = rows if only is None else rows.filter(pk__in=[one.pk for one in only])
    waiting = list(rows.select_related("file", "site", "city").order_by("pk")[:most])
    if not waiting:
        return 0
    archive = archive_of(city, at=at)
    seen = [_look(evidence, archive, at) for evidence in waiting]
    _write(city, seen, by, at)
    return len(waiting)


@transaction.atomic
def _write(city: City, seen: Sequence[_Seen], by: Account | None, at: datetime) -> None:
    """Write down what was seen of the photos that nobody else has looked at meanwhile."""
    keys = [one.evidence.pk for one in seen]
    rows = Evidence.objects.in_city(city).filter(pk__in=keys, looked_at__isnull=True)
    free = set(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    fresh = [one for one in seen if one.evidence.pk in free]
    if not fresh:
        return
    Evidence.objects.in_city(city).bulk_update([one.evidence for one in fresh], LOOKED)
    features = [
        EvidenceFeatures(city=city, evidence=one.evidence, content=one.features) for one in fresh if one.features
    ]
    EvidenceFeatures.objects.bulk_create(features)
    findings = [finding for one in fresh for finding in one.findings]
    Finding.objects.bulk_create(findings, ignore_conflicts=True)
    first, last = fresh[0].evidence, fresh[-1].evidence
    data = {"first": first.pk, "last": last.pk, "photos": len(fresh), "findings": len(findings)}
    record_event(city=city, kind="evidence.looked_at", subject=first, data=data, by=by, at=at)


def _look(evidence: Evidence, archive: Archive, at: datetime) -> _Seen:
    """Look at one photo."""
    evidence.looked_at = at
    try:
        looked = look_at(path_of(evidence.city.slug, evidence.file.sha256).read_bytes())
    except UnreadablePictureError as fault:
        evidence.fault = str(fault)
        return _Seen(evidence, b"", [])
    except OSError:
        # the file is not there: a restore that is not whole yet
        evidence.fault = "damaged"
        return _Seen(evidence, b"", [])
    _fill(evidence, looked)
    findings = [*_signals(evidence, at), *_alike(evidence, looked, archive, at)]
    archive.add(evidence, looked)
    return _Seen(evidence, looked.features.to_bytes(), findings)


def _fill(evidence: Evidence, looked: Looked) -> None:
    """Take over what was computed, and what the camera wrote; its clock is taken for that of the city."""
    picture, notes = looked.picture, looked.picture.notes
    evidence.pixels_sha256, evidence.width, evidence.height = picture.pixels_sha256, picture.width, picture.height
    evidence.taken_at = notes.taken_at.replace(tzinfo=evidence.city.zone) if notes.taken_at else None
    evidence.camera, evidence.exif_lat, evidence.exif_lng = notes.camera, notes.lat, notes.lng
    evidence.fingerprint, evidence.quality = to_hex(looked.fingerprint), looked.quality


def _signals(evidence: Evidence, at: datetime) -> Iterator[Finding]:
    """Return what time and place of the camera say against what is known."""
    timed = time_signal(evidence.taken_at, evidence.at, evidence.not_before, evidence.moment)
    if timed is not None:
        yield Finding(city=evidence.city, evidence=evidence, kind=timed[0], minutes=timed[1], found_at=at)
    camera = None if evidence.exif_lat is None or evidence.exif_lng is None else (evidence.exif_lat, evidence.exif_lng)
    placed = place_signal(camera, evidence.place, evidence.accuracy)
    if placed is not None:
        yield Finding(city=evidence.city, evidence=evidence, kind=placed[0], metres=placed[1], found_at=at)


@dataclass(frozen=True)
class _Found:
    """What is known of the earlier photos that may be like one: by digests, by fingerprints, by features, and those of the same scene."""

    looked: Looked
    digests: dict[int, Likeness]
    prints: dict[int, Likeness]
    kept: dict[int, Features]
    before: list[int]

    def everything(self) -> list[int]:
        """Return the keys of all of them, the earliest first."""
        return sorted({*self.digests, *self.prints, *self.kept, *self.before})

    def told(self, key: int) -> Likeness | None:
        """Return what digests, else fingerprints say."""
        return self.digests.get(key) or self.prints.get(key)

    def promises(self, key: int) -> Collection[bool]:
        """Return in which way, as it is or mirrored, it is worth laying the photos on each other."""
        known = self.told(key) is not None or key in self.before
        return BOTH if known else promises(self.kept[key], self.looked)


def _alike(evidence: Evidence, looked: Looked, archive: Archive, at: datetime) -> list[Finding]:
    """Return the findings beside earlier photos."""
    found = _candidates(evidence, looked, archive)
    others = {**others_by_key(evidence, found.everything()), **archive.fresh_before(evidence)}
    later, findings = _standing(evidence), []
    for key in (key for key in found.everything() if key in others):
        told = _meaning_of(others[key], later, found)
        if told is not None:
            findings.append(_finding(evidence, others[key], *told, at))
    return _strongest(findings)[:MOST]


def _strongest(findings: Sequence[Finding]) -> list[Finding]:
    """Keep of each other issue (or site) the finding that says most: its before and its after are like each other anyway."""
    kept: dict[tuple[str, int | None, int], Finding] = {}
    for finding in sorted(findings, key=lambda finding: STRENGTH.index(finding.kind)):
        kept.setdefault(_whose(finding.other), finding)
    return sorted(kept.values(), key=lambda finding: finding.other_id or 0)


def _whose(other: Evidence | None) -> tuple[str, int | None, int]:
    """Return what a photo belongs to: its issue, else its site; a material's picture stands by itself."""
    assert other is not None  # noqa: S101  what is like nothing is no likeness
    alone = other.pk if other.moment == PhotoMoment.MATERIAL else 0
    return other.matter, other.site_id if not other.matter else None, alone


def _candidates(evidence: Evidence, looked: Looked, archive: Archive) -> _Found:
    """Return what speaks for earlier photos, before any of them is decoded."""
    digests = {
        other.pk: Likeness(
            LikenessKind.SAME_BYTES if other.bytes_sha256 == evidence.bytes_sha256 else LikenessKind.SAME_PIXELS,
            distance=0,
        )
        for other in [*same_digests(evidence, looked), *archive.same_digests(evidence)]
    }
    near = told_by_fingerprint(archive, looked, best_backend())
    prints = {key: Likeness(LikenessKind.SAME_PICTURE, variant, bits) for key, (variant, bits) in near.items()}
    shared = told_by_features(archive, looked)
    kept = {**features_of(evidence.city, shared), **archive.fresh_features(shared)}
    return _Found(looked, digests, prints, kept, [*before_photos(evidence), *archive.before(evidence)])


def _meaning_of(other: Evidence, later: Standing, found: _Found) -> tuple[str, Likeness] | None:
    """Return what an earlier photo means for this one, and how the two are alike; None where there is nothing to say."""
    earlier, key = _standing(other), other.pk
    if meaning(earlier, later, Likeness(LikenessKind.SAME_BYTES)) is None or not (mirrors := found.promises(key)):
        return None
    told = found.told(key)
    lie = None if key in found.digests else _laid(other, found.looked, mirrors)
    likeness = with_lie(told, lie)
    if likeness is not None:
        kind = meaning(earlier, later, likeness)
        return None if kind is None else (kind, likeness)
    if lie is not None and lie.is_same_scene and key in found.before and not lie.mirrored:
        return SAME_SCENE, Likeness(LikenessKind.SAME_VIEW, lie.variant, None, lie)
    return None


def _laid(other: Evidence, looked: Looked, mirrors: Collection[bool]) -> Lie | None:
    """Lay this photo on an earlier one; a file that cannot be read (any more) says nothing."""
    try:
        first = read_greys(path_of(other.city.slug, other.file.sha256).read_bytes())
        return compare(first, looked, mirrors=mirrors)
    except (OSError, UnreadablePictureError):
        return None


def _standing(evidence: Evidence) -> Standing:
    return Standing(evidence.matter, evidence.site_id or 0, evidence.moment, evidence.at)


def _finding(evidence: Evidence, other: Evidence, kind: str, likeness: Likeness, at: datetime) -> Finding:
    """Return the finding that two photos make, not written yet."""
    lie = likeness.lie
    finding = Finding(
        city=evidence.city,
        evidence=evidence,
        other=other,
        kind=kind,
        variant=likeness.variant,
        distance=likeness.distance,
        found_at=at,
    )
    if lie is not None:
        finding.inliers, finding.agreement, finding.covered = (
            lie.inliers,
            round(lie.agreement * 1000),
            round(lie.covered * 1000),
        )
        step = max(1, len(lie.points) // DRAWN)
        finding.drawing = {
            "corners": [list(one) for one in lie.corners],
            "points": [list(one) for one in lie.points[::step][:DRAWN]],
        }
    return finding
