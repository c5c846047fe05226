"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from wenming.issues.views import (
    acting,
    batch,
    case,
    ledger,
    mine,
    notes,
    phone,
    photos,
    preview,
    rates,
    reminding,
    sweeps,
    triage,
)


class NumberConverter:
    """The number of an issue: month and serial."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{4,}"

    def to_python(self, value: str) -> str:
        """Return the number as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it stands."""
        return value


register_converter(NumberConverter, "issue_number")

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
    # leaders' notes
    path("issues/notes/", notes.notes, name="notes"),
    path("issues/notes/<int:pk>/instruct/", notes.instruct, name="note_instruct"),
    path("issues/notes/<int:pk>/assign/", notes.assign, name="note_assign"),
    path("issues/notes/<int:pk>/answer/", notes.feedback, name="note_answer"),
    # checks at like sites
    path("issues/sweeps/", sweeps.sweeps, name="sweeps"),
    path("issues/sweeps/limits/", sweeps.limits, name="sweep_limits"),
    path("issues/sweeps/<int:pk>/", sweeps.sweep, name="sweep"),
    path("issues/sweeps/sites/<int:pk>/", sweeps.answer, name="sweep_answer"),
    # one issue
    path("issues/<issue_number:number>/", case.issue, name="issue"),
    path("issues/<issue_number:number>/trail/", case.trail, name="trail"),
    path("issues/<issue_number:number>/due/", acting.due, name="due"),
    path("issues/<issue_number:number>/note/", notes.propose, name="note_new"),
    path("issues/<issue_number:number>/sweep/", sweeps.open_one, name="sweep_new"),
    path("issues/<issue_number:number>/answer/", phone.answer, name="answer"),
    path("issues/<issue_number:number>/cannot/", phone.cannot, name="cannot"),
    path("issues/<issue_number:number>/<slug:action>/", acting.act, name="act"),
    # rates
    path("issues/rates/", rates.rates, name="rates"),
    path("issues/rates/export/", rates.export, name="rates_export"),
]
