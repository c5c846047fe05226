"""What every log line says about where it comes from. Loaded before the apps are, so it imports nothing of Django."""

from __future__ import annotations

import contextvars
import logging

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
city: contextvars.ContextVar[str] = contextvars.ContextVar("city", default="")


class WhereFilter(logging.Filter):
    """Puts the request's id and the city on every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the two fields; keep every line."""
        record.request_id = request_id.get()
        record.city = city.get()
        return True
