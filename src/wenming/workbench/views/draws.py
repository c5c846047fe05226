"""Draws where other nouns are needed: sealed from a file or from the register of sites; the protocol as a paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from wenming.documents.adapters.fonts import NoFontError
from wenming.documents.exports.official_pdf import official_pdf
from wenming.documents.exports.official_word import official_word
from wenming.draws.actions import DrawRefusedError, seal_draw
from wenming.draws.enums import allocation_words, frame_words, refusal_words, rule_words
from wenming.draws.models import Draw
from wenming.draws.queries import draw_in
from wenming.draws.rules import KEEPERS, seals_draws, sees_draws
from wenming.engine.observations import NothingReadableError
from wenming.engine.sampling import AllocationError, FrameError, FrameRow, RuleError
from wenming.kernel.adapters.downloads import send_bytes
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import Account, City
from wenming.organisations.queries import posts_in
from wenming.sites.queries import sites_in
from wenming.workbench.exports.protocols import protocol_paper
from wenming.workbench.forms import SYSTEM, DrawForm
from wenming.workbench.imports.frames import read_frame_file

KINDS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}


@require_http_methods(["GET", "POST"])
def draw_new(request: HttpRequest, city: City) -> HttpResponse:
    """Seal a draw."""
    only(seals_draws, request, city)
    keepers = _keepers(request, city)
    choices = [(str(pk), name) for pk, name in keepers.items()]
    choices.append((SYSTEM, pgettext("draw", "系统（公开之前无人看得到）")))
    form = DrawForm(request.POST or None, request.FILES or None, keepers=choices, initial={"each": 2})
    made: list[Draw] = []
    if request.method == "POST" and form.is_valid() and _seal(request, city, form, made):
        messages.success(request, _("已封签；请把三个校验码抄送给监督的人，再加公开数字、抽取"))
        return redirect("draws:draw", city.slug, made[0].pk)
    context = {
        "form": form,
        "sites": sites_in(city, on=today_in(city)).count(),
        "crumbs": [
            {"label": pgettext("page", "抽样"), "url": reverse("draws:draws", args=[city.slug])},
            {"label": _("封签一次抽样")},
        ],
    }
    return render(request, "workbench/draw_new.html", context, status=422 if form.errors else 200)


def _keepers(request: HttpRequest, city: City) -> dict[int, str]:
    """Return who can keep a draw, oneself first. One query."""
    posts = posts_in(city, on=today_in(city)).filter(role__in=KEEPERS).order_by("pk")
    found = {request.user.pk: str(request.user)}
    found.update((post.account_id, post.account.name) for post in posts if post.account_id != request.user.pk)
    return found


def _seal(request: HttpRequest, city: City, form: DrawForm, made: list[Draw]) -> bool:
    """Seal what a valid form asks for; what stands in its way is said on the form."""
    data = form.cleaned_data
    try:
        facts = {
            "title": data["title"],
            "purpose": data["purpose"],
            "frame": _frame(city, data["file"]),
            "rule": data["rule"],
            "keeper": None if data["keeper"] == SYSTEM else one_of(Account.objects, pk=data["keeper"]),
            "reveal_from": data["reveal_from"],
        }
        made.append(seal_draw(city=city, **facts, by=request.user, at=timezone.now()))
    except (FrameError, NothingReadableError) as fault:
        form.add_error("file", frame_words(fault) if isinstance(fault, FrameError) else str(fault))
    except (RuleError, AllocationError) as fault:
        form.add_error("sizes", rule_words(fault) if isinstance(fault, RuleError) else allocation_words(fault))
    except DrawRefusedError as fault:
        form.add_error(None, refusal_words(str(fault)))
    return bool(made)


def _frame(city: City, file: Any) -> list[FrameRow]:
    """Return the frame: of the file, or every site in use by its type."""
    if file is not None:
        return read_frame_file(file.name, file.read())
    return [FrameRow(site.code, site.type.name) for site in sites_in(city, on=today_in(city))]


@require_safe
def protocol(request: HttpRequest, city: City, pk: int, kind: str) -> HttpResponse:
    """Give the protocol of a draw as a paper: what was committed to and when; never what was chosen."""
    only(sees_draws, request, city)
    draw = draw_in(city, pk)
    if draw is None or kind not in KINDS:
        raise Http404
    paper = protocol_paper(draw, today_in(city))
    try:
        content = official_word(paper, {}) if kind == "docx" else official_pdf(paper, {})
    except NoFontError as fault:
        messages.error(request, str(fault))
        return redirect("draws:draw", city.slug, pk)
    return send_bytes(content, f"抽样记录表-{draw.round}.{kind}".replace("/", "-"), KINDS[kind])
