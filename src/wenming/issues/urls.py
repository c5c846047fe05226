"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path

from wenming.issues.views import batch, exporting, importing, ledger, mine, photos, preview, reminding, triage

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
    # tables in
    path("issues/import/", importing.start, name="import"),
    path("issues/import/template/", importing.template, name="import_template"),
    path("issues/import/<int:pk>/", importing.check, name="import_check"),
    path("issues/import/<int:pk>/columns/", importing.columns, name="import_columns"),
    path("issues/import/<int:pk>/preview/", importing.preview, name="import_preview"),
    path("issues/import/<int:pk>/write/", importing.write, name="import_write"),
    path("issues/import/<int:pk>/drop/", importing.drop, name="import_drop"),
    path("issues/import/<int:pk>/reopen/", importing.reopen, name="import_reopen"),
    path("issues/import/<int:pk>/keep/", importing.keep, name="import_keep"),
    path("issues/import/<int:pk>/errors/", importing.errors, name="import_errors"),
    path("issues/import/<int:pk>/original/", importing.original, name="import_original"),
    # tables out
    path("issues/export/", exporting.export, name="export"),
    path("issues/export/workbook/", exporting.export_workbook, name="export_workbook"),
    path("issues/export/text/", exporting.export_text, name="export_text"),
    path("issues/export/table/", exporting.export_table, name="export_table"),
    path("issues/export/picture/", exporting.export_picture, name="export_picture"),
    path("issues/export/ask/", exporting.export_ask, name="export_ask"),
    path("issues/export/<int:pk>/", exporting.export_wait, name="export_wait"),
    path("issues/export/<int:pk>/file/", exporting.export_file, name="export_file"),
]
