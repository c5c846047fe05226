"""Every write of field work."""

from wenming.inspections.actions.fieldwork.files import DigestError, complete_file, keep_pictures, sweep_field_parts
from wenming.inspections.actions.fieldwork.receiving import Outcome, receive_records

__all__ = ["DigestError", "Outcome", "complete_file", "keep_pictures", "receive_records", "sweep_field_parts"]
