"""What people fill in about standards."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.engine.provenance import Confidence
from wenming.engine.standards import MissingRule
from wenming.kernel.rules import validate_upload
from wenming.standards.enums import (
    CONFIDENCE,
    HEADLINES,
    JUDGEMENTS,
    LEVELS,
    MATERIALS,
    METHODS,
    MISSING,
    PENALTIES,
    ROW_FIELDS,
)
from wenming.standards.imports.drafting import LISTS, PAIRS, row_values
from wenming.standards.imports.lists import divided, joined
from wenming.standards.imports.provisions import HOLDINGS, section_keys

ACCEPT = ".yaml,.yml,.xlsx,.docx"
CODE_FORM = re.compile(r"[0-9A-Za-zⅠ-ⅿ][0-9A-Za-zⅠ-ⅿ.)#_-]*\Z")
ROW_WORDS: Mapping[str, Mapping[Any, Any]] = {
    "headline": HEADLINES,
    "kind": MATERIALS,
    "judge": JUDGEMENTS,
    "confidence": CONFIDENCE,
}


class UploadForm(forms.Form):
    """Step 1 of an import: the file."""

    file = forms.FileField(
        label=_("体系文件"),
        max_length=200,
        validators=[validate_upload],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self) -> Any:
        """Refuse what cannot be read as it is."""
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() in {".doc", ".xls", ".wps", ".et", ".pdf"}:
            raise forms.ValidationError(_("请用办公软件打开，另存为 .docx 或 .xlsx 后再传"))
        return file


class LaidOutForm(forms.Form):
    """A form whose fields know how wide they stand: a half, a third, the whole, or as boxes to pick from."""

    def laid_out(self) -> list[tuple[forms.BoundField, str]]:
        """Return every field with the class of its place."""
        return [(bound, _look(bound)) for bound in self]


def _look(bound: forms.BoundField) -> str:
    if isinstance(bound.field, forms.MultipleChoiceField):
        return "picks"
    if bound.name.partition("_")[0] in HOLDINGS:
        return "third"
    wide = bound.name.endswith(("_zh", "_en")) or bound.name in {*LISTS, "complete", "not_covered", "unpublished"}
    return "wide" if wide else ""


class FactsForm(LaidOutForm):
    """What an office's form does not say of itself, and every edition needs."""

    title_zh = forms.CharField(label=_("体系名称"), max_length=120)
    title_en = forms.CharField(label=_("英文名称"), max_length=160, required=False, help_text=_("没有就留空，照用中文"))
    code = forms.SlugField(
        label=_("代号"), max_length=80, help_text=_("字母、数字和短横，例如 national-2021；采用后不再改变")
    )
    edition = forms.CharField(label=_("版本"), max_length=40, help_text=_("例如 2021"))
    source_zh = forms.CharField(
        label=_("文件出自哪里"), max_length=300, help_text=_("发文单位、文号或网址，每条都会注明这一出处")
    )
    source_en = forms.CharField(
        label=_("出处的英文"), max_length=300, required=False, help_text=_("没有就留空，照用中文")
    )
    confidence = forms.ChoiceField(
        label=pgettext_lazy("field", "可信度"), choices=[(word.value, CONFIDENCE[word]) for word in Confidence]
    )
    complete = forms.BooleanField(label=_("这份文件覆盖整套体系（分值齐全才能出总分）"), required=False)
    not_covered = forms.CharField(
        label=_("没有覆盖的部分"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一条，中文 | 英文"),
    )

    def clean(self) -> dict[str, Any]:
        """Say in Chinese what has no English."""
        data = super().clean()
        for name in ("title", "source"):
            data[f"{name}_en"] = data.get(f"{name}_en") or data.get(f"{name}_zh", "")
        return data

    def answers(self) -> dict[str, str]:
        """Return the facts as they are remembered."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in self.fields if name != "complete"},
            "complete": str(data["complete"]).lower(),
        }


class SplitField(forms.CharField):
    """Several texts in one field, divided by ``；`` as in a cell of our workbook."""

    def clean(self, value: Any) -> Any:
        """Return the texts."""
        return divided(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """Show the texts."""
        return joined(value) if isinstance(value, list) else value


def _methods() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("测评方法"), required=False, choices=list(METHODS.items()), widget=forms.CheckboxSelectMultiple
    )


class LineForm(LaidOutForm):
    """One line of a tree that is typed in."""

    name_zh = forms.CharField(label=_("名称"), max_length=400, widget=forms.TextInput(attrs={"autofocus": True}))
    name_en = forms.CharField(label=_("英文名称"), max_length=400, required=False)
    code = forms.RegexField(
        CODE_FORM, label=_("编号"), max_length=40, error_messages={"invalid": _("只用字母、数字和 . - _，不留空格")}
    )
    parent = forms.CharField(
        label=_("上一级的编号"), max_length=40, required=False, help_text=_("空着是最上一级；改了就移过去")
    )
    measure = forms.ChoiceField(
        label=_("算法"),
        required=False,
        choices=[
            ("points", _("分值")),
            ("weight", _("权重（占上一级的比例）")),
            ("", _("由下级相加，或未公布")),
        ],
    )
    amount = forms.CharField(label=_("数值"), max_length=40, required=False, help_text=_("例如 2、0.85 或 1/3"))
    sites = forms.CharField(label=_("每轮点位"), max_length=10, required=False)
    methods = _methods()
    aliases = SplitField(label=_("别名"), required=False, help_text=_("几个之间用“；”隔开"))

    def __init__(self, *args: Any, taken: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken

    def clean_code(self) -> str:
        """Refuse a code that another line has."""
        code: str = self.cleaned_data["code"]
        if code in self.taken:
            raise forms.ValidationError(_("编号“%(code)s”已经用过；换一个编号"), params={"code": code})
        return code

    def values(self) -> dict[str, Any]:
        """Return the line as the contents have it."""
        data = self.cleaned_data
        return {
            "code": data["code"],
            "name": {"zh": data["name_zh"], "en": data["name_en"] or data["name_zh"]},
            "parent": data["parent"],
            **({data["measure"]: data["amount"]} if data["measure"] else {}),
            **{key: data[key] for key in ("sites", "methods", "aliases")},
        }


class RowForm(LaidOutForm):
    """One row of a section that is typed in; its fields follow the keys of the section."""

    def __init__(
        self, *args: Any, section: str, sources: Sequence[str], taken: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys, self.taken = section_keys(section), taken
        for key in self.keys:
            self.fields.update(_fields_of(key, sources))
        self.fields["name_zh"].widget.attrs["autofocus"] = True

    def clean_code(self) -> str:
        """Refuse a code that another row of the section has."""
        code: str = self.cleaned_data["code"].strip()
        if code in self.taken:
            raise forms.ValidationError(_("编号“%(code)s”已经用过；换一个编号"), params={"code": code})
        return code

    def values(self) -> dict[str, Any]:
        """Return the row as the contents have it."""
        return row_values(self.cleaned_data, self.keys)


def _fields_of(key: str, sources: Sequence[str]) -> dict[str, forms.Field]:
    """Return the fields of one key of a section: two for a text in both languages, three for a penalty."""
    label = ROW_FIELDS.get(key, key)
    if key in PAIRS:
        english = _("%(label)s（英文）") % {"label": label}
        return {
            f"{key}_zh": forms.CharField(label=label, max_length=400, required=key == "name"),
            f"{key}_en": forms.CharField(label=english, max_length=400, required=False),
        }
    if key in HOLDINGS:
        return {
            f"{key}_effect": _choice(label, PENALTIES),
            f"{key}_points": forms.CharField(label=_("扣几分"), max_length=10, required=False),
            f"{key}_months": forms.CharField(label=_("几个月"), max_length=10, required=False),
        }
    if key == "methods":
        return {key: _methods()}
    if key in LISTS:
        return {key: SplitField(label=label, required=False, help_text=_("几个之间用“；”隔开"))}
    words = ROW_WORDS.get(key) or ({source: source for source in sources} if key == "source" else None)
    if words:
        return {key: _choice(label, words)}
    return {key: forms.CharField(label=label, max_length=80, required=key == "code")}


def _choice(label: Any, words: Mapping[Any, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", "—"), *((str(key), word) for key, word in words.items())]
    )


class HeadForm(FactsForm):
    """What stands above the tree of an edition that is typed in."""

    points = forms.CharField(label=_("总分"), max_length=40, required=False, help_text=_("空着就由各条相加"))
    unpublished = forms.BooleanField(label=_("最上一级的分值没有公布（均分试算）"), required=False)
    levels = forms.MultipleChoiceField(
        label=_("层级"), choices=[(level, LEVELS[level]) for level in LEVELS if level != "standard"],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    missing = forms.ChoiceField(label=_("未测时"), choices=[(rule.value, MISSING[rule]) for rule in MissingRule])
    not_applicable = forms.ChoiceField(
        label=_("不适用时"), choices=[(rule.value, MISSING[rule]) for rule in MissingRule]
    )
