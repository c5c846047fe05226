"""The ground under every noun: cities, accounts, the chain of events, files, jobs."""

from wenming.kernel.models.accounts import Account, IdentityRequest, SignInCode, SignInLink
from wenming.kernel.models.cities import City, CityScoped, UnscopedQueryError
from wenming.kernel.models.events import Event, EventHead
from wenming.kernel.models.files import StoredFile
from wenming.kernel.models.jobs import JobRun

__all__ = [
    "Account", "City", "CityScoped", "Event", "EventHead", "IdentityRequest", "JobRun", "SignInCode", "SignInLink", "StoredFile",
    "UnscopedQueryError",
]  # fmt: skip
