"""Every write of materials."""

from wenming.materials.actions.filing import (
    ask_check,
    ask_filing,
    close_year,
    compile_some,
    finish_filing,
    keep_check,
    keep_part,
    keep_plan,
    lock_some,
)
from wenming.materials.actions.keeping import compile_materials, lock_materials, restore_material, waive_material
from wenming.materials.actions.marking import Area, mark_paper, remove_mark
from wenming.materials.actions.papers import (
    MOST_PAPERS,
    Given,
    caption_paper,
    draft_material,
    drop_paper,
    submit_material,
    take_back_material,
)
from wenming.materials.actions.requirements import Wish, add_requirements, change_requirement, end_requirement
from wenming.materials.actions.reviewing import pass_material, return_material
from wenming.materials.actions.steps import NotPossibleError

__all__ = [
    "MOST_PAPERS", "Area", "Given", "NotPossibleError", "Wish", "add_requirements", "ask_check", "ask_filing", "caption_paper", "change_requirement",
    "close_year", "compile_materials", "compile_some", "draft_material", "drop_paper", "end_requirement", "finish_filing", "keep_check", "keep_part", "keep_plan", "lock_materials", "lock_some", "mark_paper", "pass_material", "remove_mark", "restore_material",
    "return_material", "submit_material", "take_back_material", "waive_material",
]  # fmt: skip
