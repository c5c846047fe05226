"""A whole table of means with their errors in one pass over the rows: what a page of districts, types and items shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from wenming.engine.estimates.backends import NUMPY, Backend
from wenming.engine.estimates.designs import DesignError, DesignFault, Floats, Found, Integers, SurveyDesign, sums
from wenming.engine.estimates.taylor import NothingError, mean

SPARSE = 32


@dataclass(frozen=True)
class DomainTable:
    """One entry per domain, 0 … k − 1: the mean, its standard error, degrees of freedom, and rows. NaN where a domain has no row."""

    values: Floats
    errors: Floats
    degrees: Integers
    counts: Integers


def by_domain(
    survey: SurveyDesign, values: ArrayLike, codes: ArrayLike, *, domains: int | None = None, backend: Backend = NUMPY
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
    return _table(survey, _found(survey, column, code, many, backend), many)


def _found(survey: SurveyDesign, column: Floats, code: Integers, many: int, backend: Backend) -> Found:
    """Return the cells (cluster × domain) that have rows, in ascending order."""
    possible = len(survey.first.strata) * many
    most = min(possible, survey.n)
    cells, counts, sums = np.empty(most, np.int64), np.zeros(most, np.int64), np.zeros((most, 2))
    rows = (survey.first.clusters, code, survey.weights, column)
    number = np.zeros(possible, dtype=np.int32)
    seen = backend.accumulate(*rows, many, number, (cells, counts, sums))
    # few of many cells are sorted faster than found
    order = np.argsort(cells[:seen]) if possible > SPARSE * seen else number[np.flatnonzero(number)] - 1
    return cells[:seen][order], counts[:seen][order], sums[:seen][order]


def _one_by_one(survey: SurveyDesign, column: Floats, code: Integers, many: int) -> DomainTable:
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


def _table(survey: SurveyDesign, found: Found, many: int) -> DomainTable:
    """Return means and errors from the cells that have rows; the others are known to be 0."""
    design = survey.first
    factor = design.factors(lone=survey.rule)
    cell, counts, added = found
    cluster, domain = np.divmod(cell, max(many, 1))
    weight, total = added[:, 0], added[:, 1]
    rows = np.bincount(domain, weights=counts, minlength=many).astype(np.int64)
    size = sums(domain, weight, many)
    with np.errstate(invalid="ignore", divide="ignore"):
        values = sums(domain, total, many) / size
    scores = (total - values[domain] * weight) / size[domain]
    held = design.held[:, np.newaxis].astype(np.float64)
    place, shape = design.strata[cluster] * many + domain, (len(held), many)
    crossed = shape[0] * many
    clusters = np.bincount(place, minlength=crossed).reshape(shape)
    # the scores of a domain add up to nothing, so a lone cluster is measured from 0
    means = np.where(held == 1, 0.0, sums(place, scores, crossed).reshape(shape) / np.maximum(held, 1))
    apart = scores - means.ravel()[place]
    squares = sums(place, apart * apart, crossed).reshape(shape) + (held - clusters) * (means * means)
    errors = np.where(rows > 0, np.sqrt(np.maximum(factor @ squares, 0.0)), np.nan)
    degrees = clusters.sum(axis=0) - (clusters > 0).sum(axis=0)
    return DomainTable(values, errors, degrees.astype(np.int64), rows)
