"""Ways in beside the password: a link that works once, and a code that comes by SMS."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from wenming.kernel.actions.accounts import use_link
from wenming.kernel.actions.codes import TooManyCodesError, ask_code, use_code
from wenming.kernel.adapters import accounts, sms
from wenming.kernel.enums import CodePurpose
from wenming.kernel.forms import CodeForm, PhoneForm
from wenming.kernel.models import SignInCode
from wenming.kernel.queries.accounts import link_that_works

ASKED = "sign_in_code"
"""Key of the session: [the code's row, the number it was asked for]."""


def limit_words(fault: TooManyCodesError) -> str:
    """Say which limit of codes is reached, and when to try again."""
    if str(fault) == "number":
        return _("这个号码刚刚申请过验证码；请等 1 分钟再试，一小时最多 5 次")
    return _("申请验证码的人太多；请过一小时再试，或改用密码登录")


def next_of(request: HttpRequest) -> str:
    """Return where the person wanted to go; who uses it checks it."""
    return request.POST.get("next") or request.GET.get("next", "")


def onward(view: str, request: HttpRequest) -> str:
    """Return the address of the next step, with where the person wanted to go."""
    wanted = next_of(request)
    return reverse(view) + (f"?{urlencode({'next': wanted})}" if wanted else "")


@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether to sign in; only the answer spends the link, so that whatever previews addresses leaves it whole."""
    now = timezone.now()
    if request.method == "POST":
        account = use_link(secret=secret, by=None, at=now)
        if account is not None:
            return accounts.admit(request, account, "link")
    found = link_that_works(secret, at=now)
    context = {"account": found.account if found else None, "until": found.until if found else None}
    response = render(request, "kernel/link.html", context, status=200 if found else 410)
    # the address is the secret: it goes to nobody else
    response["Referrer-Policy"] = "no-referrer" if request.method == "POST" else "same-origin"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for the number, and let a code be sent to it; what is answered does not depend on whether anybody has it."""
    if not sms.available():
        return render(request, "kernel/phone_off.html")
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["phone"]
        locked = accounts.locked_out(request, number)
        if locked:
            return locked
        if _ask(request, form, number):
            return redirect(onward("kernel:phone_code", request))
    context = {"form": form, "next": next_of(request)}
    return render(request, "kernel/phone.html", context, status=422 if form.errors else 200)


def _ask(request: HttpRequest, form: PhoneForm, number: str) -> bool:
    """Let a code be sent and remember which; say so on the form where too many were."""
    try:
        code = ask_code(
            purpose=CodePurpose.SIGN_IN, number=number, address=accounts.address_of(request), by=None, at=timezone.now()
        )
    except TooManyCodesError as fault:
        form.add_error(None, limit_words(fault))
        return False
    request.session[ASKED] = [code.pk, number]
    return True


@never_cache
@require_http_methods(["GET", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Take the code."""
    asked = request.session.get(ASKED)
    code = SignInCode.objects.filter(pk=asked[0], purpose=CodePurpose.SIGN_IN).first() if asked else None
    if code is None:
        return redirect(onward("kernel:phone", request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = _enter(request, form, code, asked[1])
        if answer:
            return answer
    context: dict[str, Any] = {
        "form": form,
        "next": next_of(request),
        "tail": asked[1][-4:],
        "again": onward("kernel:phone", request),
    }
    return render(request, "kernel/phone_code.html", context, status=422 if form.errors else 200)


def _enter(request: HttpRequest, form: CodeForm, code: SignInCode, number: str) -> HttpResponse | None:
    """Sign in with the code, or count the wrong try; None where the form says what was wrong."""
    locked = accounts.locked_out(request, number)
    if locked:
        return locked
    account = use_code(code=code, digits=form.cleaned_data["code"], by=None, at=timezone.now())
    if account is not None:
        del request.session[ASKED]
        accounts.forget_failures(number)
        return accounts.admit(request, account, "code")
    accounts.count_failure(request, number)
    form.add_error("code", _("验证码不对或已失效；请核对最新一条短信，或重新获取"))
    return accounts.locked_out(request, number)
