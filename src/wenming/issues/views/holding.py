"""Photos of a form that is shown again: put on the disk and shown with it, so that nobody chooses them twice."""

from __future__ import annotations

from base64 import b64encode

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from wenming.issues.actions.photos import held_photo, hold_photos
from wenming.kernel.adapters.stores import path_of
from wenming.kernel.models import City


def held_with(request: HttpRequest, city: City, form: forms.Form) -> list[dict[str, str]]:
    """Return the photos that came with a form: the word that names each, and its small picture; [] for a form that was not sent."""
    if not form.is_bound:
        return []
    form.is_valid()
    photos = form.cleaned_data.get("photos") or []
    held = hold_photos(city, photos, by=request.user, at=timezone.now())
    shown = []
    for one in held:
        content = path_of(city.slug, held_photo(city, one, by=request.user).small.sha256).read_bytes()
        shown.append({"word": one.word, "picture": f"data:image/jpeg;base64,{b64encode(content).decode()}"})
    return shown
