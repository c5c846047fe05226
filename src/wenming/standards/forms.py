"""What people fill in about standards."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.standards.imports.packs import PACKS

SOURCE_LIMIT = 2 * 1024 * 1024


def shipped_packs() -> dict[str, Path]:
    """Return code -> file of the packs that come with the product."""
    return {path.stem: path for path in sorted(PACKS.glob("*.yaml"))}


class AdoptForm(forms.Form):
    """Adopt a pack that comes with the product, or one from a file."""

    shipped = forms.ChoiceField(label=_("随系统提供的测评体系"), required=False)
    file = forms.FileField(
        label=_("或者上传体系文件（YAML）"), required=False, widget=forms.FileInput(attrs={"accept": ".yaml,.yml"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shipped"].choices = [("", _("请选择")), *((code, code) for code in shipped_packs())]

    def clean(self) -> dict[str, object]:
        """Ask for exactly one of the two and read it as text; ``source`` and ``file_name`` are then there."""
        data = super().clean()
        chosen, upload = data.get("shipped"), data.get("file")
        if bool(chosen) == bool(upload):
            raise forms.ValidationError(_("请选择一套随系统提供的体系，或者上传一个文件（二者选一）"))
        content = upload.read(SOURCE_LIMIT + 1) if upload else shipped_packs()[chosen].read_bytes()
        if len(content) > SOURCE_LIMIT:
            raise forms.ValidationError(_("文件超过 2 MB，不像一套测评体系；请检查是否选错了文件"))
        try:
            data["source"] = content.decode()
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(_("文件不是 UTF-8 编码的文本；请另存为 UTF-8 后再传")) from fault
        data["file_name"] = upload.name if upload else f"{chosen}.yaml"
        return data
