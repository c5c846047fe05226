"""Every write of the register."""

from wenming.sites.actions.closing import merge_site, reopen_site, retire_sites
from wenming.sites.actions.locks import NotPossibleError
from wenming.sites.actions.parts import end_part, end_site_chief, give_part, hand_over, name_site_chief
from wenming.sites.actions.sites import SiteFacts, add_site, change_site, set_opening, set_type
from wenming.sites.actions.types import add_type, arrange_types, change_type

__all__ = [
    "NotPossibleError", "SiteFacts", "add_site", "add_type", "arrange_types", "change_site", "change_type", "end_part",
    "end_site_chief", "give_part", "hand_over", "merge_site", "name_site_chief", "reopen_site", "retire_sites", "set_opening", "set_type",
]  # fmt: skip
