"""Addresses of issues, under /<city>/issues/."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from wenming.issues.views import (
    acting,
    batch,
    case,
    categories,
    category_tables,
    drafts,
    duplicates,
    entering,
    exporting,
    importing,
    ledger,
    lookbacks,
    making,
    mapping,
    mine,
    notes,
    paper_changes,
    papers,
    phone,
    photos,
    preview,
    proposals,
    rates,
    recurrence,
    reminding,
    reporting,
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
    path("issues/map/", mapping.issues_map, name="map"),
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
    # looking back at what was settled, and how much of it came back
    path("issues/look-backs/", lookbacks.look_backs, name="look_backs"),
    path("issues/look-backs/settings/", lookbacks.settings, name="look_back_settings"),
    path("issues/look-backs/<int:pk>/", lookbacks.look_back, name="look_back"),
    path("issues/look-backs/<int:pk>/pass/", lookbacks.pass_on, name="look_back_pass"),
    path("issues/<issue_number:number>/look-back/", lookbacks.choose, name="look_back_choose"),
    path("issues/recurrence/", recurrence.recurrence, name="recurrence"),
    path("issues/recurrence/export/", recurrence.export, name="recurrence_export"),
    # categories, limits, proposals
    path("issues/categories/", categories.categories, name="categories"),
    path("issues/categories/new/", categories.category_new, name="category_new"),
    path("issues/categories/majors/new/", categories.major_new, name="major_new"),
    path("issues/categories/majors/<int:pk>/", categories.major_edit, name="major_edit"),
    path("issues/categories/limits/", categories.limits, name="limits"),
    path("issues/categories/adopt/", category_tables.adopt, name="category_adopt"),
    path("issues/categories/tables/<slug:name>/", category_tables.category_table, name="category_table"),
    path("issues/categories/import/<int:pk>/", category_tables.category_import, name="category_import"),
    path("issues/categories/export.<str:kind>", category_tables.export, name="category_export"),
    path("issues/categories/proposals/", proposals.proposal_model, name="proposal_model"),
    path("issues/categories/proposals/learn/", proposals.proposal_learn, name="proposal_learn"),
    path("issues/categories/<int:pk>/", categories.category_edit, name="category_edit"),
    path("issues/categories/<int:pk>/switch/", categories.category_switch, name="category_switch"),
    path("issues/categories/<int:pk>/order/", categories.category_order, name="category_order"),
    # likely duplicates
    path("issues/duplicates/", duplicates.duplicates, name="duplicates"),
    path("issues/duplicates/join/", duplicates.duplicates_join, name="duplicates_join"),
    path("issues/duplicates/<int:pk>/apart/", duplicates.duplicate_apart, name="duplicate_apart"),
    path("issues/duplicates/<int:pk>/back/", duplicates.duplicate_back, name="duplicate_back"),
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
    # papers
    path("issues/papers/", papers.papers, name="papers"),
    path("issues/papers/weekly/", making.weekly, name="weekly"),
    path("issues/papers/new/", making.new, name="paper_new"),
    path("issues/papers/new/<str:kind>/", making.of_days, name="paper_make"),
    path("issues/papers/<int:pk>/", papers.paper, name="paper"),
    path("issues/papers/<int:pk>/edit/", paper_changes.edit, name="paper_edit"),
    path("issues/papers/<int:pk>/remake/", paper_changes.remake, name="paper_remake"),
    path("issues/papers/<int:pk>/number/", paper_changes.number, name="paper_number"),
    path("issues/papers/<int:pk>/scan/", papers.scan, name="paper_scan"),
    path("issues/papers/<int:pk>/versions/<int:version>/<str:ending>/", papers.file, name="paper_file"),
    path("issues/papers/<int:pk>/versions/<int:version>/pages/<int:page>/", papers.page, name="paper_page"),
]
