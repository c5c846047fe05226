"""Local features: written and read, found again by votes of their keys."""

import numpy as np

from wenming.engine.pictures.features import (
    CROWDED,
    KEY_BITS,
    ROOM,
    TABLES,
    Features,
    keys_of,
    likeliest,
    segment_of,
    votes,
)


def descriptors(number: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, size=(number, 32), dtype=np.uint8)


def test_write_features_reads_them_again():
    points = np.array([[0.25, 511.75], [12.5, 3.0]], np.float32)
    read = Features.from_bytes(Features(points, descriptors(2, 1)).to_bytes())
    assert (read.points.tolist(), read.descriptors.tolist()) == (points.tolist(), descriptors(2, 1).tolist())
    assert len(Features.from_bytes(b"")) == 0


def test_read_keys_are_bits_of_the_descriptor():
    none, all_bits = keys_of(np.zeros((1, 32), np.uint8)), keys_of(np.full((1, 32), 255, np.uint8))
    assert none.tolist() == [[0] * TABLES]
    assert all_bits.tolist() == [[2**KEY_BITS - 1] * TABLES]


def test_vote_for_photos_finds_the_one_that_shares_descriptors():
    photos = [descriptors(150, seed) for seed in range(60)]
    segment = segment_of(photos)
    copy = photos[42].copy()
    copy[:, 0] ^= 3
    copy[90:] = descriptors(60, 999)
    counts = votes(keys_of(copy), segment)
    assert segment.number == 60
    assert likeliest(counts, 3, 10)[0][1] == 42
    assert int(counts[42]) > 20 * max(1, int(np.delete(counts, 42).max()))


def test_vote_for_photos_whose_key_is_crowded_counts_nothing():
    """What nearly every photo shows (plain corners of one kind) tells nobody apart."""
    common = np.zeros((1, 32), np.uint8)
    crowd = max(16, CROWDED * 40 // ROOM)
    segment = segment_of([common] * (crowd + 1))
    assert votes(keys_of(common), segment).sum() == 0
    assert votes(keys_of(common), segment_of([common] * crowd)).tolist() == [TABLES] * crowd


def test_vote_for_no_photos_and_without_features_gives_nothing():
    nothing = np.zeros((0, 32), np.uint8)
    assert votes(keys_of(descriptors(3, 1)), segment_of([])).tolist() == []
    assert votes(keys_of(nothing), segment_of([nothing, descriptors(2, 2)])).tolist() == [0, 0]
    assert likeliest(np.array([3, 9, 9, 1]), 3, 2) == [(9, 1), (9, 2), (3, 0)]
