"""The nightly loop, compiled. Importing this module imports numba: only ``backends`` does so, and only when asked."""

from __future__ import annotations

from typing import Any

import numpy as np

from wenming.engine.scoring.kernels import compiled


@compiled
def feed(  # noqa: PLR0917 - numba takes columns, not records
    state: Any, level: Any, failures: Any, looked: Any, kind: Any,
    chart: Any, failed: Any, drawn: int,
    rates: Any, lifts: Any, limits: Any, a: Any, b: Any, careful: float,
    alarm: Any, height: Any, at_level: Any,
) -> int:  # fmt: skip
    """Feed looks, one after the other, to their charts; returns the number of alarms, written from the front of the last three columns.

    A chart takes a new level only when it leaves zero, by its rate after that failure: passes cost next to
    nothing. ``drawn`` is 1 where
    the looks count for the rates, else 0.
    """
    alarms = 0
    last = rates.shape[0] - 1
    for i in range(chart.shape[0]):
        c = chart[i]
        here = np.int64(state[c])
        if failed[i]:
            if here == 0:
                k = kind[c]
                worth = a[k] + b[k] + np.float64(looked[c])
                rate = (a[k] + 1.0 + np.float64(failures[c])) / (worth + 1.0)
                rate += careful * np.sqrt(rate * (1.0 - rate) / (worth + 2.0))
                low, high = 0, last
                while low < high:
                    middle = (low + high) // 2
                    if rates[middle] < rate:
                        low = middle + 1
                    else:
                        high = middle
                level[c] = low
            here += lifts[level[c]]
            failures[c] += drawn
            if here >= limits[level[c]]:
                alarm[alarms], height[alarms], at_level[alarms] = i, here, level[c]
                alarms += 1
                here = np.int64(0)
            state[c] = here
        else:
            state[c] = here - (here > 0)
        looked[c] += drawn
    return alarms
