"""What people fill in about checklists, the handbook, the crosswalk and the cards."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenming.standards.enums import ExampleKind
from wenming.standards.imports.checklists import CHECKLISTS

SOURCE_LIMIT = 2 * 1024 * 1024


def shipped_checklists() -> dict[str, Path]:
    """Return code -> file of the collections of checklists that come with the product."""
    return {path.stem: path for path in sorted(CHECKLISTS.glob("*.yaml"))}


class AdoptChecklistsForm(forms.Form):
    """Adopt a collection of checklists that comes with the product, or one from a file."""

    shipped = forms.ChoiceField(label=_("随系统提供的检查表"), required=False)
    file = forms.FileField(
        label=_("或者上传检查表文件（YAML）"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shipped"].choices = [("", _("请选择")), *((code, code) for code in shipped_checklists())]

    def clean(self) -> dict[str, object]:
        """Ask for exactly one of the two and read it as text; ``source`` and ``file_name`` are then there."""
        data = super().clean()
        chosen, upload = data.get("shipped"), data.get("file")
        if bool(chosen) == bool(upload):
            raise forms.ValidationError(_("请选择一份随系统提供的检查表，或者上传一个文件（二者选一）"))
        content = upload.read(SOURCE_LIMIT + 1) if upload else shipped_checklists()[chosen].read_bytes()
        if len(content) > SOURCE_LIMIT:
            raise forms.ValidationError(_("文件超过 2 MB，不像一份检查表；请检查是否选错了文件"))
        try:
            data["source"] = content.decode()
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(_("文件不是 UTF-8 编码的文本；请另存为 UTF-8 后再传")) from fault
        data["file_name"] = upload.name if upload else f"{chosen}.yaml"
        return data


class ExampleForm(forms.Form):
    """A picture of what is good or bad at a check item, in a few words."""

    kind = forms.ChoiceField(choices=ExampleKind.choices, widget=forms.HiddenInput)
    caption = forms.CharField(label=_("一句话说明"), max_length=60)
    picture = forms.FileField(
        label=_("图片"), widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp"}), max_length=200
    )


class ChiefForm(forms.Form):
    """Who answers for the sites of a type; everything empty: nobody."""

    unit = forms.CharField(label=_("责任单位"), max_length=80, required=False)
    post = forms.CharField(label=_("职务"), max_length=40, required=False)
    name = forms.CharField(label=_("姓名"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"),
        max_length=20,
        required=False,
        validators=[RegexValidator(r"\A[0-9+][0-9 +-]{4,}\Z", _("电话只写数字、空格、+ 和 -，例如 0376-1234567"))],
        help_text=_("页面和打印件上只显示一部分数字"),
    )

    def clean(self) -> dict[str, str]:
        """Ask for a unit where anything else is filled in."""
        data = super().clean()
        if not data.get("unit") and any(data.get(key) for key in ("post", "name", "phone")):
            self.add_error("unit", _("请写责任单位；要撤下负责人，请把四格都清空"))
        return data


class CrosswalkForm(forms.Form):
    """The filter of the crosswalk; everything is optional and lives in the address."""

    q = forms.CharField(label=pgettext_lazy("field", "查找"), required=False, max_length=60)
    site_type = forms.ChoiceField(label=_("点位类型"), required=False)
    title = forms.ChoiceField(label=_("计入的体系"), required=False)

    def __init__(
        self, *args: object, site_types: list[tuple[str, str]], titles: list[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", pgettext_lazy("filter", "全部"))
        self.fields["site_type"].choices = [everything, *site_types]
        self.fields["title"].choices = [everything, *titles]

    def wanted(self) -> dict[str, str]:
        """Return the filter; what is not valid filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class CardForm(forms.Form):
    """The filter of the cards of 应知应会."""

    q = forms.CharField(label=pgettext_lazy("field", "查找"), required=False, max_length=60)
    source = forms.ChoiceField(label=_("出自"), required=False)

    def __init__(self, *args: object, sources: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", pgettext_lazy("filter", "全部")), *sources]

    def wanted(self) -> dict[str, str]:
        """Return the filter; what is not valid filters nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
