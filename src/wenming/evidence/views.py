"""What needs a second look: the list, one finding with its photos, what people say of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.evidence.actions import NotPossibleError, answer_finding, explain_finding, set_risk_weights
from wenming.evidence.enums import FindingKind, FindingState, refusal_words
from wenming.evidence.exports import findings_workbook
from wenming.evidence.forms import WeightsForm
from wenming.evidence.models import Evidence, Finding
from wenming.evidence.queries.findings import OPEN, chosen_in, finding_whole, findings_under
from wenming.evidence.queries.risk import weights_in
from wenming.evidence.rules import answers_for, explains_findings, sees_evidence
from wenming.evidence.schemas.findings import finding_page, finding_rows
from wenming.kernel.adapters.downloads import send_picture, send_workbook
from wenming.kernel.adapters.pages import attempting, one_of, only
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page

PAGE, MOST_EXPORTED = 50, 5000
SIZES = ("small", "large")
attempt = attempting(NotPossibleError, refusal_words)


@require_safe
def findings(request: HttpRequest, city: City) -> HttpResponse:
    """List what needs a second look, the newest first; one query beside who asks."""
    only(sees_evidence, request, city)
    chosen = chosen_in(request.GET)
    page = keyset_page(request, findings_under(city, chosen), key="pk", size=PAGE, descending=True)
    count = len(page.rows)
    context = {
        "chosen": chosen,
        "states": [(OPEN, _("还没有核清")), *FindingState.choices, ("all", _("全部"))],
        "kinds": [("", _("全部情形")), *FindingKind.choices],
        "filtered": chosen != chosen_in({}),
        "rows_html": finding_rows(city, page.rows) if page.rows else "",
        "export_url": f"{reverse('evidence:export', args=[city.slug])}?{request.GET.urlencode()}",
        "page": {
            "text": ngettext("本页 %(rows)s 条", "本页 %(rows)s 条", count) % {"rows": count},
            **page.links(request),
        },
    }
    return render(request, "evidence/findings.html", context)


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the list under the same filter as a workbook, the newest five thousand."""
    only(sees_evidence, request, city)
    rows = findings_under(city, chosen_in(request.GET)).order_by("-pk")[:MOST_EXPORTED]
    return send_workbook(findings_workbook(city, rows), _("需要再看一眼的照片.xlsx"))


@require_safe
def finding(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one finding: the photos side by side, what they share, what is known of each."""
    only(sees_evidence, request, city)
    one = one_of(finding_whole(city), pk=pk)
    return render(request, "evidence/finding.html", {"one": finding_page(city, one)})


@require_POST
def explain(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Write down what is so."""
    only(explains_findings, request, city)
    one = one_of(Finding.objects.in_city(city).select_related("city"), pk=pk)
    reason = request.POST.get("reason", "")[:300]
    now = timezone.now()
    if attempt(lambda: explain_finding(finding=one, reason=reason, by=request.user, at=now), request=request):
        messages.success(request, _("已记下；这一条不再计入风险"))
    return redirect("evidence:finding", city.slug, pk)


@require_POST
def answer(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Take the unit's own words; who holds no post for the unit learns nothing of the finding."""
    one = one_of(Finding.objects.in_city(city).select_related("city", "evidence"), pk=pk)
    if not answers_for(one.evidence)(request.user, city):
        raise Http404
    text = request.POST.get("text", "")[:300]
    now = timezone.now()
    if attempt(lambda: answer_finding(finding=one, text=text, by=request.user, at=now), request=request):
        messages.success(request, _("说明已记下，核查的人会看到"))
    return redirect("issues:issue", city.slug, one.evidence.matter)


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, city: City) -> HttpResponse:
    """Show and set how much each kind of finding weighs."""
    only(explains_findings, request, city)
    form = WeightsForm(request.POST or None, points=weights_in(city))
    if request.method == "POST" and form.is_valid():
        set_risk_weights(city=city, points=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("已保存疑点分值"))
        return redirect("evidence:findings", city.slug)
    return render(request, "evidence/weights.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def photo(request: HttpRequest, city: City, pk: int, size: str) -> HttpResponse | FileResponse:
    """Answer with a photo, small or large; the original is never handed out."""
    only(sees_evidence, request, city)
    if size not in SIZES:
        raise Http404
    stored = getattr(one_of(Evidence.objects.in_city(city).select_related(size), pk=pk), size)
    return send_picture(stored, slug=city.slug, media_type="image/jpeg")
