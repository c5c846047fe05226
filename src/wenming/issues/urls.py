"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path

from wenming.issues.views import photos

app_name = "issues"

urlpatterns: list[URLPattern] = [
    # photos
    path("issues/photos/<int:pk>/<str:size>/", photos.photo, name="photo"),
]
