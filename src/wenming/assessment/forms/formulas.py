"""A local formula as people enter it: its head, and four tables with spare rows; no script is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.assessment.enums import FormulaSource, LeagueLevel
from wenming.assessment.forms.formula_places import cell_words, head_field
from wenming.assessment.schemas.formula_words import ABSENT, COMBINE, START, TIES, formula_words
from wenming.engine.formulas.reading import FormulaProblem
from wenming.engine.formulas.sheets import MINUS, PLUS, TABLES, YES, FormulaSheet, Nested
from wenming.kernel.rules import validate_upload

SPARE, MOST_ROWS = 2, 60
PARTS, ADJUSTMENTS, GROUPS, GRADES = "parts", "adjustments", "groups", "grades"
TABLE_NAMES = {
    PARTS: _("项目和权重"),
    ADJUSTMENTS: _("扣分和加分"),
    GROUPS: pgettext_lazy("column", "分组"),
    GRADES: _("等次"),
}


def _text(label: Any, length: int = 60, **more: Any) -> forms.CharField:
    """Return a field of a few words that may stay empty: what must be there, the formula's own reader says."""
    return forms.CharField(label=label, max_length=length, required=False, **more)


def _choice(label: Any, words: Mapping[Any, Any], blank: Any = None, **more: Any) -> forms.ChoiceField:
    """Return a choice of the formula's own words."""
    start = [] if blank is None else [("", blank)]
    return forms.ChoiceField(
        label=label, choices=[*start, *((str(key), word) for key, word in words.items())], required=False, **more
    )


class FormulaHeadForm(forms.Form):
    """The formula as a whole."""

    name = _text(pgettext_lazy("formula", "名称"), 80)
    key = forms.SlugField(
        label=_("公式编号"),
        max_length=40,
        help_text=_("拉丁字母、数字和连字符；同一编号的下一次保存就是下一版"),
        error_messages={"invalid": _("只能用拉丁字母、数字、下划线和连字符，例如 streets-2026")},
    )
    source = _text(pgettext_lazy("formula", "依据"), 200, help_text=_("文号或通报，公布名次时一起写明"))
    digits = _text(_("公布得分的小数位"), 1, initial="2")
    ties = _choice(_("同分怎么排"), TIES)
    breakers = _text(_("同分时先看哪些项"), 200, help_text=_("写编号，用“、”隔开；不填就并列"))
    example_inputs = _text(
        _("示例：各项的值"), 400, help_text=_("例如 field=97.96、survey=96.65；公式必须算出下面的得分")
    )
    example_score = _text(_("示例：得分"), 20)
    example_league = _text(_("示例：所在分组"), 40)
    note = _text(_("改了什么、为什么"), 300)


class PartForm(forms.Form):
    """One part."""

    name = _text(pgettext_lazy("formula", "项目"), 60)
    key = _text(pgettext_lazy("formula", "编号"), 40)
    parent = _text(_("属于哪一项"), 40)
    weight = _text(_("权重"), 20)
    full = _text(pgettext_lazy("formula", "满分"), 20)
    absent = _choice(_("没有数据时"), ABSENT)
    input = _choice(_("数据来源"), dict(FormulaSource.choices), _("（下级合成）"))
    combine = _choice(_("下级怎么合成"), COMBINE)
    start = _choice(_("从哪里起算"), START)
    scale = _text(_("数据满值"), 20)
    digits = _text(_("小数位"), 1)
    exceeds = _choice(_("加分可以超过满分"), {YES: _("可以")}, _("不可以"))
    leagues = _text(_("只用于哪些分组"), 200)


class AdjustmentForm(forms.Form):
    """Points off or on."""

    part = _text(_("哪一项"), 40)
    sign = _choice(_("扣还是加"), {MINUS: pgettext_lazy("formula", "扣分"), PLUS: pgettext_lazy("formula", "加分")})
    of = _text(_("按什么计"), 40)
    each = _text(_("每次（每个百分点）几分"), 20)
    limit = _text(_("百分率界限"), 20)
    most = _text(_("最多几分"), 20)


class LeagueGroupForm(forms.Form):
    """Who is ranked with whom."""

    name = _text(pgettext_lazy("formula", "分组名称"), 40)
    key = _text(pgettext_lazy("formula", "编号"), 40)
    members = forms.CharField(
        label=_("名单"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )


class GradeForm(forms.Form):
    """A grade."""

    name = _text(_("等次"), 20)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # "from" is a word of the language
        self.fields["from"] = _text(_("从几分起"), 20)


_ROWS: dict[str, Any] = {"extra": SPARE, "max_num": MOST_ROWS, "absolute_max": MOST_ROWS}
_SETS = {
    PARTS: forms.formset_factory(PartForm, **_ROWS),
    ADJUSTMENTS: forms.formset_factory(AdjustmentForm, **_ROWS),
    GROUPS: forms.formset_factory(LeagueGroupForm, **_ROWS),
    GRADES: forms.formset_factory(GradeForm, **_ROWS),
}


class FormulaForms:
    """All tables together: what was sent, or what a formula says."""

    def __init__(self, sheet: FormulaSheet | None = None, data: Mapping[str, Any] | None = None) -> None:
        """Show a formula's tables, or take what was sent."""
        self.start = start = sheet or FormulaSheet({})
        self.head = FormulaHeadForm(data, initial=start.head)
        self.sets = {name: made(data, initial=list(getattr(start, name)), prefix=name) for name, made in _SETS.items()}
        self.problems: list[dict[str, str]] = []

    @property
    def parts(self) -> Any:
        """The parts."""
        return self.sets[PARTS]

    @property
    def adjustments(self) -> Any:
        """Points off and on."""
        return self.sets[ADJUSTMENTS]

    @property
    def groups(self) -> Any:
        """Groups."""
        return self.sets[GROUPS]

    @property
    def grades(self) -> Any:
        """Grades."""
        return self.sets[GRADES]

    def is_valid(self) -> bool:
        """Say whether every field can be read at all; what it means the formula's own reader says."""
        return all([self.head.is_valid(), *(one.is_valid() for one in self.sets.values())])

    def sheet(self) -> FormulaSheet:
        """Return what was sent as tables; a row in which only choices stand is none."""
        tables = {name: [self._row(name, form.cleaned_data) for form in made.forms] for name, made in self.sets.items()}
        head = {name: value for name, value in self.head.cleaned_data.items() if name != "note"}
        return FormulaSheet(head, **tables)

    def _row(self, table: str, data: Mapping[str, str]) -> dict[str, str]:
        """Return a row; an empty one sends its first choices."""
        choices = {"absent", "input", "combine", "start", "exceeds", "sign"}
        said = {name: data.get(name, "") for name in TABLES[table]}
        return said if any(value for name, value in said.items() if name not in choices) else dict.fromkeys(said, "")

    def mark(self, problems: list[FormulaProblem], nested: Nested) -> None:
        """Put every problem at its cell, and in the list above with the way there."""
        for problem in problems:
            cell = nested.cell(problem.place)
            if cell is not None:
                table, row, column = cell
                field = self.sets[table].forms[row][column]
                words = formula_words(problem, cell_words(TABLE_NAMES[table], row, field, problem.place))
            elif name := head_field(problem.place):
                field = self.head[name]
                words = formula_words(problem, str(field.label))
            else:
                self.refuse(formula_words(problem, str(TABLE_NAMES[PARTS])))
                continue
            field.form.add_error(field.name, words)
            self.problems.append({"text": words, "url": f"#{field.id_for_label}"})

    def refuse(self, words: str) -> None:
        """Say what is wrong with the whole."""
        self.problems.append({"text": words, "url": ""})

    def tell_unreadable(self) -> None:
        """Put what no field can read into the list above."""
        for form in (self.head, *(row for made in self.sets.values() for row in made)):
            for name, errors in form.errors.items():
                field = form[name]
                self.problems += [
                    {"text": f"{field.label}：{error}", "url": f"#{field.id_for_label}"} for error in errors
                ]

    def as_typed(self, growing: str) -> FormulaSheet:
        """Return what was sent as it was typed, readable or not: asking for more rows of a table loses nothing.

        The other tables keep the rows that say something, and those before them.
        """
        tables = {}
        for name, made in self.sets.items():
            rows = [{field.name: field.value() or "" for field in form} for form in made.forms]
            while name != growing and rows and not any(self._row(name, rows[-1]).values()):
                rows.pop()
            tables[name] = rows
        return FormulaSheet({field.name: field.value() or "" for field in self.head}, **tables)


def field_labels() -> dict[str, dict[str, Any]]:
    """Return table -> field -> label, the head among them."""
    shown = FormulaForms()
    empty = {name: made.empty_form.fields for name, made in shown.sets.items()}
    return {
        name: {key: field.label for key, field in fields.items()}
        for name, fields in {"head": shown.head.fields, **empty}.items()
    }


class FormulaFileForm(forms.Form):
    """A formula in a file."""

    file = forms.FileField(
        label=_("公式文件（YAML 或 Excel）"),
        validators=[FileExtensionValidator(["yaml", "yml", "xlsx"]), validate_upload],
    )


class FormulaStartForm(forms.Form):
    """For whom, and from when."""

    levels = forms.MultipleChoiceField(
        label=_("用于"), choices=LeagueLevel.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = forms.DateField(label=_("施行日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
