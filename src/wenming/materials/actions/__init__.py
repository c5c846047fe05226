"""Every write of materials."""

from wenming.materials.actions.batches import (
    begin_batch,
    close_batch,
    drop_batch,
    receive_archive,
    receive_file,
    unpack_batch,
)
from wenming.materials.actions.checking import decide_check, read_new_papers
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
from wenming.materials.actions.requirements import (
    Wish,
    add_requirements,
    change_requirement,
    end_requirement,
    set_example,
)
from wenming.materials.actions.reviewing import pass_material, return_material
from wenming.materials.actions.sampling import draw_grade_sample
from wenming.materials.actions.sorting import file_batch, skip_files, take_out_file
from wenming.materials.actions.steps import NotPossibleError

__all__ = [
    "MOST_PAPERS",
    "Area",
    "Given",
    "NotPossibleError",
    "Wish",
    "add_requirements",
    "ask_check",
    "ask_filing",
    "begin_batch",
    "caption_paper",
    "change_requirement",
    "close_batch",
    "close_year",
    "compile_materials",
    "compile_some",
    "decide_check",
    "draft_material",
    "draw_grade_sample",
    "drop_batch",
    "drop_paper",
    "end_requirement",
    "file_batch",
    "finish_filing",
    "grade_clause",
    "keep_check",
    "keep_part",
    "keep_plan",
    "lock_materials",
    "lock_some",
    "mark_paper",
    "pass_material",
    "read_new_papers",
    "receive_archive",
    "receive_file",
    "remove_mark",
    "restore_material",
    "return_material",
    "set_example",
    "set_grade_rule",
    "settle_clause",
    "skip_files",
    "submit_material",
    "take_back_material",
    "take_out_file",
    "unpack_batch",
    "waive_material",
]  # fmt: skip
