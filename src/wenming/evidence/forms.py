"""Forms of photos as proof."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from wenming.evidence.enums import FindingKind
from wenming.evidence.queries.risk import USUAL

BOUND = 100


class WeightsForm(forms.Form):
    """Points for each kind of finding, between -100 and 100."""

    def __init__(self, *args: object, points: Mapping[str, int], **kwargs: object) -> None:
        """Begin with what holds; beside each stands what is usual."""
        super().__init__(*args, **kwargs)
        for kind, usual in USUAL.items():
            self.fields[kind] = forms.IntegerField(
                label=FindingKind(kind).label,
                min_value=-BOUND,
                max_value=BOUND,
                initial=points[kind],
                help_text=_("通常 %(points)s 分") % {"points": usual},
            )
