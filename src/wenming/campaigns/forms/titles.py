"""What people fill in about titles."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.campaigns.enums import TitleStatus
from wenming.campaigns.forms.naming import day_field


class TitleForm(forms.Form):
    """A title of the joint campaign."""

    name = forms.CharField(label=_("称号"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=100, required=False)
    conferred_by = forms.CharField(label=_("命名机关"), max_length=80, required=False)
    recheck_months = forms.IntegerField(
        label=_("复审周期（月）"), min_value=1, max_value=600, required=False, help_text=_("没有规定的不填")
    )


class ChangeForm(forms.Form):
    """Where the city stands with a title from a day on: only what may follow."""

    status = forms.ChoiceField(label=_("变动后"))
    on = day_field(_("日期"))
    paper = forms.CharField(label=_("文号"), max_length=80, required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, statuses: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["status"]
        field.choices = [(status, TitleStatus(status).label) for status in statuses]


class RecheckForm(forms.Form):
    """When a title is looked at again, and how long before it is an alarm."""

    due_on = day_field(_("复审日期"))
    alarm_days = forms.IntegerField(
        label=_("提前提醒天数"), min_value=1, max_value=1000, initial=180, help_text=_("到期前这么多天开始提醒创建办")
    )


class RecheckDoneForm(forms.Form):
    """How a re-check ended, and when the next one is due."""

    on = day_field(_("完成日期"))
    passed = forms.TypedChoiceField(
        label=_("结果"),
        choices=(("yes", pgettext_lazy("recheck", "通过")), ("no", pgettext_lazy("recheck", "未通过"))),
        coerce=lambda value: value == "yes",
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    next_on = day_field(_("下次复审日期"), required=False)

    def __init__(self, *args: Any, proposed: date | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if proposed is not None:
            self.fields["next_on"].initial = proposed
            self.fields["next_on"].help_text = _("按复审周期推算，可以改；清空则不安排")
