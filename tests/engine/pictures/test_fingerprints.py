"""Fingerprints of whole pictures: the published ones, how far apart, and the exact search, compiled and not."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from tests.data import data_file
from wenming.engine.pictures.backends import NUMPY, best_backend, compiled_backend
from wenming.engine.pictures.fingerprints import Hit, columns, distance, from_bits, from_hex, near, to_hex

BACKENDS = [pytest.param(NUMPY, id="numpy"), pytest.param(compiled_backend(), id="numba")]
MODULES = ("backends", "features", "fingerprints", "geometry", "judging", "signals", "twins")


def drawn(number: int, seed: int = 1) -> np.ndarray:
    """Return fingerprints drawn by chance, (n, 4)."""
    return np.random.default_rng(seed).integers(0, 2**64, size=(number, 4), dtype=np.uint64)


def turned(words: np.ndarray, *bits: int) -> np.ndarray:
    """Return a fingerprint with some bits turned."""
    copy = words.copy()
    for bit in bits:
        copy[bit // 64] ^= np.uint64(1) << np.uint64(bit % 64)
    return copy


def test_write_fingerprint_reads_it_again():
    written = json.loads(data_file("photos/pdq.json").read_text(encoding="utf-8"))["q0122.jpg"]
    assert to_hex(from_hex(written)) == written
    bits = np.unpackbits(np.frombuffer(bytes.fromhex(written), np.uint8))
    assert from_bits(bits).tolist() == from_hex(written).tolist()


def test_measure_distance_counts_the_bits_that_differ():
    (one,) = drawn(1)
    assert (distance(one, one), distance(one, turned(one, 0, 63, 64, 255)), distance(one, ~one)) == (0, 4, 256)


@pytest.mark.parametrize("backend", BACKENDS)
def test_search_archive_finds_everything_within_the_limit(backend):
    archive = drawn(5000)
    queries = np.stack([turned(archive[4321], *range(31)), turned(archive[7], *range(0, 64, 2)), archive[4999]])
    found = near(queries, columns(list(archive)), 31, backend)
    assert found == [Hit(0, 4321, 31), Hit(2, 4999, 0)]
    assert near(queries, columns(list(archive)), 32, backend)[1] == Hit(1, 7, 32)


@pytest.mark.parametrize("backend", BACKENDS)
def test_search_archive_of_one_picture_many_times_finds_all_of_them(backend):
    (one,) = drawn(1)
    archive = columns([one] * 70 + [turned(one, 3)] * 30)
    assert near(one[None, :], archive, 0, backend) == [Hit(0, place, 0) for place in range(70)]


@pytest.mark.parametrize("backend", BACKENDS)
def test_search_empty_archive_finds_nothing(backend):
    assert near(drawn(2), columns([]), 31, backend) == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_search_halves_that_lie_near_tells_the_rest_apart(backend):
    (one,) = drawn(1)
    archive = columns([turned(one, *range(128, 200)), turned(one, *range(128, 140))])
    assert near(one[None, :], archive, 31, backend) == [Hit(0, 1, 12)]


def test_choose_backend_without_numba_is_numpy(monkeypatch):
    assert best_backend().name == "numba"
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "wenming.engine.pictures.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.pictures.kernels", raising=False)
    assert best_backend() is NUMPY


def test_import_modules_does_not_import_numba():
    imports = ", ".join(f"wenming.engine.pictures.{module}" for module in MODULES)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    program = f"import sys, {imports}; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0
