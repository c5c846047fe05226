"""One's own account: the password that replaces the first one, and the telephone number."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wenming.kernel.actions.accounts import choose_password
from wenming.kernel.actions.codes import PhoneTakenError, TooManyCodesError, ask_code, prove_phone
from wenming.kernel.adapters import accounts, sms
from wenming.kernel.enums import CodePurpose
from wenming.kernel.forms import CodeForm, OwnPasswordForm, PhoneForm
from wenming.kernel.models import SignInCode
from wenming.kernel.views.sign_in import limit_words, next_of

ASKED = "own_phone_code"
"""Key of the session: the row of the code that was sent to the new number."""


def masked(number: str) -> str:
    """Return a number with its middle hidden."""
    return f"{number[:3]}****{number[-4:]}" if number else ""


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose the own password that replaces a first one; whoever has one changes it elsewhere."""
    if not request.user.must_change_password:
        return redirect("account_change_password")
    form = OwnPasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        account = choose_password(
            account=request.user, password=form.cleaned_data["password1"], by=request.user, at=timezone.now()
        )
        update_session_auth_hash(request, account)
        messages.success(request, _("密码已改好；以后就用它登录"))
        wanted = next_of(request)
        fits = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return redirect(wanted if fits else "/")
    context = {"form": form, "next": next_of(request)}
    return render(request, "kernel/own_password.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Name the number that should open the account; a code goes to it."""
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and sms.available() and form.is_valid():
        try:
            code = ask_code(
                purpose=CodePurpose.PHONE_CHANGE,
                number=form.cleaned_data["phone"],
                address=accounts.address_of(request),
                by=request.user,
                at=timezone.now(),
            )
        except TooManyCodesError as fault:
            form.add_error(None, limit_words(fault))
        else:
            request.session[ASKED] = code.pk
            return redirect("kernel:own_phone_code")
    context = {"form": form, "now": masked(request.user.phone), "available": sms.available()}
    return render(request, "kernel/own_phone.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Prove the new number."""
    code = SignInCode.objects.filter(pk=request.session.get(ASKED), account=request.user).first()
    if code is None:
        return redirect("kernel:own_phone")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _prove(request, form, code):
        del request.session[ASKED]
        messages.success(request, _("手机号已更换；以后可以用它收验证码登录"))
        return redirect("kernel:own_phone")
    context = {"form": form, "number": masked(code.number)}
    return render(request, "kernel/own_phone_code.html", context, status=422 if form.errors else 200)


def _prove(request: HttpRequest, form: CodeForm, code: SignInCode) -> bool:
    """Take the number over, or say on the form why not."""
    try:
        if prove_phone(code=code, digits=form.cleaned_data["code"], by=request.user, at=timezone.now()):
            return True
    except PhoneTakenError:
        form.add_error(None, _("这个号码已是另一个账号的登录手机；请联系系统管理员核对"))
        return False
    form.add_error("code", _("验证码不对或已失效；请核对最新一条短信，或重新获取"))
    return False
