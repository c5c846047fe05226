"""Which places have probably changed lately: to say where to look first. Not an alarm.

Bayesian online change-point detection (R. P. Adams, D. J. C. MacKay, 2007) of passes and failures: the rate is Beta between changes, a change
comes with probability ``hazard`` before each look, and stretches longer than :data:`LONGEST` looks are taken together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wenming.engine.monitoring.priors import Prior

Floats = NDArray[np.float64]

LONGEST = 120
HAZARD = 1 / 60


def stretches(failed: ArrayLike, prior: Prior, *, hazard: float = HAZARD, longest: int = LONGEST) -> Floats:
    """Return the probability of each number 1 … ``longest`` + 1 of looks since the last change, after all looks (0/1, oldest first).

    The last place gathers everything longer.
    """
    a, b = np.array([prior.a]), np.array([prior.b])
    weight = np.array([1.0])
    for look in np.asarray(failed, dtype=np.float64):
        likely = (a if look else b) / (a + b)
        grown = weight * likely
        # before this look: a change (the prior speaks), or none (the stretch speaks)
        fresh = hazard * weight.sum() * ((prior.a if look else prior.b) / (prior.a + prior.b))
        if len(a) == 1 and a[0] == prior.a and b[0] == prior.b:
            weight = np.array([grown.sum()])
        else:
            weight = np.concatenate([[fresh], (1 - hazard) * grown])
            a, b = np.concatenate([[prior.a], a]), np.concatenate([[prior.b], b])
        a, b = a + look, b + (1 - look)
        if len(weight) > longest + 1:
            weight[-2] += weight[-1]
            weight, a, b = weight[:-1], a[:-1], b[:-1]
        weight = weight / weight.sum()
    found = np.zeros(longest + 1)
    found[: len(weight)] = weight
    return found


def changed_lately(failed: ArrayLike, prior: Prior, looks: int, *, hazard: float = HAZARD) -> float:
    """Return the probability that the rate changed within the last ``looks`` looks; 0 where it was not looked at longer than that."""
    n = len(np.asarray(failed))
    return float(stretches(failed, prior, hazard=hazard)[:looks].sum()) if n > looks else 0.0
