"""What people fill in where a paper form is typed in."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.inspections.enums.fieldwork import Rest
from wenming.inspections.models import Visit

NOON = 12 * 60
LONGEST = 20_000


class PaperForm(forms.Form):
    """What stands on a form. ``key`` makes sending it twice keep it once; ``version`` is the form's as the page knew it."""

    key = forms.UUIDField(widget=forms.HiddenInput())
    version = forms.CharField(max_length=8, widget=forms.HiddenInput())
    lines = forms.CharField(
        label=_("不符合和不适用的行"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("先敲行号，用分号或回车隔开：3 x2 公益广告褪色; 7 不适用; 9 看到3 少两处"),
    )
    rest = forms.ChoiceField(
        label=_("其余各行"),
        choices=Rest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个：其余各行全部符合，还是没有看")},
    )
    on = forms.DateField(label=_("测评日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    came = forms.TimeField(
        label=pgettext_lazy("field", "到点时间"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, visit: Visit, version: str, today: date, **kwargs: Any) -> None:
        self.visit, self.today = visit, today
        arrives = visit.arrives if visit.arrives is not None else NOON
        first = {
            "key": uuid.uuid4(),
            "version": version,
            "on": visit.on or today,
            "came": time(arrives // 60 % 24, arrives % 60),
        }
        super().__init__(*args, initial=first, **kwargs)

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("这一天还没有到；请写纸上的测评日期"))
        return on

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        zone = self.visit.city.zone
        return {
            "text": data["lines"],
            "version": data["version"],
            "rest": data["rest"],
            "key": data["key"],
            "said_at": datetime.combine(data["on"], data["came"] or time(12), tzinfo=zone),
        }
