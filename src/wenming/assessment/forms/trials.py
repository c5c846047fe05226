"""What people fill in about results: a trial of other rates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.queries import RoundResult
from wenming.engine.scoring.display import round_half_up
from wenming.engine.scoring.exact import LeafState, LeafValue, LossKind
from wenming.engine.standards import Node
from wenming.inspections.models import Round
from wenming.standards.schemas import node_name

SLOTS = 8
"""So many contents may be tried at once."""
LOSSES_TRIED = 3
"""The largest losses that stand there at first, before anybody chose."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One content that is tried: the leaf, its rate today (None: nobody looked at it) and the form's field for it."""

    leaf: Node
    rate: Fraction | None

    @property
    def field(self) -> str:
        """Name of the field."""
        return f"fill-{self.leaf.code}" if self.rate is None else f"to-{self.leaf.code}"

    @property
    def shown(self) -> Decimal | None:
        """Today's rate in per cent as the field shows it."""
        return None if self.rate is None else round_half_up(self.rate * 100, 2)


class TrialForm(forms.Form):
    """Other rates for some contents (``to-…``, per cent), and what nobody looked at taken as complete (``fill-…``)."""

    def __init__(self, data: QueryDict, now: RoundResult) -> None:
        """Take the contents that the address names, or the largest losses."""
        self.slots = _slots(data, now)
        given = data.copy()
        for slot in self.slots:
            if slot.rate is not None:
                given.setdefault(slot.field, str(slot.shown))
        super().__init__(given, auto_id="trial-%s")
        for slot in self.slots:
            self.fields[slot.field] = _field(slot)
        self.is_valid()

    def values(self) -> dict[str, LeafValue]:
        """Return the leaves that change, with their tried values; a field that says today's rate, or nothing valid, changes nothing."""
        tried: dict[str, LeafValue] = {}
        for slot in self.slots:
            value = self.cleaned_data.get(slot.field)
            if slot.rate is None and value:
                tried[slot.leaf.code] = LeafValue(Fraction(1), LeafState.KNOWN)
            elif slot.rate is not None and value is not None and value != slot.shown:
                tried[slot.leaf.code] = LeafValue(Fraction(value) / 100, LeafState.KNOWN)
        return tried


def _slots(data: QueryDict, now: RoundResult) -> list[Slot]:
    """Return the contents to try, those that the address names in its order."""
    leaves = {leaf.code: leaf for leaf in now.standard.leaves}
    named = [code for code in (*data.getlist("pick"), data.get("add", "")) if code in leaves]
    kept = [code for code in dict.fromkeys(named) if code != data.get("drop")]
    return [Slot(leaves[code], rate_of(now, code)) for code in (kept or _largest(now))[:SLOTS]]


def _largest(now: RoundResult) -> list[str]:
    """Return the contents that lose most, and the first one that nobody looked at."""
    lost = [loss for loss in now.result.losses if loss.kind is LossKind.LEAF and loss.points > 0]
    lost.sort(key=lambda loss: -loss.points)
    unseen = [leaf.code for leaf in now.standard.leaves if leaf.code not in now.statistics]
    return list(dict.fromkeys([*(loss.code for loss in lost[:LOSSES_TRIED]), *unseen[:1]]))


def rate_of(now: RoundResult, code: str) -> Fraction | None:
    """Return the rate of a leaf as its rows have it, None where nobody looked at it."""
    count, milli = now.statistics.get(code, (0, 0))
    return Fraction(milli, 1000 * count) if count else None


def _field(slot: Slot) -> forms.Field:
    """Return the field of one content."""
    if slot.rate is None:
        widget = forms.CheckboxInput(attrs={"class": "switch", "role": "switch"})
        return forms.BooleanField(label=node_name(slot.leaf), required=False, widget=widget)
    problem = _("%(name)s：得分率应在 0 到 100 之间，最多两位小数；现按原值计算") % {"name": node_name(slot.leaf)}
    return forms.DecimalField(
        label=node_name(slot.leaf),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
        error_messages=dict.fromkeys(_PROBLEMS, problem),
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


_PROBLEMS = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")


def untried(slots: Iterable[Slot], now: RoundResult) -> list[Node]:
    """Return the contents that may still be added."""
    taken = {slot.leaf.code for slot in slots}
    return [leaf for leaf in now.standard.leaves if leaf.code not in taken]


class CompareForm(forms.Form):
    """Which two rounds are compared, by their numbers."""

    def __init__(self, data: dict[str, str], rounds: Iterable[Round]) -> None:
        """Offer the rounds that count."""
        super().__init__(data)
        choices = [(str(round_.number), round_.name) for round_ in rounds]
        self.fields["with"] = forms.ChoiceField(
            label=pgettext_lazy("field", "比较的一轮"), choices=choices, required=False
        )
        self.fields["round"] = forms.ChoiceField(
            label=pgettext_lazy("field", "这一轮"), choices=choices, required=False
        )
