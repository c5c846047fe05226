"""People: found by name, pinyin and unit; one with every tenure; tenures begun, ended, handed over, arranged."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wenming.kernel.adapters.pages import one_of, only, today_in
from wenming.kernel.models import City
from wenming.kernel.schemas import keyset_page
from wenming.organisations import actions
from wenming.organisations.forms.fields import OfCity
from wenming.organisations.forms.people import EndForm, NamedForm, PersonForm, SuccessorForm, TenureForm
from wenming.organisations.models import Person, Tenure, Unit
from wenming.organisations.queries import people_found, tenures_in
from wenming.organisations.queries.people import tenures_held
from wenming.organisations.rules import manages_organisation, sees_organisation, sees_phones
from wenming.organisations.schemas.people import masked, people_rows, tenure_lines
from wenming.organisations.views.edges import attempt

PAGE = 50


@require_safe
def people(request: HttpRequest, city: City) -> HttpResponse:
    """List the people under the words in the address, each with what he or she is today."""
    only(sees_organisation, request, city)
    words, today = request.GET.get("q", "")[:60], today_in(city)
    page = keyset_page(request, people_found(city, words, on=today), key="pk", size=PAGE)
    held = tenures_held(city, page.rows, on=today)
    context = {
        "words": words,
        "rows_html": people_rows(page.rows, held, city) if page.rows else "",
        "page": {
            "text": ngettext("本页 %(rows)s 人", "本页 %(rows)s 人", len(page.rows)) % {"rows": len(page.rows)},
            **page.links(request),
        },
        "manages": manages_organisation(request.user, city),
        "export_url": f"{reverse('workbench:people_export', args=[city.slug])}?{request.GET.urlencode()}",
        "here": reverse("organisations:people", args=[city.slug]),
    }
    return render(request, "organisations/person_list.html", context)


@require_safe
def person(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show one person with every tenure."""
    only(sees_organisation, request, city)
    return _person(request, city, one_of(Person.objects.in_city(city).select_related("account"), pk=pk))


@require_POST
def phone(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Show a person's telephone number; that somebody looked is remembered."""
    only(sees_phones, request, city)
    one = one_of(Person.objects.in_city(city).select_related("account", "city"), pk=pk)
    number = actions.look_at_phone(person=one, by=request.user, at=timezone.now())
    return _person(request, city, one, number=number)


def _person(request: HttpRequest, city: City, one: Person, *, number: str = "") -> HttpResponse:
    """Return the page of a person; ``number`` is the telephone number where it may be shown."""
    today = today_in(city)
    tenures = tenure_lines(tenures_in(city).filter(person=one), city, today)
    context = {
        "person": one,
        "phone": number,
        "masked": masked(one.phone),
        "may_see": sees_phones(request.user, city) and bool(one.phone) and not number,
        "now": [line for line in tenures if not line["over"]],
        "former": [line for line in tenures if line["over"]],
        "manages": manages_organisation(request.user, city),
    }
    return render(request, "organisations/person.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Let somebody be something in a unit: a person who is known, or a new one."""
    only(manages_organisation, request, city)
    unit, today = one_of(Unit.objects.in_city(city).select_related("city"), pk=pk), today_in(city)
    form = TenureForm(request.POST or None, city=city, on=today, initial={"since": today})

    def run() -> None:
        data, who = form.cleaned_data, {"by": request.user, "at": timezone.now()}
        actions.begin_tenure(
            person=_meant(city, form, who),
            unit=unit,
            title=data["title"],
            since=data["since"],
            is_head=data["rank"] == "head",
            is_deputy=data["rank"] == "deputy",
            **who,
        )

    back = reverse("organisations:unit", args=[city.slug, pk])
    page = {
        "title": _("登记任职"),
        "text": _("一个人可以同时在几个单位任职，各登记一次。"),
        "button": _("登记"),
        "about": unit.name,
    }
    return _answer(request, form, run, page | {"back": back})


def _meant(city: City, form: NamedForm, who: dict[str, Any]) -> Person:
    """Return the person whom a form means, added where it is another one."""
    data = form.cleaned_data
    return data["chosen"] or actions.add_person(city=city, name=data["name"], phone=data["phone"], **who)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Correct a person's name or number. The number is not filled in: whoever wants to see it asks for it."""
    only(manages_organisation, request, city)
    one = one_of(Person.objects.in_city(city).select_related("city"), pk=pk)
    form = PersonForm(request.POST or None, city=city, on=today_in(city), initial={"name": one.name})
    form.fields["phone"].help_text = _("现在是 %(phone)s；不填则不变") % {"phone": masked(one.phone) or _("空")}

    def run() -> None:
        data = form.cleaned_data
        number = data["phone"] or one.phone
        actions.change_person(person=one, name=data["name"], phone=number, by=request.user, at=timezone.now())

    page = {"title": _("更正人员"), "text": "", "button": _("保存"), "about": one.name}
    back = reverse("organisations:person", args=[city.slug, pk])
    return _answer(request, form, run, page | {"back": back})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """End a tenure."""
    only(manages_organisation, request, city)
    tenure = _tenure(city, pk)
    form = EndForm(request.POST or None, city=city, on=today_in(city), initial={"on": today_in(city)})

    def run() -> None:
        actions.end_tenure(tenure=tenure, on=form.cleaned_data["on"], by=request.user, at=timezone.now())

    page = {"title": _("结束任职"), "text": "", "button": _("结束任职"), "about": _about(tenure)}
    back = reverse("organisations:person", args=[city.slug, tenure.person_id])
    return _answer(request, form, run, page | {"back": back})


@require_http_methods(["GET", "POST"])
def succeed(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Hand a tenure over."""
    only(manages_organisation, request, city)
    tenure = _tenure(city, pk)
    form = SuccessorForm(request.POST or None, city=city, on=today_in(city), initial={"on": today_in(city)})

    def run() -> None:
        who = {"by": request.user, "at": timezone.now()}
        actions.succeed_tenure(tenure=tenure, person=_meant(city, form, who), on=form.cleaned_data["on"], **who)

    page = {
        "title": _("接任"),
        "text": _("原任任职到接任前一天；接任者的职务和排位不变。"),
        "button": _("接任"),
        "about": _about(tenure),
    }
    back = reverse("organisations:person", args=[city.slug, tenure.person_id])
    onward = reverse("organisations:unit", args=[city.slug, tenure.unit_id])
    return _answer(request, form, run, page | {"back": back}, onward)


@require_POST
def order(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Move one tenure of a unit a step up or down."""
    only(manages_organisation, request, city)
    unit = one_of(Unit.objects.in_city(city).select_related("city"), pk=pk)
    keys = list(unit.tenures.order_by("order", "pk").values_list("pk", flat=True))
    running = list(tenures_in(city, on=today_in(city)).filter(unit=unit).values_list("pk", flat=True))
    step, _colon, key = request.POST.get("step", "").partition(":")
    if step in {"up", "down"} and key.isascii() and key.isdigit() and int(key) in running:
        place = running.index(int(key))
        other = running[min(max(place + (1 if step == "down" else -1), 0), len(running) - 1)]
        first, second = keys.index(int(key)), keys.index(other)
        keys[first], keys[second] = keys[second], keys[first]
        attempt(
            lambda: actions.arrange_tenures(unit=unit, keys=keys, by=request.user, at=timezone.now()), request=request
        )
    return redirect(f"{reverse('organisations:unit', args=[city.slug, pk])}#people")


def _tenure(city: City, pk: int) -> Tenure:
    """Return a tenure of this city."""
    return one_of(Tenure.objects.in_city(city).select_related("city", "person", "unit"), pk=pk)


def _about(tenure: Tenure) -> str:
    """Say what a tenure is."""
    return f"{tenure.unit.name} · {tenure.title} · {tenure.person.name}"


def _answer(request: HttpRequest, form: OfCity, run: Any, page: dict[str, Any], onward: str = "") -> HttpResponse:
    """Run what a valid form asks for and go on; else show the form."""
    if request.method == "POST" and form.is_valid() and attempt(run, form):
        messages.success(request, _("已保存：%(change)s") % {"change": page["title"]})
        return redirect(onward or page["back"])
    crumbs = [{"label": page["about"], "url": page["back"]}, {"label": page["title"]}]
    context = {**page, "form": form, "crumbs": crumbs}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)
