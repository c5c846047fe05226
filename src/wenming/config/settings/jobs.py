"""The two clusters of background jobs (django-q2, through the database)."""

ATTEMPTS = 5
"""A job is tried so often; then it waits on the dead-letter page for a person."""

_SHARED = {
    "orm": "default",
    "workers": 1,
    "max_attempts": ATTEMPTS + 1,
    "ack_failures": False,
    "save_limit": 250,
    "catch_up": False,
    "poll": 0.5,
    "bulk": 1,
    "label": "jobs",
}

# retry > timeout > the longest job, or a job would run twice at the same time.
Q_CLUSTER = {
    **_SHARED,
    "name": "fast",
    "timeout": 45,
    "retry": 60,
    "ALT_CLUSTERS": {"long": {**_SHARED, "name": "long", "timeout": 3000, "retry": 3600}},
}
