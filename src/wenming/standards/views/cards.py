"""应知应会: what everybody should know, as cards to learn from, to print and cut, and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wenming.engine.matching import fold
from wenming.kernel.adapters.downloads import send_workbook
from wenming.kernel.models import City
from wenming.organisations.rules import works_in_city, works_in_office
from wenming.standards.exports.handbook import cards_workbook
from wenming.standards.forms.handbook import CardForm
from wenming.standards.queries import adopted_in
from wenming.standards.schemas import in_language, node_name
from wenming.standards.schemas.sheets import titles_of

SHARED = "-"
"""How an address says "from a shared collection"."""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card in the reader's language; ``tags`` are the clauses that it is about."""

    owner: str
    source: str
    question: str
    answer: str
    tags: tuple[str, ...]


@require_safe
def cards(request: HttpRequest, city: City) -> HttpResponse:
    """Show the cards under the filter."""
    form, shown, known = _filtered(request, city)
    here = reverse("standards:cards", args=[city.slug])
    query = {name: value for name, value in form.wanted().items() if value}
    context = {
        "filter": form,
        "cards": shown,
        "empty": not known,
        "clear_url": here,
        "export_url": f"{reverse('standards:cards_export', args=[city.slug])}?{urlencode(query)}",
        "handbook_url": reverse("standards:handbook", args=[city.slug]),
        "adopt_url": reverse("standards:checklists", args=[city.slug]) if works_in_office(request.user, city) else "",
    }
    return render(request, "standards/cards.html", context)


@require_safe
def cards_export(request: HttpRequest, city: City) -> HttpResponse:
    """Give the cards under the filter as a plain list."""
    _form, shown, _known = _filtered(request, city)
    rows = [(card.question, card.answer, card.source, _("；").join(card.tags)) for card in shown]
    return send_workbook(cards_workbook(rows), f"{_('应知应会')}.xlsx")


def _filtered(request: HttpRequest, city: City) -> tuple[CardForm, list[ShownCard], int]:
    """Return the form, the cards that it lets through, and how many there are; for everybody with a post."""
    if not works_in_city(request.user, city):
        raise PermissionDenied
    adopted = adopted_in(city)
    titles = {title.code: title for title in titles_of(adopted, city)}
    known = [
        ShownCard(
            owner=owned.owner or SHARED,
            source=f"{titles[owned.owner].name} {titles[owned.owner].edition}" if owned.owner else _("共用检查表"),
            question=node_name(owned.card),
            answer=in_language(owned.card.answer, owned.card.answer_en),
            tags=tuple(
                f"{titles[edition].mark} {code}"
                for edition, codes in adopted.crosswalk.by_title(owned.clauses).items()
                for code in codes
            ),
        )
        for owned in adopted.crosswalk.cards
    ]
    form = CardForm(request.GET, sources=list({card.owner: card.source for card in known}.items()))
    wanted = form.wanted()
    return form, [card for card in known if _is_wanted(card, wanted)], len(known)


def _is_wanted(card: ShownCard, wanted: dict[str, str]) -> bool:
    """Say whether a card passes the filter; words are compared as names are."""
    if wanted["source"] and card.owner != wanted["source"]:
        return False
    return not wanted["q"] or any(fold(wanted["q"]) in fold(text) for text in (card.question, card.answer))
