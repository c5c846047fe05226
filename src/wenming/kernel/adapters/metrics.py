"""Numbers for the operator's monitoring, in Prometheus' text format."""

from __future__ import annotations

import os

from prometheus_client import REGISTRY as IN_PROCESS
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

REQUESTS = Counter("wenming_requests", "Requests answered", ["view", "status"])
SECONDS = Histogram(
    "wenming_request_seconds", "Seconds to answer", ["view"], buckets=(0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
)


def count_request(view: str, status: int, seconds: float) -> None:
    """Count one answered request; an address that no view knows counts as view ""."""
    REQUESTS.labels(view, str(status)).inc()
    SECONDS.labels(view).observe(seconds)


def exposition(gauges: dict[str, tuple[str, float]]) -> bytes:
    """Return all counters of all worker processes plus the given gauges (name -> help, value) as text."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
        counted = generate_latest(registry)
    else:
        counted = generate_latest(IN_PROCESS)
    now = CollectorRegistry()
    for name, (text, value) in gauges.items():
        Gauge(name, text, registry=now).set(value)
    return counted + generate_latest(now)
