"""复发报警: what fails again where it had been well; who looked, and what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.assessment.actions import RelapseRefusedError, judge_relapse, set_relapse_settings
from wenming.assessment.enums import relapse_refusal_words
from wenming.assessment.exports.relapses import alarms_workbook
from wenming.assessment.forms.relapses import AlarmFilterForm, RelapseSettingsForm, VerdictForm
from wenming.assessment.models import RelapseAlarm
from wenming.assessment.queries.relapses import (
    alarms_found,
    alarms_visible_to,
    last_run,
    points_of,
    relapse_settings,
    tally_of,
    units_with_alarms,
)
from wenming.assessment.rules import judges_relapse, sees_relapses
from wenming.assessment.schemas.watching import (
    alarm_line,
    alarm_pairs,
    chart_of,
    delay_sentence,
    outcome_word,
    reasons_of,
    tally_sentence,
    tone_of,
    unsaid_sentence,
)
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page, moment_text
from wenming.organisations.rules import sees_results, works_in_office

SIZE = 50
MOST_EXPORTED = 5000
attempt = attempting(RelapseRefusedError, relapse_refusal_words)


@require_safe
def relapses(request: HttpRequest, city: City) -> HttpResponse:
    """List alarms under the filter in the address, the newest first."""
    only(sees_relapses, request, city)
    rows, form = _filtered(request, city)
    page = keyset_page(request, rows, key="pk", size=SIZE, descending=True)
    here = reverse("assessment:relapses", args=[city.slug])
    tally = tally_of(city, on=today_in(city)) if sees_results(request.user, city) else None
    context = {
        "rows": [alarm_line(alarm) for alarm in page.rows],
        "form": form,
        "narrowed": any(request.GET.get(name) for name in form.fields),
        "clear_url": here,
        "sentence": tally_sentence(tally) if tally else "",
        "unsaid": unsaid_sentence(tally.unsaid) if tally else "",
        "everyday_url": reverse("assessment:everyday", args=[city.slug]),
        "export_url": f"{reverse('assessment:relapses_export', args=[city.slug])}?{request.GET.urlencode()}",
        "settings_url": reverse("assessment:relapse_settings", args=[city.slug])
        if works_in_office(request.user, city)
        else "",
        **page.links(request),
    }
    return render(request, "assessment/relapses.html", context)


@require_safe
def export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the alarms of the current filter as a workbook."""
    only(sees_relapses, request, city)
    rows, _form = _filtered(request, city)
    sentence = tally_sentence(tally_of(city, on=today_in(city))) if sees_results(request.user, city) else ""
    return send_workbook(alarms_workbook(rows[:MOST_EXPORTED], sentence), f"{_('复发报警')}.xlsx")


@require_safe
def relapse(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one alarm: why, its chart with the threshold, the looks behind it, and what was found."""
    return _page(request, city, _alarm(request, city, pk), VerdictForm())


@require_POST
def judge(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Keep what somebody found."""
    only(judges_relapse, request, city)
    alarm, form = _alarm(request, city, pk), VerdictForm(request.POST)
    if not form.is_valid():
        return _page(request, city, alarm, form, status=422)

    def run() -> None:
        judge_relapse(alarm=alarm, **form.cleaned_data, by=request.user, at=timezone.now())

    if attempt(run, request=request):
        messages.success(request, _("已记下核看结果"))
    return redirect("assessment:relapse", city.slug, pk)


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, city: City) -> HttpResponse:
    """Set how many false alarms are bearable."""
    only(works_in_office, request, city)
    now = relapse_settings(city)
    form = RelapseSettingsForm(request.POST or None, initial={"per_month": now.per_month, "times": now.times})
    if request.method == "POST" and form.is_valid():
        set_relapse_settings(city=city, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("已保存，从下一次入图起按新设置报警"))
        return redirect("assessment:relapses", city.slug)
    run = last_run(city)
    context = {"form": form, "delay": "" if run is None else delay_sentence(now.times, run)}
    return render(request, "assessment/relapse_settings.html", context, status=422 if form.errors else 200)


def _filtered(request: HttpRequest, city: City) -> tuple[Any, AlarmFilterForm]:
    """Return the alarms that fit, and the filter."""
    form = AlarmFilterForm(request.GET, units=units_with_alarms(city))
    return alarms_found(alarms_visible_to(request.user, city), form.wanted()), form


def _alarm(request: HttpRequest, city: City, pk: int) -> RelapseAlarm:
    """Return an alarm that the person may see, else 404."""
    only(sees_relapses, request, city)
    alarm: RelapseAlarm = one_of(alarms_visible_to(request.user, city), pk=pk)
    return alarm


def _page(request: HttpRequest, city: City, alarm: RelapseAlarm, form: VerdictForm, status: int = 200) -> HttpResponse:
    """Render an alarm's page."""
    seen = hasattr(alarm, "verdict")
    context = {
        "alarm": {
            "site": alarm.site,
            "name": alarm.node.name,
            "outcome": outcome_word(alarm),
            "tone": tone_of(alarm),
            "note": alarm.verdict.note if seen else "",
            "seen": f"{alarm.verdict.by} · {moment_text(alarm.verdict.at, city)}" if seen else "",
        },
        "reasons": reasons_of(alarm),
        "pairs": alarm_pairs(alarm),
        "chart": chart_of(alarm, points_of(alarm)),
        "form": form if not seen and judges_relapse(request.user, city) else None,
        "judge_url": reverse("assessment:relapse_judge", args=[city.slug, alarm.pk]),
    }
    return render(request, "assessment/relapse.html", context, status=status)
