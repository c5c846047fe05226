"""Fields of the forms of supervision: a unit by any of its names, a day, a sentence, photos."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.issues.actions.photos import MOST_PHOTOS
from wenming.kernel.models import City
from wenming.organisations.models import Unit
from wenming.organisations.queries import name_index, units_in
from wenming.sites.imports.photos import PHOTO_LIMIT


class UnitField(forms.CharField):
    """One unit by name, short name or alias; cleans to the unit, or None where nothing was written."""

    city: City
    on: date

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("写单位的全称、简称或别名，输入时会列出"))
        widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
        super().__init__(max_length=80, widget=widget, **options)

    def clean(self, value: Any) -> Unit | None:
        """Return the unit, or say which may be meant."""
        text = super().clean(value)
        if not text:
            return None
        named = name_index(self.city, on=self.on).find(text)
        if len(named.keys) == 1:
            return units_in(self.city).get(pk=named.keys[0])
        near = _("、").join(units_in(self.city).filter(pk__in=named.suggestions).values_list("name", flat=True))
        if not near:
            raise forms.ValidationError(
                _("没有叫“%(name)s”的单位；请写单位页上的名称、简称或别名"), params={"name": text}
            )
        raise forms.ValidationError(
            _("没有叫“%(name)s”的单位；是不是：%(names)s？"), params={"name": text, "names": near}
        )


class PhotosField(forms.FileField):
    """Photos, never compulsory; cleans to a list of (name, bytes)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=ManyPhotos(attrs={"accept": "image/*"}), **options)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        """Return the photos; the reader of pictures says what is wrong with one."""
        sent = data if isinstance(data, list) else [data]
        files = [super(PhotosField, self).clean(one, initial) for one in sent if isinstance(one, UploadedFile)]
        if len(files) > MOST_PHOTOS:
            raise forms.ValidationError(_("一次最多 %(most)s 张照片；请分几次发"), params={"most": MOST_PHOTOS})
        return [(one.name, one.read(PHOTO_LIMIT + 1)) for one in files]


class ManyPhotos(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class OfCity(forms.Form):
    """A form whose fields of units know their city and the day."""

    def __init__(self, *args: Any, city: City, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city, self.on = city, on
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.city, field.on = city, on


def words_field(label: Any, *, most: int = 200, rows: int = 3, **options: Any) -> forms.CharField:
    """Return a field for a sentence or two."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **options)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own chooser."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)
