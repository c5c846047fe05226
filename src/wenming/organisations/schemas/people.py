"""People as pages show them: the telephone number masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import pgettext

from wenming.kernel.models import City
from wenming.organisations.models import Person, Tenure
from wenming.organisations.schemas.units import period_text

SHOWN_AT_EACH_END = (3, 4)


def masked(phone: str) -> str:
    """Return a telephone number with its middle hidden: 139****0001; a short one wholly."""
    head, tail = SHOWN_AT_EACH_END
    digits = re.sub(r"\D", "", phone)
    if len(digits) <= head + tail:
        return "*" * len(digits)
    return f"{digits[:head]}{'*' * (len(digits) - head - tail)}{digits[-tail:]}"


def rank_word(tenure: Tenure) -> str:
    """Say whether somebody is head or deputy."""
    if tenure.is_head:
        return pgettext("tenure", "主要负责人")
    return pgettext("tenure", "副职") if tenure.is_deputy else ""


def tenure_lines(tenures: Iterable[Tenure], city: City, day: date) -> list[dict[str, Any]]:
    """Return tenures as lines of a table."""
    return [
        {
            "pk": one.pk,
            "person": one.person.name,
            "person_url": reverse("organisations:person", args=[city.slug, one.person_id]),
            "unit": one.unit.name,
            "unit_url": reverse("organisations:unit", args=[city.slug, one.unit_id]),
            "title": one.title,
            "rank": rank_word(one),
            "phone": masked(one.person.phone),
            "period": period_text(one.starts_on, one.ends_on),
            "over": one.ends_on is not None and one.ends_on < day,
        }
        for one in tenures
    ]


def people_rows(people: Iterable[Person], held: Mapping[int, Iterable[Tenure]], city: City) -> str:
    """Return the body of the table of people, each with what he or she is."""
    texts = {"held": pgettext("column", "单位和职务"), "phone": pgettext("column", "电话")}
    rows = [
        {
            "name": one.name,
            "url": reverse("organisations:person", args=[city.slug, one.pk]),
            "held": [
                {
                    "unit": tenure.unit.name,
                    "url": reverse("organisations:unit", args=[city.slug, tenure.unit_id]),
                    "title": tenure.title,
                }
                for tenure in held.get(one.pk, ())
            ],
            "phone": masked(one.phone),
        }
        for one in people
    ]
    return render_to_string("organisations/person_rows.html", {"rows": rows, "texts": texts}, using="jinja2")
