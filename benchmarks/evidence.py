"""`bench evidence`: fingerprints among a million, and what is told apart among thousands of made-up scenes.

* Exact search: 1,000 fingerprints among 1,000,000, everything within 31 bits, our scan against faiss' flat index (its range search), both with
  two threads and both with the same hits; and against the goal of one second.
* False pairs: 2,000 scenes, all different, through all three stages: what is called one photo is wrong.
* The index of local features: 32,768 photos (the scenes' descriptors, the copies with a quarter of their bits turned by chance) in four segments; how long a
  segment takes to build, a photo to be looked up, and how often a stamped, mirrored, turned or cropped
  copy is among the 20 candidates and then told by its features alone.

`WENMING_BENCH_SCENES` makes it smaller for a quick look.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import faiss
import numpy as np

from benchmarks.runner import best_of, goal, report
from tests.evidence.scenes import ATTACKS, jpeg, scene
from wenming.engine.pictures.backends import compiled_backend
from wenming.engine.pictures.features import SEGMENT, keys_of, likeliest, segment_of, votes
from wenming.engine.pictures.fingerprints import NEAR, near
from wenming.engine.pictures.judging import with_lie
from wenming.evidence.adapters.comparing import (
    CANDIDATES,
    FEWEST_VOTES,
    Looked,
    compare,
    look_at,
    match_looked,
    promises,
)

ARCHIVE, QUERIES, THREADS = 1_000_000, 1_000, 2
SCENES = int(os.environ.get("WENMING_BENCH_SCENES", "2000"))
PHOTOS = 4 * SEGMENT
COPIES = ("recompressed", "stamp", "mirrored", "turned 90", "turned 3", "crop 20", "crop 40", "screenshot")


def measure() -> dict:
    """Measure all three parts."""
    checks: dict[str, object] = {}
    goals = _scan(checks)
    looked = [look_at(jpeg(scene(number), 88)) for number in range(SCENES)]
    goals.append(_false_pairs(looked, checks))
    goals.append(_index(looked, checks))
    return report("evidence", goals, checks, ("faiss-cpu", "numba", "opencv-python-headless", "pdqhash"))


def _scan(checks: dict) -> list[dict]:
    """Compare the exact scans."""
    draw = np.random.default_rng(2026)
    archive = draw.integers(0, 2**64, size=(4, ARCHIVE), dtype=np.uint64)
    queries = np.ascontiguousarray(archive[:, draw.permutation(ARCHIVE)[:QUERIES]].T)
    for bit in range(20):
        queries[:, bit % 4] ^= np.uint64(1) << np.uint64(bit)
    backend = compiled_backend()
    index = faiss.IndexBinaryFlat(256)
    index.add(np.ascontiguousarray(archive.T).view(np.uint8))
    faiss.omp_set_num_threads(THREADS)
    halves = [np.ascontiguousarray(queries[part::THREADS]) for part in range(THREADS)]

    def ours() -> int:
        with ThreadPoolExecutor(THREADS) as pool:
            return sum(len(hits) for hits in pool.map(lambda part: near(part, archive, NEAR, backend), halves))

    def peer() -> int:
        # faiss counts what lies below the radius
        limits, _distances, _places = index.range_search(queries.view(np.uint8), NEAR + 1)
        return int(limits[-1])

    if ours() != peer() or ours() != QUERIES:
        raise AssertionError("the scans disagree")
    spent = best_of({"ours": ours, "peer": peer}, 5)
    checks["fingerprints"] = f"{QUERIES} among {ARCHIVE}, {QUERIES} hits on both sides"
    return [
        goal("exact scan, faiss flat", spent["ours"], spent["peer"], at_least=2),
        goal("exact scan, one second", spent["ours"], 1000.0, at_least=1),
    ]


def _false_pairs(looked: list, checks: dict) -> dict:
    """Count the pairs among scenes that are all different; the goal is one in ten thousand photos."""
    start = time.process_time()
    pairs = match_looked([f"{number:05d}" for number in range(len(looked))], looked)
    checks["false pairs"] = f"{len(pairs)} among {len(looked)} scenes, {time.process_time() - start:.0f} s"
    return goal("false pairs a 10,000 photos", len(pairs) * 10_000 / len(looked), 1.0, at_most=1)


def _index(looked: list, checks: dict) -> dict:
    """Fill segments, and look copies up; the goal is that 95 of 100 are among the candidates."""
    draw = np.random.default_rng(7)
    plain = [one.features.descriptors for one in looked]
    segments, spent = [], []
    for number in range(PHOTOS // SEGMENT):
        photos = plain[:SEGMENT] if number == 0 else []
        photos = [*photos, *(_noisy(plain[place % len(plain)], draw) for place in range(SEGMENT - len(photos)))]
        start = time.process_time()
        segments.append(segment_of(photos))
        spent.append(time.process_time() - start)
    found = dict.fromkeys(COPIES, 0)
    asked, looking = min(60, len(looked)), 0.0
    for number in range(asked):
        for name in COPIES:
            copy = look_at(jpeg(ATTACKS[name](scene(number)), 80))
            start = time.process_time()
            among = _is_candidate(number, copy, segments)
            looking += time.process_time() - start
            found[name] += among and _is_told(looked[number], copy)
    checks["index"] = (
        f"{PHOTOS} photos in {len(segments)} segments, {np.mean(spent):.2f} s each, "
        f"{sum(one.photos.nbytes + one.starts.nbytes for one in segments) / PHOTOS / 1000:.1f} kB a photo; "
        f"{looking / asked / len(COPIES) * 1000:.0f} ms a look-up"
    )
    checks["told through the index and 40 points alone"] = ", ".join(
        f"{name} {number}/{asked}" for name, number in found.items()
    )
    share = min(found.values()) / asked
    return goal("copies told by features (lost, % of 5)", max(1e-9, (1 - share) * 100), 5.0, at_most=1)


def _is_told(looked: Looked, copy: Looked) -> bool:
    """Tell whether the short and the long comparison say that both are one photo."""
    mirrors = promises(looked.features, copy)
    lie = compare(looked.picture.greys, copy, mirrors=mirrors) if mirrors else None
    return with_lie(None, lie) is not None


def _noisy(descriptors: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Return descriptors of a photo that is none of the scenes: every one has a quarter of its bits turned."""
    one, other = (draw.integers(0, 256, descriptors.shape, dtype=np.uint8) for _round in range(2))
    return descriptors ^ (one & other)


def _is_candidate(number: int, copy: object, segments: list) -> bool:
    """Tell whether a photo is among the candidates of all segments together."""
    best = []
    for side in (copy.features, copy.mirror):
        keys = keys_of(side.descriptors)
        for order, segment in enumerate(segments):
            best += [
                (count, order, place) for count, place in likeliest(votes(keys, segment), CANDIDATES, FEWEST_VOTES)
            ]
    return (0, number) in [(order, place) for _count, order, place in sorted(best, reverse=True)[:CANDIDATES]]
