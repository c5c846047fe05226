"""SciPy's special functions, fetched when one is first called: what only reads of forecasts, as the web does, need not pay for them."""

from __future__ import annotations

from typing import Any


def _special(name: str, *given: Any, **options: Any) -> Any:
    from scipy import special  # noqa: PLC0415 - costs a tenth of a second that no start of the web should pay

    return getattr(special, name)(*given, **options)


def expit(x: Any) -> Any:
    """Return 1 / (1 + e⁻ˣ)."""
    return _special("expit", x)


def log_expit(x: Any) -> Any:
    """Return log expit(x)."""
    return _special("log_expit", x)


def logit(p: Any) -> Any:
    """Return log(p / (1 − p))."""
    return _special("logit", p)


def logsumexp(a: Any, **options: Any) -> Any:
    """Return log Σ eᵃ."""
    return _special("logsumexp", a, **options)


def ndtr(x: Any) -> Any:
    """Return the share of a standard normal below x."""
    return _special("ndtr", x)


def ndtri(p: Any) -> Any:
    """Return below what the share p of a standard normal lies."""
    return _special("ndtri", p)


def chdtrc(v: Any, x: Any) -> Any:
    """Return the share of χ² with v degrees of freedom above x."""
    return _special("chdtrc", v, x)
