"""The archive that a new photo is compared with: the same city, the 24 months before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Q, QuerySet

from wenming.engine.pictures.backends import Backend
from wenming.engine.pictures.features import SEGMENT, Features, keys_of, likeliest, votes
from wenming.engine.pictures.fingerprints import NEAR, QUALITY, VARIANTS, Words, columns, near
from wenming.evidence.adapters.comparing import CANDIDATES, FEWEST_VOTES, Looked
from wenming.evidence.adapters.segments import Kept, made_of, seal, sealed
from wenming.evidence.enums import PhotoMoment
from wenming.evidence.models import Evidence, EvidenceFeatures
from wenming.kernel.models import City

WINDOW = timedelta(days=731)
"""24 months."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Fingerprints with the keys of their photos, and the index of local features. Whatever is looked at meanwhile is added."""

    keys: list[int]
    fingerprints: Words
    added: list[tuple[int, Words]]
    segments: list[Kept]
    fresh: list[tuple[Evidence, Features]]

    def add(self, evidence: Evidence, looked: Looked) -> None:
        """Take in a photo that was just looked at and is not written yet."""
        if looked.quality >= QUALITY:
            self.added.append((evidence.pk, looked.fingerprint))
        self.fresh.append((evidence, looked.features))

    def fresh_before(self, evidence: Evidence) -> dict[int, Evidence]:
        """Return the photos within the window that are not written yet, by key."""
        return {one.pk: one for one, _features in self.fresh if one.at >= evidence.at - WINDOW}

    def fresh_features(self, keys: Iterable[int]) -> dict[int, Features]:
        """Return the features of those of these photos that are not written yet."""
        known = {evidence.pk: features for evidence, features in self.fresh}
        return {key: known[key] for key in keys if key in known}

    def same_digests(self, evidence: Evidence) -> list[Evidence]:
        """Return the photos with the same bytes or pixels that are not written yet."""
        return [
            one
            for one, _features in self.fresh
            if evidence.bytes_sha256 == one.bytes_sha256 or evidence.pixels_sha256 == one.pixels_sha256
        ]

    def before(self, evidence: Evidence) -> list[int]:
        """Return the photos of the same issue as it was found that are not written yet."""
        if not evidence.matter or evidence.moment == PhotoMoment.BEFORE:
            return []
        same = (one for one, _features in self.fresh if one.matter == evidence.matter)
        return [one.pk for one in same if one.moment == PhotoMoment.BEFORE]


def archive_of(city: City, *, at: datetime) -> Archive:
    """Return the archive of a city. Two queries, and what follows the last segment."""
    rows = Evidence.objects.in_city(city).filter(looked_at__isnull=False, quality__gte=QUALITY, at__gte=at - WINDOW)
    found = list(rows.order_by("pk").values_list("pk", "fingerprint"))
    packed = np.frombuffer(bytes.fromhex("".join(text for _key, text in found)), dtype=">u8").astype(np.uint64)
    fingerprints = np.ascontiguousarray(packed.reshape(-1, 4).T)
    return Archive([key for key, _text in found], fingerprints, [], _segments(city), [])


def _segments(city: City) -> list[Kept]:
    """Return the index of a city, whole segments from the disk (sealed here where there are enough photos for one), the rest made in memory."""
    found = sealed(city.slug)
    last = int(found[-1].keys[-1]) if found else 0
    rows = EvidenceFeatures.objects.in_city(city).filter(evidence__gt=last).order_by("evidence")
    for photos in _in_parts(rows.values_list("evidence_id", "content").iterator(chunk_size=500)):
        kept = made_of(
            [Features.from_bytes(content).descriptors for _key, content in photos], [key for key, _c in photos]
        )
        found.append(kept)
        if len(photos) == SEGMENT:
            seal(city.slug, kept)
    return found


def _in_parts(rows: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Return rows in parts of a segment each."""
    part: list[tuple[int, bytes]] = []
    for row in rows:
        part.append(row)
        if len(part) == SEGMENT:
            yield part
            part = []
    if part:
        yield part


def told_by_fingerprint(archive: Archive, looked: Looked, backend: Backend) -> dict[int, tuple[str, int]]:
    """Return which photos of the archive have nearly the same fingerprint: key -> (variant, distance), the nearest variant each."""
    if looked.quality < QUALITY:
        return {}
    queries = np.stack(looked.variants)
    found: dict[int, tuple[str, int]] = {}
    late = columns([words for _key, words in archive.added])
    for keys, words in ((archive.keys, archive.fingerprints), ([key for key, _words in archive.added], late)):
        hits = near(queries, words, NEAR, backend)
        for hit in sorted(hits, key=lambda hit: (hit.distance, hit.query)):
            found.setdefault(keys[hit.index], (VARIANTS[hit.query], hit.distance))
    return found


def told_by_features(archive: Archive, looked: Looked) -> list[int]:
    """Return the keys of the photos that share most keys of features, at most twenty for the picture and for its mirror image."""
    chosen: dict[int, None] = {}
    fresh = (
        [made_of([one.descriptors for _row, one in archive.fresh], [row.pk for row, _one in archive.fresh])]
        if archive.fresh
        else []
    )
    for side in (looked.features, looked.mirror):
        keys = keys_of(side.descriptors)
        best = [
            (count, int(kept.keys[place]))
            for kept in (*archive.segments, *fresh)
            for count, place in likeliest(votes(keys, kept.segment), CANDIDATES, FEWEST_VOTES)
        ]
        chosen |= dict.fromkeys(key for _count, key in sorted(best, key=lambda one: (-one[0], one[1]))[:CANDIDATES])
    return list(chosen)


def features_of(city: City, keys: Iterable[int]) -> dict[int, Features]:
    """Return the kept features of photos. One query."""
    rows = EvidenceFeatures.objects.in_city(city).filter(evidence__in=list(keys))
    return {key: Features.from_bytes(bytes(content)) for key, content in rows.values_list("evidence_id", "content")}


def same_digests(evidence: Evidence, looked: Looked) -> list[Evidence]:
    """Return earlier photos of the city with the same bytes or the same pixels, the oldest first. One query."""
    rows = _earlier(evidence).filter(
        Q(bytes_sha256=evidence.bytes_sha256) | Q(pixels_sha256=looked.picture.pixels_sha256)
    )
    return list(rows.order_by("pk")[:CANDIDATES])


def before_photos(evidence: Evidence) -> list[int]:
    """Return the photos of the same issue as it was found, which a photo of the work is laid beside. One query, none for other photos."""
    if not evidence.matter or evidence.moment == PhotoMoment.BEFORE:
        return []
    rows = _earlier(evidence).filter(matter=evidence.matter, moment=PhotoMoment.BEFORE, fault="")
    return list(rows.order_by("pk").values_list("pk", flat=True)[:9])


def _earlier(evidence: Evidence) -> QuerySet[Evidence]:
    rows = Evidence.objects.in_city(evidence.city).filter(pk__lt=evidence.pk, at__gte=evidence.at - WINDOW)
    return rows.filter(looked_at__isnull=False)


def others_by_key(evidence: Evidence, keys: Iterable[int]) -> dict[int, Evidence]:
    """Return earlier photos within the window, with their files. One query."""
    rows = _earlier(evidence).filter(pk__in=list(keys)).select_related("file", "city").order_by("pk")
    return {other.pk: other for other in rows}
