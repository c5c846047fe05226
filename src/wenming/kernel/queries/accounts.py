"""Reading accounts and the ways into them."""

from __future__ import annotations

from datetime import datetime

from wenming.kernel.models import SignInLink
from wenming.kernel.models.accounts import digest_of_secret


def link_that_works(secret: str, *, at: datetime) -> SignInLink | None:
    """Return the link of this secret with its account while it can be used; nothing is spent."""
    rows = SignInLink.objects.select_related("account").filter(used_at__isnull=True, until__gt=at)
    return rows.filter(digest=digest_of_secret(secret), account__is_active=True).first()
