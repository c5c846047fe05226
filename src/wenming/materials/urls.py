"""Addresses of materials, below ``/<city>/materials/``."""

from django.urls import path

from wenming.materials.views import calendar, desk, items, mine, papers, requirements, supplying, tables
from wenming.materials.views.creation import applications, programmes, titles
from wenming.materials.views.creation import mine as own
from wenming.materials.views.creation import tables as title_tables

app_name = "materials"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("items/", items.items, name="items"),
    path("items/export/", items.items_export, name="items_export"),
    path("items/<int:pk>/", items.item, name="item"),
    path("items/<int:pk>/file/", supplying.file, name="file"),
    path("items/<int:pk>/act/", items.act, name="act"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:pk>/file/", papers.paper_file, name="paper_file"),
    path("papers/<int:pk>/pages/<int:page>/", papers.paper_page, name="paper_page"),
    path("papers/<int:pk>/marks/", papers.mark, name="mark"),
    path("marks/<int:pk>/removal/", papers.mark_remove, name="mark_remove"),
    path("desk/", desk.desk, name="desk"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/export/", calendar.calendar_export, name="calendar_export"),
    path("clauses/<int:pk>/", calendar.clause, name="clause"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("requirements/new/", requirements.requirement_new, name="requirement_new"),
    path("requirements/proposals/", requirements.proposals, name="proposals"),
    path("requirements/import/", tables.requirements_import, name="requirements_import"),
    path("requirements/export/", tables.requirements_export, name="requirements_export"),
    path("requirements/template/", tables.requirements_template, name="requirements_template"),
    path("requirements/<int:pk>/", requirements.requirement, name="requirement"),
    path("requirements/<int:pk>/end/", requirements.requirement_end, name="requirement_end"),
    path("creation/", programmes.programmes, name="programmes"),
    path("creation/new/", programmes.programme_new, name="programme_new"),
    path("creation/mine/", own.creation_mine, name="creation_mine"),
    path("creation/<int:pk>/", programmes.programme, name="programme"),
    path("creation/<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("creation/<int:pk>/end/", programmes.programme_end, name="programme_end"),
    path("creation/<int:pk>/apply/", programmes.apply, name="apply"),
    path("creation/<int:pk>/notice/", programmes.notice_sheet, name="notice_sheet"),
    path("applications/<int:pk>/", applications.application, name="application"),
    path("applications/<int:pk>/act/", applications.application_act, name="application_act"),
    path("applications/<int:pk>/check/", applications.application_check, name="application_check"),
    path("objections/<int:pk>/settlement/", applications.objection_settle, name="objection_settle"),
    path("titles/", titles.unit_titles, name="unit_titles"),
    path("titles/export/", titles.unit_titles_export, name="unit_titles_export"),
    path("titles/import/", title_tables.unit_titles_import, name="unit_titles_import"),
    path("titles/template/", title_tables.unit_titles_template, name="unit_titles_template"),
    path("titles/<int:pk>/", titles.unit_title, name="unit_title"),
    path("titles/<int:pk>/act/", titles.unit_title_act, name="unit_title_act"),
]
