"""Every write of the organisation."""

from wenming.organisations.actions.accounts import (
    BatchRefusedError,
    give_identity,
    give_phone,
    issue_accounts,
    link_for,
    lock_account,
    reissue_accounts,
    unlock_account,
)
from wenming.organisations.actions.days import (
    clear_day,
    end_visit,
    seed_days,
    set_day,
    set_hours,
    start_visit,
    write_days,
)
from wenming.organisations.actions.people import (
    add_person,
    arrange_tenures,
    begin_tenure,
    change_person,
    end_tenure,
    look_at_phone,
    succeed_tenure,
)
from wenming.organisations.actions.posts import appoint, delegate_post, end_post
from wenming.organisations.actions.rosters import RosterRefusedError, write_roster
from wenming.organisations.actions.units import (
    NotPossibleError,
    add_alias,
    arrange_units,
    close_unit,
    describe_unit,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    set_group,
    split_unit,
    withdraw_alias,
)

__all__ = [
    "BatchRefusedError", "NotPossibleError", "RosterRefusedError", "add_alias", "add_person", "appoint", "arrange_tenures",
    "arrange_units", "begin_tenure", "change_person", "clear_day", "close_unit", "delegate_post", "describe_unit",
    "end_post", "end_tenure", "end_visit", "found_unit", "give_identity", "give_phone", "issue_accounts", "link_for",
    "lock_account", "look_at_phone", "merge_units", "move_unit", "reissue_accounts", "rename_unit", "seed_days", "set_day",
    "set_group", "set_hours", "split_unit", "start_visit", "succeed_tenure", "unlock_account", "withdraw_alias",
    "write_days", "write_roster",
]  # fmt: skip
