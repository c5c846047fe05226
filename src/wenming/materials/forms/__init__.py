"""Forms of materials."""

from wenming.materials.forms.batches import BatchForm, chosen_items
from wenming.materials.forms.items import (
    CaptionForm,
    EndForm,
    ExampleForm,
    ProposalsForm,
    RequirementForm,
    SupplyForm,
    TableForm,
    units_named,
)

__all__ = [
    "BatchForm", "CaptionForm", "EndForm", "ExampleForm", "ProposalsForm", "RequirementForm", "SupplyForm", "TableForm", "chosen_items", "units_named",
]  # fmt: skip
