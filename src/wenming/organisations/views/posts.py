"""Posts: who may do what, for which unit, since when, until when. Who looked at what stands nowhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.organisations import actions
from wenming.organisations.enums import Role
from wenming.organisations.forms.people import DelegateForm, EndForm, PostForm
from wenming.organisations.models import Post
from wenming.organisations.queries.posts import posts_listed
from wenming.organisations.rules import manages_organisation, may_delegate
from wenming.organisations.schemas.posts import post_rows
from wenming.organisations.views.edges import attempt

PAGE = 50


@require_safe
def posts(request: HttpRequest, city: City) -> HttpResponse:
    """List the posts that run, or with ``past`` every post there was; who does not keep them sees the own ones."""
    manages = manages_organisation(request.user, city)
    role, past = request.GET.get("role", ""), "past" in request.GET
    today = today_in(city)
    rows = posts_listed(city, None if manages else request.user, request.GET, on=today)
    page = keyset_page(request, rows, key="pk", size=PAGE)
    context = {
        "roles": [("", _("全部职责"), not role), *((value, label, value == role) for value, label in Role.choices)],
        "past": past,
        "manages": manages,
        "export_url": f"{reverse('workbench:posts_export', args=[city.slug])}?{request.GET.urlencode()}",
        "rows_html": post_rows(page.rows, city, today, manages=manages) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(rows)s 个岗位", "本页 %(rows)s 个岗位", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
    }
    return render(request, "organisations/post_list.html", context)


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, city: City) -> HttpResponse:
    """Give an account a post."""
    only(manages_organisation, request, city)
    form = PostForm(request.POST or None, city=city, on=today_in(city))

    def run() -> None:
        actions.appoint(city=city, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "title": _("授予岗位"),
        "text": _("岗位决定这个账号在本市能看什么、做什么；从今天起生效。"),
        "button": _("授予"),
    }
    return _answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def delegate(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let somebody else hold a post as well, until a day: by its holder or by those who keep the organisation."""
    post = _post(city, pk)
    if not may_delegate(post)(request.user, city):
        raise PermissionDenied
    form = DelegateForm(request.POST or None, city=city, on=today_in(city))

    def run() -> None:
        actions.delegate_post(post=post, **form.cleaned_data, by=request.user, at=timezone.now())

    page = {
        "title": _("委托岗位"),
        "text": _("受托人在委托期内有同样的权限；到期自动收回，不能再转委托。"),
        "button": _("委托"),
        "about": _about(post),
    }
    return _answer(request, city, form, run, page)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """End a post and what was delegated from it."""
    only(manages_organisation, request, city)
    post, today = _post(city, pk), today_in(city)
    form = EndForm(request.POST or None, city=city, on=today, initial={"on": today})

    def run() -> None:
        actions.end_post(post=post, on=form.cleaned_data["on"], by=request.user, at=timezone.now())

    page = {
        "title": _("结束岗位"),
        "text": _("最后一天过后，这个账号不再有这个岗位的权限；由它委托出去的也一并结束。"),
        "button": _("结束岗位"),
        "about": _about(post),
    }
    return _answer(request, city, form, run, page)


def _post(city: City, pk: int) -> Post:
    """Return a post of this city."""
    return one_of(Post.objects.in_city(city).select_related("city", "account", "unit"), pk=pk)


def _about(post: Post) -> str:
    """Say what a post is."""
    where = f" · {post.unit.name}" if post.unit else ""
    return f"{post.account.name} · {Role(post.role).label}{where}"


def _answer(request: HttpRequest, city: City, form: Any, run: Any, page: dict[str, Any]) -> HttpResponse:
    """Run what a valid form asks for and go back to the posts; else show the form."""
    back = reverse("organisations:posts", args=[city.slug])
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": page["title"]})
        return redirect(back)
    crumbs = [{"label": pgettext("page", "岗位"), "url": back}, {"label": page["title"]}]
    context = {**page, "form": form, "back": back, "crumbs": crumbs}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)
