"""Two pictures side by side, and all pictures of a folder against each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from wenming.engine.pictures.backends import Backend, best_backend
from wenming.engine.pictures.features import Features, keys_of, likeliest, segment_of, votes
from wenming.engine.pictures.fingerprints import NEAR, QUALITY, VARIANTS, Words, columns, near
from wenming.engine.pictures.geometry import Zone
from wenming.engine.pictures.judging import Lie, Likeness, LikenessKind, better, lie_of, with_lie
from wenming.evidence.adapters import vision
from wenming.evidence.adapters.decoding import Bytes, Picture, UnreadablePictureError, read_picture

CANDIDATES, FEWEST_VOTES = 20, 6
FEWEST_POINTS = 10
"""Points of the few kept features that must agree before two pictures are decoded and looked at with many."""


BOTH = (False, True)
"""A picture as it is, and in the mirror."""


@dataclass(frozen=True)
class Looked:
    """What was computed of one picture. ``variants`` are its fingerprints, turned and mirrored; ``mirror`` its features in the mirror."""

    picture: Picture
    bytes_sha256: str
    variants: tuple[Words, ...]
    quality: int
    features: Features
    mirror: Features

    @property
    def fingerprint(self) -> Words:
        """The fingerprint of the picture as it is."""
        return self.variants[0]

    @cached_property
    def sides(self) -> tuple[tuple[Bytes, Features], tuple[Bytes, Features]]:
        """The picture as it is and in the mirror, each with many features: found once, however many pictures it is laid on."""
        greys = self.picture.greys
        one, other = greys, mirrored(greys)
        return (one, vision.features(one, vision.RICH)), (other, vision.features(other, vision.RICH))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of a folder, the earlier first, and in what way their pictures are one."""

    first: str
    second: str
    likeness: Likeness


def look_at(content: bytes) -> Looked:
    """Compute everything of one picture. UnreadablePictureError for what is none."""
    picture = read_picture(content)
    found, quality = vision.variants(picture.colours)
    return Looked(
        picture=picture,
        bytes_sha256=sha256(content).hexdigest(),
        variants=found,
        quality=quality,
        features=vision.features(picture.greys),
        mirror=vision.features(mirrored(picture.greys)),
    )


def mirrored(greys: Bytes) -> Bytes:
    """Return the picture in the mirror."""
    return np.ascontiguousarray(greys[:, ::-1])


def compare(
    first: Bytes, second: Looked, zones: Sequence[Zone] = (), *, mirrors: Collection[bool] = BOTH
) -> Lie | None:
    """Lay the second picture on the first, as it is and mirrored (or as ``mirrors`` says), with many features.

    Return the better fit, None where there is none.
    """
    here = vision.features(first, vision.RICH)
    lies = [_lie(first, here, second, mirror=mirror, zones=zones) if mirror in mirrors else None for mirror in BOTH]
    return better(*lies)


def _lie(first: Bytes, here: Features, looked: Looked, *, mirror: bool, zones: Sequence[Zone]) -> Lie | None:
    """Lay one picture on the other."""
    second, there = looked.sides[mirror]
    fit = vision.fit(here, there)
    if fit is None:
        return None
    laid, cover = vision.laid_on(second, fit.matrix, first.shape)
    size = (second.shape[1], second.shape[0])
    return lie_of(first, laid, cover, size, fit, mirrored=mirror, zones=zones)


def promises(kept: Features, looked: Looked) -> list[bool]:
    """Tell from the few kept features of another picture which of ``BOTH`` is worth comparing: five thousandths of a second."""
    fits = zip(BOTH, (vision.fit(kept, one) for one in (looked.features, looked.mirror)), strict=True)
    return [mirror for mirror, fit in fits if fit is not None and fit.inliers >= FEWEST_POINTS]


def match_all(contents: Sequence[tuple[str, bytes]]) -> tuple[list[Pair], list[tuple[str, str]]]:
    """Return the pairs among named pictures and, by name, the word why some could not be looked at. Both in the order of the names."""
    names, looked, damaged = [], [], []
    for name, content in sorted(contents):
        try:
            looked.append(look_at(content))
            names.append(name)
        except UnreadablePictureError as fault:
            damaged.append((name, str(fault)))
    return match_looked(names, looked), damaged


def match_looked(names: Sequence[str], looked: Sequence[Looked]) -> list[Pair]:
    """Return the pairs among pictures that were looked at, in their order."""
    told = _told_by_fingerprints(looked, best_backend())
    known = {pair: likeness for pair, likeness in told.items() if not likeness.is_far}
    for place, other in sorted((told.keys() | _told_by_features(looked)) - known.keys()):
        far = told.get((place, other))
        mirrors = BOTH if far else promises(looked[place].features, looked[other])
        lie = compare(looked[place].picture.greys, looked[other], mirrors=mirrors) if mirrors else None
        likeness = with_lie(far, lie)
        if likeness is not None:
            known[place, other] = likeness
    return [Pair(names[place], names[other], known[place, other]) for place, other in sorted(known)]


def likeness_of_digests(one: Looked, other: Looked) -> Likeness | None:
    """Tell whether two pictures are the same to the byte, or to the pixel."""
    if one.bytes_sha256 == other.bytes_sha256:
        return Likeness(LikenessKind.SAME_BYTES, distance=0)
    if one.picture.pixels_sha256 == other.picture.pixels_sha256:
        return Likeness(LikenessKind.SAME_PIXELS, distance=0)
    return None


def _told_by_fingerprints(looked: Sequence[Looked], backend: Backend) -> dict[tuple[int, int], Likeness]:
    """Return what digests and fingerprints say, by the places of the two."""
    known: dict[tuple[int, int], Likeness] = {}
    archive = columns([one.fingerprint for one in looked])
    for other, one in enumerate(looked):
        for place in range(other):
            likeness = likeness_of_digests(looked[place], one)
            if likeness is not None:
                known[place, other] = likeness
        if one.quality < QUALITY or not other:
            continue
        hits = near(np.stack(one.variants), archive[:, :other].copy(), NEAR, backend)
        for hit in sorted(hits, key=lambda hit: (hit.distance, hit.query)):
            if looked[hit.index].quality >= QUALITY:
                found = Likeness(LikenessKind.SAME_PICTURE, VARIANTS[hit.query], hit.distance)
                known.setdefault((hit.index, other), found)
    return known


def _told_by_features(looked: Sequence[Looked]) -> set[tuple[int, int]]:
    """Return which pictures share so many keys of features that they may be one."""
    segment = segment_of([one.features.descriptors for one in looked])
    found: set[tuple[int, int]] = set()
    for other, one in enumerate(looked):
        for side in (one.features, one.mirror):
            counts = votes(keys_of(side.descriptors), segment)
            counts[other:] = 0
            found |= {(place, other) for _number, place in likeliest(counts, CANDIDATES, FEWEST_VOTES)}
    return found
