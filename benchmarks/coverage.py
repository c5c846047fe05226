"""`bench coverage`: whether what we publish as 95 % holds in 95 % of cases, simulated (quant.md 2.b, G3).

* Five designs of shares near 1, clusters alike by a beta-binomial: Korn and Graubard's interval covers at least 94 and at most 99.5 %, is never of
  width zero, and is at most 1.3 times as wide as Wilson's on the effective number. Peer: Wald's, which is why it is not published.
* Bands of places: how often a league of areas has a band that misses its true place (every band of the league must hold at once), with equal, unequal
  and shared errors. Peer: bands from each area's own interval.

A seed fixes every number. By default 300 samples of each, with `--no-quick` 4,000.
"""

import argparse
import math

import numpy as np

from benchmarks.runner import measured, report
from wenming.engine.intervals import Design, clopper_pearson, korn_graubard
from wenming.engine.ranking import deviations, rank_bands

SAMPLES, QUICK = 4000, 300
DESIGNS = (
    (0.95, 6, 3, 20, 0.05),
    (0.98, 6, 3, 20, 0.05),
    (0.99, 10, 3, 10, 0.05),
    (0.97, 10, 4, 15, 0.10),
    (0.90, 6, 3, 20, 0.05),
)
"""Share, strata, clusters of each, looks at each, how alike (the five of quant.md 2.b)."""
Z = 1.959963985


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--quick",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="a tenth of the samples, the default; --no-quick takes all",
    )
    parser.add_argument("--seed", type=int, default=9, help="of the simulation (%(default)s)")


def wilson(share: float, n: float) -> float:
    """Return the width of Wilson's interval."""
    return 2 * Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))


def simulated(number: int, samples: int, seed: int) -> tuple[dict[str, float], int]:
    """Return of one design the parts of samples covered (ours, Wald's), the mean widths (ours, Wilson's), and how many intervals were points."""
    share, strata, clusters, looks, icc = DESIGNS[number]
    random = np.random.default_rng([seed, number])
    places = strata * clusters
    place = np.arange(places * looks) // looks
    design = Design.of(places * looks, clusters=place, strata=place // clusters)
    firm = (1 - icc) / icc
    levels = random.beta(share * firm, (1 - share) * firm, (samples, places))
    told = dict.fromkeys(("held", "wald", "width", "wilson"), 0.0)
    points = 0
    for row in random.binomial(looks, levels):
        found = korn_graubard((np.arange(looks) < row[:, np.newaxis]).ravel(), design=design, icc=icc)
        points += found.width == 0
        told["held"] += (found.low <= share <= found.high) / samples
        told["wald"] += (abs(found.estimate - share) <= Z * found.error) / samples
        told["width"] += found.width / samples
        told["wilson"] += wilson(found.estimate, found.effective) / samples
    return told, points


def measure_shares(samples: int, seed: int) -> list[dict]:
    """Simulate the five designs."""
    goals = []
    # few samples may miss by chance what many must hold
    slack = 0.0 if samples >= SAMPLES else 2 * math.sqrt(0.05 * 0.95 / samples)
    for number, (share, strata, clusters, looks, icc) in enumerate(DESIGNS):
        told, points = simulated(number, samples, seed)
        name = f"{share:g}, {strata}×{clusters}×{looks}, icc {icc:g}"
        holds = 0.94 - slack <= told["held"] <= 0.995 + slack and not points
        wide = told["width"] <= 1.3 * told["wilson"]
        goals += [
            measured(f"covers {name}", told["held"], told["wald"], "of 1", f"{0.94 - slack:.3f} … 0.995", holds=holds),
            measured(f"width {name}, Wilson n_eff", told["width"], told["wilson"], "of 1", "≤ 1.3", holds=wide),
        ]
    return goals


def leagues(random: np.random.Generator) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return true levels and the covariance of their estimates, of 13 communities and of 40."""
    equal = np.eye(13) * 0.02**2
    sizes = random.uniform(0.01, 0.05, 40)
    shared = 0.03**2 * (0.6 * np.ones((13, 13)) + 0.4 * np.eye(13))
    close = np.linspace(0.88, 0.94, 13)
    return {
        "13 alike": (np.full(13, 0.9), equal),
        "13 in steps": (close, equal),
        "13 that share clusters": (close, shared),
        "40 of unequal size": (random.normal(0.9, 0.03, 40), np.diag(sizes**2)),
    }


def true_places(levels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last place that each may rightly have: equals share theirs."""
    better = (levels[:, np.newaxis] > levels).sum(axis=0)
    worse = (levels[:, np.newaxis] < levels).sum(axis=0)
    return 1 + better, len(levels) - worse


def measure_bands(samples: int, seed: int) -> list[dict]:
    """Simulate leagues: a league fails where one band misses a place that its area may rightly have, on both sides."""
    random = np.random.default_rng([seed, 99])
    goals = []
    for name, (levels, covariance) in leagues(random).items():
        off = deviations(covariance, seed=seed)
        first, last = true_places(levels)
        error = np.sqrt(np.diag(covariance))
        wrong = naive = 0
        for found in random.multivariate_normal(levels, covariance, samples, method="cholesky"):
            bands = rank_bands(found, off)
            wrong += bool(((bands.first > first) | (bands.last < last)).any())
            low, high = found - Z * error, found + Z * error
            alone = (1 + (low[:, np.newaxis] > high).sum(axis=0), len(found) - (high[:, np.newaxis] < low).sum(axis=0))
            naive += bool(((alone[0] > first) | (alone[1] < last)).any())
        allowed = 0.05 + 3 * math.sqrt(0.05 * 0.95 / samples)
        goals.append(
            measured(
                f"bands that miss, {name}",
                wrong / samples,
                naive / samples,
                "of leagues",
                f"≤ {allowed:.3f}",
                holds=wrong / samples <= allowed,
            )
        )
    return goals


def measure(*, quick: bool = True, seed: int = 9) -> dict:
    """Measure everything."""
    samples = QUICK if quick else SAMPLES
    goals = measure_shares(samples, seed) + measure_bands(samples // 2, seed)
    low, high = clopper_pearson(200, 200)
    checks = {"samples of each design": samples, "seed": seed, "interval of 200 of 200": f"{low:.4f} … {high:.4f}"}
    return report("coverage", goals, checks, ("numpy",))
