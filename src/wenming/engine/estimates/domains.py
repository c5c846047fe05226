"""A whole table of means with their errors in one pass over the rows: what a page of districts, types and items shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.estimates.backends import NUMPY, Backend
from wenming.engine.estimates.designs import DesignError, DesignFault, Floats, Integers, Survey
from wenming.engine.estimates.taylor import NothingError, mean


@dataclass(frozen=True)
class DomainTable:
    """One entry per domain, 0 … k − 1: the mean, its standard error, degrees of freedom, and rows. NaN where a domain has no row."""

    values: Floats
    errors: Floats
    degrees: Integers
    counts: Integers


def by_domain(
    survey: Survey, values: ArrayLike, codes: ArrayLike, *, domains: int | None = None, backend: Backend = NUMPY
) -> DomainTable:
    """Return the mean of ``values`` in each domain. ``codes`` (one per row) counts from 0; below 0 is no domain.

    The same numbers as :func:`wenming.engine.estimates.taylor.mean` of each domain, at the price of one pass. Surveys with a second
    stage or known totals go domain by domain. Raises DesignError, LoneClusterError.
    """
    code = np.asarray(codes, dtype=np.int64)
    if code.shape != (survey.n,):
        raise DesignError(DesignFault.LENGTH, "codes")
    many = domains if domains is not None else int(code.max(initial=-1)) + 1
    inside = code >= 0
    column = survey.numbers("values", values, inside)
    if survey.second is not None or survey.known is not None:
        return _one_by_one(survey, column, code, many)
    design = survey.first
    counts = np.zeros((len(design.strata), many), dtype=np.int64)
    sums = np.zeros((counts.size, 2))
    backend.accumulate(design.clusters, code, survey.weights, column, counts, sums)
    return _table(survey, counts, sums)


def _one_by_one(survey: Survey, column: Floats, code: Integers, many: int) -> DomainTable:
    """Return the table by one estimate after the other."""
    found = DomainTable(
        np.full(many, np.nan), np.full(many, np.nan), np.zeros(many, dtype=np.int64), np.zeros(many, dtype=np.int64)
    )
    for domain in range(many):
        try:
            one = mean(survey, column, domain=code == domain)
        except NothingError:
            continue
        found.values[domain], found.errors[domain] = one.value, one.error
        found.degrees[domain], found.counts[domain] = one.degrees, one.n
    return found


def _table(survey: Survey, counts: Integers, sums: Floats) -> DomainTable:
    """Return means and errors from the cells that have rows; the others are known to be 0."""
    design, many = survey.first, counts.shape[1]
    factor = design.factors(lone=survey.rule)
    cell = np.flatnonzero(counts)
    cluster, domain = np.divmod(cell, max(many, 1))
    stratum = design.strata[cluster]
    weight, total = sums[cell, 0], sums[cell, 1]
    size = np.bincount(domain, weights=weight, minlength=many)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = np.bincount(domain, weights=total, minlength=many) / size
    scores = (total - values[domain] * weight) / size[domain]
    held = design.held.astype(np.float64)
    place = stratum * many + domain
    crossed = len(held) * many
    means = np.bincount(place, weights=scores, minlength=crossed) / np.repeat(np.maximum(held, 1), many)
    # the scores of a domain add up to nothing, so a lone cluster is measured from 0
    means = np.where(np.repeat(held == 1, many), 0.0, means)
    unseen = np.repeat(held, many) - np.bincount(place, minlength=crossed)
    squares = np.bincount(place, weights=(scores - means[place]) ** 2, minlength=crossed) + unseen * means**2
    variances = factor @ squares.reshape(len(held), many)
    rows = counts.sum(axis=0)
    strata_seen = np.bincount(np.unique(place) % max(many, 1), minlength=many)
    degrees = np.bincount(domain, minlength=many) - strata_seen
    errors = np.where(rows > 0, np.sqrt(np.maximum(variances, 0.0)), np.nan)
    return DomainTable(values, errors, degrees.astype(np.int64), rows.astype(np.int64))
