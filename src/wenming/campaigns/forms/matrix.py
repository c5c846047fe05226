"""What the matrix shows: words, a part of the tree, some of the units, only what is at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import STANDINGS
from wenming.campaigns.queries.matrix import CampaignMatrix, Head, path_names
from wenming.engine.matching import fold
from wenming.engine.responsibility import ClauseParts, Standing
from wenming.organisations.enums import UnitKind
from wenming.standards.schemas import node_name

FAULTY = "faulty"
AREAS = frozenset({UnitKind.DISTRICT, UnitKind.DEVELOPMENT_ZONE, UnitKind.COUNTY})


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """Which clauses and units to show; empty fields filter nothing. ``of`` is ``kind:…``, ``under:<position>``, ``group:…``, ``unit:<key>``."""

    words: str = ""
    node: str = ""
    of: str = ""
    only: str = ""
    everyone: bool = False


class MatrixFilterForm(forms.Form):
    """The filter of the matrix; everything is optional and lives in the address."""

    q = forms.CharField(
        label=pgettext_lazy("field", "查找"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("条目，或单位的名称、拼音、首字母")}),
    )
    node = forms.ChoiceField(label=pgettext_lazy("field", "项目或指标"), required=False)
    of = forms.ChoiceField(label=pgettext_lazy("field", "单位"), required=False)
    only = forms.ChoiceField(label=pgettext_lazy("field", "核查"), required=False)
    everyone = forms.BooleanField(label=_("含无分工单位"), required=False)

    def __init__(self, *args: Any, found: CampaignMatrix, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["node"].choices = [("", pgettext_lazy("filter", "全部")), *_nodes(found)]
        self.fields["of"].choices = [("", pgettext_lazy("filter", "全部")), *_units(found)]
        self.fields["only"].choices = [
            ("", pgettext_lazy("filter", "全部")),
            (FAULTY, _("只看有问题")),
            *((standing.value, word) for standing, word in STANDINGS.items()),
        ]

    def wanted(self) -> MatrixFilter:
        """Return the filter; what is not valid filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return MatrixFilter(
            data.get("q", "").strip(),
            data.get("node", ""),
            data.get("of", ""),
            data.get("only", ""),
            data.get("everyone", False),
        )

    def chosen(self, name: str) -> str:
        """Return the words of what is chosen in a field."""
        choices: dict[str, Any] = {}
        for value, words in self.fields[name].choices:
            choices |= dict(words) if isinstance(words, list) else {value: words}
        return str(choices.get(self.cleaned_data.get(name, ""), "")).strip()


def _nodes(found: CampaignMatrix) -> list[tuple[str, str]]:
    """Return the parts of the tree that hold clauses, indented."""
    parts: dict[str, tuple[str, str]] = {}
    for path in path_names(found.standard).values():
        for depth, node in enumerate(path):
            parts[node.code] = (node.code, f"{'　' * depth}{node.code} {node_name(node)}")
    return [parts[node.code] for node in found.standard.nodes if node.code in parts]


def _units(found: CampaignMatrix) -> list[tuple[Any, Any]]:
    """Return what the columns can be narrowed to: kinds, districts with everything below them, groups, single units."""
    heads = list(found.heads.values())
    kinds = {head.kind for head in heads}
    areas = [head for head in heads if head.kind in AREAS]
    sections: list[tuple[Any, list[tuple[str, Any]]]] = [
        (_("按类别"), [(f"kind:{kind}", label) for kind, label in UnitKind.choices if kind in kinds]),
        (_("按区县"), [(f"under:{head.position}", head.name) for head in areas]),
        (_("按单位组"), [(f"group:{name}", name) for name in sorted(found.groups)]),
        (_("按单位"), [(f"unit:{head.pk}", head.name) for head in heads]),
    ]
    return [(title, list(choices)) for title, choices in sections if choices]


def heads_wanted(found: CampaignMatrix, wanted: MatrixFilter) -> list[Head]:
    """Return the units that the filter lets through, in protocol order."""
    kind, _colon, value = wanted.of.partition(":")
    fits: dict[str, Callable[[Head], bool]] = {
        "kind": lambda head: head.kind == value,
        "under": lambda head: head.position == value or head.position.startswith(f"{value}."),
        "group": lambda head: head.pk in found.groups.get(value, ()),
        "unit": lambda head: str(head.pk) == value,
    }
    test = fits.get(kind)
    return [head for head in found.heads.values() if test is None or test(head)]


def clauses_wanted(found: CampaignMatrix, wanted: MatrixFilter) -> list[ClauseParts]:
    """Return the clauses that the filter lets through, in published order."""
    inside = {node.code for node in found.standard.node(wanted.node).walk()} if wanted.node else None
    units = {head.pk for head in heads_wanted(found, wanted)} if wanted.of else None
    said = _said(found, wanted.words) if wanted.words else None
    return [
        clause
        for clause in found.matrix.clauses
        if (inside is None or clause.code in inside)
        and _stands(clause, wanted.only)
        and (units is None or not units.isdisjoint(_units_of(clause)))
        and (said is None or said(clause))
    ]


def _stands(clause: ClauseParts, only: str) -> bool:
    """Tell whether a clause stands as the filter asks."""
    if only == FAULTY:
        return clause.standing is not Standing.COMPLETE
    return not only or clause.standing == only


def _said(found: CampaignMatrix, words: str) -> Callable[[ClauseParts], bool]:
    """Return the test whether words occur in a clause, or in a name or the sounds of one of its units."""
    key, sounds = fold(words), words.replace(" ", "").lower()
    named = {
        head.pk
        for head in found.heads.values()
        if key in fold(head.name) or (head.short_name and key in fold(head.short_name)) or sounds in head.sounds
    }
    texts = {node.code: fold(f"{node.code} {node.name} {node.name_en}") for node in found.standard.nodes}
    return lambda clause: key in texts[clause.code] or not named.isdisjoint(_units_of(clause))


def _units_of(clause: ClauseParts) -> Iterable[int]:
    """Return the units with a part in a clause."""
    return (unit for units in clause.units.values() for unit in units)
