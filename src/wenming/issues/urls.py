"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path

from wenming.issues.views import drafts, entering, photos, reporting

app_name = "issues"

urlpatterns: list[URLPattern] = [
    # how issues come in: from a phone, at a desk, out of a chat
    path("issues/report/", reporting.report, name="report"),
    path("issues/report/beside/", reporting.beside, name="report_beside"),
    path("issues/report/places/", reporting.places, name="report_places"),
    path("issues/report/<str:number>/", reporting.reported, name="reported"),
    path("issues/new/", entering.new, name="new"),
    path("issues/new/beside/", entering.entry_beside, name="new_beside"),
    path("issues/paste/", drafts.paste, name="paste"),
    path("issues/paste/<int:pk>/", drafts.drafts, name="drafts"),
    path("issues/paste/<int:pk>/all/", drafts.take_all, name="drafts_take"),
    path("issues/paste/<int:pk>/photos/", drafts.add_photos, name="drafts_photos"),
    path("issues/paste/<int:pk>/lines/", drafts.add_line, name="drafts_line"),
    path("issues/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("issues/drafts/<int:pk>/same/", drafts.draft_same, name="draft_same"),
    path("issues/drafts/photos/<int:pk>/", drafts.draft_photo, name="draft_photo"),
    path("issues/drafts/photos/<int:pk>/put/", drafts.put_photo, name="draft_photo_put"),
    # photos
    path("issues/photos/<int:pk>/<str:size>/", photos.photo, name="photo"),
]
