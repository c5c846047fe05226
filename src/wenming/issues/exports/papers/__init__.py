"""Papers made out of issues: composed from live data into plain data that is kept, and rendered from that alone."""

from wenming.issues.exports.papers.composing import OF_ISSUES, again, of_issues, of_period
from wenming.issues.exports.papers.rendering import (
    FORMATS,
    MEDIA,
    editable_text,
    edited,
    file_of,
    page_count,
    pages_of,
    with_number,
)

__all__ = [
    "FORMATS", "MEDIA", "OF_ISSUES", "again", "editable_text", "edited", "file_of", "of_issues", "of_period", "page_count",
    "pages_of", "with_number",
]  # fmt: skip
