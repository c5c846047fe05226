"""Every write of materials."""

from wenming.materials.actions.grading import grade_clause, set_grade_rule, settle_clause
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
from wenming.materials.actions.sampling import draw_grade_sample
from wenming.materials.actions.steps import NotPossibleError

__all__ = [
    "MOST_PAPERS", "Area", "Given", "NotPossibleError", "Wish", "add_requirements", "caption_paper", "change_requirement", "compile_materials",
    "draft_material", "draw_grade_sample", "drop_paper", "end_requirement", "grade_clause", "lock_materials", "mark_paper", "pass_material", "remove_mark",
    "restore_material", "return_material", "set_grade_rule", "settle_clause", "submit_material", "take_back_material", "waive_material",
]  # fmt: skip
