"""How a round was done: its places knew of it or not, and were drawn by lot or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wenming.inspections.actions import say_manner
from wenming.inspections.forms import MannerForm
from wenming.inspections.models import RoundManner
from wenming.inspections.queries import round_in
from wenming.inspections.views.office import office_only
from wenming.kernel.models import City
from wenming.kernel.schemas import days_text


@require_http_methods(["GET", "POST"])
def manner(request: HttpRequest, city: City, number: int) -> HttpResponse:
    """Ask, and keep what is said."""
    office_only(request, city)
    round_ = round_in(city, number)
    said = RoundManner.objects.in_city(city).filter(round=round_).first()
    start = {"manner": said.manner, "drawn": "yes" if said.drawn else "no"} if said else {}
    form = MannerForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        say_manner(round_=round_, **form.said(), by=request.user, at=timezone.now())
        messages.success(request, _("已记下这一轮的检查方式"))
        return redirect("assessment:everyday", city.slug)
    context = {"round": round_, "held": days_text(round_.starts_on, round_.ends_on), "form": form}
    return render(request, "inspections/round_manner.html", context, status=422 if form.errors else 200)
