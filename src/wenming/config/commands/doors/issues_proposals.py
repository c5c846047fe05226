"""Addresses of categories, limits, proposals and likely duplicates."""

from __future__ import annotations

from wenming.config.commands.doors.shape import ISSUES, OFFICE, Door, act, form, page, vague

ISSUES_PROPOSALS: dict[str, Door] = {
    "issues:categories": page(ISSUES),
    "issues:category_new": form(OFFICE),
    "issues:major_new": form(OFFICE),
    "issues:major_edit": form(OFFICE, pk="major_class"),
    "issues:limits": form(ISSUES, OFFICE),
    "issues:category_adopt": form(OFFICE),
    "issues:category_table": form(OFFICE, name="district"),
    "issues:category_import": form(OFFICE, pk="category_file"),
    "issues:category_export": page(OFFICE, kind="xlsx"),
    "issues:proposal_model": page(OFFICE),
    "issues:proposal_learn": act(OFFICE),
    "issues:category_edit": form(OFFICE, pk="minor_class"),
    "issues:category_switch": act(OFFICE, pk="minor_class"),
    "issues:category_order": act(OFFICE, pk="minor_class"),
    "issues:duplicates": page(OFFICE),
    "issues:duplicates_join": vague(act(OFFICE)),
    "issues:duplicate_apart": act(OFFICE, pk="duplicate_pair"),
    "issues:duplicate_back": act(OFFICE, pk="duplicate_pair"),
}
