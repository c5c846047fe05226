"""Every write of the register."""

from wenming.sites.actions.closing import merge_site, reopen_site, retire_sites
from wenming.sites.actions.imports import (
    answer_site_import,
    ask_site_writing,
    drop_site_import,
    map_site_import,
    reopen_site_import,
    settle_doubles,
    start_site_import,
)
from wenming.sites.actions.locks import NotPossibleError
from wenming.sites.actions.parts import end_part, end_site_chief, give_part, hand_over, name_site_chief
from wenming.sites.actions.photos import drop_photo, show_photo
from wenming.sites.actions.sites import SiteFacts, add_site, change_site, set_opening, set_type
from wenming.sites.actions.types import add_type, arrange_types, change_type
from wenming.sites.actions.writing import write_site_import

__all__ = [
    "NotPossibleError", "SiteFacts", "add_site", "add_type", "answer_site_import", "arrange_types", "ask_site_writing", "change_site",
    "change_type", "drop_photo", "drop_site_import", "end_part", "end_site_chief", "give_part", "hand_over", "map_site_import", "merge_site",
    "name_site_chief", "reopen_site", "reopen_site_import", "retire_sites", "set_opening", "set_type", "settle_doubles", "show_photo",
    "start_site_import", "write_site_import",
]  # fmt: skip
