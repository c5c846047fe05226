"""Addresses that issues lead to."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from wenming.issues.models import Issue
from wenming.kernel.models import City


def way(name: str, *arguments: object) -> str:
    """Return an address, "" where this installation has no such page: then nothing offers it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def issue_url(city: City, issue: Issue) -> str:
    """Return the page of an issue."""
    return way("issues:issue", city.slug, issue.number) or preview_url(city, issue)


def preview_url(city: City, issue: Issue) -> str:
    """Return what is shown of an issue beside the ledger."""
    return reverse("issues:preview", args=[city.slug, issue.pk])


def photo_url(city: City, pk: int, size: str = "small") -> str:
    """Return a picture of an issue."""
    return reverse("issues:photo", args=[city.slug, pk, size])
