"""A paper is changed: other words, fresh figures, the number that came back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wenming.documents.exports.official import paper_data, paper_of
from wenming.issues.actions import NotPossibleError
from wenming.issues.actions.papers import edit_paper, register_number, remake_paper
from wenming.issues.enums import PaperKind, PaperState, refusal_words
from wenming.issues.exports.papers import again, edited
from wenming.issues.forms.papers import NumberForm, PaperTextForm
from wenming.issues.models import IssuePaper
from wenming.issues.queries.papers import versions_of
from wenming.issues.rules import makes_papers
from wenming.issues.schemas.papers import text_of
from wenming.issues.views.papers import paper_seen
from wenming.kernel.adapters.pages import attempting, only, today_in
from wenming.kernel.models import City

attempt = attempting(NotPossibleError, refusal_words)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Change the words of an official paper; the figures in its tables stay as they were counted."""
    only(makes_papers, request, city)
    one = paper_seen(request, city, pk)
    version = versions_of(one)[0]
    if "paper" not in version.content or one.state != PaperState.DRAFT:
        return redirect("issues:paper", city.slug, pk)
    form = PaperTextForm(request.POST or None, initial=text_of(version))

    def run() -> None:
        words = dict(form.cleaned_data)
        words["title"] = words["title"].replace("\r", "")
        changed = edited(paper_of(version.content["paper"]), **words)
        title = one.title if words["title"] == form.initial["title"] else words["title"].replace("\n", "")[:120]
        content = {**version.content, "paper": paper_data(changed)}
        edit_paper(paper=one, title=title, content=content, by=request.user, at=timezone.now())

    return _answer(request, one, form, run, ("issues/paper_edit.html", _("已保存为新版本")))


@require_http_methods(["GET", "POST"])
def number(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Write down the number that came back, when it was issued, who signed, and keep the signed paper."""
    only(makes_papers, request, city)
    one = paper_seen(request, city, pk)
    if one.state != PaperState.DRAFT:
        return redirect("issues:paper", city.slug, pk)
    form = NumberForm(request.POST or None, request.FILES or None, initial={"issued_on": today_in(city)})

    def run() -> None:
        facts = dict(form.cleaned_data)
        sent = facts.pop("scan")
        scan = (sent.name, sent.read()) if sent else None
        register_number(paper=one, scan=scan, by=request.user, at=timezone.now(), **facts)

    return _answer(request, one, form, run, ("issues/paper_number.html", _("发文字号已登记")))


def _answer(
    request: HttpRequest, one: IssuePaper, form: Any, run: Callable[[], None], page: tuple[str, str]
) -> HttpResponse:
    """Run the action of a form that was sent and is right, and say so; show the form otherwise. ``page``: its template, what is said."""
    template, said = page
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, said)
        return redirect("issues:paper", one.city.slug, one.pk)
    context = {"paper": one, "kind": PaperKind(one.kind).label, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def remake(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Make a paper again from the records as they are now."""
    only(makes_papers, request, city)
    one, now = paper_seen(request, city, pk), timezone.now()
    if attempt(lambda: remake_paper(paper=one, draft=again(one, at=now), by=request.user, at=now), request=request):
        messages.success(request, _("已用最新数据重做；原来的文字在上一版本里"))
    return redirect("issues:paper", city.slug, pk)
