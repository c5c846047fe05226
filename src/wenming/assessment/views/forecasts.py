"""预测: what is known of the coming evaluation, who may see chances, a forecast now, and how past ones did."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.assessment.actions import (
    ForecastRefusedError,
    ask_forecast,
    end_forecast_reader,
    name_forecast_reader,
    write_forecast_settings,
)
from wenming.assessment.enums import forecast_refusal_words
from wenming.assessment.forms.forecasts import ForecastReaderForm, ForecastSettingsForm
from wenming.assessment.models import ForecastReader
from wenming.assessment.queries.forecasts.kept import (
    held_against,
    latest_forecast,
    reader_candidates,
    readers_in,
    settings_of,
    settings_versions,
)
from wenming.assessment.rules import sees_chances
from wenming.assessment.schemas.forecasts.record import held_lines, proof_card, shift_card
from wenming.campaigns.models import Campaign
from wenming.campaigns.queries import current_campaign
from wenming.kernel.adapters.pages import attempting, one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import moment_text
from wenming.organisations.rules import sees_results, works_in_office

attempt = attempting(ForecastRefusedError, forecast_refusal_words)


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, city: City) -> HttpResponse:
    """Show and write what is known of the coming evaluation; below it who may see chances."""
    only(works_in_office, request, city)
    campaign = current_campaign(city, on=today_in(city))
    if campaign is None:
        return render(request, "assessment/forecast_settings.html", {"campaign": None})
    form = ForecastSettingsForm(request.POST or None, now=settings_of(campaign), on=today_in(city))
    if request.method == "POST" and form.is_valid():
        row = write_forecast_settings(campaign=campaign, facts=form.facts(), by=request.user, at=timezone.now())
        messages.success(request, _("已存为第 %(version)s 版，下一次预测按它算") % {"version": row.version})
        return redirect("assessment:forecast_settings", city.slug)
    return _settings_page(request, city, campaign, form, None)


@require_POST
def reader(request: HttpRequest, city: City) -> HttpResponse:
    """Name a person who may see chances."""
    only(works_in_office, request, city)
    campaign = _campaign(city)
    form = ForecastReaderForm(request.POST, candidates=reader_candidates(city, on=today_in(city)))

    def name() -> None:
        name_forecast_reader(city=city, **form.chosen(), by=request.user, at=timezone.now())

    if not form.is_valid() or not attempt(name, form):
        held = ForecastSettingsForm(now=settings_of(campaign), on=today_in(city))
        return _settings_page(request, city, campaign, held, form)
    messages.success(request, _("已指定，此人现在可以看概率"))
    return redirect("assessment:forecast_settings", city.slug)


@require_POST
def reader_end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let a person see chances no longer."""
    only(works_in_office, request, city)
    row: ForecastReader = one_of(ForecastReader.objects.in_city(city).select_related("city"), pk=pk)
    end_forecast_reader(reader=row, by=request.user, at=timezone.now())
    messages.success(request, _("已取消，此人不再看得到概率"))
    return redirect("assessment:forecast_settings", city.slug)


@require_POST
def now(request: HttpRequest, city: City) -> HttpResponse:
    """Ask a worker for a forecast."""
    only(works_in_office, request, city)
    ask_forecast(campaign=_campaign(city), by=request.user, at=timezone.now())
    messages.success(request, _("已交后台计算，一般一分钟内算好；没有新数据时结果不变"))
    return redirect("workbench:state", city.slug)


@require_safe
def calibration(request: HttpRequest, city: City) -> HttpResponse:
    """Show how forecasts did; chances only to those who were named."""
    only(sees_results, request, city)
    campaign, reads = current_campaign(city, on=today_in(city)), sees_chances(request.user, city)
    context: dict[str, Any] = {"campaign": campaign, "reader": reads}
    if campaign is not None and reads:
        run = latest_forecast(city, campaign)
        context |= {
            "held": held_lines(held_against(campaign), city),
            "proof": proof_card(run),
            "shift": shift_card(run),
            "settings": works_in_office(request.user, city),
            "as_of": moment_text(run.at, city) if run else "",
        }
    return render(request, "assessment/forecast_calibration.html", context)


def _campaign(city: City) -> Campaign:
    """Return the foremost campaign, 404 where there is none."""
    found = current_campaign(city, on=today_in(city))
    if found is None:
        raise Http404
    return found


def _settings_page(
    request: HttpRequest, city: City, campaign: Campaign, form: ForecastSettingsForm, naming: ForecastReaderForm | None
) -> HttpResponse:
    """Render settings and readers."""
    refused = bool(form.is_bound and form.errors) or bool(naming and naming.errors)
    context = {
        "campaign": campaign,
        "form": form,
        "naming": naming or ForecastReaderForm(candidates=reader_candidates(city, on=today_in(city))),
        "readers": [
            {
                "pk": one.pk,
                "name": one.account.name,
                "reason": one.reason,
                "by": one.by.name,
                "at": moment_text(one.at, city),
            }
            for one in readers_in(city)
        ],
        "versions": [
            {"version": one.version, "source": one.source, "by": one.by.name, "at": moment_text(one.at, city)}
            for one in settings_versions(campaign)
        ],
    }
    return render(request, "assessment/forecast_settings.html", context, status=422 if refused else 200)
