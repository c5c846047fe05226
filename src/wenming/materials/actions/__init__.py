"""Every write of materials."""

from wenming.materials.actions.keeping import compile_materials, lock_materials, restore_material, waive_material
from wenming.materials.actions.papers import (
    MOST_PAPERS,
    Given,
    caption_paper,
    draft_material,
    drop_paper,
    submit_material,
    take_back_material,
)
from wenming.materials.actions.reviewing import pass_material, return_material
from wenming.materials.actions.steps import NotPossibleError

__all__ = [
    "MOST_PAPERS", "Given", "NotPossibleError", "caption_paper", "compile_materials", "draft_material", "drop_paper", "lock_materials",
    "pass_material", "restore_material", "return_material", "submit_material", "take_back_material", "waive_material",
]  # fmt: skip
