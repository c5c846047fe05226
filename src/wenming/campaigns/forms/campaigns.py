"""What people fill in about cycles, milestones and official scores."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.campaigns.enums import MilestoneKind
from wenming.campaigns.forms.naming import CityForm, NamedUnitField, PointsField, day_field
from wenming.campaigns.models import Title
from wenming.campaigns.schemas.titles import title_name
from wenming.kernel.models import City
from wenming.standards.models import Edition
from wenming.standards.schemas import edition_title

BETWEEN = re.compile(r"[\s,，、/;；:：]+")
PER_CENT = re.compile(r"^\d{1,3}(\.\d)?%?$")
WHOLE = 1000


class WeightsField(forms.CharField):
    """Weights of the years as people write them, 15 25 60; cleans to per mille. Nothing: nobody has published them."""

    def clean(self, value: Any) -> list[int]:
        """Return the weights, or say what is wrong with them."""
        parts = [part for part in BETWEEN.split(super().clean(value) or "") if part]
        for part in parts:
            if not PER_CENT.match(part):
                raise forms.ValidationError(_("看不懂“%(part)s”；请写成百分数，如 15 25 60"), params={"part": part})
        weights = [int(Decimal(part.rstrip("%")) * 10) for part in parts]
        if weights and sum(weights) != WHOLE:
            total = f"{Decimal(sum(weights)) / 10:f}"
            raise forms.ValidationError(_("各年权重之和是 %(total)s%%，应为 100%%；请改正"), params={"total": total})
        return weights


def weights_text(weights: Sequence[int]) -> str:
    """Return per mille as people write them in per cent."""
    return " ".join(f"{weight / 10:g}" for weight in weights)


class EditionChoice(forms.ModelChoiceField):
    """A choice of editions by title and edition in the reader's language."""

    def label_from_instance(self, edition: Edition) -> str:
        """Return what the choice says."""
        return f"{edition_title(edition)} {edition.edition}"


class TitleChoice(forms.ModelChoiceField):
    """A choice of titles by name in the reader's language."""

    def label_from_instance(self, title: Title) -> str:
        """Return what the choice says."""
        return title_name(title)


class CycleForm(forms.Form):
    """What a cycle is, its edition apart."""

    name = forms.CharField(label=pgettext_lazy("field", "名称"), max_length=80)
    starts_on = day_field(gettext_lazy("开始日期"))
    ends_on = day_field(gettext_lazy("结束日期"))
    applies_on = day_field(
        gettext_lazy("申报日期"), required=False, help_text=gettext_lazy("申报条件从这一天往前看；不知道的不填")
    )
    material_month = forms.TypedChoiceField(
        label=gettext_lazy("材料时限截止月"),
        choices=[(month, str(month)) for month in range(1, 13)],
        coerce=int,
        initial=12,
        required=False,
        empty_value=12,
        help_text=gettext_lazy("每年的申报材料取到这个月为止的十二个月，一般是测评前一个月：11 月测评填 10"),
    )
    year_weights = WeightsField(
        label=gettext_lazy("年度权重（%）"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("按年份次序写百分数，如 15 25 60；没有公布的不填"),
    )
    target = PointsField(label=gettext_lazy("周期目标分"), required=False)
    rulebook = EditionChoice(
        label=gettext_lazy("条件和负面清单依据"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("与测评体系版本相同"),
        help_text=gettext_lazy("所用版本没有写申报条件和负面清单时，另选写有的版本"),
    )

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        self.editions = Edition.objects.in_city(city).defer("source").order_by("-created_at", "-pk")
        self.fields["rulebook"].queryset = self.editions


class StartForm(CycleForm):
    """A new cycle: title and edition first."""

    title = TitleChoice(label=pgettext_lazy("field", "称号"), queryset=None, empty_label=None)
    edition = EditionChoice(label=gettext_lazy("测评体系版本"), queryset=None, empty_label=None)
    field_order = ("title", "edition")

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, city=city, **options)
        self.fields["title"].queryset = Title.objects.in_city(city).select_related("city").order_by("order", "pk")
        self.fields["edition"].queryset = Edition.objects.in_city(city).order_by("-created_at", "-pk")
        self.fields["year_weights"].help_text = gettext_lazy("不填则用测评体系版本里公布的年度权重")


class MilestoneForm(CityForm):
    """A milestone."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=MilestoneKind.choices)
    name = forms.CharField(label=gettext_lazy("事项"), max_length=120)
    due_on = day_field(gettext_lazy("完成时限"))
    unit = NamedUnitField(label=gettext_lazy("责任单位"), required=False, max_length=80)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


class DoneForm(forms.Form):
    """On which day something was done."""

    on = day_field(gettext_lazy("完成日期"))


class ScoreForm(forms.Form):
    """What the official assessment gave in a year."""

    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    score = PointsField(label=pgettext_lazy("field", "得分"), max_value=200)
    rank = forms.IntegerField(label=gettext_lazy("名次"), min_value=1, max_value=9999, required=False)
    ranked = forms.IntegerField(
        label=gettext_lazy("参评数"),
        min_value=1,
        max_value=9999,
        required=False,
        help_text=gettext_lazy("同组多少个城市"),
    )
    source = forms.CharField(label=gettext_lazy("来源"), max_length=120, help_text=gettext_lazy("通报的名称和文号"))

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [(year, str(year)) for year in years]
