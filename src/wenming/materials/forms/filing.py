"""What a filing is made of: which year, how its files are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.engine.filing import TemplateError, check_template
from wenming.materials.queries.filing import DEFAULT

FIELDS = {
    "number": _("要求的编号，如 Ⅲ-1-1)-(1)"),
    "piece": _("第几份"),
    "name": _("材料标题"),
    "requirement": _("要求的名称"),
    "clause": _("条目的编号"),
    "kind": _("材料种类"),
    "unit": _("报送单位"),
    "date": _("材料日期"),
    "document_number": _("发文字号"),
    "place": pgettext_lazy("caption", "地点"),
}
"""What a template may name, in words."""
FAULTS = {
    "empty": _("请写文件名规则，例如 {number}-{piece} {name}"),
    "long": _("规则太长；最多 %(about)s 字"),
    "braces": _("大括号没有成对；请写成 {name} 这样"),
    "unknown": _("没有“%(about)s”这个字段；能用的字段见右侧"),
    "sign": _("文件名里不能有“%(about)s”；请换一个符号"),
    "same": _("规则里至少要有 {number}、{name}、{requirement} 中的一个，否则文件名都一样"),
}


class FilingForm(forms.Form):
    """A filing to be made, or to be looked at before."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    template = forms.CharField(
        label=_("文件名规则"), max_length=200, initial=DEFAULT, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    padded = forms.BooleanField(
        label=_("名称前加序号：在资源管理器里按名称排序，就是报送的次序"), required=False, initial=True
    )

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        if years:
            self.fields["year"].initial = years[0]

    def clean_template(self) -> str:
        """Say in words what is wrong with a template."""
        template: str = self.cleaned_data["template"]
        try:
            check_template(template)
        except TemplateError as fault:
            raise forms.ValidationError(str(FAULTS[str(fault)]), params={"about": fault.about}) from fault
        return template
