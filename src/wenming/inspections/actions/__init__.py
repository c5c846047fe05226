"""Every write of the field rounds."""

from wenming.inspections.actions.correcting import correct_observation
from wenming.inspections.actions.entry import add_row, remove_row, restore_row, start_entry
from wenming.inspections.actions.imports import NotPossibleError, drop_import, start_import
from wenming.inspections.actions.manners import say_manner
from wenming.inspections.actions.mapping import map_columns
from wenming.inspections.actions.names import accept_alias, withdraw_alias
from wenming.inspections.actions.reading import ask_reading, read_import
from wenming.inspections.actions.settling import accept_names, settle_rows
from wenming.inspections.actions.writing import ask_write, reopen_import, revoke_round, write_round

__all__ = [
    "NotPossibleError",
    "accept_alias",
    "accept_names",
    "add_row",
    "ask_reading",
    "ask_write",
    "correct_observation",
    "drop_import",
    "map_columns",
    "read_import",
    "remove_row",
    "reopen_import",
    "restore_row",
    "revoke_round",
    "say_manner",
    "settle_rows",
    "start_entry",
    "start_import",
    "withdraw_alias",
    "write_round",
]
