"""点位: kinds of places, the places, who answers for them, and registers on their way in."""

from wenming.sites.models.imports import SiteImport
from wenming.sites.models.people import SiteChief, SiteUnit
from wenming.sites.models.photos import SitePhoto
from wenming.sites.models.sites import Site, SiteChange, SiteType

__all__ = ["Site", "SiteChange", "SiteChief", "SiteImport", "SitePhoto", "SiteType", "SiteUnit"]
