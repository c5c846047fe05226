"""Every write of the register."""

from wenming.sites.actions.photos import drop_photo, show_photo

__all__ = ["drop_photo", "show_photo"]
