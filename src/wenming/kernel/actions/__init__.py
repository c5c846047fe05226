"""Every write of the ground."""

from wenming.kernel.actions.events import record_event
from wenming.kernel.actions.files import store_file
from wenming.kernel.actions.jobs import enqueue, retry_job

__all__ = ["enqueue", "record_event", "retry_job", "store_file"]
