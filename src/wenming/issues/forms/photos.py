"""The field of photos: several at once, those among them that were sent before and wait."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.issues.actions.photos import MOST_PHOTOS, HeldPhoto, Upload
from wenming.sites.imports.photos import PHOTO_LIMIT, PhotoError

ACCEPTED = "image/jpeg,image/png,image/webp"
PHOTO_LABEL = gettext_lazy("照片")
HELD = "photos-held"
"""Name of the boxes that keep what was sent before."""


class ManyPhotosInput(forms.ClearableFileInput):
    """A chooser of several files; the names of several inputs may be the same."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what waits and is kept, then every file that was sent under the name."""
        held = data.getlist(HELD) if hasattr(data, "getlist") else []
        return [*map(HeldPhoto, held), *(files.getlist(name) if hasattr(files, "getlist") else [])]


class PhotosField(forms.FileField):
    """Photos, as many as ``most``, never compulsory; what the pictures are is judged by the action."""

    def __init__(self, *, most: int = MOST_PHOTOS, **options: Any) -> None:
        self.most = most
        options.setdefault("required", False)
        options.setdefault("widget", ManyPhotosInput(attrs={"accept": "image/*"}))
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # noqa: ARG002  Django's signature
        """Return the photos; say how many are too many before anything is thrown away."""
        sent = [one for one in data or [] if isinstance(one, HeldPhoto) or one.size]
        if len(sent) > self.most:
            raise forms.ValidationError(
                _("一次最多 %(most)s 张照片，这次有 %(count)s 张；请去掉几张") % {"most": self.most, "count": len(sent)}
            )
        return [one if isinstance(one, HeldPhoto) else (one.name, one.read(PHOTO_LIMIT + 1)) for one in sent]


def say_fault(form: forms.Form, fault: PhotoError) -> None:
    """Say on a form that a photo is none; the others stay at hand, to be held."""
    photos = form.cleaned_data.get("photos", [])
    form.add_error("photos", str(fault))
    form.cleaned_data["photos"] = photos
