"""Fields that several apps fill in, and forms of one's own account where sign-in's (allauth's) need a word of ours."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class UploadField(forms.FileField):
    """A file of an office, of the kinds in ``accept``; one that is larger than the installation takes is refused."""

    def __init__(self, *args: Any, accept: str, **kwargs: Any) -> None:
        super().__init__(*args, max_length=200, widget=forms.FileInput(attrs={"accept": accept}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file."""
        file, limit = super().clean(data, initial), settings.UPLOAD_LIMIT_MEGABYTES
        if file and file.size > limit * 1024 * 1024:
            raise forms.ValidationError(
                _("文件有 %(size)s MB，上限是 %(limit)s MB；请删去图片或分成几个文件"),
                params={"size": file.size // (1024 * 1024), "limit": limit},
            )
        return file


class PasskeyForm(AddWebAuthnForm):
    """Add a passkey; the field for its name has a label in the reader's language, which allauth's lacks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("通行密钥的名称")
