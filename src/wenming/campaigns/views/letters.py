"""目标责任书: one unit's letter of responsibility on paper and in Word, and those of many units as one file."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.campaigns.exports.letters import letter_paper
from wenming.campaigns.forms.matrix import MatrixFilterForm, heads_wanted
from wenming.campaigns.queries.clauses import chiefs_now, latest_terms
from wenming.campaigns.queries.duties import duties_of
from wenming.campaigns.views.sights import Sight, sight_of
from wenming.campaigns.views.units import UnitReading, unit_reading
from wenming.documents.exports import Paper, archive, paper_file
from wenming.engine.responsibility import loads_of
from wenming.kernel.models import City
from wenming.organisations.enums import UnitKind
from wenming.organisations.queries import units_in

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def office_name(sight: Sight) -> str:
    """Return who signs for the city: the headquarters; where there is none, the city itself. One query."""
    top = units_in(sight.city, on=sight.on).filter(kind=UnitKind.HEADQUARTERS).first()
    return top.name if top else sight.city.name


def letter_of(reading: UnitReading, office: str) -> Paper:
    """Return the letter of one unit."""
    return letter_paper(reading.found, reading.head, reading.duties, office=office, year=reading.sight.on.year)


@require_safe
def letter(request: HttpRequest, city: City, pk: int, unit: int) -> HttpResponse:
    """Show the letter of one unit as it is printed."""
    reading = unit_reading(request, city, pk, unit)
    sight = reading.sight
    context = {
        **sight.frame("letter"),
        "paper": letter_of(reading, office_name(sight)),
        "unit": reading.head.name,
        "urls": {
            "unit": sight.url("unit_duties", unit),
            "units": sight.url("matrix_units"),
            "word": sight.url("letter_word", unit),
        },
    }
    return render(request, "campaigns/letter.html", context)


@require_safe
def letter_word(request: HttpRequest, city: City, pk: int, unit: int) -> HttpResponse:
    """Give the letter of one unit in Word."""
    reading = unit_reading(request, city, pk, unit)
    paper = letter_of(reading, office_name(reading.sight))
    return send(paper_file(paper), f"{reading.head.name}-{_('目标责任书')}.docx", WORD)


@require_safe
def letters(request: HttpRequest, city: City, pk: int) -> HttpResponse:
    """Give the letters of all units with a part, or of those that the filter of the matrix lets through, as one zip."""
    sight = sight_of(request, city, pk)
    found = sight.matrix()
    form = MatrixFilterForm(request.GET, found=found)
    busy = {load.unit for load in loads_of(found.matrix.clauses)}
    terms, chiefs, office = latest_terms(sight.campaign), chiefs_now(sight.campaign), office_name(sight)
    heads = [head for head in heads_wanted(found, form.wanted()) if head.pk in busy and not head.ended]
    files = []
    for number, head in enumerate(heads, start=1):
        reading = UnitReading(sight, found, head, duties_of(found, head.pk, terms, chiefs))
        files.append((f"{number:03d}-{_safe(head.name)}-目标责任书.docx", paper_file(letter_of(reading, office))))
    return send(archive(files), f"{sight.campaign.name}-{_('目标责任书')}.zip", "application/zip")


def _safe(name: str) -> str:
    """Return a name without what a file's name may not hold."""
    return "".join("_" if letter in '\\/:*?"<>|' else letter for letter in name)


def send(content: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file as a download under a Chinese name, which old browsers read in the second form."""
    response = HttpResponse(content, content_type=kind)
    ending = name.rpartition(".")[2]
    response["Content-Disposition"] = f"attachment; filename=\"export.{ending}\"; filename*=UTF-8''{quote(name)}"
    return response
