"""Every write of the standards."""

from wenming.standards.actions.checklists import ChecklistKnownError, adopt_checklists
from wenming.standards.actions.editions import (
    EditionKnownError,
    NotPossibleError,
    adopt_edition,
    adopt_import,
    answer_import,
    drop_standard_import,
    edit_draft,
    start_draft,
    start_standard_import,
    undo_draft,
)
from wenming.standards.actions.handbook import empty_example, name_chief, show_example

__all__ = [
    "ChecklistKnownError",
    "EditionKnownError",
    "NotPossibleError",
    "adopt_checklists",
    "adopt_edition",
    "adopt_import",
    "answer_import",
    "drop_standard_import",
    "edit_draft",
    "empty_example",
    "name_chief",
    "show_example",
    "start_draft",
    "start_standard_import",
    "undo_draft",
]
