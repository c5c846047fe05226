"""Every write of the organisation."""

from wenming.organisations.actions.posts import appoint
from wenming.organisations.actions.units import (
    NotPossibleError,
    add_alias,
    arrange_units,
    close_unit,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    set_group,
    split_unit,
    withdraw_alias,
)

__all__ = [
    "NotPossibleError", "add_alias", "appoint", "arrange_units", "close_unit", "found_unit", "merge_units", "move_unit",
    "rename_unit", "set_group", "split_unit", "withdraw_alias",
]  # fmt: skip
