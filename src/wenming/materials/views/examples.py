"""The example of a requirement: the office puts one there, whoever supplies looks at it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wenming.kernel.adapters.downloads import send_file
from wenming.kernel.adapters.pages import one_of, only
from wenming.kernel.models import City
from wenming.materials import actions
from wenming.materials.forms import ExampleForm
from wenming.materials.models import Requirement
from wenming.materials.rules import keeps_materials, sees_requirements
from wenming.materials.views.edges import attempt, who


@require_http_methods(["GET", "POST"])
def example(request: HttpRequest, city: City, pk: int) -> HttpResponse | FileResponse:
    """Answer with the example as it came; the office puts one there, or another one."""
    sent = request.method == "POST"
    only(keeps_materials if sent else sees_requirements, request, city)
    rows = Requirement.objects.in_city(city).select_related("city", "example")
    one = one_of(rows, pk=pk)
    if sent:
        _put(request, one)
        return redirect("materials:requirement", city.slug, one.pk)
    if one.example is None:
        raise Http404
    return send_file(one.example, slug=city.slug)


def _put(request: HttpRequest, one: Requirement) -> None:
    """Keep the file that was sent as the example, or say why not."""
    form = ExampleForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, form.errors["file"][0])
        return
    file = form.cleaned_data["file"]
    run = lambda: actions.set_example(requirement=one, name=file.name, content=file.read(), **who(request))  # noqa: E731
    if attempt(run, request=request):
        messages.success(request, _("范例已放好，报送单位都看得到"))
