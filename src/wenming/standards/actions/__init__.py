"""Every write of the standards."""

from wenming.standards.actions.checklists import ChecklistKnownError, adopt_checklists
from wenming.standards.actions.editions import EditionKnownError, adopt_edition
from wenming.standards.actions.handbook import empty_example, name_chief, show_example

__all__ = [
    "ChecklistKnownError",
    "EditionKnownError",
    "adopt_checklists",
    "adopt_edition",
    "empty_example",
    "name_chief",
    "show_example",
]
