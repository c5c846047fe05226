"""`bench estimate`: a million answers of 600 strata and 12,000 clusters, against svy, the survey package of Python (quant.md 2.d, G2).

* Mean and standard error by ten domains that cross the strata, and by 300 that hold whole strata: both sides begin with the
  columns in memory and their design made, and must agree to 1e-12, relatively.
* Raking to three margins (300 + 5 + 2 classes) to 1e-10: the weights must agree to 1e-9, for svy stops at a misfit, not at a step.
* Ten million answers by 300 domains, at most half a second of one processor.
* The precision of a plain NumPy analyst (a filter and a group-by per domain) stands beside, as `naive`.
"""

import time

import numpy as np
import polars as pl
import svy

from benchmarks.runner import best_of, goal, measured, report
from wenming.engine.estimates import Margin, SurveyDesign, by_domain, rake
from wenming.engine.estimates.backends import compiled_backend

ROWS, STRATA, CLUSTERS, CITIES, CROSSING = 1_000_000, 600, 12_000, 300, 10
ALLOWED_MS = 500.0
ROUNDS = 3


def answers(rows: int) -> dict[str, np.ndarray]:
    """Return the columns; the clusters of a stratum follow each other, the rows come in any order."""
    random = np.random.default_rng(2017)
    cluster = random.integers(0, CLUSTERS, rows)
    stratum = cluster // (CLUSTERS // STRATA)
    level = random.normal(0, 0.5, CLUSTERS)
    return {
        "stratum": stratum,
        "cluster": cluster,
        "weight": random.uniform(0.5, 3, rows),
        "y": 5 + level[cluster] + random.normal(0, 1, rows),
        "city": stratum // (STRATA // CITIES),
        "crossing": random.integers(0, CROSSING, rows),
        "age": random.integers(0, 5, rows),
        "sex": random.integers(0, 2, rows),
    }


def naive(columns: dict[str, np.ndarray], name: str, domains: int) -> np.ndarray:
    """Return the standard errors by one filter after the other, as an analyst writes it."""
    seen, cluster = np.unique(columns["cluster"], return_inverse=True)
    strata = seen // (CLUSTERS // STRATA)
    held = np.bincount(strata, minlength=STRATA)
    found = np.empty(domains)
    for domain in range(domains):
        weight = np.where(columns[name] == domain, columns["weight"], 0.0)
        mean = (weight * columns["y"]).sum() / weight.sum()
        scores = weight * (columns["y"] - mean) / weight.sum()
        totals = np.bincount(cluster, weights=scores, minlength=len(seen))
        means = np.bincount(strata, weights=totals, minlength=STRATA) / held
        squares = np.bincount(strata, weights=(totals - means[strata]) ** 2, minlength=STRATA)
        found[domain] = np.sqrt((held / (held - 1) * squares).sum())
    return found


def off(ours: np.ndarray, peer: np.ndarray) -> float:
    """Return the largest relative difference."""
    return float((np.abs(ours - peer) / np.abs(peer)).max())


def measure_domains(columns: dict[str, np.ndarray], rounds: int) -> tuple[list[dict], dict[str, object]]:
    """Measure both tables of domains."""
    survey = SurveyDesign.of(
        len(columns["y"]), weights=columns["weight"], clusters=columns["cluster"], strata=columns["stratum"]
    )
    sample = svy.Sample(pl.DataFrame(columns), svy.Design(stratum="stratum", psu="cluster", wgt="weight"))
    backend = compiled_backend()
    goals, checks = [], {}
    for name, domains, wanted in (("crossing", CROSSING, 10), ("city", CITIES, 100)):

        def ours(name: str = name, domains: int = domains) -> np.ndarray:
            return by_domain(survey, columns["y"], columns[name], domains=domains, backend=backend).errors

        def peer(name: str = name) -> np.ndarray:
            table = sample.estimation.mean("y", by=name).to_polars().sort(name)
            return table["se"].to_numpy()

        best = best_of({"ours": ours, "peer": peer}, rounds=rounds)
        alone = best_of({"naive": lambda: naive(columns, name, domains)}, rounds=1)  # noqa: B023 - run at once
        goals.append(goal(f"mean and error by {domains} domains, svy", best["ours"], best["peer"], at_least=wanted))
        apart = off(ours(), peer())
        goals.append(measured(f"errors by {domains} domains", apart * 1e12, 1.0, "1e-12", "≤ 1", holds=apart <= 1e-12))
        checks[f"naive by {domains} domains, times ours"] = round(alone["naive"] / best["ours"], 1)
    return goals, checks


def measure_raking(columns: dict[str, np.ndarray], rounds: int) -> list[dict]:
    """Measure raking to three margins."""
    names = {"city": CITIES, "age": 5, "sex": 2}
    random = np.random.default_rng(5)
    tilted = (
        columns["weight"] * random.uniform(0.8, 1.25, 5)[columns["age"]] * random.uniform(0.9, 1.1, 2)[columns["sex"]]
    )
    totals = {name: np.bincount(columns[name], weights=tilted, minlength=size) for name, size in names.items()}
    survey = SurveyDesign.of(len(columns["y"]), weights=columns["weight"])
    margins = [Margin(name, columns[name], totals[name], tuple(range(size))) for name, size in names.items()]
    controls = {name: dict(enumerate(values.tolist())) for name, values in totals.items()}
    sample = svy.Sample(pl.DataFrame(columns), svy.Design(wgt="weight"))

    def ours() -> np.ndarray:
        return rake(survey, margins).weights

    def peer() -> np.ndarray:
        raked = sample.weighting.rake(controls=controls, wgt_name="raked", tol=1e-10, max_iter=1000)
        return raked.data["raked"].to_numpy()

    best = best_of({"ours": ours, "peer": peer}, rounds=rounds)
    apart = off(ours(), peer())
    return [
        goal("raking to 300 + 5 + 2 classes, svy", best["ours"], best["peer"], at_least=100),
        measured("raked weights", apart * 1e9, 1.0, "1e-9", "≤ 1", holds=apart <= 1e-9),
    ]


def measure_large() -> dict:
    """Measure ten million answers."""
    columns = answers(10 * ROWS)
    survey = SurveyDesign.of(
        10 * ROWS, weights=columns["weight"], clusters=columns["cluster"], strata=columns["stratum"]
    )
    backend = compiled_backend()
    best = best_of(
        {"ours": lambda: by_domain(survey, columns["y"], columns["city"], domains=CITIES, backend=backend)},
        rounds=2,
        clock=time.process_time,
    )
    return goal(
        "ten million answers by 300 domains, against half a second of one processor",
        best["ours"],
        ALLOWED_MS,
        at_most=1,
    )


def measure() -> dict:
    """Measure everything."""
    columns = answers(ROWS)
    goals, checks = measure_domains(columns, ROUNDS)
    goals += [*measure_raking(columns, ROUNDS), measure_large()]
    return report("estimate", goals, {"answers": ROWS, **checks}, ("svy", "polars", "numba", "numpy"))
