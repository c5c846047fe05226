"""Every write of the organisation."""

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
    drop_group,
    found_unit,
    merge_units,
    move_unit,
    rename_unit,
    set_group,
    split_unit,
    withdraw_alias,
)

__all__ = [
    "NotPossibleError", "RosterRefusedError", "add_alias", "add_person", "appoint", "arrange_tenures", "arrange_units", "begin_tenure",
    "change_person", "clear_day", "close_unit", "delegate_post", "describe_unit", "drop_group", "end_post", "end_tenure", "end_visit",
    "found_unit", "look_at_phone", "merge_units", "move_unit", "rename_unit", "seed_days", "set_day", "set_group", "set_hours",
    "split_unit", "start_visit", "succeed_tenure", "withdraw_alias", "write_days", "write_roster",
]  # fmt: skip
