"""Who can sign in: the list, one account, what is done with it; for the security administrator also who signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.oidc import shown_providers
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import Account, City
from wenming.kernel.schemas import keyset_page, moment_text, qr_code
from wenming.organisations import actions
from wenming.organisations.forms.accounts import NumberForm, ReferenceForm
from wenming.organisations.queries.accounts import (
    STATES,
    AccountFilter,
    accounts_in,
    accounts_listed,
    failures,
    posts_of_accounts,
    sign_ins,
    upper_units,
)
from wenming.organisations.rules import locks_accounts, manages_organisation, sees_accounts
from wenming.organisations.schemas.accounts import account_rows, link_url, post_words, state_pill, state_words
from wenming.organisations.schemas.people import masked
from wenming.organisations.views.edges import attempt

PAGE = 50


@require_safe
def accounts(request: HttpRequest, city: City) -> HttpResponse:
    """List the accounts of the city; whoever hands them out can choose some for new first passwords."""
    only(sees_accounts, request, city)
    wanted, today = AccountFilter.of(request.GET), today_in(city)
    page = keyset_page(request, accounts_listed(city, wanted), key="pk", size=PAGE)
    manages = manages_organisation(request.user, city)
    posts = posts_of_accounts(city, page.rows, on=today)
    context = {
        "wanted": wanted,
        "filtered": bool(wanted.words or wanted.under or wanted.state),
        "states": [
            ("", _("全部状态"), not wanted.state),
            *((one, state_words(one), one == wanted.state) for one in STATES),
        ],
        "units": unit_choices(city, wanted.under),
        "rows_html": account_rows(page.rows, posts, city, picks=manages) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(rows)s 个账号", "本页 %(rows)s 个账号", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
        "manages": manages,
        "locks": locks_accounts(request.user, city),
        "here": reverse("organisations:accounts", args=[city.slug]),
    }
    return render(request, "organisations/account_list.html", context)


def unit_choices(city: City, chosen: int) -> list[tuple[int, str, bool]]:
    """Return the units of the two upper levels to choose from: everything below them comes along."""
    upper = upper_units(city, on=today_in(city))
    return [(0, _("全部单位"), not chosen), *((one.pk, one.name, one.pk == chosen) for one in upper)]


@require_safe
def account(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one account: its posts, the ways into it, what can be done."""
    only(sees_accounts, request, city)
    return _page(request, city, one_of(accounts_in(city), pk=pk))


def _page(request: HttpRequest, city: City, one: Account, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Return the page of an account; a form that was refused comes along."""
    person = one.people.filter(city=city).first()
    posts = posts_of_accounts(city, [one], on=today_in(city)).get(one.pk, [])
    names = {provider["id"]: provider["name"] for provider in shown_providers(request)}
    linked = SocialAccount.objects.filter(user_id=one.pk).values_list("provider", flat=True)
    context = {
        "account": one,
        "person": person,
        "posts": [post_words(post) for post in posts],
        "pill": state_pill(one),
        "phone": masked(one.phone),
        "password_until": moment_text(one.password_until, city) if one.password_until else "",
        "factors": Authenticator.objects.filter(user=one).exclude(type="recovery_codes").exists(),
        "linked": [names.get(provider, provider) for provider in linked],
        "providers": bool(names),
        "number_form": forms.get("number") or NumberForm(),
        "reference_form": forms.get("reference") or ReferenceForm(),
        "own": one.pk == request.user.pk,
        "manages": manages_organisation(request.user, city),
        "locks": locks_accounts(request.user, city),
    }
    return render(request, "organisations/account.html", context, status=status)


@require_POST
def link(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Make a link that signs one person in once, and show it this one time."""
    only(manages_organisation, request, city)
    one = one_of(accounts_in(city), pk=pk)
    made: list[str] = []

    def run() -> None:
        made.append(actions.link_for(city=city, account=one, by=request.user, at=timezone.now()))

    if not attempt(run, request=request):
        return redirect("organisations:account", city.slug, pk)
    url = link_url(made[0], request.build_absolute_uri("/")[:-1])
    response = render(request, "organisations/account_link.html", {"account": one, "url": url, "qr": qr_code(url)})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def phone(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give an account a number, or take it away."""
    only(manages_organisation, request, city)
    one = one_of(accounts_in(city), pk=pk)
    form = NumberForm(request.POST)

    def run() -> None:
        number = form.cleaned_data["phone"]
        actions.give_phone(city=city, account=one, number=number, by=request.user, at=timezone.now())

    if form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": _("登录手机")})
        return redirect("organisations:account", city.slug, pk)
    return _page(request, city, one, status=422, number=form)


@require_POST
def identity(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Link the identity behind a reference."""
    only(manages_organisation, request, city)
    one = one_of(accounts_in(city), pk=pk)
    form = ReferenceForm(request.POST)

    def run() -> None:
        reference = form.cleaned_data["reference"]
        actions.give_identity(city=city, account=one, reference=reference, by=request.user, at=timezone.now())

    if form.is_valid() and attempt(run, form):
        messages.success(request, _("已关联；他现在可以从政务账号登录"))
        return redirect("organisations:account", city.slug, pk)
    return _page(request, city, one, status=422, reference=form)


LOCKS: dict[str, tuple[Callable[..., None], Any]] = {
    "lock": (actions.lock_account, lambda: _("账号已停用，正在使用的页面也已失效")),
    "unlock": (actions.unlock_account, lambda: _("账号已恢复，可用原来的密码登录")),
}


@require_POST
def lock(request: HttpRequest, city: City, pk: int, what: str) -> HttpResponse:
    """Lock an account, or unlock it: the security administrator's."""
    only(locks_accounts, request, city)
    if what not in LOCKS:
        raise Http404
    one, (action, words) = one_of(accounts_in(city), pk=pk), LOCKS[what]
    if attempt(lambda: action(city=city, account=one, by=request.user, at=timezone.now()), request=request):
        messages.success(request, words())
    return redirect("organisations:account", city.slug, pk)


@require_http_methods(["GET"])
def records(request: HttpRequest, city: City) -> HttpResponse:
    """List who signed in, or whose sign-in failed: for the security administrator."""
    only(locks_accounts, request, city)
    failed, words = request.GET.get("show") == "failed", request.GET.get("q", "").strip()[:60]
    rows = failures(city, words) if failed else sign_ins(city, words)
    page = keyset_page(request, rows, key="pk", size=PAGE, descending=True)
    lines = [
        {
            "name": one.whose,
            "username": one.account_name,
            "at": moment_text(one.attempt_time, city),
            "until": moment_text(one.logout_time, city) if getattr(one, "logout_time", None) else "",
            "address": one.ip_address or "—",
            "locked": getattr(one, "locked_out", False),
        }
        for one in page.rows
    ]
    here = reverse("organisations:sign_ins", args=[city.slug])
    context = {
        "failed": failed,
        "words": words,
        "here": here,
        "lines": lines,
        "views": [
            {"url": here, "label": pgettext("sign-in", "登录成功"), "active": not failed},
            {"url": f"{here}?show=failed", "label": pgettext("sign-in", "登录失败"), "active": failed},
        ],
        "page": {
            "text": ngettext("本页 %(rows)s 条", "本页 %(rows)s 条", len(lines)) % {"rows": len(lines)},
            **page.links(request),
        },
    }
    return render(request, "organisations/sign_ins.html", context)
