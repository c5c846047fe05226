"""How precise a round is to be."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wenming.draws.imports.rates import rate_of
from wenming.engine.sampling.precision import Seen
from wenming.workbench.forms.draws import RegisterForm

CLASS = re.compile(r"(.+?)[\s,，:：]+(\d{1,5})(?:[\s,，]+([0-9.]+\s*[%％]?))?")
MOST_CLASSES = 300
POWERS = [("0.8", "80%"), ("0.9", "90%"), ("0.95", "95%")]


class PlanForm(RegisterForm):
    """What is to be seen, and of how many sites of each kind: those of the register, or numbers that are typed."""

    points = forms.DecimalField(
        label=_("要看出几分的差别"), min_value=0.5, max_value=50, decimal_places=1, initial=2, help_text=_("百分制")
    )
    power = forms.ChoiceField(label=_("看得出的把握"), choices=POWERS, initial="0.8")
    classes = forms.CharField(
        label=_("手工填写（一行一类；不填就用点位台账）"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}), help_text=_("类别 数量 符合率，例如：公共广场 120 87%；符合率可以不写"),
    )  # fmt: skip

    def clean_classes(self) -> dict[str, tuple[int, Seen | None]]:
        """Return class -> how many there are, and what is known of them."""
        found: dict[str, tuple[int, Seen | None]] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["classes"].splitlines())):
            match = CLASS.fullmatch(line)
            rate = rate_of(match[3]) if match and match[3] else None
            if match is None or not int(match[2]) or (match[3] and rate is None):
                raise forms.ValidationError(_now("“%(line)s”看不懂；写成“公共广场 120 87%%”"), params={"line": line})
            found[match[1]] = (int(match[2]), None if rate is None else Seen(rate))
        if len(found) > MOST_CLASSES:
            raise forms.ValidationError(_now("最多 300 类；请合并一些"))
        return found

    def wanted(self) -> dict[str, Any]:
        """Return what is to be seen, as shares."""
        return {"points": float(self.cleaned_data["points"]) / 100, "power": float(self.cleaned_data["power"])}
