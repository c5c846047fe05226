"""A draw to be sealed: what, from where, how, and how many."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.draws.enums import DrawPurpose
from wenming.engine.sampling import Allocation
from wenming.kernel.rules import validate_upload
from wenming.workbench.forms.accounts import ACCEPT

SYSTEM = "system"
"""Stands for no keeper: nobody sees the outcome before the end."""
BY_SIZE = "balanced_size"
"""Balanced, with chances by size: one choice of the form, two facts of the rule."""
DESIGNS = [
    ("equal", _("机会均等")),
    ("balanced", _("空间均衡（散在全图，机会均等）")),
    ("pareto", _("按规模（规模大的机会大）")),
    (BY_SIZE, _("空间均衡，按规模")),
]
WAYS = [
    (str(Allocation.EACH), _("每类同样多")),
    (str(Allocation.FIXED), _("逐类指定")),
    (str(Allocation.NEYMAN), _("总数按最优分配（Neyman）")),
]
MOST = 200_000
LINE = re.compile(r"(.+?)[\s:：=]+(\d{1,6})")
SPREAD = re.compile(r"[0-9](\.[0-9]{1,4})?")


class RegisterForm(forms.Form):
    """Which part of the register of sites."""

    types = forms.MultipleChoiceField(
        label=_("点位类型（不选就是全部）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    areas = forms.MultipleChoiceField(
        label=_("区县（不选就是全市）"), required=False, widget=forms.CheckboxSelectMultiple
    )
    by_area = forms.BooleanField(label=_("类型再按区县分开抽"), required=False)

    def __init__(
        self, *args: Any, types: Sequence[tuple[str, str]], areas: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["types"].choices = types
        self.fields["areas"].choices = areas

    def part(self) -> dict[str, Any]:
        """Return what is wanted of the register."""
        data = self.cleaned_data
        return {
            "types": {int(one) for one in data["types"]},
            "areas": {int(one) for one in data["areas"]},
            "by_area": data["by_area"],
        }


class DrawForm(RegisterForm):
    """A draw to be sealed: from a file, from one that was sent a moment ago (``kept``), or from the register of sites.

    Of each class the preview sends ``stratum``, ``spread``, ``least`` and ``most`` back, as many as there are classes.
    """

    title = forms.CharField(label=_("抽样名称"), max_length=120)
    purpose = forms.ChoiceField(label=_("用途"), choices=DrawPurpose.choices)
    round = forms.CharField(
        label=pgettext_lazy("draw", "轮次"), max_length=60, help_text=_("例如：2026 年 12 月第一轮")
    )
    keeper = forms.ChoiceField(label=_("保管人"), help_text=_("公开之前只有保管人看得到抽中的单位"))
    reveal_from = forms.DateField(
        label=_("最早公开日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    file = forms.FileField(
        label=_("抽样框文件（不选就用点位台账）"),
        required=False,
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": f".csv,{ACCEPT}"}),
        help_text=_("要有“编号”和“类别”两列，“规模”“纬度”“经度”可选；第一行是列名"),
    )
    kept = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)
    design = forms.ChoiceField(label=_("每类之内怎么抽"), choices=DESIGNS, initial="equal")
    reserves = forms.IntegerField(
        label=_("每类备选几个"), required=False, min_value=0, max_value=MOST, help_text=_("不填：其余全部作备选")
    )
    allocation = forms.ChoiceField(
        label=_("数量怎么定"), choices=WAYS, initial=str(Allocation.EACH), widget=forms.RadioSelect, required=False
    )
    each = forms.IntegerField(label=_("每类抽几个"), required=False, min_value=1, max_value=1000)
    total = forms.IntegerField(label=_("一共抽几个"), required=False, min_value=1, max_value=MOST)
    sizes = forms.CharField(
        label=_("逐类指定（一行一类）"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("例如：公共广场 3；没写的类不抽"),
    )  # fmt: skip

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keeper"].choices = keepers

    def clean_sizes(self) -> dict[str, int]:
        """Return class -> how many."""
        found = {}
        for line in filter(None, map(str.strip, self.cleaned_data["sizes"].splitlines())):
            match = LINE.fullmatch(line)
            if match is None:
                raise forms.ValidationError(_now("“%(line)s”没有写明数量；写成“公共广场 3”"), params={"line": line})
            found[match[1]] = int(match[2])
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way needs."""
        data = super().clean()
        data["allocation"] = data.get("allocation") or str(Allocation.FIXED if data.get("sizes") else Allocation.EACH)
        name, text = {
            str(Allocation.EACH): ("each", _now("请填每类抽几个")),
            str(Allocation.FIXED): ("sizes", _now("请逐类写明抽几个")),
            str(Allocation.NEYMAN): ("total", _now("请填一共抽几个")),
        }[data["allocation"]]
        if not data.get(name) and name not in self.errors:
            self.add_error(name, text)
        if data.get("keeper") == SYSTEM and not data.get("reveal_from"):
            self.add_error("reveal_from", _now("由系统保管的抽样要写最早公开日期"))
        data["bounds"] = self._bounds()
        return data

    def _bounds(self) -> dict[str, dict[str, Any]]:
        """Return class -> what was typed into its line of the preview."""
        if not hasattr(self.data, "getlist"):
            return {}
        columns = [self.data.getlist(name) for name in ("stratum", "spread", "least", "most")]
        found = {}
        for stratum, spread, least, most in zip(*columns, strict=False):
            numbers = [one.strip() for one in (least, most)]
            if not SPREAD.fullmatch(spread.strip()) or any(
                one and not (one.isascii() and one.isdigit() and len(one) < 7) for one in numbers
            ):
                self.add_error(
                    None, _now("“%(name)s”：标准差写 0.1 到 0.5 的小数，下限、上限写整数") % {"name": stratum}
                )
                continue
            found[stratum] = {"spread": spread.strip(), "least": numbers[0], "most": numbers[1]}
        return found

    def rule_facts(self, proposed: Mapping[str, str]) -> dict[str, Any]:
        """Return the rule of a valid form for classes with these spreads, which those of the preview go before."""
        data = self.cleaned_data
        by_size = data["design"] == BY_SIZE
        facts: dict[str, Any] = {"round": data["round"], "allocation": data["allocation"], "reserves": data["reserves"]}
        facts |= {"design": "balanced", "by_size": True} if by_size else {"design": data["design"]}
        if data["allocation"] == str(Allocation.FIXED):
            return {**facts, "sizes": data["sizes"]}
        if data["allocation"] == str(Allocation.EACH):
            return {**facts, "each": data["each"]}
        typed = {name: one for name, one in data["bounds"].items() if name in proposed}
        facts["spreads"] = {
            name: typed[name]["spread"] if name in typed else spread for name, spread in proposed.items()
        }
        for bound in ("least", "most"):
            facts[bound] = {name: int(one[bound]) for name, one in typed.items() if one[bound]}
        return {**facts, "total": data["total"]}
