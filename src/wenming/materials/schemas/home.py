"""What the home page shows of materials: what waits for the office, or what a unit still owes; every number leads to its list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wenming.kernel.models import Account, City
from wenming.kernel.schemas import number_text
from wenming.materials.enums import CheckState, ItemState
from wenming.materials.models import MaterialItem
from wenming.materials.queries.checking import checks_in
from wenming.materials.queries.items import own_items
from wenming.materials.rules import keeps_materials, supplies_materials
from wenming.materials.workflow import OPEN


def materials_home(account: Account, city: City, *, on: date) -> list[dict[str, Any]]:
    """Return the piles of materials of a person, none for who has nothing to do with them or where nothing was ever asked. At most two queries."""
    keeps = keeps_materials(account, city)
    if not keeps and not supplies_materials(account, city):
        return []
    rows = MaterialItem.objects.in_city(city) if keeps else own_items(account, city)
    counts = rows.order_by().aggregate(
        asked=Count("pk"),
        due=Count("pk", filter=Q(state__in=OPEN, due_on__gte=on)),
        late=Count("pk", filter=Q(state__in=OPEN, due_on__lt=on)),
        back=Count("pk", filter=Q(state=ItemState.RETURNED)),
        waiting=Count("pk", filter=Q(state=ItemState.SUBMITTED)),
    )
    if not counts["asked"]:
        return []
    base = reverse("materials:items", args=[city.slug])
    late = _pile(counts["late"], pgettext("material", "已过期"), f"{base}?late=on", "bad")
    if not keeps:
        due = _pile(counts["due"], pgettext("material", "待报送"), reverse("materials:mine", args=[city.slug]))
        return [due, late, _pile(counts["back"], _("被退回"), f"{base}?state=returned", "warn")]
    looks = checks_in(city).filter(state=CheckState.PROPOSED).count()
    return [
        _pile(counts["waiting"], pgettext("material", "待审核"), reverse("materials:desk", args=[city.slug])),
        late,
        _pile(counts["back"], pgettext("material", "退回未改"), f"{base}?state=returned"),
        _pile(looks, _("机器提请查看"), reverse("materials:checks", args=[city.slug]), "warn"),
    ]


def _pile(count: int, label: str, url: str, tone: str = "") -> dict[str, Any]:
    return {"count": number_text(count), "some": bool(count), "label": label, "url": url, "tone": tone}
