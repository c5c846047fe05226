"""A photo and a few words."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

ACCEPTED = ".jpg,.jpeg,.png,.webp"


class PhotoForm(forms.Form):
    """A photo of a site. What cannot be shown is said by who reads it."""

    caption = forms.CharField(label=_("照片说明"), max_length=60, required=False, help_text=_("例如：南门，早市时段"))
    picture = forms.FileField(label=_("照片"), widget=forms.FileInput(attrs={"accept": ACCEPTED}), max_length=200)
