"""Draws that are spread over the map: the same on every machine and with both loops, chances kept, reserves in order, and how even they are."""

from __future__ import annotations

import csv
import itertools
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.engine.data import data_path
from wenming.engine import sampling
from wenming.engine.sampling import FrameRow, Place
from wenming.engine.sampling.backends import NUMPY, best_backend, compiled_backend
from wenming.engine.sampling.pivotal import Stream, balanced_order, flat, words_of
from wenming.engine.sampling.places import millionths

GOLDEN = Path(__file__).resolve().parent / "golden" / "balanced.csv"
MICRO = 10**6


def lattice(width: int, *, step: int = 1000, strata: int = 1) -> list[FrameRow]:
    """Places on a square: every neighbour is as near as three others."""
    spots = itertools.product(range(width), repeat=2)
    return [
        FrameRow(
            f"点-{y:02}-{x:02}",
            f"类{(y + x) % strata}",
            (y * x) % 9 + 1,
            Place(32 * MICRO + y * step, 114 * MICRO + x * step),
        )
        for y, x in spots
    ]


def town() -> sampling.Frame:
    """A lattice in two strata, with some places that lie on one another."""
    rows = lattice(9, strata=2)
    return sampling.frame_of([*rows[:-6], *(FrameRow(f"叠-{n}", "类0", 3, rows[0].place) for n in range(6))])


def rule(each: int = 5, **facts: object) -> sampling.Rule:
    return sampling.rule_of(
        {
            "round": "第一轮",
            "design": "balanced",
            "allocation": "each",
            "each": each,
            **facts,
        }
    )


def drawn(rows: list[FrameRow], size: int, seed: int, **facts: object) -> list[str]:
    lots = sampling.draw(sampling.frame_of(rows), rule(size, reserves=0, **facts), sampling.seed_of(str(seed)))
    return [lot.key for lot in lots]


# --- the same everywhere ---


def philox(key: int, count: int) -> list[int]:
    """Philox4x64-10 in plain whole numbers (Salmon, Moraes, Dror, Shaw 2011), counter from 1."""
    mask = (1 << 64) - 1
    found: list[int] = []
    for counter in range(1, count // 4 + 2):
        a, b, c, d = counter, 0, 0, 0
        k, m = key & mask, key >> 64
        for _round in range(10):
            p, q = a * 0xD2E7470EE14C6C93, c * 0xCA5A826395121157
            a, b, c, d = (q >> 64) ^ b ^ k, q & mask, (p >> 64) ^ d ^ m, p & mask
            k, m = (k + 0x9E3779B97F4A7C15) & mask, (m + 0xBB67AE8584CAA73B) & mask
        found += [a, b, c, d]
    return found[:count]


def test_take_words_gives_philox_with_the_digest_as_its_key():
    key = int(sampling.digest_of("s|r|t|balance|")[:32], 16)
    assert Stream("s", "r", "t").take(9).tolist() == [word >> 1 for word in philox(key, 9)]
    stream = Stream("s", "r", "t")
    assert [*stream.take(3), *stream.take(6)] == Stream("s", "r", "t").take(9).tolist()


def test_draw_balanced_again_anywhere_gives_the_golden_file():
    # the same on every Python and machine: the file was written once
    bundle = sampling.Bundle(town(), rule(by_size=True), "骰子之前的密钥", "盐", ("骰子 4 2 6",))
    files = sampling.written(bundle)
    assert files["result.csv"] == GOLDEN.read_bytes()
    assert sampling.differences(files) == []


@pytest.mark.parametrize(("units", "spread"), [(2, 9), (40, 5), (300, 40), (700, 10**6), (300, 1)])
def test_draw_with_both_loops_gives_one_order(units, spread):
    random = np.random.default_rng(units)
    places = [Place(*map(int, pair)) for pair in random.integers(0, spread, (units, 2))]
    orders = [
        balanced_order(places, [units // 2] * units, units, Stream("s", "r", "t"), backend=one)
        for one in (NUMPY, compiled_backend())
    ]
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == list(range(units))


def test_draw_fewer_reserves_gives_the_beginning_of_the_same_order():
    rows = lattice(24)
    places = [row.place for row in rows]
    whole = balanced_order(places, [30] * 576, 576, Stream("s", "r", "t"))
    for limit in (30, 31, 200, 575):
        assert balanced_order(places, [30] * 576, 576, Stream("s", "r", "t"), limit=limit) == whole[:limit]


def test_choose_backend_without_numba_is_numpy(monkeypatch):
    assert best_backend().name == "numba"
    monkeypatch.setitem(sys.modules, "numba", None)
    for module in ("kernels",):
        monkeypatch.delitem(sys.modules, f"wenming.engine.sampling.{module}", raising=False)
        monkeypatch.delattr(f"wenming.engine.sampling.{module}", raising=False)
    monkeypatch.delitem(sys.modules, "wenming.engine.scoring.kernels", raising=False)
    monkeypatch.delattr("wenming.engine.scoring.kernels", raising=False)
    best_backend.cache_clear()
    assert best_backend() is NUMPY
    best_backend.cache_clear()


# --- chances ---


@pytest.mark.parametrize("by_size", [False, True])
def test_count_two_thousand_balanced_draws_finds_the_chances_that_were_meant(by_size):
    rows = [FrameRow(row.key, row.stratum, 1 + number % 3, row.place) for number, row in enumerate(lattice(5))]
    counts: Counter = Counter()
    for seed in range(2000):
        counts.update(drawn(rows, 6, seed, by_size=by_size))
    chances = sampling.certain_of({row.key: row.size if by_size else 1 for row in rows}, 6)
    # each unit by its own variance: 24 degrees of freedom, 42.98 is the 0.99 quantile
    far = sum(
        (counts[key] - 2000 * float(p)) ** 2 / (2000 * float(p * (1 - p))) * (24 / 25) for key, p in chances.items()
    )
    assert far < 42.98
    assert sum(counts.values()) == 12000


def test_draw_by_enormous_sizes_keeps_the_certain_ones_and_everybody_else_a_chance():
    rows = [FrameRow(row.key, row.stratum, 10**15 - number, row.place) for number, row in enumerate(lattice(4))]
    rows[3] = FrameRow(rows[3].key, rows[3].stratum, 1, rows[3].place)
    keys = {seed: set(drawn(rows, 15, seed, by_size=True)) for seed in range(5)}
    assert {frozenset(found) for found in keys.values()} == {frozenset(row.key for row in rows) - {rows[3].key}}
    assert len(drawn(rows, 16, 0, by_size=True)) == 16


# --- how even ---


def pielou(spots: np.ndarray, chosen: list[int]) -> float:
    """Pielou's evenness of the parts of the frame that lie nearest to each chosen unit: 0 = all alike (spsurvey's sp_balance)."""
    apart = ((spots[:, None, :] - spots[None, chosen, :]) ** 2).sum(axis=2)
    shares = np.bincount(apart.argmin(axis=1), minlength=len(chosen)) / len(spots)
    shares = shares[shares > 0]
    return float(1 + (shares * np.log(shares)).sum() / math.log(len(chosen)))


def test_spread_fifty_of_the_lakes_is_evener_than_r_spsurvey():
    # cran/spsurvey, data/NE_Lakes.rda, n = 50: GRTS .02845 (40 draws in R), simple random .0461 (200 draws); quant.md 8.c
    with data_path("sampling/NE_Lakes.csv").open(encoding="utf-8") as file:
        lines = [(row["Y"], row["X"]) for row in csv.DictReader(file)]
    places = {str(n): Place(millionths(y), millionths(x), plane=True) for n, (y, x) in enumerate(lines)}
    frame = sampling.frame_of(FrameRow(key, "湖", 1, place) for key, place in places.items())
    spots = np.array([[float(y), float(x)] for y, x in lines])
    mean = {}
    for design in ("balanced", "equal"):
        facts = {"round": "r", "design": design, "allocation": "each", "each": 50, "reserves": 0}
        draws = (sampling.draw(frame, sampling.rule_of(facts), sampling.seed_of(str(seed))) for seed in range(40))
        mean[design] = sum(pielou(spots, [int(lot.key) for lot in lots]) for lots in draws) / 40
    assert mean["balanced"] < 0.0230
    assert 0.042 < mean["equal"] < 0.050


def test_take_the_first_reserves_is_evener_than_by_chance():
    rows = lattice(16)
    spots = np.array([row.place[:2] for row in rows])
    number = {row.key: n for n, row in enumerate(rows)}
    spread, chance = [], []
    for seed in range(20):
        lots = sampling.draw(sampling.frame_of(rows), rule(32), sampling.seed_of(str(seed)))
        spread.append(pielou(spots, [number[lot.key] for lot in lots[32:64]]))
        some = sorted(lots, key=lambda lot: lot.ticket)[:32]
        chance.append(pielou(spots, [number[lot.key] for lot in some]))
    assert sum(spread) < 0.75 * sum(chance)


# --- places and frames ---


@pytest.mark.parametrize(
    ("text", "number"),
    [("32.1234565", 32123457), ("-0.5", -500000), ("+7", 7000000), ("1.", 1000000), ("", None), ("1e3", None), (".5", None)],
)  # fmt: skip
def test_read_a_number_gives_millionths(text, number):
    assert millionths(text) == number


def test_flatten_degrees_shortens_longitude_by_the_latitude():
    # cos 60° = 1/2; Bhaskara's fraction gives 18000/36000 there, exactly
    y, x = flat([Place(60 * MICRO, 0), Place(60 * MICRO, 4 * MICRO)])
    assert (y.tolist(), x.tolist()) == ([0, 0], [0, 2 * MICRO])
    y, x = flat([Place(0, 0, plane=True), Place(0, 10**15, plane=True)])
    assert int(x[1]).bit_length() == 30


def test_write_a_frame_with_places_gives_bytes_that_are_read_again():
    rows = (FrameRow("a", "x", 1, Place(32_000_001, -114_500_000)), FrameRow("b", "x"))
    found = sampling.frame_of(rows)
    assert found.content.decode() == "key,stratum,size,latitude,longitude\na,x,1,32.000001,-114.500000\nb,x,1,,\n"
    assert sampling.read_frame(found.content) == found
    plane = sampling.frame_of([FrameRow("a", "x", 1, Place(5, -5, plane=True))])
    assert plane.content.decode() == "key,stratum,size,y,x\na,x,1,0.000005,-0.000005\n"
    assert sampling.read_frame(plane.content) == plane
    assert sampling.frame_of([FrameRow("b", "x")]).content == b"key,stratum,size\nb,x,1\n"


@pytest.mark.parametrize("place", [Place(90_000_001, 0), Place(0, 180_000_001), Place(1, 1, plane=True)])
def test_check_a_frame_with_a_place_on_no_map_names_it(place):
    with pytest.raises(sampling.FrameError) as error:
        sampling.frame_of([FrameRow("0", "x", 1, Place(0, 0)), FrameRow("a", "x", 1, place)])
    assert error.value.faults == (sampling.Fault(sampling.FrameFault.PLACE, ("a",)),)


def test_draw_balanced_without_places_names_the_units_of_the_strata_that_are_drawn_from():
    rows = [FrameRow("a", "x", 1, Place(1, 1)), FrameRow("b", "x"), FrameRow("c", "y")]
    sizes = sampling.rule_of({"round": "r", "design": "balanced", "sizes": {"x": 1}})
    with pytest.raises(sampling.FrameError) as error:
        sampling.draw(sampling.frame_of(rows), sizes, "s")
    assert error.value.faults == (sampling.Fault(sampling.FrameFault.NO_PLACE, ("b",)),)


def test_draw_with_reserves_writes_no_more_than_they_are():
    lots = sampling.draw(town(), sampling.rule_of({"round": "r", "allocation": "each", "each": 3, "reserves": 2}), "s")
    assert [(lot.order, lot.chosen) for lot in lots] == [(n, n < 4) for n in range(1, 6)] * 2
    assert b'"reserves":2' in rule(reserves=2).content
    assert b'"by_size":false' in rule().content


@pytest.mark.parametrize(("facts", "fault"), [({"by_size": 1}, "field"), ({"reserves": -1}, "number")])
def test_read_a_rule_with_a_strange_design_names_it(facts, fault):
    with pytest.raises(sampling.RuleError) as error:
        rule(**facts)
    assert error.value.fault == fault


def test_count_words_of_a_halving():
    assert [words_of(n) for n in (0, 1, 2, 3, 4)] == [0, 0, 2, 6, 10]
