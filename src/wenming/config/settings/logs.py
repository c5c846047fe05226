"""Log lines as JSON, each with the request and the city it belongs to."""

from wenming.config.settings import environment

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"where": {"()": "wenming.kernel.adapters.logs.WhereFilter"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(city)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
            "json_ensure_ascii": False,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["where"], "formatter": "json"}},
    "root": {"handlers": ["console"], "level": environment.text("WENMING_LOG_LEVEL", "INFO")},
    "loggers": {"django.server": {"level": "WARNING"}, "axes": {"level": "WARNING"}, "django-q": {"level": "WARNING"}},
}
