"""The page of an issue: head, photos before and after, the clause it counts for, where it lies, what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.engine.geo import distance
from wenming.issues.enums import IssueSource, PhotoMoment
from wenming.issues.models import Issue, IssuePhoto
from wenming.issues.schemas.lamps import Lamps, reworked_view
from wenming.issues.schemas.who import Held, person_text
from wenming.kernel.models import City
from wenming.kernel.schemas import number_text
from wenming.standards.enums import method_word
from wenming.standards.queries import Adopted
from wenming.standards.schemas import clause_name, in_language, node_name


def issue_url(city: City, number: str, query: str = "") -> str:
    """Return the address of an issue's page."""
    url = reverse("issues:issue", args=[city.slug, number])
    return f"{url}?{query}" if query else url


def minor_name(issue: Issue) -> str:
    """Return the category in the reader's language."""
    return in_language(issue.minor.name, issue.minor.name_en) if issue.minor else ""


def head_of(issue: Issue, lamps: Lamps) -> dict[str, Any]:
    """Return what stands at the head of the page and of every form about the issue."""
    return {
        "number": issue.number,
        "text": issue.text,
        "url": issue_url(issue.city, issue.number),
        "place": issue.place,
        "area": issue.area.name if issue.area else "",
        "unit": issue.unit.name if issue.unit else "",
        "desk": issue.desk.name if issue.desk else "",
        "minor": minor_name(issue),
        "source": str(IssueSource(issue.source).label),
        "source_number": issue.source_number,
        "urgent": issue.is_urgent,
        "behalf": issue.reported_for.name if issue.reported_for else "",
        "state": reworked_view(issue),
        "lamp": lamps(issue),
        "site_url": reverse("sites:site", args=[issue.city.slug, issue.site_id]) if issue.site_id else "",
    }


def photo_view(photo: IssuePhoto, city: City, held: Held, lamps: Lamps) -> dict[str, Any]:
    """Return one photo with when it was taken and sent, and by whom."""
    small, large = (reverse("issues:photo", args=[city.slug, photo.pk, size]) for size in ("small", "large"))
    label = str(PhotoMoment(photo.moment).label)
    return {
        "pk": photo.pk,
        "moment": photo.moment,
        "label": label,
        "small": small,
        "large": large,
        "width": photo.width,
        "height": photo.height,
        "taken": lamps.day_text(photo.taken_on) if photo.taken_on else "",
        "sent": lamps.moment(photo.at),
        "who": person_text(photo.by, held),
        "alt": _("%(label)s的照片，%(moment)s 上传") % {"label": label, "moment": lamps.moment(photo.at)},
    }


def photos_view(
    photos: Sequence[IssuePhoto],
    city: City,
    held: Held,
    lamps: Lamps,
    query: Mapping[str, str],
    *,
    facts: Mapping[int, Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the pair that is compared (the address may name it, else the first before and the last after) and all of them.

    Each small picture leads to the page with itself in the pair. ``facts``: what who checks sees of each, by the key of its evidence.
    """
    views = [{**photo_view(one, city, held, lamps), "proof": facts.get(one.evidence_id)} for one in photos]
    befores = [one for one in views if one["moment"] == PhotoMoment.BEFORE]
    afters = [one for one in views if one["moment"] != PhotoMoment.BEFORE]
    before = _named(befores, query.get("before", "")) or (befores[0] if befores else None)
    after = _named(afters, query.get("after", "")) or (afters[-1] if afters else None)
    kept = {"list": query["list"]} if query.get("list") else {}
    for one in views:
        pair = {"before": before, "after": after} | ({"before": one} if one in befores else {"after": one})
        names = {name: shown["pk"] for name, shown in pair.items() if shown}
        one["url"] = f"?{urlencode({**names, **kept})}#photos"
        one["on"] = one in (before, after)
    return {"before": before, "after": after, "all": views if len(views) > 2 else []}


def _named(views: Iterable[dict[str, Any]], key: str) -> dict[str, Any] | None:
    return next((one for one in views if str(one["pk"]) == key), None)


def clause_view(issue: Issue, adopted: Adopted) -> dict[str, Any] | None:
    """Return the clause that an issue counts for, how it is judged, and for which other titles it counts (一事多用); None for none."""
    node = issue.node
    if node is None:
        return None
    edition = node.edition.code
    standard = adopted.standard(edition)
    pure = next((one for one in standard.nodes if one.code == node.code), None) if standard else None
    above = (
        next((one for one in standard.nodes if any(child.code == node.code for child in one.children)), None)
        if standard
        else None
    )
    crosswalk = adopted.crosswalk
    others = crosswalk.by_title(crosswalk.clauses_of(edition, node=node.code))
    return {
        "code": node.code,
        "name": node_name(node),
        "part": f"{above.code} {node_name(above)}" if above else "",
        "methods": pgettext("list", "、").join(method_word(one) for one in (pure.methods if pure else ())),
        "others": [
            clause_name(adopted.standards, (title, code))
            for title, codes in others.items()
            if title != edition
            for code in codes
        ],
    }


def kin_view(issue: Issue, others: Iterable[Issue], lamps: Lamps) -> list[dict[str, Any]]:
    """Return issues that belong to this one (joined, divided, repeated) as lines, each with how far away it was reported."""
    return [
        {
            "number": one.number,
            "url": issue_url(issue.city, one.number),
            "text": one.text,
            "source": str(IssueSource(one.source).label),
            "unit": one.unit.name if one.unit else "",
            "state": reworked_view(one),
            "lamp": lamps(one),
            "reported": lamps.moment(one.reported_at),
            "apart": apart(issue, one),
        }
        for one in others
    ]


def apart(one: Issue, other: Issue) -> str:
    """Return how far apart two issues were reported, "" where a position is missing."""
    if one.lat is None or one.lng is None or other.lat is None or other.lng is None:
        return ""
    metres = round(distance((one.lat, one.lng), (other.lat, other.lng)))
    return _("%(metres)s 米") % {"metres": number_text(metres)}
