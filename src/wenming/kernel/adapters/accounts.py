"""How sign-in (allauth) is fitted to accounts that an office hands out."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from wenming.kernel.models import Account


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are created by the office; nobody signs up, and nothing is sent by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Nobody signs up."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: not every installation has a mail server, and the events of sign-in are kept by axes."""


def display_name(account: Account) -> str:
    """Return the name that pages show for an account."""
    return str(account)


def sign_in_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the sign-in name that the lock-out counts by: as typed, in one case, so that nobody counts anew with capitals."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(typed).strip().lower()
