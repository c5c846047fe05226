"""Draws where other nouns are needed: sealed from a file or from the register of sites; the protocol as a paper."""

from __future__ import annotations

from dataclasses import dataclass
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
from wenming.draws.actions import MOST_UNITS, DrawRefusedError, seal_draw
from wenming.draws.enums import allocation_words, frame_words, refusal_words, rule_words
from wenming.draws.models import Draw
from wenming.draws.queries import draw_in, keepers_in
from wenming.draws.rules import seals_draws, sees_draws
from wenming.engine.observations import NothingReadableError
from wenming.engine.sampling import (
    AllocationError,
    Frame,
    FrameError,
    FrameRow,
    Rule,
    RuleError,
    draw,
    frame_of,
    read_frame,
    rule_of,
)  # fmt: skip
from wenming.kernel.actions import store_file
from wenming.kernel.adapters.downloads import send_bytes
from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import Account, City, StoredFile
from wenming.sites.queries import sites_in
from wenming.workbench.exports.protocols import protocol_paper
from wenming.workbench.forms import DrawForm
from wenming.workbench.forms.draws import SYSTEM
from wenming.workbench.imports.frames import read_frame_file
from wenming.workbench.queries import last_rates, register_choices, register_frame
from wenming.workbench.schemas.draws import preview_of
from wenming.workbench.schemas.plans import Expected, expected_of

KINDS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
PREFILLED = ("title", "round", "allocation", "total", "each", "design", "reserves", "types", "areas", "by_area")
"""What an address may fill in."""


@dataclass(frozen=True)
class Proposal:
    """What a valid form asks for: the frame, the rule, and what is expected of each class."""

    frame: Frame
    rule: Rule
    expected: Expected
    kept: str
    round: Any


@require_http_methods(["GET", "POST"])
def draw_new(request: HttpRequest, city: City) -> HttpResponse:
    """Seal a draw; before that, where it is asked for, show what each class gives."""
    only(seals_draws, request, city)
    form = _form(request, city)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        proposal = _proposal(request, city, form)
        made = None if proposal is None or "preview" in request.POST else _seal(request, city, form, proposal)
        if made:
            messages.success(request, _("已封签；请把三个校验码抄送给监督的人，再加公开数字、抽取"))
            return redirect("draws:draw", city.slug, made.pk)
        if proposal:
            context = {"preview": preview_of(proposal.frame, proposal.rule, proposal.expected, proposal.round)}
            context["kept"] = proposal.kept
    context |= {
        "form": form,
        "sites": sites_in(city, on=today_in(city)).count(),
        "crumbs": [
            {"label": pgettext("page", "抽样"), "url": reverse("draws:draws", args=[city.slug])},
            {"label": _("封签一次抽样")},
        ],
    }
    return render(request, "workbench/draw_new.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, city: City) -> DrawForm:
    """Return the form, filled in with what was sent or with what the address says."""
    today = today_in(city)
    found = {request.user.pk: str(request.user), **keepers_in(city, on=today)}
    keepers = [(str(pk), name) for pk, name in found.items()]
    keepers.append((SYSTEM, pgettext("draw", "系统（公开之前无人看得到）")))
    types, areas = register_choices(city, on=today)
    initial: dict[str, Any] = {"each": 2}
    for name in PREFILLED:
        if name in request.GET:
            initial[name] = request.GET.getlist(name) if name in {"types", "areas"} else request.GET[name]
    return DrawForm(
        request.POST or None, request.FILES or None, keepers=keepers, types=types, areas=areas, initial=initial
    )


def _proposal(request: HttpRequest, city: City, form: DrawForm) -> Proposal | None:
    """Return what a valid form asks for, tried out once; what stands in its way is said on the form."""
    try:
        frame = frame_of(_held(_rows(city, form)))
        round_, seen = last_rates(city)
        expected = expected_of({name: len(units) for name, units in frame.strata.items()}, seen)
        rule = rule_of(form.rule_facts({name: f"{float(one):.4f}" for name, one in expected.spreads.items()}))
        draw(frame, rule, "trial")
        kept = form.cleaned_data["kept"]
        if form.cleaned_data["file"]:
            kept = store_file(
                city=city, name="frame.csv", chunks=[frame.content], by=request.user, at=timezone.now()
            ).sha256
        return Proposal(frame, rule, expected, kept, round_)
    except (FrameError, NothingReadableError) as fault:
        field = "file" if form.cleaned_data["file"] else None
        form.add_error(field, frame_words(fault) if isinstance(fault, FrameError) else str(fault))
    except (RuleError, AllocationError) as fault:
        form.add_error(_field(form), rule_words(fault) if isinstance(fault, RuleError) else allocation_words(fault))
    except DrawRefusedError as fault:
        form.add_error(None, refusal_words(str(fault)))
    return None


def _field(form: DrawForm) -> str:
    """Return the field that says how many."""
    return {"fixed": "sizes", "neyman": "total"}.get(form.cleaned_data["allocation"], "each")


def _rows(city: City, form: DrawForm) -> list[FrameRow]:
    """Return the frame: of the file, of the one that was sent a moment ago, or of the register."""
    data = form.cleaned_data
    if data["file"] is not None:
        return read_frame_file(data["file"].name, data["file"].read())
    if data["kept"]:
        file = one_of(StoredFile.objects.in_city(city), sha256=data["kept"], name="frame.csv")
        return list(read_frame(path_of(city.slug, file.sha256).read_bytes()).rows)
    return register_frame(city, on=today_in(city), **form.part())


def _held(rows: list[FrameRow]) -> list[FrameRow]:
    """Return rows that are not too many. DrawRefusedError("too_large")."""
    if len(rows) > MOST_UNITS:
        raise DrawRefusedError("too_large")
    return rows


def _seal(request: HttpRequest, city: City, form: DrawForm, proposal: Proposal) -> Draw | None:
    """Seal it; what stands in its way is said on the form."""
    data = form.cleaned_data
    try:
        return seal_draw(
            city=city,
            title=data["title"],
            purpose=data["purpose"],
            frame=proposal.frame.rows,
            rule=proposal.rule,
            keeper=None if data["keeper"] == SYSTEM else one_of(Account.objects, pk=data["keeper"]),
            reveal_from=data["reveal_from"],
            by=request.user,
            at=timezone.now(),
        )
    except DrawRefusedError as fault:
        form.add_error(None, refusal_words(str(fault)))
        return None


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
