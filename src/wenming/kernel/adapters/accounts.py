"""How sign-in (allauth) is fitted to accounts that an office hands out."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address, get_lockout_response
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wenming.kernel.models import Account


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are created by the office; nobody signs up, and nothing is sent by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Nobody signs up."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Refuse a first password that lay about for too long, and say whom to ask."""
        account = super().authenticate(request, **credentials)
        if account is not None and account.password_until is not None and account.password_until <= timezone.now():
            raise ValidationError(_("初始密码已过有效期；请联系本市创建办的系统管理员重新发放"), code="password_over")
        return account

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Lead whoever came in through an identity provider to a page that offers to sign out there as well."""
        ways = get_authentication_records(request, request.user)
        provider = next((one["provider"] for one in ways if one.get("method") == "socialaccount"), "")
        if provider:
            return f"{reverse('kernel:signed_out')}?{urlencode({'provider': provider})}"
        return super().get_logout_redirect_url(request)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: not every installation has a mail server, and the events of sign-in are kept by axes."""


def display_name(account: Account) -> str:
    """Return the name that pages show for an account."""
    return str(account)


def sign_in_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the sign-in name that the lock-out counts by: as typed, in one case, so that nobody counts anew with capitals."""
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(typed).strip().lower()


def admit(request: HttpRequest, account: Account, way: str) -> HttpResponse:
    """Sign an account in that proved itself in a ``way`` of ours ("link", "code"); a second factor is asked for where there is one."""
    record_authentication(request, account, method=way)
    return perform_login(request, Login(user=account, redirect_url=get_next_redirect_url(request)))


def locked_out(request: HttpRequest, name: str) -> HttpResponse | None:
    """Return the page of the lock-out where too many tries were wrong for this name from this address."""
    credentials = {"username": name}
    if AxesProxyHandler.is_allowed(request, credentials):
        return None
    return get_lockout_response(request, credentials=credentials)


def count_failure(request: HttpRequest, name: str) -> None:
    """Count a wrong try for this name from this address."""
    user_login_failed.send(sender=__name__, credentials={"username": name}, request=request)


def forget_failures(name: str) -> None:
    """Begin to count anew for this name, after a right try."""
    reset(username=name)


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request comes from, as the lock-out counts it."""
    return get_client_ip_address(request)
