"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path

from wenming.issues.views import batch, ledger, mine, photos, preview, rates, reminding, triage

app_name = "issues"

urlpatterns: list[URLPattern] = [
    # the ledger, and what is done with many of its rows
    path("issues/", ledger.issues, name="issues"),
    path("issues/filters/", ledger.filters, name="filters"),
    path("issues/views/", ledger.view_save, name="view_save"),
    path("issues/views/<int:pk>/drop/", ledger.view_drop, name="view_drop"),
    path("issues/preview/<int:pk>/", preview.preview, name="preview"),
    path("issues/batch/", batch.batch, name="batch"),
    path("issues/batch/undo/", batch.undo, name="batch_undo"),
    path("issues/remind/", reminding.remind, name="remind"),
    # what waits for me
    path("issues/mine/", mine.mine, name="mine"),
    path("issues/triage/", triage.triage, name="triage"),
    # photos
    path("issues/photos/<int:pk>/<str:size>/", photos.photo, name="photo"),
    # rates
    path("issues/rates/", rates.rates, name="rates"),
    path("issues/rates/export/", rates.export, name="rates_export"),
]
