"""Addresses of campaigns."""

from django.urls import URLPattern, path

from wenming.campaigns.views import table_answers, table_checking, table_columns, table_preview, tables

app_name = "campaigns"
_ONE = "campaigns/<int:pk>/import/<int:number>/"
DECOMPOSITION: list[URLPattern] = [
    path("campaigns/import/", tables.tables, name="tables"),
    path("campaigns/<int:pk>/import/", tables.start, name="table_import"),
    path("campaigns/<int:pk>/import/template/", tables.template, name="table_template"),
    path("campaigns/<int:pk>/export/", tables.export, name="table_export"),
    path(_ONE, table_checking.check, name="table_check"),
    path(f"{_ONE}columns/", table_columns.columns, name="table_columns"),
    path(f"{_ONE}answers/", table_answers.answer, name="table_answer"),
    path(f"{_ONE}undoing/", table_answers.undo, name="table_undo"),
    path(f"{_ONE}group/", table_answers.group, name="table_group"),
    path(f"{_ONE}preview/", table_preview.preview, name="table_preview"),
    path(f"{_ONE}adoption/", tables.adopt, name="table_adopt"),
    path(f"{_ONE}drop/", tables.drop, name="table_drop"),
    path(f"{_ONE}errors/", tables.errors, name="table_errors"),
    path(f"{_ONE}original/", tables.original, name="table_original"),
]
urlpatterns: list[URLPattern] = [*DECOMPOSITION]
