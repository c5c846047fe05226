"""What people fill in about gaps: the filter of the list, the rate to reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.enums import CAUSES
from wenming.engine.gaps import Cause
from wenming.inspections.queries import RoundFilter

PER_CENT = 100
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class GapFilter:
    """Which gaps to list; empty fields filter nothing. ``least``: at least so many points lost."""

    node: str = ""
    rows: RoundFilter = field(default_factory=RoundFilter)
    cause: Cause | None = None
    least: Fraction = ZERO


class GapFilterForm(forms.Form):
    """The filter of the list of gaps; everything is optional and lives in the address."""

    node = forms.ChoiceField(label=_("范围"), required=False)
    area = forms.ChoiceField(label=_("属地"), required=False)
    unit = forms.ChoiceField(label=_("责任单位"), required=False)
    cause = forms.ChoiceField(label=pgettext_lazy("field", "失分原因"), required=False)
    least = forms.DecimalField(
        label=_("失分不少于"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"step": "any", "min": "0", "inputmode": "decimal"}),
    )

    def __init__(
        self, *args: Any, nodes: Sequence[tuple[str, str]], areas: Sequence[str], units: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", pgettext_lazy("filter", "全部"))
        self.fields["node"].choices = [everything, *nodes]
        self.fields["cause"].choices = [everything, *((cause.value, word) for cause, word in CAUSES.items())]
        for name, found in (("area", areas), ("unit", units)):
            named = [(one or RoundFilter.UNNAMED, one or pgettext_lazy("filter", "未填")) for one in found]
            self.fields[name].choices = [everything, *named]

    def wanted(self) -> GapFilter:
        """Return the filter; what is not valid filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return GapFilter(
            node=data.get("node", ""),
            rows=RoundFilter(area=data.get("area", ""), unit=data.get("unit", "")),
            cause=Cause(data["cause"]) if data.get("cause") else None,
            least=Fraction(data.get("least") or 0),
        )


class TargetForm(forms.Form):
    """The rate to reach, in per cent with at most two decimals."""

    rate = forms.DecimalField(
        label=_("目标得分率（%）"),
        widget=forms.NumberInput(attrs={"step": "0.01", "min": "0.01", "max": "100", "inputmode": "decimal"}),
        error_messages={"required": _("请写目标得分率，例如 92.5"), "invalid": _("请写一个数，例如 92.5")},
    )

    def clean_rate(self) -> int:
        """Return the rate in ten-thousandths; say what a rate can be."""
        rate: Decimal = self.cleaned_data["rate"]
        if not 0 < rate <= PER_CENT:
            raise forms.ValidationError(_("目标得分率大于 0、不超过 100，例如 92.5"))
        whole = rate * PER_CENT
        if whole != whole.to_integral_value():
            raise forms.ValidationError(_("目标得分率最多两位小数，例如 92.55"))
        return int(whole)
