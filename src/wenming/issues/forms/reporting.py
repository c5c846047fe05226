"""The report from a phone: photos, a place, a sentence; everything may be left out but one."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.issues.actions import Report
from wenming.issues.enums import IssueSource
from wenming.issues.forms.names import IssueFormBase, MinorField, text_area
from wenming.issues.forms.photos import PHOTO_LABEL, PhotosField
from wenming.issues.queries.nearby import Found
from wenming.kernel.models import Account, City
from wenming.organisations.enums import Role
from wenming.organisations.rules import roles_of
from wenming.sites.models import Site
from wenming.sites.queries import current_of
from wenming.sites.queries.cards import site_with


def usual_source(account: Account, city: City) -> str:
    """Return through which channel this person's reports come."""
    roles = roles_of(account, city)
    order: tuple[tuple[Any, Any], ...] = (
        (Role.OFFICE, IssueSource.PATROL),
        (Role.SUPERVISOR, IssueSource.SUPERVISION),
        (Role.LEADER, IssueSource.LEADER),
        (Role.INSPECTOR, IssueSource.INSPECTION),
        (Role.FIRM, IssueSource.INSPECTION),
        (Role.LIAISON, IssueSource.OWN),
    )
    return str(next((source for role, source in order if role in roles), IssueSource.PATROL))


class BesideForm(IssueFormBase):
    """What is known of a report while it is written; nothing of it can be wrong, only missing."""

    text = forms.CharField(required=False)
    place = forms.CharField(required=False)
    site = forms.CharField(required=False)
    token = forms.CharField(required=False)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, min_value=-180, max_value=180)
    accuracy = forms.IntegerField(required=False, min_value=0, max_value=1_000_000)
    minor = MinorField(required=False)
    same = forms.CharField(required=False)

    def value(self, name: str) -> Any:
        """Return what was given, None for what cannot be read."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def position(self) -> tuple[float, float] | None:
        """Return where the phone is."""
        lat, lng = self.value("lat"), self.value("lng")
        return (lat, lng) if lat is not None and lng is not None else None

    @cached_property
    def site_meant(self) -> Site | None:
        """Return the site of a scanned code, the one chosen from the list, or the one whose name or code stands as the place."""
        token, key, place = (self.value(name) or "" for name in ("token", "site", "place"))
        if token:
            scanned = site_with(self.known.city, token)
            return current_of(scanned) if scanned is not None else None
        if key.isascii() and key.isdigit() and len(key) < 16:
            return self.known.sites().filter(pk=int(key)).first()
        return self.known.site(place) if place else None

    def found(self) -> Found:
        """Return what is being reported, to look for what it repeats."""
        return Found(
            text=self.value("text") or "",
            site=self.site_meant,
            position=self.position,
            accuracy=self.value("accuracy"),
            minor=self.value("minor"),
            place=self.value("place") or "",
        )


class ReportForm(BesideForm):
    """A report. ``form`` is its own number: sent twice it is one report."""

    form = forms.UUIDField(widget=forms.HiddenInput)
    photos = PhotosField(label=PHOTO_LABEL)
    text = forms.CharField(
        label=gettext_lazy("说一句"),
        max_length=300,
        required=False,
        widget=text_area(2, placeholder=gettext_lazy("例如：垃圾桶满溢，地上有散落")),
    )
    place = forms.CharField(
        label=gettext_lazy("在哪里"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "placeholder": gettext_lazy("写位置，或搜点位名称、拼音"),
                "autocomplete": "off",
                "enterkeyhint": "done",
            }
        ),
    )
    any_minor = MinorField(label=pgettext_lazy("issue", "全部小类"), required=False)

    def clean(self) -> dict[str, Any]:
        """Something must have been said; a photo or a category says it too."""
        data = super().clean()
        minor = data.get("minor") or data.get("any_minor")
        if not data.get("text") and not data.get("photos") and minor is None and not self.errors:
            raise forms.ValidationError(_("还没有内容：拍一张照片，或写一句话"))
        data["minor"] = minor
        data["text"] = data.get("text") or (minor.name if minor else _("见照片"))
        return data

    @property
    def number(self) -> UUID:
        """Return the number of this form."""
        return self.cleaned_data["form"]

    def report(self) -> Report:
        """Return what is reported."""
        data, site = self.cleaned_data, self.site_meant
        words = data["place"].strip()
        searched = site is not None and any(words in known for known in (site.name, site.code, site.sounds))
        return Report(
            text=data["text"],
            source=usual_source(self.known.account, self.known.city),
            place="" if searched else words,
            site=site,
            position=self.position,
            accuracy=data["accuracy"] if self.position else None,
            minor=data["minor"],
        )
