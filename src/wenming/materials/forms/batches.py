"""A batch of files: for which unit, and where each file belongs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kernel.models import Account, City
from wenming.materials.queries.items import units_with_items
from wenming.materials.rules import keeps_materials, units_supplied
from wenming.organisations.models import Unit

ASIDE = "skip"


class BatchForm(forms.Form):
    """What begins a batch: a name by which it is found again, and whose materials they are."""

    name = forms.CharField(label=_("这一批叫什么"), max_length=120, help_text=_("例如：11月材料、第四季度实景图片"))
    unit = forms.ModelChoiceField(label=_("哪个单位的材料"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, account: Account, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Unit.objects.in_city(city)
        own = [unit.pk for unit, _below in units_supplied(account, city)]
        self.fields["unit"].queryset = (
            units_with_items(city)
            if keeps_materials(account, city)
            else rows.filter(pk__in=own).order_by("position", "pk")
        ).select_related("city")


def chosen_items(data: Mapping[str, str], known: Collection[int]) -> tuple[dict[int, int], list[int], list[str]]:
    """Return what a sorting page says: file -> item, files that belong nowhere, and labels that name no item.

    ``item-<file>`` is the key of an item or ASIDE; ``other-<file>`` is a label out of the list, whose key stands behind its last #.
    """
    chosen: dict[int, int] = {}
    aside: list[int] = []
    unknown: list[str] = []
    # what is written in the line beside holds against the proposals, wherever it stands
    for name, said in sorted(data.items()):
        what, _dash, key = name.partition("-")
        if what not in {"item", "other"} or not said.strip() or not _number(key):
            continue
        item = _number(said if what == "item" else said.rpartition("#")[2])
        if what == "item" and said == ASIDE:
            aside.append(int(key))
        elif item in known:
            chosen[int(key)] = item
        elif what == "other":
            unknown.append(said)
    return chosen, [one for one in aside if one not in chosen], unknown


def _number(text: str) -> int:
    """Return a whole number, 0 for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
