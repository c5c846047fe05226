"""Pages of the ground: the start, the gallery of parts, the operator's pages, errors."""

from __future__ import annotations

import ipaddress
import os
import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from wenming.kernel import rules
from wenming.kernel.actions import retry_job
from wenming.kernel.adapters import metrics
from wenming.kernel.models import JobRun
from wenming.kernel.queries.jobs import dead_jobs, queue_gauges


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Send people to their city; who has none yet is told so."""
    cities = rules.cities_of(request.user)
    if cities:
        return redirect("workbench:home", cities[0].slug)
    if rules.operates_system(request.user):
        return redirect("kernel:jobs")
    return render(request, "kernel/no_city.html")


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every part of a page, in every state: the reference for whoever builds the next page."""
    return render(request, "kernel/components.html")


@require_safe
@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs that stopped after their last attempt, with their error, to the people who run the system."""
    if not rules.operates_system(request.user):
        raise PermissionDenied
    return render(request, "kernel/jobs.html", {"jobs": dead_jobs()[:100], "gauges": queue_gauges()})


@require_POST
@login_required
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one stopped job new attempts."""
    run = retry_job(job_run=get_object_or_404(JobRun, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, _("作业 %(job)s 已重新排队") % {"job": run.job})
    return HttpResponseRedirect(reverse("kernel:jobs"))


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  Django's signature
    """Answer 200 while the database answers; a load balancer asks here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_GET
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Give the numbers to this machine itself, or to whoever carries WENMING_METRICS_TOKEN."""
    if not _may_read_metrics(request):
        raise PermissionDenied
    return HttpResponse(metrics.exposition(queue_gauges()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    """Tell whether the asker is this machine without a proxy in between, or knows the token."""
    token = os.environ.get("WENMING_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token:
        return secrets.compare_digest(given.encode(), token.encode())
    local = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback  # noqa: S104  no address at all
    behind_proxy = any(name in request.headers for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Via"))
    return settings.METRICS_FOR_LOCALHOST and local and not behind_proxy


@require_safe
def password_help(request: HttpRequest) -> HttpResponse:
    """Say who gives a new password."""
    return render(request, "kernel/password_help.html")


def closed(_request: HttpRequest) -> HttpResponse:
    """Answer for pages of sign-in that this platform does not use."""
    raise Http404


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in plain words that the page was open too long, and keep the way back."""
    return render(request, "403_csrf.html", {"reason": reason}, status=403)
